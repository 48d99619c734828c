"""A plan's part when two families become one: one open plan of a kind stays, the other waits until they are apart."""

from typing import Any

from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from cases.hooks import Joining
from cases.models import Family
from practice.plans.models import Plan


def before(gone: Family, kept: Family) -> dict[str, Any]:
    """End the plan of the family that goes where the other has an open one of the same kind. It can still be read."""
    here = kept.plans.open().values("kind")
    twice = [str(pk) for pk in gone.plans.open().filter(kind__in=here).values_list("pk", flat=True)]
    Plan.objects.filter(pk__in=twice).update(
        ended_on=Greatest(F("started_on"), timezone.localdate()), end_reason=Plan.EndReason.JOINED
    )
    return {"plans_ended": twice}


def after(gone: Family, kept: Family) -> None:
    """Nothing more: plans move with all else that points at the family."""


def undone(moved: dict[str, Any], gone: Family, kept: Family) -> None:
    """Open again what only the joining ended, unless another of that kind was made there since."""
    waiting = Plan.objects.filter(pk__in=moved.get("plans_ended", []), end_reason=Plan.EndReason.JOINED)
    for plan in waiting.select_for_update():
        if not Plan.objects.open().filter(family=plan.family_id, kind=plan.kind).exists():
            plan.ended_on, plan.end_reason = None, ""
            plan.save(update_fields=["ended_on", "end_reason"])


JOINING = Joining("plans", before, after, undone)
