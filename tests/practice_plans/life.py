"""A plan and what happens to it, for tests of plans."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from cases.models import Family, Person
from hampshire.accounts.models import Staff
from practice.actions import goals, strengths
from practice.models import Goal, NextStep
from practice.plans.actions import plans
from practice.plans.facts import ActionTold, GoalTold, PlanTold
from practice.plans.models import Plan

WHY = "Nights are hard and nobody sleeps."


def day(days_ago: int = 0) -> date:
    return timezone.localdate() - timedelta(days=days_ago)


def make_plan(
    family: Family, by: Staff, *, kind: str = "child_in_need", whose: Person | None = None, days_ago: int = 40
) -> Plan:
    """A whole plan, made so many days ago: one goal leaning on a strength, one action of the family's, one of ours."""
    nana = strengths.notice(family=family, by=by, text="Nana collects them on Tuesdays", on=day(days_ago))
    told = PlanTold(
        why=WHY,
        title="Quiet nights",
        contingency="Dana rings Nana first.",
        who_to_ring="Nana, 07700 900321",
        goals=[
            GoalTold(
                text="Bedtime without shouting",
                whose_id=whose.pk if whose else None,
                leans=[nana.pk],
                actions=[
                    ActionTold(text="Move the telly downstairs", owner="family", who="Dana"),
                    ActionTold(text="Ask school about breakfast club", owner="us"),
                ],
            )
        ],
    )
    return plans.start(family=family, by=by, kind=kind, told=told, on=day(days_ago))


def rate(plan: Plan, by: Staff, score: int, days_ago: int = 0, person: Person | None = None) -> None:
    voice = "child" if person else "worker"
    goals.rate(goal=goal_of(plan), by=by, voice=voice, score=score, person=person, on=day(days_ago))


def goal_of(plan: Plan) -> Goal:
    return Goal.objects.filter(in_plans__plan=plan).earliest("started_on")


def step_of(plan: Plan, text: str) -> NextStep:
    return NextStep.objects.get(goal__in_plans__plan=plan, text__startswith=text)


def page_of(plan: Plan | None = None, **typed: Any) -> dict[str, Any]:
    """What a browser sends for the page of a plan, with what keeping it needs unless told otherwise."""
    page = {"do": "keep", "why": WHY}
    page |= {"version": str(plan.version)} if plan else {"kind": "child_in_need", "started_on": f"{day():%Y-%m-%d}"}
    return page | typed
