"""What every metric says of itself. The words are printed under the figure, so they are written to be read."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.db.models.expressions import Combinable

from outcomes.periods import EVER, Period

# What kind of evidence a figure is. Later ones are before/after, interrupted time series, staged roll-out.
DESCRIPTIVE = "descriptive"
SHARE, POINTS = "share", "points"
LOWER, HIGHER, NEITHER = "lower", "higher", "neither"

# The parts of a figure whose rows can be opened.
DENOMINATOR, NUMERATOR, SAME, DECLINED, MISSING = "denominator", "numerator", "same", "declined", "missing"


@dataclass(frozen=True, slots=True)
class Reference:
    """A published figure to hold ours against: `value` in the metric's unit, and where it was read."""

    value: float
    label: str
    source: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rows: of these teams and no others, of which period, by whose voice.

    `known_from` is for metrics that look back: what happened before it has too little history on record.
    """

    teams: Collection[UUID]
    period: Period
    facet: str = ""
    known_from: date = EVER


class Metric(ABC):
    """One figure, computed for every team, month and twelve months."""

    key: ClassVar[str]
    """In addresses and in the database."""
    name: ClassVar[str]
    definition: ClassVar[tuple[str, ...]]
    """Paragraphs: what is counted, in which month and team, and what to beware of."""
    version: ClassVar[int]
    """Rises when the definition changes, so that figures made by different rules are never compared."""
    unit: ClassVar[str] = SHARE
    """SHARE, from 0 to 1, or POINTS of the 0-10 scale."""
    polarity: ClassVar[str] = NEITHER
    """Whether HIGHER or LOWER is better."""
    design: ClassVar[str] = DESCRIPTIVE
    counted: ClassVar[tuple[str, str]]
    """One unit of n in words, and many."""
    missing: ClassVar[str]
    """What is said after the number of what could not be counted."""
    parts: ClassVar[Mapping[str, str]]
    """The parts whose rows can be opened, each with the heading of its list."""
    facets: ClassVar[Mapping[str, str]] = {"": ""}
    """Whose voices can be told apart, each with its words; "" is the headline."""
    columns: ClassVar[tuple[str, ...]]
    """The headings of a list of rows; `template` draws the cells of one."""
    template: ClassVar[str]
    reference: ClassVar[Reference | None] = None
    reads_low_where_missing: ClassVar[bool] = False
    """Whether what is missing makes the figure itself too low, rather than leaving some out."""

    @property
    def is_share(self) -> bool:
        return self.unit == SHARE

    @abstractmethod
    def rows(self, part: str, asked: Asked) -> QuerySet[Any]:
        """The rows a number is the count of, newest first, each with a `family_id`. KeyError for a part it has not."""


type Sums = tuple[int, int, int]
"""n, numerator, missing."""


class CountedMetric(Metric):
    """A share whose whole-number sums add up over teams and months, so that a cell is kept for each."""

    team: ClassVar[str]
    """Where a unit finds the team it counts for."""

    @abstractmethod
    def units(self, asked: Asked) -> QuerySet[Any]:
        """Everything that is looked at, annotated with `counts` (it is in n) and `hits` (and in the numerator)."""

    @abstractmethod
    def month(self) -> Combinable:
        """The first day of the month a unit belongs to."""

    def sums(self, asked: Asked) -> dict[tuple[UUID, date], Sums]:
        """By team and month, in one statement for all that are asked for."""
        grouped = self.units(asked).order_by().values(cell_team=F(self.team), cell_month=self.month())
        found = grouped.annotate(
            n=Count("pk", filter=Q(counts=True)),
            numerator=Count("pk", filter=Q(counts=True, hits=True)),
            missing=Count("pk", filter=Q(counts=False)),
        )
        return {(row["cell_team"], row["cell_month"]): (row["n"], row["numerator"], row["missing"]) for row in found}

    def lacks_history(self, month: date, known_from: date) -> bool:
        """Whether what was counted in this month is also missing something: see re-referral."""
        return False
