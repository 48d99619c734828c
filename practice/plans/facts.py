"""What a worker tells of a plan, free of any form: the page and the demonstration both speak this."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from practice.models import Domain, NextStep


@dataclass(frozen=True, slots=True)
class ActionTold:
    """Who does what by when. With `step_id` one on record, else a new one; `dropped`: it is needed no longer."""

    text: str
    step_id: UUID | None = None
    owner: str = NextStep.Owner.US
    who: str = ""
    how_we_will_know: str = ""
    due_on: date | None = None
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class GoalTold:
    """A goal of the plan. With `goal_id` one on record, else a new one in the family's words.

    `leans` are ids of strengths, `because` why there are none; `in_plan` False takes it out of the plan, or leaves it
    out.
    """

    goal_id: UUID | None = None
    text: str = ""
    domain: str = Domain.OTHER
    whose_id: UUID | None = None
    leans: Sequence[UUID] = ()
    because: str = ""
    order: int = 1
    in_plan: bool = True
    actions: Sequence[ActionTold] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTold:
    """Everything told of a plan at once. `adopted` are steps agreed at visits and the goals they now belong to,
    `quotes` the ids of all words that say what it is about.
    """

    why: str
    title: str = ""
    contingency: str = ""
    who_to_ring: str = ""
    quotes: Sequence[UUID] = ()
    goals: Sequence[GoalTold] = ()
    adopted: Sequence[tuple[UUID, UUID]] = ()
