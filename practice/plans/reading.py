"""A plan with all that stands in it, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import F, Q

from hampshire.moments import midnight
from practice.models import Goal, GoalStrength, NextStep, Rating, Strength
from practice.plans.models import NetworkMeeting, Plan, PlanGoal, PlanQuote, PlanReply


@dataclass(frozen=True, slots=True)
class GoalInPlan:
    """A goal of the plan with the strengths it leans on, its actions (open ones first) and its ratings in order."""

    place: PlanGoal
    leans: Sequence[Strength] = ()
    actions: Sequence[NextStep] = ()
    ratings: Sequence[Rating] = ()

    @property
    def goal(self) -> Goal:
        return self.place.goal

    @property
    def is_over(self) -> bool:
        return self.goal.ended_on is not None

    @property
    def to_do(self) -> list[NextStep]:
        return [action for action in self.actions if action.done_at is None]

    @property
    def done(self) -> list[NextStep]:
        return [action for action in self.actions if action.done_at is not None]

    @property
    def latest(self) -> dict[str, Rating]:
        """Each voice's last rating by its key: a person's id, or "worker"."""
        return {str(rating.person_id or "worker"): rating for rating in self.ratings}

    @property
    def is_grounded(self) -> bool:
        """Whether it leans on a strength, or says why it cannot yet."""
        return bool(self.leans or self.goal.no_strength_because)


@dataclass(frozen=True, slots=True)
class PlanInFull:
    plan: Plan
    goals: Sequence[GoalInPlan] = field(default_factory=list)
    quotes: Sequence[PlanQuote] = ()

    @property
    def on_paper(self) -> list[PlanQuote]:
        """The words in it that are printed for the family to keep."""
        return [one for one in self.quotes if not one.left_off]

    @property
    def current(self) -> list[GoalInPlan]:
        return [one for one in self.goals if not one.is_over]

    @property
    def over(self) -> list[GoalInPlan]:
        return [one for one in self.goals if one.is_over]

    @property
    def actions(self) -> list[NextStep]:
        return [action for one in self.goals for action in one.actions]

    @property
    def missing(self) -> list[str]:
        """What it lacks before it is given to the family or reviewed, each a sentence. A plan may wait like that."""
        found = [] if self.current else ["There is no goal in it yet."]
        for one in self.current:
            if not one.is_grounded:
                found.append(f"“{one.goal.text}” leans on no strength yet, and does not say why not.")
            if not one.actions:
                found.append(f"Nobody does anything towards “{one.goal.text}” yet.")
        return found


@dataclass(frozen=True, slots=True)
class Around:
    """What is printed with a plan: what they say to it, and the last network meeting with a plan of its own."""

    replies: Sequence[PlanReply] = ()
    meeting: NetworkMeeting | None = None


def around(plan: Plan) -> Around:
    """Two queries."""
    made = NetworkMeeting.objects.filter(family=plan.family_id).exclude(their_plan="")
    return Around(replies_to(plan), made.latest_first().first())


def replies_to(plan: Plan) -> list[PlanReply]:
    return list(plan.replies.standing().oldest_first().select_related("person"))


def in_full(plan: Plan) -> PlanInFull:
    """The plan's goals that were not taken out of it, in order, and the words in it. Five queries.

    What was done towards a goal before the plan began belongs to the plan before it.
    """
    places = list(plan.plan_goals.standing().in_order().select_related("goal__whose"))
    ids = [place.goal_id for place in places]
    leans, actions, ratings = _leans(ids), _actions(ids, since=plan.started_on), _ratings(ids)
    goals = [
        GoalInPlan(place, leans[place.goal_id], actions[place.goal_id], ratings[place.goal_id])
        for place in places
        if place.goal.withdrawn_at is None
    ]
    return PlanInFull(plan, goals, _quotes(plan))


def _quotes(plan: Plan) -> list[PlanQuote]:
    """In the order they were said; without what was taken back, or is another family's since two were set apart."""
    rows = PlanQuote.objects.filter(plan=plan, quote__family=plan.family_id, quote__withdrawn_at=None)
    return list(rows.select_related("quote__person").order_by("said_on", "id"))


def _leans(goal_ids: Iterable[UUID]) -> dict[UUID, list[Strength]]:
    rows = GoalStrength.objects.filter(goal__in=goal_ids, unlinked_at=None, strength__withdrawn_at=None)
    found: dict[UUID, list[Strength]] = defaultdict(list)
    for row in rows.select_related("strength").order_by("id"):
        found[row.goal_id].append(row.strength)
    return found


def _actions(goal_ids: Iterable[UUID], since: date) -> dict[UUID, list[NextStep]]:
    stands = Q(done_at=None) | Q(done_at__gte=midnight(since))
    rows = NextStep.objects.filter(stands, goal__in=goal_ids, withdrawn_at=None)
    found: dict[UUID, list[NextStep]] = defaultdict(list)
    for row in rows.order_by(F("done_at").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "id"):
        found[row.goal_id].append(row)  # type: ignore[index]
    return found


def _ratings(goal_ids: Iterable[UUID]) -> dict[UUID, list[Rating]]:
    found: dict[UUID, list[Rating]] = defaultdict(list)
    for row in Rating.objects.filter(goal__in=goal_ids).standing().in_order().select_related("person"):
        found[row.goal_id].append(row)
    return found
