"""Tell a colleague, in a line, what one noticed of a moment."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from cases.models import Family
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.permissions import require
from practice.learning.models import Affirmation
from practice.learning.permissions import can_affirm
from practice.models import Visit


@transaction.atomic
def affirm(
    *,
    to: Staff,
    by: Staff,
    moment: str,
    text: str,
    family: Family | None = None,
    visit: Visit | None = None,
    on: date | None = None,
) -> Affirmation:
    """Say it. A visit names its family by itself."""
    require(can_affirm(by, to))
    affirmation = Affirmation.objects.create(
        to=to,
        by=by,
        family=visit.family if visit else family,
        visit=visit,
        moment=moment.strip(),
        text=text.strip(),
        on=on or timezone.localdate(),
    )
    AuditEvent.record("affirmation.given", by=by, family=affirmation.family_id, subject=affirmation)
    return affirmation
