"""Next steps between visits: agree one, tick it as done, open it again."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cases.models import Case, Family
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.permissions import require
from practice.models import Goal, NextStep
from practice.permissions import can_note
from practice.rules import NOT_THIS_FAMILY


@transaction.atomic
def agree(
    *,
    family: Family,
    by: Staff,
    text: str,
    owner: str = NextStep.Owner.US,
    due_on: date | None = None,
    who: str = "",
    how_we_will_know: str = "",
    goal: Goal | None = None,
) -> NextStep:
    """Write down what is next, who does it and by when; in a plan, towards which goal and how we will know.

    Raises ValidationError for a goal that is not this family's.
    """
    require(can_note(by, family))
    if goal is not None and goal.family_id != family.pk:
        raise ValidationError(NOT_THIS_FAMILY)
    case = Case.objects.open().select_for_update().get(family=family)
    step = NextStep.objects.create(
        family=family,
        case=case,
        text=text.strip(),
        owner=owner,
        who=who.strip(),
        how_we_will_know=how_we_will_know.strip(),
        goal=goal,
        due_on=due_on,
        written_by=by,
    )
    AuditEvent.record("step.agreed", by=by, family=family, subject=step, owner=owner)
    return step


@transaction.atomic
def tick(*, step: NextStep, by: Staff) -> NextStep:
    """Say that a step is done. One that is done already stays as it was."""
    step = NextStep.objects.select_for_update(of=("self",)).select_related("family").get(pk=step.pk)
    require(can_note(by, step.family))
    if step.done_at is None:
        step.done_at = timezone.now()
        step.save(update_fields=["done_at"])
        AuditEvent.record("step.ticked", by=by, family=step.family, subject=step)
    return step


@transaction.atomic
def untick(*, step: NextStep, by: Staff) -> NextStep:
    """Open a step again."""
    step = NextStep.objects.select_for_update(of=("self",)).select_related("family").get(pk=step.pk)
    require(can_note(by, step.family))
    step.done_at = step.done_in_visit = None
    step.save(update_fields=["done_at", "done_in_visit"])
    AuditEvent.record("step.unticked", by=by, family=step.family, subject=step)
    return step
