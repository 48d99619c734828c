"""What the plan puts on a family's pages, and onto supervision's agenda."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from cases.models import Family
from cases.panels import Due
from hampshire.accounts.models import Staff
from hampshire.permissions import Decision
from practice.agenda import Raised
from practice.plans import movement
from practice.plans.models import Plan
from practice.plans.permissions import can_write_plan, is_whole
from practice.plans.queries import next_meeting_of
from practice.plans.reading import in_full

CARRIED = "plan_next"  # what a family through the gate brings of its plan


def overview(user: Staff, family: Family) -> dict[str, Any]:
    """The newest open plan in few words, whether it is stuck, and the paper the family keeps."""
    plan = family.plans.open().latest_first().first()
    if plan is None:
        return {"plan": None, "may_write": can_write_plan(user, family)}
    plan.family = family
    full = in_full(plan)
    whole: Decision = is_whole(full)
    return {"plan": plan, "full": full, "whole": whole, "movement": movement.of_plans([plan])[0]}


def meetings_due(family: Family) -> Iterable[Due]:
    """When the plan is next looked at together, for the header. No query where the gate brought it."""
    if not hasattr(family, CARRIED):
        found = Family.objects.filter(pk=family.pk).annotate(**{CARRIED: next_meeting_of(family.pk)}).only("pk").get()
        setattr(family, CARRIED, getattr(found, CARRIED))
    told = getattr(family, CARRIED)
    if not told:
        return
    url = reverse("plans:plan-detail", args=[family.pk, told["id"]])
    kind = Plan.Kind(told["kind"]).label.lower().removesuffix(" plan")
    yield Due(f"{kind} review", date.fromisoformat(told["review"]), url)
    if told["core"]:
        yield Due("core group", date.fromisoformat(told["core"]), url)


def stuck(family_ids: Collection[UUID]) -> Iterable[Raised]:
    """Plans in which nothing has moved in four visits: not late, stuck."""
    for found in movement.of_families(family_ids):
        if found.is_stuck:
            plan = found.plan
            yield Raised(
                family_id=plan.family_id,
                why="stuck",
                text=f"plan is stuck: {found.in_words}",
                on=found.visits[0],
                url=plan.get_absolute_url(),
            )
