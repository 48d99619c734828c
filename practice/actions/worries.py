"""Worries between visits: note one, say how it is now and when it did not happen, put one right, take one back."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone

from cases import chronology
from cases.models import ChronologyEntry, Family, Person
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.moments import noon
from hampshire.permissions import require
from practice.models import Domain, Visit, Worry, WorryException, WorryUpdate
from practice.permissions import can_note
from practice.rewording import put_right
from practice.telling import STATES


@transaction.atomic
def note(
    *,
    family: Family,
    by: Staff,
    text: str,
    person: Person | None = None,
    domain: str = Domain.OTHER,
    on: date | None = None,
) -> Worry:
    """Write down a worry; it is live from that day."""
    require(can_note(by, family))
    day = on or timezone.localdate()
    worry = Worry.objects.create(
        family=family, person=person, domain=domain, text=text.strip(), state_since=day, noted_on=day, noted_by=by
    )
    WorryUpdate.objects.create(worry=worry, state=worry.state, found_on=day, found_by=by)
    url = worry.get_absolute_url()
    chronology.record(family, ChronologyEntry.Kind.WORRY, noon(day), worry.in_story, by=by, subject=worry, url=url)
    AuditEvent.record("worry.noted", by=by, family=family, subject=worry)
    return worry


@transaction.atomic
def change_state(*, worry: Worry, by: Staff, state: str, on: date | None = None) -> Worry:
    """Say how a worry is: live, easing or resolved. The same again is kept as a look, and changes nothing."""
    worry = Worry.objects.select_for_update(of=("self",)).select_related("family").get(pk=worry.pk)
    require(can_note(by, worry.family))
    if state not in Worry.State.values:
        raise ValidationError({"state": "A worry is live, easing or resolved"})
    day = on or timezone.localdate()
    WorryUpdate.objects.create(worry=worry, state=state, found_on=day, found_by=by)
    AuditEvent.record("worry.state-found", by=by, family=worry.family, subject=worry, state=state)
    if state == worry.state or day < worry.state_since:
        return worry
    worry.state, worry.state_since = state, day
    worry.save(update_fields=["state", "state_since"])
    text, url = f"{STATES[Worry.State(state)]}: {worry.text}", worry.get_absolute_url()
    chronology.record(worry.family, ChronologyEntry.Kind.WORRY, noon(day), text, by=by, subject=worry, url=url)
    return worry


@transaction.atomic
def tell_exception(
    *, worry: Worry, by: Staff, text: str, told_by: Person | None = None, on: date | None = None
) -> WorryException:
    """Write down a time when the worry did not happen, and what was different then."""
    require(can_note(by, worry.family))
    if not text.strip():
        raise ValidationError({"text": "Say when it did not happen, and what was different"})
    day = on or timezone.localdate()
    told = WorryException.objects.create(
        worry=worry, text=text.strip(), happened_on=day, told_by=told_by, written_by=by
    )
    words, url = f"A time without it, “{worry.text}”: {told.text}", worry.get_absolute_url()
    chronology.record(worry.family, ChronologyEntry.Kind.WORRY, noon(day), words, by=by, subject=told, url=url)
    AuditEvent.record("worry.exception-told", by=by, family=worry.family, subject=told)
    return told


@transaction.atomic
def withdraw_exception(*, exception: WorryException, by: Staff) -> WorryException:
    """Take back what was written in error."""
    exception = (
        WorryException.objects.select_for_update(of=("self",)).select_related("worry__family").get(pk=exception.pk)
    )
    require(can_note(by, exception.worry.family))
    if exception.withdrawn_at is None:
        exception.withdrawn_at = timezone.now()
        exception.save(update_fields=["withdrawn_at"])
        chronology.withdraw(exception)
        AuditEvent.record("worry.exception-withdrawn", by=by, family=exception.worry.family, subject=exception)
    return exception


@transaction.atomic
def reword(*, worry: Worry, by: Staff, text: str, person: Person | None, domain: str) -> Worry:
    """Put right what it says, of whom, or what it is about. What it said before is kept; how it was found stands."""
    worry = Worry.objects.select_for_update(of=("self",)).select_related("family").get(pk=worry.pk)
    require(can_note(by, worry.family))
    if not text.strip():
        raise ValidationError({"text": "Say what the worry is"})
    before = _story_of(worry)
    changed = put_right(worry, by, {"text": text.strip(), "person": person, "domain": domain})
    if changed:
        for said, says in zip(before, _story_of(worry), strict=True):
            chronology.retell(_told_in(worry), said, says)
        AuditEvent.record("worry.reworded", by=by, family=worry.family, subject=worry, fields=changed)
    return worry


def _story_of(worry: Worry) -> list[str]:
    """Every sentence in which the story may speak of it."""
    times = [f"A time without it, “{worry.text}”: {told.text}" for told in worry.exceptions.order_by("id")]
    return [worry.in_story, *(f"{words}: {worry.text}" for words in STATES.values()), *times]


def _told_in(worry: Worry) -> list[Model]:
    """Where the story speaks of it: by itself, at a time without it, or in its visits."""
    visits = Visit.objects.filter(Q(worry_updates__worry=worry) | Q(worry_exceptions__worry=worry)).distinct()
    return [worry, *visits, *worry.exceptions.all()]


@transaction.atomic
def withdraw(*, worry: Worry, by: Staff) -> Worry:
    """Take back a worry written in error. It stays to be read where it was written."""
    worry = Worry.objects.select_for_update(of=("self",)).select_related("family").get(pk=worry.pk)
    require(can_note(by, worry.family))
    worry.withdrawn_at = timezone.now()
    worry.save(update_fields=["withdrawn_at"])
    worry.updates.standing().update(withdrawn_at=worry.withdrawn_at)
    worry.exceptions.standing().update(withdrawn_at=worry.withdrawn_at)
    chronology.withdraw(worry)
    for said in _story_of(worry):
        chronology.retell(_told_in(worry), said, "")
    AuditEvent.record("worry.withdrawn", by=by, family=worry.family, subject=worry)
    return worry
