"""Strengths between visits: notice one, see one again, say that one holds no longer, put one right, take one back."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from cases import chronology
from cases.models import ChronologyEntry, Family, Person
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.moments import noon
from hampshire.permissions import require
from practice.models import Domain, Sighting, Strength, Visit
from practice.permissions import can_note
from practice.rewording import put_right


@transaction.atomic
def notice(
    *,
    family: Family,
    by: Staff,
    text: str,
    person: Person | None = None,
    domain: str = Domain.OTHER,
    on: date | None = None,
) -> Strength:
    """Write down something strong; noticing it is its first sighting."""
    require(can_note(by, family))
    day = on or timezone.localdate()
    strength = Strength.objects.create(
        family=family, person=person, domain=domain, text=text.strip(), noticed_on=day, noticed_by=by
    )
    Sighting.objects.create(strength=strength, seen_on=day, seen_by=by)
    url = strength.get_absolute_url()
    chronology.record(
        family, ChronologyEntry.Kind.STRENGTH, noon(day), strength.in_story, by=by, subject=strength, url=url
    )
    AuditEvent.record("strength.noticed", by=by, family=family, subject=strength)
    return strength


@transaction.atomic
def resight(*, strength: Strength, by: Staff, on: date | None = None) -> Sighting:
    """Say that it was seen again. Twice on a day by the same person is once. One that had faded holds again."""
    strength = _locked(strength)
    require(can_note(by, strength.family))
    sighting, is_new = Sighting.objects.get_or_create(
        strength=strength, seen_on=on or timezone.localdate(), seen_by=by, withdrawn_at=None
    )
    if is_new:
        AuditEvent.record("strength.resighted", by=by, family=strength.family, subject=strength)
    if strength.faded_on is not None:
        _hold(strength)
    return sighting


@transaction.atomic
def fade(*, strength: Strength, by: Staff, on: date | None = None) -> Strength:
    """Asked "still true?": not any more. It stays to be read, as something that was true once."""
    strength = _locked(strength)
    require(can_note(by, strength.family))
    if strength.faded_on is None:
        strength.faded_on, strength.faded_by = on or timezone.localdate(), by
        strength.save(update_fields=["faded_on", "faded_by"])
        AuditEvent.record("strength.faded", by=by, family=strength.family, subject=strength)
    return strength


@transaction.atomic
def revive(*, strength: Strength, by: Staff) -> Strength:
    """It does hold after all: undo what `fade` said. Nothing is said of its having been seen again."""
    strength = _locked(strength)
    require(can_note(by, strength.family))
    if strength.faded_on is not None:
        _hold(strength)
        AuditEvent.record("strength.revived", by=by, family=strength.family, subject=strength)
    return strength


def _hold(strength: Strength) -> None:
    strength.faded_on = strength.faded_by = None
    strength.save(update_fields=["faded_on", "faded_by"])


def _locked(strength: Strength) -> Strength:
    return Strength.objects.select_for_update(of=("self",)).select_related("family").get(pk=strength.pk)


@transaction.atomic
def reword(*, strength: Strength, by: Staff, text: str, person: Person | None, domain: str) -> Strength:
    """Put right what it says, of whom, or what it is about. What it said before is kept, and its sightings stand."""
    strength = _locked(strength)
    require(can_note(by, strength.family))
    if not text.strip():
        raise ValidationError({"text": "Say what is strong"})
    before = strength.in_story
    changed = put_right(strength, by, {"text": text.strip(), "person": person, "domain": domain})
    if changed:
        chronology.retell(_told_in(strength), before, strength.in_story)
        AuditEvent.record("strength.reworded", by=by, family=strength.family, subject=strength, fields=changed)
    return strength


def _told_in(strength: Strength) -> list[Model]:
    """Where the story says that it was noticed: by itself, or in its visits."""
    return [strength, *Visit.objects.filter(sightings__strength=strength).distinct()]


@transaction.atomic
def withdraw(*, strength: Strength, by: Staff) -> Strength:
    """Take back a strength written in error, with every sighting of it. It stays to be read where it was written."""
    strength = _locked(strength)
    require(can_note(by, strength.family))
    strength.withdrawn_at = timezone.now()
    strength.save(update_fields=["withdrawn_at"])
    strength.sightings.standing().update(withdrawn_at=strength.withdrawn_at)
    chronology.withdraw(strength)
    chronology.retell(_told_in(strength), strength.in_story, "")
    AuditEvent.record("strength.withdrawn", by=by, family=strength.family, subject=strength)
    return strength
