"""Network meetings: offer one, write down the answer, and what the family and their people planned."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cases import chronology
from cases.models import ChronologyEntry, Family, Person
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.moments import noon
from hampshire.permissions import require
from practice.plans.models import MeetingPerson, NetworkMeeting, Plan
from practice.plans.permissions import can_write_plan
from practice.rules import NOT_THIS_FAMILY

NOT_WANTED = "A meeting they did not want has not been held. Change the answer, or take the day out."
BEFORE_OFFER = "It was held before it was offered"
NOT_HELD = "Say when the meeting was: their plan was made there"
ANSWERS = {"yes": "they said yes", "not_yet": "not yet", "no": "they said no, thank you"}


@transaction.atomic
def offer(
    *,
    family: Family,
    by: Staff,
    plan: Plan | None = None,
    answer: str = NetworkMeeting.Answer.NOT_YET,
    why_not: str = "",
    on: date | None = None,
) -> NetworkMeeting:
    """Write down that a network meeting was offered, and the answer so far."""
    require(can_write_plan(by, family))
    if plan is not None and plan.family_id != family.pk:
        raise ValidationError(NOT_THIS_FAMILY)
    day = on or timezone.localdate()
    meeting = NetworkMeeting.objects.create(
        family=family, plan=plan, offered_on=day, answer=answer, why_not=why_not.strip(), written_by=by
    )
    _tell(meeting, day, f"Network meeting offered: {ANSWERS[answer]}", by)
    AuditEvent.record("meeting.offered", by=by, family=family, subject=meeting, answer=answer)
    return meeting


@transaction.atomic
def amend(
    *,
    meeting: NetworkMeeting,
    by: Staff,
    answer: str,
    why_not: str = "",
    held_on: date | None = None,
    people: Sequence[Person] = (),
    also_came: str = "",
    their_plan: str = "",
    where_kept: str = "",
) -> NetworkMeeting:
    """Write down the answer and, once it was held, who came and the family's own plan. Nothing earlier is lost: what
    is told here is the whole of it."""
    meeting = NetworkMeeting.objects.select_for_update(of=("self",)).select_related("family").get(pk=meeting.pk)
    require(can_write_plan(by, meeting.family))
    _check(meeting, answer, held_on, their_plan)
    is_first = held_on is not None and meeting.held_on is None
    meeting.answer, meeting.why_not, meeting.held_on = answer, why_not.strip(), held_on
    meeting.also_came, meeting.their_plan = also_came.strip(), their_plan.strip()
    meeting.where_kept = where_kept.strip()
    meeting.save(update_fields=["answer", "why_not", "held_on", "also_came", "their_plan", "where_kept"])
    _came(meeting, people)
    if is_first and held_on is not None:
        _tell(meeting, held_on, "The family and their network met and made their own plan", by)
    AuditEvent.record("meeting.amended", by=by, family=meeting.family, subject=meeting, answer=answer)
    return meeting


def _came(meeting: NetworkMeeting, people: Sequence[Person]) -> None:
    meeting.people.exclude(person__in=people).delete()
    known = set(meeting.people.values_list("person_id", flat=True))
    fresh = (MeetingPerson(meeting=meeting, person=person) for person in people if person.pk not in known)
    MeetingPerson.objects.bulk_create(fresh)


def _check(meeting: NetworkMeeting, answer: str, held_on: date | None, their_plan: str) -> None:
    if held_on is not None and answer != NetworkMeeting.Answer.YES:
        raise ValidationError({"held_on": NOT_WANTED})
    if held_on is not None and held_on < meeting.offered_on:
        raise ValidationError({"held_on": BEFORE_OFFER})
    if their_plan.strip() and held_on is None:
        raise ValidationError({"held_on": NOT_HELD})


def _tell(meeting: NetworkMeeting, day: date, text: str, by: Staff) -> None:
    chronology.record(
        meeting.family,
        ChronologyEntry.Kind.PEOPLE,
        noon(day),
        text,
        by=by,
        subject=meeting,
        url=meeting.get_absolute_url(),
    )
