from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "practice.supervision"
    label = "supervision"
    verbose_name = "Supervision"

    def ready(self) -> None:
        from cases import panels
        from cases.hooks import on_families_joined
        from hampshire import navigation
        from hampshire.accounts.models import FAMILY_ROLES, Role
        from hampshire.audit import words as audit_words
        from practice import agenda
        from practice.caseload import asking, beside, ticking
        from practice.learning import mirror
        from practice.supervision.joining import JOINING
        from practice.supervision.mirror import kept_in_time
        from practice.supervision.raising import PROVIDERS
        from practice.supervision.record import decided_in_supervision
        from practice.supervision.said import SAID
        from practice.supervision.week import from_supervision

        panels.register_tab(panels.Tab("supervision", "Supervision", "supervision:family-supervision", order=70))
        panels.register(
            panels.Panel(
                "decisions",
                "Decided in supervision",
                "supervision/panels/decisions.html",
                decided_in_supervision,
                order=25,
                place="side",
                late=True,
                link="All",
                url_name="supervision:family-supervision",
            )
        )
        for provider in PROVIDERS:
            agenda.register(provider)
        mirror.register_kept(kept_in_time)
        asking.register("From supervision", from_supervision)
        beside.register("When supervision is due", "supervision:supervision-team")
        ticking.register("Start supervision", "supervision:supervision-plan")
        everybody = frozenset(map(str, FAMILY_ROLES))
        navigation.register(navigation.Item("Supervision", "supervision:supervision-list", everybody, order=30))
        navigation.register(
            navigation.Item("Supervision", "supervision:policy", frozenset({str(Role.ADMINISTRATOR)}), order=60)
        )
        audit_words.register(SAID)
        on_families_joined.append(JOINING)
