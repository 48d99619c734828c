"""The caseload: what leaves it on paper."""

from django.db import transaction

from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.permissions import require
from practice.caseload.permissions import can_review_caseload


@transaction.atomic
def take_along(*, families: int, by: Staff) -> AuditEvent:
    """Record that somebody drew up a list of so many families for paper."""
    require(can_review_caseload(by))
    return AuditEvent.record_read("caseload.printed", by=by, families=families)
