from django.apps import AppConfig


class RelationshipConfig(AppConfig):
    name = "practice.relationship"
    label = "relationship"
    verbose_name = "Our relationship"

    def ready(self) -> None:
        from cases import panels
        from cases.hooks import on_families_joined
        from hampshire import navigation
        from hampshire.accounts.models import Role
        from hampshire.audit import words as audit_words
        from practice import after_visit, agenda, visit_cards
        from practice.caseload import asking, news
        from practice.relationship import falling
        from practice.relationship import panels as ours
        from practice.relationship.joining import JOINING
        from practice.relationship.said import SAID

        panels.register_tab(
            panels.Tab("relationship", "Our relationship", "relationship:relationship-detail", order=65)
        )
        panels.register(
            panels.Panel("relationship", "Our relationship", "relationship/panel.html", ours.overview, order=30,
                         late=True, link="All of it", url_name="relationship:relationship-detail")
        )  # fmt: skip
        visit_cards.register("how-it-was", "relationship/visit_card.html", ours.how_it_was)
        after_visit.register(ours.ask_now)
        asking.register("How was it for them?", ours.to_ask, order=200)  # after what is due
        news.register(falling.NEWS)
        agenda.register(falling.falls)
        agenda.register(falling.ruptures)
        navigation.register(
            navigation.Item("Languages", "relationship:wording-list", frozenset({str(Role.ADMINISTRATOR)}), order=68)
        )
        audit_words.register(SAID)
        on_families_joined.append(JOINING)
