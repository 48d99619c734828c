from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "practice"
    verbose_name = "Practice"

    def ready(self) -> None:
        from cases import gate, panels
        from cases.hooks import on_families_joined
        from hampshire import navigation
        from hampshire.accounts.models import OVERSEEING_ROLES, Role
        from hampshire.audit import words as audit_words
        from practice import panels as ours
        from practice.drafted_visits import DRAFTED
        from practice.joining import JOINING
        from practice.models import draft
        from practice.permissions import can_log_visit
        from practice.queries import standing_beside_family
        from practice.said import SAID

        panels.register_action(panels.Action("log-visit", "Log a visit", "practice:visit-log", decide=can_log_visit))
        panels.register_tab(panels.Tab("visits", "Visits", "practice:visit-list", order=40))
        panels.register_due(ours.next_steps_due)
        gate.carry_to_overview("visit_standing", standing_beside_family)
        for panel in (
            panels.Panel("strengths", "Strong", "practice/panels/strengths.html", ours.strong, order=10, place="top",
                         kind="strength", link="All", url_name="practice:strength-list"),
            panels.Panel("worries", "Worried about", "practice/panels/worries.html", ours.worried_about, order=20,
                         place="top", kind="worry", link="All", url_name="practice:worry-list"),
            panels.Panel("quotes", "Their words", "practice/panels/quotes.html", ours.their_words, order=30,
                         place="top", kind="quote", link="All", url_name="practice:quote-list"),
            panels.Panel("goals", "Goals and voices", "practice/panels/goals.html", ours.goals_and_voices, order=10),
            panels.Panel("visits", "Visits", "practice/panels/visits.html", ours.latest_visits, order=50,
                         late=True, link="All visits", url_name="practice:visit-list"),
            panels.Panel("balance", "Balance", "practice/panels/balance.html", ours.weighed, order=10, place="side"),
            panels.Panel("steps", "What next", "practice/panels/steps.html", ours.what_next, order=20, place="side"),
        ):  # fmt: skip
            panels.register(panel)
        # A supervisor may carry families as well.
        carriers = frozenset({str(Role.PRACTITIONER), str(Role.SUPERVISOR)})
        overseers = frozenset(map(str, OVERSEEING_ROLES))
        navigation.register(navigation.Item("My week", "practice:my-week", carriers, order=10))
        navigation.register(navigation.Item("My team", "practice:caseload-review", overseers, order=20))
        audit_words.register(SAID)
        for form in (draft.VISIT_LOG, draft.VISIT_AMEND):
            draft.register(form, DRAFTED)
        on_families_joined.append(JOINING)
        navigation.register(
            navigation.Item("Drafts", "practice:draft-list", frozenset({str(Role.PRACTITIONER)}), order=30)
        )
