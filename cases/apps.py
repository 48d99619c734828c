from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = "Cases"

    def ready(self) -> None:
        from cases import panels
        from cases.looks import OPENED, SAID
        from cases.permissions import can_see_who_looked
        from cases.queries.people import people_at_a_glance
        from cases.queries.story import latest_story
        from cases.returns.kinds import SAID as RETURNS_SAID
        from hampshire import navigation
        from hampshire.accounts.models import FAMILY_ROLES, Role
        from hampshire.audit import words as audit_words

        panels.register_tab(panels.Tab("overview", "Overview", "cases:family-detail", order=10))
        panels.register_tab(panels.Tab("story", "Story", "cases:story", order=20))
        panels.register_tab(panels.Tab("people", "People and network", "cases:people", order=30))
        panels.register_tab(panels.Tab("case", "Case", "cases:case-detail", order=50))
        panels.register_tab(
            panels.Tab("looks", "Who has looked", "cases:look-list", order=90,
                       shown_to=lambda user, family: bool(can_see_who_looked(user, family)))
        )  # fmt: skip
        panels.register(
            panels.Panel("story", "Story", "cases/panels/story.html", latest_story, order=90,
                         link="The whole story", url_name="cases:story")
        )  # fmt: skip
        panels.register(
            panels.Panel("people", "People", "cases/panels/people.html", people_at_a_glance, order=10, place="side",
                         link="All", url_name="cases:people")
        )  # fmt: skip
        audit_words.register(SAID)
        audit_words.register(OPENED)
        audit_words.register(RETURNS_SAID)
        navigation.register(
            navigation.Item("Referrals", "cases:referral-list", roles=frozenset(map(str, FAMILY_ROLES)), order=40)
        )
        navigation.register(
            navigation.Item("Returns", "cases:return-list", roles=frozenset({str(Role.ADMINISTRATOR)}), order=70)
        )
