"""Stuck, not overdue: whether anything in a plan has moved in the last four visits.

What moves a plan: an action done, a rating that is not what the same voice said before, a goal added, ended or taken
out, and the plan's own beginning. Four queries, however many plans are asked about.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Max, Window
from django.db.models.functions import Lag, RowNumber
from django.utils import timezone

from hampshire.words import short_date
from practice.models import NextStep, Rating, Visit
from practice.plans.models import Plan, PlanGoal

STUCK_AFTER = 4  # visits in a row in which nothing moved


@dataclass(frozen=True, slots=True)
class Movement:
    """The day something in a plan last moved, and the days of the family's latest visits, the latest first."""

    plan: Plan
    moved_on: date
    visits: Sequence[date]

    @property
    def is_stuck(self) -> bool:
        return len(self.visits) >= STUCK_AFTER and self.visits[STUCK_AFTER - 1] > self.moved_on

    @property
    def in_words(self) -> str:
        return f"nothing in it has moved in the last four visits, since {short_date(self.moved_on)}"


def of_families(family_ids: Collection[UUID]) -> list[Movement]:
    """How the open plans of these families move, where we work with them now."""
    return of_plans(list(Plan.objects.of_open_cases().filter(family__in=family_ids)))


def of_plans(plans: Sequence[Plan]) -> list[Movement]:
    if not plans:
        return []
    places = list(PlanGoal.objects.filter(plan__in=plans).select_related("goal"))
    moved = {plan.pk: plan.started_on for plan in plans}
    by_goal: dict[UUID, list[UUID]] = {}
    for place in places:
        by_goal.setdefault(place.goal_id, []).append(place.plan_id)
        days = [place.added_on, place.removed_on, place.goal.ended_on]
        moved[place.plan_id] = max([moved[place.plan_id], *filter(None, days)])
    for goal_id, day in _goals_moved(by_goal.keys()):
        for plan_id in by_goal[goal_id]:
            moved[plan_id] = max(moved[plan_id], day)
    visits = _latest_visits({plan.family_id for plan in plans})
    return [Movement(plan, moved[plan.pk], visits.get(plan.family_id, [])) for plan in plans]


def _goals_moved(goal_ids: Iterable[UUID]) -> Iterator[tuple[UUID, date]]:
    ids = list(goal_ids)
    yield from _ratings_changed(ids)
    done = NextStep.objects.filter(goal__in=ids, withdrawn_at=None).exclude(done_at=None)
    for goal_id, moment in done.order_by().values_list("goal").annotate(Max("done_at")):
        yield goal_id, timezone.localdate(moment)


def _ratings_changed(goal_ids: list[UUID]) -> Iterator[tuple[UUID, date]]:
    """The last day on which a voice said something else than before. A voice's first word is a movement too."""
    before = Window(Lag("score"), partition_by=[F("goal"), F("voice"), F("person")], order_by=[F("rated_on"), F("id")])
    rows = Rating.objects.filter(goal__in=goal_ids).standing().annotate(before=before)
    for goal_id, day, score, was in rows.order_by("rated_on").values_list("goal", "rated_on", "score", "before"):
        if score != was:
            yield goal_id, day


def _latest_visits(family_ids: Collection[UUID]) -> dict[UUID, list[date]]:
    """The days of each family's last four visits, the latest first."""
    nth = Window(RowNumber(), partition_by=[F("family")], order_by=[F("happened_at").desc(), F("id").desc()])
    rows = Visit.objects.standing().filter(family__in=family_ids).annotate(nth=nth).filter(nth__lte=STUCK_AFTER)
    found: dict[UUID, list[date]] = {}
    for family_id, moment in rows.order_by("family", "nth").values_list("family", "happened_at"):
        found.setdefault(family_id, []).append(timezone.localdate(moment))
    return found
