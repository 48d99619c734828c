"""Trust was strained, and mended: noted between visits. In a visit they are part of the visit itself."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cases import chronology
from cases.models import ChronologyEntry, Family
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.moments import noon
from hampshire.permissions import require
from practice.models import Rupture
from practice.relationship.permissions import can_note_rupture, can_repair, can_withdraw_rupture


@transaction.atomic
def note(*, family: Family, by: Staff, text: str, on: date | None = None) -> Rupture:
    """Write down, in plain words and without blame, what strained the trust between a family and us."""
    require(can_note_rupture(by, family))
    if not text.strip():
        raise ValidationError({"text": "Say what strained it"})
    day = on or timezone.localdate()
    rupture = Rupture.objects.create(family=family, text=text.strip(), happened_on=day, written_by=by)
    _tell(rupture, day, f"Strained between the family and us: {rupture.text}", by)
    AuditEvent.record("rupture.noted", by=by, family=family, subject=rupture)
    return rupture


@transaction.atomic
def repair(*, rupture: Rupture, by: Staff, how: str, on: date | None = None) -> Rupture:
    """Say that it is mended, and what mended it. Raises PermissionDenied, and ValidationError for a day before it."""
    rupture = _locked(rupture)
    require(can_repair(by, rupture))
    day = on or timezone.localdate()
    if day < rupture.happened_on:
        raise ValidationError({"on": "That is before it happened"})
    rupture.repaired_on, rupture.how_repaired = day, how.strip()
    rupture.save(update_fields=["repaired_on", "how_repaired"])
    _tell(rupture, day, f"Mended between the family and us: {rupture.how_repaired or rupture.text}", by)
    AuditEvent.record("rupture.repaired", by=by, family=rupture.family_id, subject=rupture)
    return rupture


@transaction.atomic
def withdraw(*, rupture: Rupture, by: Staff) -> Rupture:
    """Take back what was written in error. Raises PermissionDenied."""
    rupture = _locked(rupture)
    require(can_withdraw_rupture(by, rupture))
    rupture.withdrawn_at = timezone.now()
    rupture.save(update_fields=["withdrawn_at"])
    chronology.withdraw(rupture)
    AuditEvent.record("rupture.withdrawn", by=by, family=rupture.family_id, subject=rupture)
    return rupture


def _tell(rupture: Rupture, day: date, text: str, by: Staff) -> None:
    """The story has it: what strained a relationship, and what mended it, are part of what happened to a family."""
    kind = ChronologyEntry.Kind.EVENT
    chronology.record(rupture.family, kind, noon(day), text, by=by, subject=rupture)


def _locked(rupture: Rupture) -> Rupture:
    return Rupture.objects.select_for_update(of=("self",)).select_related("family").get(pk=rupture.pk)
