"""The relationship with one family, as its page and panel show it: two clocks, who led, who visited, what they say."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils import timezone

from cases.models import Allocation, Case, Family
from hampshire.charts import Chart, Point, Series, voices
from hampshire.words import count, span
from practice.models import Rupture, Visit
from practice.relationship import continuity, queries
from practice.relationship.falling import Fall, falls_in
from practice.relationship.models import Asking, VisitRating
from practice.relationship.ribbon import Band, Dot, Mark, Ribbon

A_YEAR = timedelta(days=365)
SHOWN = timedelta(days=730)  # of the ribbon
POINTS_SHOWN = 24  # a voice
COVER = "ABSENC"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, what it means, and what it is made of. `value` is blank where there is too little to say."""

    label: str
    value: str
    meaning: str
    made_of: str


@dataclass(frozen=True, slots=True)
class Led:
    """A line of the table of who led the work."""

    letter: str
    allocation: Allocation


class Relationship:
    """Each part is asked for once, when it is first looked at; seven queries for all of it."""

    def __init__(self, family: Family) -> None:
        self.family, self.today = family, timezone.localdate()

    # ---- Who ----

    @cached_property
    def case(self) -> Case | None:
        return queries.open_case_of(self.family)

    @property
    def anyone_is_late(self) -> bool:
        return self._is_late(self.case.visit_due_on if self.case else None)

    @property
    def lead_is_late(self) -> bool:
        return self._is_late(self.case.lead_visit_due_on if self.case else None)

    def _is_late(self, due: date | None) -> bool:
        return due is not None and due < self.today

    @cached_property
    def allocations(self) -> list[Allocation]:
        return list(queries.lead_spells(self.family))

    @cached_property
    def visits(self) -> list[Visit]:
        """Visits of the ribbon's time at which a child was seen, the oldest first."""
        return list(queries.visits_with_children(self.family, self.today - SHOWN))

    @property
    def visits_latest_first(self) -> list[Visit]:
        return self.visits[::-1]

    @cached_property
    def spells(self) -> list[continuity.Spell]:
        return [
            continuity.Spell(one.worker_id, one.starts_on, one.ends_on, one.change_reason == COVER)
            for one in self.allocations
            if one.starts_on <= self.today
        ]

    @cached_property
    def led(self) -> list[Led]:
        """Everybody who led, the latest first; somebody who comes back keeps their letter."""
        letters: dict[UUID, str] = {}
        for one in self.allocations:
            letters.setdefault(one.worker_id, LETTERS[len(letters) % len(LETTERS)])
        return [Led(letters[one.worker_id], one) for one in reversed(self.allocations)]

    @cached_property
    def ribbon(self) -> Ribbon | None:
        """The last two years, or since the first worker or visit; None before there is anything to draw."""
        begun = [*(one.starts_on for one in self.allocations[:1]), *(one.happened_on for one in self.visits[:1])]
        if not begun or min(begun) >= self.today:
            return None
        start = max(min(begun), self.today - SHOWN)
        return Ribbon(start, self.today, self._bands(start), self._dots(), self._marks(start))

    def _bands(self, start: date) -> list[Band]:
        shown = [one for one in reversed(self.led) if (one.allocation.ends_on or self.today) > start]
        return [
            Band(one.letter, one.allocation.worker.short_name, max(one.allocation.starts_on, start), end)
            for one in shown
            if (end := min(one.allocation.ends_on or self.today, self.today)) > one.allocation.starts_on
        ]

    def _dots(self) -> list[Dot]:
        return [Dot(visit.happened_on, visit.was_lead_worker) for visit in self.visits]

    def _marks(self, start: date) -> list[Mark]:
        strained = [Mark(one.happened_on, mended=False) for one in self.ruptures]
        mended = [Mark(one.repaired_on, mended=True) for one in self.ruptures if one.repaired_on]
        return [mark for mark in (*strained, *mended) if start <= mark.on <= self.today]

    # ---- How steady ----

    @cached_property
    def figures(self) -> list[Figure]:
        return [*self._of_workers(), *self._of_visits()]

    def _of_workers(self) -> list[Figure]:
        changes = continuity.changes_since(self.spells, self.today - A_YEAR)
        now, longest = continuity.with_current(self.spells, self.today), continuity.longest(self.spells, self.today)
        cover = f"; {count(changes.cover, 'time')} more for cover of an absence" if changes.cover else ""
        led = count(len({spell.worker for spell in self.spells}), "lead worker")
        return [
            Figure(
                "Changes of worker in 12 months",
                str(changes.changes) if self.spells else "",
                "How often the lead worker became somebody else. Absence cover is counted apart.",
                f"{led} in all{cover}",
            ),
            Figure(
                "With the worker they have now",
                span(now) if now is not None else "",
                "Since whoever leads today began to, without a break.",
                "nobody leads today" if now is None else "",
            ),
            Figure(
                "Longest with one worker",
                span(longest) if longest is not None else "",
                "The longest time one worker led without a break, then or now.",
                led,
            ),
        ]

    def _of_visits(self) -> list[Figure]:
        since = self.today - A_YEAR
        seen = [visit.logged_by_id for visit in self.visits if visit.happened_on >= since]
        made_of = f"{count(len(seen), 'visit')} in 12 months"
        return [
            Figure(label, _share(index, seen), meaning, made_of if seen else "no visit in 12 months")
            for label, index, meaning in INDICES
        ]

    # ---- What they say ----

    @cached_property
    def ratings(self) -> list[VisitRating]:
        """The oldest first."""
        return list(queries.ratings_of(self.family).in_order())

    @property
    def latest_ratings(self) -> list[VisitRating]:
        return self.ratings[::-1]

    @cached_property
    def unanswered(self) -> list[Asking]:
        return list(queries.askings_unanswered(self.family))

    @property
    def waiting(self) -> list[Asking]:
        """Links that can still be answered."""
        return [asking for asking in self.unanswered if asking.link.state == "open"]

    @property
    def told_in_words(self) -> str:
        """Asked 14 times: 9 said how a visit was, 2 would rather not say, 2 did not answer, 1 may still."""
        quiet, waiting = sum(rating.rather_not_say for rating in self.ratings), len(self.waiting)
        told = {
            "said how a visit was": len(self.ratings) - quiet,
            "would rather not say": quiet,
            "did not answer": len(self.unanswered) - waiting,
            "may still": waiting,
        }
        asked = count(len(self.ratings) + len(self.unanswered), "time")
        return f"Asked {asked}: {', '.join(f'{n} {words}' for words, n in told.items() if n)}."

    @cached_property
    def chart(self) -> Chart | None:
        """A line a voice; None before anybody said a score."""
        points: dict[Any, list[Point]] = defaultdict(list)
        names: dict[Any, str] = {}
        for rating in self.ratings:
            if not rating.rather_not_say:
                names[rating.whose] = rating.speaker
                points[rating.whose].append(Point(rating.said_on, rating.out_of_ten))
        series = [Series(names[whose], told[-POINTS_SHOWN:]) for whose, told in points.items()]
        return voices("How visits were for them, 0 to 10", series) if series else None

    @cached_property
    def falls(self) -> list[Fall]:
        return falls_in([self.family.pk])

    @cached_property
    def ruptures(self) -> list[Rupture]:
        """The latest first."""
        return list(queries.ruptures_of(self.family))

    @property
    def strained(self) -> list[Rupture]:
        """Those not mended."""
        return [one for one in self.ruptures if one.repaired_on is None]


type Index = Callable[[Sequence[UUID]], float | None]

INDICES: list[tuple[str, Index, str]] = [
    (
        "Usual worker",
        continuity.usual_provider,
        "The share of visits by whoever visited most. 1 means always the same person. (Usual provider of care.)",
    ),
    (
        "Same person on any two visits",
        continuity.bice_boxerman,
        "Pick two visits by chance: how likely the same person came to both. 1 always, 0 never. (Bice-Boxerman.)",
    ),
    (
        "Same as last time",
        continuity.sequential,
        "The share of visits by whoever had come the time before. (Sequential continuity.)",
    ),
]


def _share(index: Index, seen: Sequence[UUID]) -> str:
    found = index(seen)
    return "" if found is None or len(seen) < continuity.SHOWN_FROM else f"{found:.2f}"
