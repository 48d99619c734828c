from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "practice.plans"
    label = "plans"
    verbose_name = "Plans"

    def ready(self) -> None:
        from django.db.models import OuterRef

        from cases import gate, panels
        from cases.hooks import on_families_joined
        from hampshire.audit import words as audit_words
        from practice import agenda, quote_uses
        from practice.caseload import asking
        from practice.plans import panels as ours
        from practice.plans.joining import JOINING
        from practice.plans.queries import next_meeting_of
        from practice.plans.quoting import went_into_plans, went_into_reviews
        from practice.plans.said import SAID
        from practice.plans.week import to_review

        gate.carry(ours.CARRIED, lambda: next_meeting_of(OuterRef("pk")))
        panels.register_tab(panels.Tab("plan", "Plan", "plans:plan-current", order=50))
        panels.register_due(ours.meetings_due)
        panels.register(
            panels.Panel("plan", "Plan", "plans/panel.html", ours.overview, order=15, place="side", late=True,
                         link="The whole plan", url_name="plans:plan-current")
        )  # fmt: skip
        agenda.register(ours.stuck)
        asking.register("Plans to look at together", to_review)
        quote_uses.register(went_into_plans)
        quote_uses.register(went_into_reviews)
        audit_words.register(SAID)
        on_families_joined.append(JOINING)
