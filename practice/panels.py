"""What the practice puts on a family's page. Each function is a panel's context: who asks, and of which family."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery, Window
from django.urls import reverse

from cases.models import Family, FamilyMember, Person
from cases.panels import Due
from hampshire.accounts.models import Staff
from hampshire.charts import Chart, Point, Series, voices
from hampshire.prepared import Prepared
from practice import balance
from practice.models import Goal, NextStep, Quote, Rating, Strength, Worry
from practice.permissions import can_note

SHOWN = 5
VISITS_SHOWN = 4
CHILDREN_SHOWN = 8
STEPS_SHOWN = 10
GOALS_SHOWN = 6  # the others fold away
POINTS_SHOWN = 24  # a voice: two years of monthly asking


_OF = Window(Count("pk"))  # how many there are, of which the panel shows a few
_STRENGTHS = Prepared(
    lambda family: Strength.objects.filter(family=family).holding().with_sightings().annotate(of=_OF)[: SHOWN + 1],
    family=UUID,
)
_WORRIES = Prepared(
    lambda family: (
        Worry.objects.filter(family=family).standing().unresolved().latest_first().annotate(of=_OF)[: SHOWN + 1]
    ),
    family=UUID,
)


def strong(user: Staff, family: Family) -> dict[str, Any]:
    found = _STRENGTHS.all(family=family.pk)
    family.strengths_holding = _total(found)  # type: ignore[attr-defined]
    return {"strengths": found[:SHOWN], "more": len(found) > SHOWN, "may_note": can_note(user, family)}


def worried_about(user: Staff, family: Family) -> dict[str, Any]:
    found = _WORRIES.all(family=family.pk)
    family.worries_standing = _total(found)  # type: ignore[attr-defined]
    return {"worries": found[:SHOWN], "more": len(found) > SHOWN, "may_note": can_note(user, family)}


def weighed(user: Staff, family: Family) -> dict[str, Any]:
    """Strengths and worries that stand now, side by side. Never a target: what it asks is a question.

    On the whole page the panels above have counted them already.
    """
    if hasattr(family, "strengths_holding") and hasattr(family, "worries_standing"):
        return {"balance": balance.between(family.strengths_holding, family.worries_standing)}
    return {"balance": balance.of_family(family)}


def _total(found: Sequence[Any]) -> int:
    return found[0].of if found else 0


@dataclass(frozen=True, slots=True)
class OwnWords:
    """A child, and when their own words were last written down (None: never)."""

    child: Person
    last_on: date | None


_QUOTES = Prepared(
    lambda family: Quote.objects.filter(family=family).standing().latest_first().select_related("person")[:3],
    family=UUID,
)


def their_words(user: Staff, family: Family) -> dict[str, Any]:
    heard = own_words(family)
    return {
        "quotes": _QUOTES.all(family=family.pk),
        "own_words": heard[:CHILDREN_SHOWN],
        "more_children": heard[CHILDREN_SHOWN:],
        "may_note": can_note(user, family),
    }


def own_words(family: Family) -> list[OwnWords]:
    """Every child of the family, the longest unheard first."""
    rows = _CHILDREN.all(family=family.pk)
    heard = (OwnWords(row.person, row.last_on) for row in rows)  # type: ignore[attr-defined]
    return sorted(heard, key=lambda one: one.last_on or date.min)


def _children_heard(family: UUID) -> QuerySet[FamilyMember]:
    said = Quote.objects.standing().filter(person=OuterRef("person")).values("person").annotate(on=Max("said_on"))
    children = FamilyMember.objects.filter(family=family).current().children().select_related("person")
    return children.annotate(last_on=Subquery(said.values("on")))


_CHILDREN = Prepared(_children_heard, family=UUID)


@dataclass(frozen=True, slots=True)
class GoalChart:
    """A goal and its voices over time. Two voices four points apart or more are worth a conversation."""

    goal: Goal
    chart: Chart | None


def goals_and_voices(user: Staff, family: Family) -> dict[str, Any]:
    told: dict[UUID, list[Rating]] = {}
    for rating in _RATINGS.all(family=family.pk):
        told.setdefault(rating.goal_id, []).append(rating)
    charts = [GoalChart(goal, _chart(goal, told.get(goal.pk, ()))) for goal in _GOALS.all(family=family.pk)]
    first = _first(charts)
    folded = [one for one in charts if one not in first]
    return {"goals": first, "folded": folded, "may_note": can_note(user, family)}


def _first(charts: Sequence[GoalChart]) -> list[GoalChart]:
    """A few, in their order: those with a gap to talk about before others."""
    asking = sorted(charts, key=lambda one: not (one.chart and one.chart.asks))[:GOALS_SHOWN]
    return [one for one in charts if one in asking]


def _goals_of(family: UUID) -> QuerySet[Goal]:
    return Goal.objects.filter(family=family).current().order_by("kind", "started_on", "id")  # goals, then scales


def _ratings_of(family: UUID) -> QuerySet[Rating]:
    current = _goals_of(family).order_by().values("pk")
    return Rating.objects.filter(goal__in=current).standing().in_order().select_related("person")


_GOALS = Prepared(_goals_of, family=UUID)
_RATINGS = Prepared(_ratings_of, family=UUID)


def chart_of(text: str, ratings: Iterable[Rating]) -> Chart | None:
    """A line a voice, each of its latest ratings a point; None before anybody was asked. `text` is as they said it."""
    return _drawn(f"“{text}”", ratings)


def _chart(goal: Goal, ratings: Iterable[Rating]) -> Chart | None:
    return _drawn(goal.in_words, ratings)


def _drawn(title: str, ratings: Iterable[Rating]) -> Chart | None:
    points: dict[tuple[str, str, str], list[Point]] = {}
    for rating in ratings:
        name = rating.speaker if rating.person_id else "Worker"
        voice = (str(rating.person_id), name, rating.get_voice_display().lower())
        points.setdefault(voice, []).append(Point(rating.rated_on, rating.score))
    named = Counter(name for _, name, _ in points)
    series = [
        Series(name if named[name] == 1 else f"{name} ({voice})", told[-POINTS_SHOWN:])
        for (_, name, voice), told in points.items()
    ]
    return voices(title, series) if series else None


def latest_visits(user: Staff, family: Family) -> dict[str, Any]:
    found = list(family.visits.standing().with_people().latest_first()[: VISITS_SHOWN + 1])
    return {"visits": found[:VISITS_SHOWN], "more": len(found) > VISITS_SHOWN}


def what_next(user: Staff, family: Family) -> dict[str, Any]:
    return {"steps": _to_do(family), "may_note": can_note(user, family)}


_STEPS = Prepared(
    lambda family: NextStep.objects.filter(family=family).to_do().soonest_first()[:STEPS_SHOWN], family=UUID
)


def _to_do(family: Family) -> list[NextStep]:
    """The soonest ten, asked once for the panel and the header together."""
    if not hasattr(family, "steps_to_do"):
        family.steps_to_do = _STEPS.all(family=family.pk)  # type: ignore[attr-defined]
    found: list[NextStep] = family.steps_to_do  # type: ignore[attr-defined]
    return found


def next_steps_due(family: Family) -> Iterable[Due]:
    """The soonest step that is ours, and the soonest that is theirs, for the header of every page of the family."""
    url = f"{reverse('cases:family-detail', args=[family.pk])}#panel-steps"
    for is_theirs in (False, True):
        of_them = (step for step in _to_do(family) if step.is_theirs == is_theirs)
        if step := next((step for step in of_them if step.due_on is not None), None):
            yield Due(step.text, step.due_on, url, is_theirs)  # type: ignore[arg-type]
