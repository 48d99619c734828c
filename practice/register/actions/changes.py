"""What was done about an entry."""

from datetime import date

from django.db import transaction

from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.permissions import require
from practice.register.models import Change, Entry
from practice.register.permissions import can_write_change


@transaction.atomic
def write(*, entry: Entry, text: str, made_on: date, by: Staff) -> Change:
    """Say what was done and on which day, so that votes before and after can be told apart."""
    require(can_write_change(by, entry))
    change = Change.objects.create(entry=entry, text=text, made_on=made_on, written_by=by)
    AuditEvent.record("register.change-written", by=by, subject=entry)
    return change
