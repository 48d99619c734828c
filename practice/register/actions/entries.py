"""Entries of the register: put in, changed, retired, brought back. Their votes stay with them."""

from django.db import transaction
from django.utils import timezone

from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.permissions import require
from practice.register.models import Entry
from practice.register.permissions import can_amend, can_bring_back, can_enter, can_retire


@transaction.atomic
def enter(*, kind: str, name: str, about: str, owner: Staff | None, by: Staff | None) -> Entry:
    """Put something into the register. `kind` is a value of Entry.Kind. `by` is None for what comes with Hampshire."""
    if by is not None:
        require(can_enter(by))
    entry = Entry.objects.create(kind=kind, name=name, about=about, owner=owner, entered_by=by)
    AuditEvent.record("register.entered", by=by, subject=entry)
    return entry


@transaction.atomic
def amend(*, entry: Entry, kind: str, name: str, about: str, owner: Staff | None, by: Staff) -> Entry:
    entry = Entry.objects.select_for_update().get(pk=entry.pk)
    require(can_amend(by, entry))
    told = {"kind": kind, "name": name, "about": about, "owner": owner}
    changed = [field for field, value in told.items() if getattr(entry, field) != value]
    for field in changed:
        setattr(entry, field, told[field])
    if changed:
        entry.save(update_fields=changed)
        AuditEvent.record("register.amended", by=by, subject=entry, fields=changed)
    return entry


@transaction.atomic
def retire(*, entry: Entry, because: str, by: Staff) -> Entry:
    """It is asked no more. What was said about it stays to be read."""
    entry = Entry.objects.select_for_update().get(pk=entry.pk)
    require(can_retire(by, entry))
    entry.retired_on, entry.retired_because = timezone.localdate(), because
    entry.save(update_fields=["retired_on", "retired_because"])
    AuditEvent.record("register.retired", by=by, subject=entry)
    return entry


@transaction.atomic
def bring_back(*, entry: Entry, by: Staff) -> Entry:
    entry = Entry.objects.select_for_update().get(pk=entry.pk)
    require(can_bring_back(by, entry))
    entry.retired_on, entry.retired_because = None, ""
    entry.save(update_fields=["retired_on", "retired_because"])
    AuditEvent.record("register.brought-back", by=by, subject=entry)
    return entry
