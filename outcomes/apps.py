from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "outcomes"
    verbose_name = "Outcomes"

    def ready(self) -> None:
        from cases.hooks import on_cases_written
        from outcomes.computing.marks import mark
        from practice.hooks import on_practice_written

        on_cases_written.append(mark)
        on_practice_written.append(mark)
