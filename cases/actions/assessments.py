"""What the statutory return asks of an assessment that was authorised: its days and its factors, child by child."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from cases.models import Case, Involvement, StatutoryAssessment
from cases.permissions import can_work_with_family
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.permissions import require


@transaction.atomic
def keep(
    *,
    case: Case,
    child_ids: Iterable[UUID],
    starts_on: date,
    authorised_on: date,
    factors: Iterable[str],
    by: Staff,
) -> list[StatutoryAssessment]:
    """Keep an authorised child and family assessment for each of these children who has a part in the case.

    One of the same first day, as a return may have brought, is the same assessment and says what this one says.
    Raises PermissionDenied.
    """
    require(can_work_with_family(by, case.family))
    codes = sorted(set(factors))
    kept = [
        StatutoryAssessment.objects.update_or_create(
            involvement=involvement,
            starts_on=starts_on,
            defaults={"authorised_on": max(authorised_on, starts_on), "factors": codes, "withdrawn_at": None},
        )[0]
        for involvement in Involvement.objects.filter(case=case, child_id__in=list(child_ids)).order_by("id")
    ]
    AuditEvent.record("assessment.kept-for-return", by=by, family=case.family, subject=case, children=len(kept))
    return kept


@transaction.atomic
def take_back(*, case: Case, child_ids: Iterable[UUID], starts_on: date, by: Staff) -> int:
    """Count no longer what `keep` kept of an assessment that was entered in error. Returns for how many children.

    The rows stay. Raises PermissionDenied.
    """
    require(can_work_with_family(by, case.family))
    held = StatutoryAssessment.objects.standing().filter(
        involvement__case=case, involvement__child_id__in=list(child_ids), starts_on=starts_on
    )
    taken_back = held.update(withdrawn_at=timezone.now())
    AuditEvent.record("assessment.taken-from-return", by=by, family=case.family, subject=case, children=taken_back)
    return taken_back
