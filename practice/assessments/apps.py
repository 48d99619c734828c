from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "practice.assessments"
    label = "assessments"
    verbose_name = "Assessments"

    def ready(self) -> None:
        from django.db.models import OuterRef

        from cases import gate, panels
        from hampshire import navigation
        from hampshire.accounts.models import OVERSEEING_ROLES, Role
        from hampshire.audit import words as audit_words
        from practice import agenda, quote_uses
        from practice.assessments import panels as ours
        from practice.assessments.queues import CARRIED, DUE, next_due_of
        from practice.assessments.quoting import went_into
        from practice.assessments.said import SAID
        from practice.assessments.said_of_forms import SAID as SAID_OF_FORMS
        from practice.caseload import asking, dues

        panels.register_tab(panels.Tab("assessments", "Assessments", "assessments:assessment-list", order=44))
        panels.register(
            panels.Panel("assessments", "Assessments", "assessments/panel.html", ours.assessments, order=40,
                         late=True, link="All assessments", url_name="assessments:assessment-list")
        )  # fmt: skip
        gate.carry(CARRIED, lambda: next_due_of(OuterRef("pk")))
        panels.register_due(ours.assessments_due)
        dues.register(DUE)
        asking.register("Assessments to finish", ours.to_write)
        agenda.register(ours.late)
        quote_uses.register(went_into)
        overseers = frozenset(map(str, OVERSEEING_ROLES))
        navigation.register(navigation.Item("To authorise", "assessments:assessment-queue", overseers, order=26))
        builders = frozenset({str(Role.ADMINISTRATOR)})
        navigation.register(navigation.Item("Forms", "assessments:form-list", builders, order=66))
        audit_words.register(SAID)
        audit_words.register(SAID_OF_FORMS)
