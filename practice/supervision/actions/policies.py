"""How often supervision should be."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from hampshire.accounts.models import Role, Staff
from hampshire.audit.models import AuditEvent
from hampshire.permissions import require
from practice.supervision.models import Policy
from practice.supervision.permissions import can_set_policy

IN_A_YEAR = "Between 1 and 365 days"


@transaction.atomic
def set_for_role(*, role: str, kind: str, every_days: int, by: Staff) -> Policy:
    """At most so many days between two supervisions of people in a role."""
    require(can_set_policy(by))
    _check(every_days)
    if role not in Role.values:
        raise ValidationError({"role": "Choose a role"})
    policy, _ = Policy.objects.update_or_create(role=role, kind=kind, worker=None, defaults={"every_days": every_days})
    AuditEvent.record("supervision-policy.set", by=by, subject=policy, role=role, kind=kind, every_days=every_days)
    return policy


@transaction.atomic
def set_for_worker(
    *, worker: Staff, kind: str, every_days: int, by: Staff, because: str = "", until: date | None = None
) -> Policy:
    """Somebody's own rhythm, in place of their role's, up to and with the day `until`."""
    require(can_set_policy(by))
    _check(every_days)
    told = {"every_days": every_days, "because": because.strip(), "until": until}
    policy, _ = Policy.objects.update_or_create(worker=worker, role="", kind=kind, defaults=told)
    AuditEvent.record("supervision-policy.set", by=by, subject=policy, kind=kind, every_days=every_days)
    return policy


@transaction.atomic
def let_go(*, policy: Policy, by: Staff) -> None:
    """Let somebody's own rhythm go: their role's holds for them again. A setting, not a record: it is not kept."""
    require(can_set_policy(by))
    AuditEvent.record("supervision-policy.let-go", by=by, subject=policy)
    policy.delete()


def _check(every_days: int) -> None:
    if not 1 <= every_days <= 365:
        raise ValidationError({"every_days": IN_A_YEAR})
