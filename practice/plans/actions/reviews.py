"""Looking at the plan together: a review, or a core group. Each keeps the plan as it stood that day.

What was written of one can be set right, and one that was not held is withdrawn; what it said before is kept.
"""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cases import chronology
from cases.models import ChronologyEntry, Person
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.moments import noon
from hampshire.permissions import require
from hampshire.words import full_date
from practice.plans import due, snapshots, versions
from practice.plans.actions.plans import full_and_locked, locked
from practice.plans.models import Plan, PlanReview, PlanReviewRevision, ReviewPerson
from practice.plans.permissions import can_amend_review, can_review_plan, can_withdraw_review
from practice.plans.quoting import bring_into_review

TOO_EARLY = "That is before the plan, or the review before it"
AFTER_THE_NEXT = "That is after the review that followed it"
TWICE = "A meeting of that kind is written down for that day already. Change that one."
TOO_LATE = "For this kind of plan the next review comes sooner: on {} at the latest"
NOT_AFTER = "The next review comes after this one"
NO_CORE_GROUPS = "Only a child protection plan has core groups"
STALE = (
    "Somebody changed this review while you were writing. Nothing of yours is lost: it stands below. "
    "Read the review in another window, then save again."
)
WHY = "Say why you are changing it"
WHY_NOT = "Say why it should not stand"


@transaction.atomic
def hold(
    *,
    plan: Plan,
    by: Staff,
    what_people_said: str,
    kind: str = PlanReview.Kind.REVIEW,
    people: Sequence[Person] = (),
    also_came: str = "",
    quotes: Collection[UUID] = (),
    held_on: date | None = None,
    next_on: date | None = None,
) -> PlanReview:
    """Write down that the plan was looked at together, and keep it as it stood.

    `next_on` is the day of the next meeting of this kind; without one, the day by which it is due.
    `quotes` are ids of words said since the review before.
    Raises PermissionDenied where the plan is not whole, ValidationError for days that cannot be.
    """
    full = full_and_locked(plan)
    plan = full.plan
    require(can_review_plan(by, full))
    every = list(plan.reviews.latest_first())
    earlier = [review for review in every if review.withdrawn_at is None]
    day = held_on or timezone.localdate()
    _check_day(plan, kind, day, earlier, [])
    review = PlanReview.objects.create(
        plan=plan,
        number=len(every) + 1,
        kind=kind,
        held_on=day,
        also_came=also_came.strip(),
        what_people_said=what_people_said.strip(),
        snapshot=snapshots.take(full),
        next_review_on=_next(plan, kind, earlier, day, next_on),
        held_by=by,
    )
    ReviewPerson.objects.bulk_create(ReviewPerson(review=review, person=person) for person in people)
    bring_into_review(review, quotes)
    _settle(plan)
    _tell(review, by)
    AuditEvent.record("plan.reviewed", by=by, family=plan.family, subject=review, kind=kind, number=review.number)
    return review


@transaction.atomic
def amend(
    *,
    review: PlanReview,
    by: Staff,
    version: int,
    reason: str,
    what_people_said: str,
    kind: str = PlanReview.Kind.REVIEW,
    people: Sequence[Person] = (),
    also_came: str = "",
    quotes: Collection[UUID] = (),
    held_on: date,
    next_on: date | None = None,
) -> PlanReview:
    """Set right what a review says, keeping the whole of what it said before, and why. The plan as it stood stays.

    `version` is the one that was read. Raises PermissionDenied; ValidationError, as for holding one and where somebody
    wrote meanwhile.
    """
    plan, review = _locked(review)
    require(can_amend_review(by, review))
    if version != review.version:
        raise ValidationError(STALE)
    if not reason.strip():
        raise ValidationError({"reason": WHY})
    others = [one for one in plan.reviews.standing().latest_first() if one.pk != review.pk]
    earlier = [one for one in others if one.number < review.number]
    _check_day(plan, kind, held_on, earlier, [one for one in others if one.number > review.number])
    chosen = _next(plan, kind, earlier, held_on, next_on)
    before = versions.of(review)
    review.kind, review.held_on, review.next_review_on = kind, held_on, chosen
    review.what_people_said, review.also_came = what_people_said.strip(), also_came.strip()
    review.version += 1
    review.save(
        update_fields=["kind", "held_on", "next_review_on", "what_people_said", "also_came", "version"],
    )
    _came(review, people)
    bring_into_review(review, quotes)
    PlanReviewRevision.objects.create(review=review, before=before, reason=reason.strip(), amended_by=by)
    _settle(plan)
    chronology.withdraw(review)
    _tell(review, by)
    AuditEvent.record("plan.review-amended", by=by, family=plan.family, subject=review, number=review.number)
    return review


