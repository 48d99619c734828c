from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "outcomes"
    verbose_name = "Outcomes"

    def ready(self) -> None:
        from cases.hooks import on_cases_written
        from hampshire import navigation
        from hampshire.accounts.models import OVERSEEING_ROLES
        from hampshire.audit import words
        from outcomes.audit_words import SAID
        from outcomes.computing.marks import mark
        from practice.hooks import on_practice_written

        words.register(SAID)
        on_cases_written.append(mark)
        on_practice_written.append(mark)
        navigation.register(
            navigation.Item("Outcomes", "outcomes:dashboard", roles=frozenset(map(str, OVERSEEING_ROLES)), order=30)
        )
