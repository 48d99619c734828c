"""Figures as they may leave the building: small numbers hidden together, and the rest rounded.

Rounding is against subtraction: two files of overlapping months, taken a month apart, would otherwise differ by
exactly what one of them hides. Counts go to the nearest 5, percentages to whole ones, means to one digit (ADR 11).
"""

from dataclasses import dataclass, replace

from outcomes import dashboard
from outcomes.choices import Choice
from outcomes.dashboard import Card, Line
from outcomes.metrics import Metric
from outcomes.periods import YEAR, Period

COLUMNS = (
    "Metric", "Rated by", "Team", "From", "Up to, not including", "Figure", "Unit", "95 % low", "95 % high",
    "Out of (nearest 5)", "Could not be counted (nearest 5)", "Marker", "Design", "Definition version",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Exported:
    """One figure, rounded: a percentage or points, None where it is hidden; counts to the nearest 5, None likewise."""

    metric: Metric
    voice: str
    team: str
    period: Period
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    missing: int | None
    marker: str
    why_hidden: str

    @property
    def unit(self) -> str:
        return "%" if self.metric.is_share else "points"


def figures(choice: Choice) -> list[Exported]:
    """A figure for each metric and team: the chosen one, those directly below it, and what is kept at it itself."""
    board = dashboard.build(replace(choice, by=YEAR))
    return [
        _exported(card, line, choice, name)
        for card in board.cards
        for line, name in [(card.line, choice.team.name), *((line, line.name) for line in card.teams)]
    ]


def rows(choice: Choice) -> list[list[str]]:
    """The same as lines of a file, in the order of COLUMNS."""
    return [_row(one) for one in figures(choice)]


def _exported(card: Card, line: Line, choice: Choice, name: str) -> Exported:
    metric, figure = card.metric, line.figure
    return Exported(
        metric=metric,
        voice=metric.facets.get(choice.facet, "") if len(metric.facets) > 1 else "",
        team=name,
        period=card.period,
        value=_rounded(metric, figure.value),
        low=_rounded(metric, figure.low),
        high=_rounded(metric, figure.high),
        n=_nearest_5(figure.n),
        missing=_nearest_5(figure.missing),
        marker=figure.marker,
        why_hidden=figure.words if figure.hidden else "",
    )


def _rounded(metric: Metric, value: float | None) -> float | None:
    if value is None:
        return None
    return round(100 * value) if metric.is_share else round(value, 1)


def _nearest_5(number: int | None) -> int | None:
    return None if number is None else 5 * round(number / 5)


def _row(one: Exported) -> list[str]:
    return [
        one.metric.name, one.voice, _plain(one.team), one.period.start.isoformat(), one.period.before.isoformat(),
        _value(one, one.value), one.unit, _value(one, one.low), _value(one, one.high),
        _count(one.n), _count(one.missing), one.marker, one.metric.design, str(one.metric.version),
    ]  # fmt: skip


def _value(one: Exported, value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.0f}" if one.metric.is_share else f"{value:.1f}"


def _count(number: int | None) -> str:
    return "c" if number is None else str(number)


def _plain(name: str) -> str:
    """A spreadsheet takes a cell that begins like this for a formula, and a team can be called anything."""
    return f"'{name}" if name[:1] in "=+-@\t\r" else name