@transaction.atomic
def withdraw(*, review: PlanReview, by: Staff, reason: str) -> PlanReview:
    """Say that a review should not have been written down. It stays to be read, and counts no more."""
    plan, review = _locked(review)
    require(can_withdraw_review(by, review))
    if not reason.strip():
        raise ValidationError({"reason": WHY_NOT})
    review.withdrawn_at, review.withdrawn_by, review.withdrawn_reason = timezone.now(), by, reason.strip()
    review.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    _settle(plan)
    chronology.withdraw(review)
    text = f"{review.name} of {full_date(review.held_on)} was withdrawn: {review.withdrawn_reason}"
    chronology.record(
        plan.family, ChronologyEntry.Kind.REVIEW, timezone.now(), text, by=by, url=review.get_absolute_url()
    )
    AuditEvent.record("plan.review-withdrawn", by=by, family=plan.family, subject=review, number=review.number)
    return review


def _locked(review: PlanReview) -> tuple[Plan, PlanReview]:
    """The plan first, as everything that writes on a plan does, then the review as it stands."""
    plan = locked(review.plan)
    review = PlanReview.objects.select_for_update().get(pk=review.pk)
    review.plan = plan
    return plan, review


def _check_day(plan: Plan, kind: str, day: date, earlier: Sequence[PlanReview], later: Sequence[PlanReview]) -> None:
    """Reviews follow one another, and none is written down twice."""
    if day < max([plan.started_on, *(review.held_on for review in earlier)]):
        raise ValidationError({"held_on": TOO_EARLY})
    if later and day > min(review.held_on for review in later):
        raise ValidationError({"held_on": AFTER_THE_NEXT})
    if any(one.kind == kind and one.held_on == day for one in [*earlier, *later]):
        raise ValidationError({"held_on": TWICE})


def _next(plan: Plan, kind: str, earlier: Sequence[PlanReview], day: date, chosen: date | None) -> date | None:
    """The day of the next one: as chosen, no later than the law or national guidance allows."""
    held = sum(review.kind == kind for review in earlier) + 1
    if kind == PlanReview.Kind.CORE_GROUP:
        latest = due.next_core_group(plan.kind, held, day)
        if latest is None:
            raise ValidationError({"kind": NO_CORE_GROUPS})
    else:
        latest = due.next_review(plan.kind, held, day)
        if chosen is not None and plan.kind in due.LIMITED and chosen > latest:
            raise ValidationError({"next_on": TOO_LATE.format(f"{latest.day} {latest:%B %Y}")})
    if chosen is not None and chosen <= day:
        raise ValidationError({"next_on": NOT_AFTER})
    return chosen or latest


def _settle(plan: Plan) -> None:
    """When the plan is next looked at: as its last review and its last core group said, else from its beginning."""
    said = {review.kind: review.next_review_on for review in plan.reviews.standing().order_by("number")}
    first = due.next_review(plan.kind, 0, plan.started_on)
    plan.next_review_on = said.get(PlanReview.Kind.REVIEW.value) or first
    plan.next_core_group_on = said.get(PlanReview.Kind.CORE_GROUP.value) or due.next_core_group(
        plan.kind, 0, plan.started_on
    )
    plan.save(update_fields=["next_review_on", "next_core_group_on"])


def _came(review: PlanReview, people: Sequence[Person]) -> None:
    review.people.exclude(person__in=people).delete()
    known = set(review.people.values_list("person_id", flat=True))
    fresh = (ReviewPerson(review=review, person=person) for person in people if person.pk not in known)
    ReviewPerson.objects.bulk_create(fresh)


def _tell(review: PlanReview, by: Staff) -> None:
    plan = review.plan
    chronology.record(
        plan.family,
        ChronologyEntry.Kind.REVIEW,
        noon(review.held_on),
        f"{review.get_kind_display()} of their plan ({plan.name})",
        by=by,
        subject=review,
        url=review.get_absolute_url(),
    )
