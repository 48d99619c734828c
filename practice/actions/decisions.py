"""Decisions about the work with a family: take one, close one outside a visit, take one back.

Visits close them too, by a report of their own: see practice/actions/visits.py.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cases import chronology
from cases.models import ChronologyEntry, Family
from cases.permissions import can_work_with_family
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.moments import noon
from hampshire.permissions import require
from practice.models import Decision, DecisionReport, Visit
from practice.permissions import can_close_decision, can_decide, can_give_decision, can_withdraw_decision


@transaction.atomic
def decide(
    *,
    family: Family,
    by: Staff,
    text: str,
    owner: Staff | None = None,
    due_on: date | None = None,
    on: date | None = None,
) -> Decision:
    """Write down what was decided, who does it and by when. It stands on the next visit's page until it is closed."""
    require(can_decide(by, family))
    if not text.strip():
        raise ValidationError({"text": "Say what was decided"})
    day = on or timezone.localdate()
    decision = Decision.objects.create(
        family=family, text=text.strip(), owner=owner, due_on=due_on, decided_on=day, decided_by=by
    )
    words = f"Decided: {decision.text}"
    chronology.record(family, ChronologyEntry.Kind.DECISION, noon(day), words, by=by, subject=decision)
    AuditEvent.record("decision.taken", by=by, family=family, subject=decision, has_owner=owner is not None)
    return decision


@transaction.atomic
def close(
    *,
    decision: Decision,
    by: Staff,
    how_it_went: str = "",
    visit: Visit | None = None,
    on: date | None = None,
) -> DecisionReport:
    """Say that a decision was carried out, or overtaken, outside a visit's page; `visit` where it was at one all the
    same, which did not say so. One that is closed already cannot be closed again.

    Raises PermissionDenied, and ValidationError for a visit to another family or before the decision.
    """
    decision = _locked(decision)
    require(can_close_decision(by, decision))
    if visit is not None and not decision.visits_since().filter(pk=visit.pk).exists():
        raise ValidationError({"visit": "That visit was to another family, or before this was decided"})
    told = {"how_it_went": how_it_went.strip(), "reported_on": on or timezone.localdate(), "reported_by": by}
    if visit is not None:  # that visit may have said that it was taken further
        DecisionReport.objects.standing().filter(decision=decision, visit=visit).update(withdrawn_at=timezone.now())
    report = DecisionReport.objects.create(decision=decision, visit=visit, closes=True, **told)
    decision.closed_at = timezone.now()
    decision.save(update_fields=["closed_at"])
    AuditEvent.record("decision.closed", by=by, family=decision.family, subject=decision)
    return report


@transaction.atomic
def give(*, decision: Decision, by: Staff, owner: Staff | None, due_on: date | None) -> Decision:
    """Say who does it from now on, and by when: whoever had it left, or has moved on.

    Raises PermissionDenied, and ValidationError for somebody who may not work with this family.
    """
    decision = _locked(decision)
    require(can_give_decision(by, decision))
    if owner is not None and not (owner.is_active and can_work_with_family(owner, decision.family)):
        raise ValidationError({"owner": f"{owner.name} does not work with this family"})
    decision.owner, decision.due_on = owner, due_on
    decision.save(update_fields=["owner", "due_on"])
    AuditEvent.record("decision.given", by=by, family=decision.family, subject=decision, has_owner=owner is not None)
    return decision


@transaction.atomic
def withdraw(*, decision: Decision, by: Staff) -> Decision:
    """Take back a decision that was written in error. It stays to be read where it was taken."""
    decision = _locked(decision)
    require(can_withdraw_decision(by, decision))
    decision.withdrawn_at = timezone.now()
    decision.save(update_fields=["withdrawn_at"])
    chronology.withdraw(decision)
    AuditEvent.record("decision.withdrawn", by=by, family=decision.family, subject=decision)
    return decision


def _locked(decision: Decision) -> Decision:
    return Decision.objects.select_for_update(of=("self",)).select_related("family").get(pk=decision.pk)
