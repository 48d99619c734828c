"""Looking at the plan together: a review, or a core group. Each keeps the plan as it stood that day."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cases import chronology
from cases.models import ChronologyEntry, Person
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.moments import noon
from hampshire.permissions import require
from practice.plans import due, snapshots
from practice.plans.actions.plans import full_and_locked
from practice.plans.models import Plan, PlanReview, ReviewPerson
from practice.plans.permissions import can_review_plan

TOO_EARLY = "That is before the plan, or its last review"
TOO_LATE = "For this kind of plan the next review comes sooner: on {} at the latest"
NOT_AFTER = "The next review comes after this one"


@transaction.atomic
def hold(
    *,
    plan: Plan,
    by: Staff,
    what_people_said: str,
    kind: str = PlanReview.Kind.REVIEW,
    people: Sequence[Person] = (),
    also_came: str = "",
    held_on: date | None = None,
    next_on: date | None = None,
) -> PlanReview:
    """Write down that the plan was looked at together, and keep it as it stood.

    `next_on` is the day of the next meeting of this kind; without one, the day by which it is due.
    Raises PermissionDenied where the plan is not whole, ValidationError for days that cannot be.
    """
    full = full_and_locked(plan)
    plan = full.plan
    require(can_review_plan(by, full))
    earlier = list(plan.reviews.latest_first())
    day = held_on or timezone.localdate()
    if day < max([plan.started_on, *(review.held_on for review in earlier)]):
        raise ValidationError({"held_on": TOO_EARLY})
    held = sum(review.kind == kind for review in earlier) + 1
    chosen = _next(plan, kind, held, day, next_on)
    review = PlanReview.objects.create(
        plan=plan,
        number=len(earlier) + 1,
        kind=kind,
        held_on=day,
        also_came=also_came.strip(),
        what_people_said=what_people_said.strip(),
        snapshot=snapshots.take(full),
        next_review_on=chosen,
        held_by=by,
    )
    ReviewPerson.objects.bulk_create(ReviewPerson(review=review, person=person) for person in people)
    _set_next(plan, kind, chosen)
    text = f"{review.get_kind_display()} of their plan ({plan.name})"
    chronology.record(
        plan.family, ChronologyEntry.Kind.REVIEW, noon(day), text, by=by, subject=review, url=review.get_absolute_url()
    )
    AuditEvent.record("plan.reviewed", by=by, family=plan.family, subject=review, kind=kind, number=review.number)
    return review


def _next(plan: Plan, kind: str, held: int, day: date, chosen: date | None) -> date | None:
    """The day of the next one: as chosen, no later than the law or national guidance allows."""
    if kind == PlanReview.Kind.CORE_GROUP:
        latest = due.next_core_group(plan.kind, held, day)
        if latest is None:
            raise ValidationError({"kind": "Only a child protection plan has core groups"})
    else:
        latest = due.next_review(plan.kind, held, day)
        if chosen is not None and plan.kind in due.LIMITED and chosen > latest:
            raise ValidationError({"next_on": TOO_LATE.format(f"{latest.day} {latest:%B %Y}")})
    if chosen is not None and chosen <= day:
        raise ValidationError({"next_on": NOT_AFTER})
    return chosen or latest


def _set_next(plan: Plan, kind: str, day: date | None) -> None:
    name = "next_core_group_on" if kind == PlanReview.Kind.CORE_GROUP else "next_review_on"
    setattr(plan, name, day)
    plan.save(update_fields=[name])
