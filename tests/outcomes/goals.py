"""Goals and ratings on record, for tests about figures: as rows, since a thousand visits would take minutes."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from cases.models import Family
from hampshire.accounts.models import Staff, Team
from hampshire.ids import new_id
from outcomes.computing import marks
from outcomes.counting import Rating as Told
from practice.models import Goal, Rating


def record(ratings: Iterable[Told], *, team: Team, by: Staff, voice: str = "parent") -> dict[Any, Goal]:
    """Ratings as the counting rules take them, put on record by one voice, and their team marked.

    Ids rise in the order of the ids told. Returns the goals by the name they had.
    """
    told = sorted(ratings, key=lambda rating: rating.id)
    families = {name: Family(known_by=f"{team.name} {name}", team=team) for name in {rating.family for rating in told}}
    goals = {
        rating.goal: Goal(
            family=families[rating.family],
            text=f"Goal {rating.goal}",
            higher_is_better=rating.higher_is_better,
            started_on=date(2020, 1, 1),
            set_by=by,
        )
        for rating in told
    }
    rows = [
        Rating(id=pk, goal=goals[one.goal], voice=voice, score=one.score, rated_on=one.rated_on, written_by=by)
        for one, pk in zip(told, sorted(new_id() for _ in told), strict=True)
    ]
    Family.objects.bulk_create(families.values())
    Goal.objects.bulk_create(goals.values())
    Rating.objects.bulk_create(rows)
    marks.mark(team.pk)
    return goals
