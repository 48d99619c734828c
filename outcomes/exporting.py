"""Figures as they may leave the building: small numbers hidden together, and the rest rounded.

Rounding is against subtraction: two files of overlapping months, taken a month apart, would otherwise differ by
exactly what one of them hides. Counts go to the nearest 5, percentages to whole ones, means to one digit (ADR 11).
"""

from dataclasses import replace

from outcomes import dashboard
from outcomes.choices import Choice
from outcomes.dashboard import Card, Line
from outcomes.metrics import Metric
from outcomes.periods import YEAR

COLUMNS = (
    "Metric", "Rated by", "Team", "From", "Up to, not including", "Figure", "Unit", "95 % low", "95 % high",
    "Out of (nearest 5)", "Could not be counted (nearest 5)", "Marker", "Design", "Definition version",
)  # fmt: skip


def rows(choice: Choice) -> list[list[str]]:
    """A row for each metric and team: the chosen one, those directly below it, and what is kept at it itself."""
    board = dashboard.build(replace(choice, by=YEAR))
    return [
        _row(card, line, choice, name)
        for card in board.cards
        for line, name in [(card.line, choice.team.name), *((line, line.name) for line in card.teams)]
    ]


def _row(card: Card, line: Line, choice: Choice, name: str) -> list[str]:
    metric, figure = card.metric, line.figure
    voice = metric.facets.get(choice.facet, "") if len(metric.facets) > 1 else ""
    return [
        metric.name, voice, _plain(name), card.period.start.isoformat(), card.period.before.isoformat(),
        _value(metric, figure.value), "%" if metric.is_share else "points",
        _value(metric, figure.low), _value(metric, figure.high),
        _count(figure.n), _count(figure.missing), figure.marker, metric.design, str(metric.version),
    ]  # fmt: skip


def _value(metric: Metric, value: float | None) -> str:
    if value is None:
        return ""
    return f"{100 * value:.0f}" if metric.is_share else f"{value:.1f}"


def _count(number: int | None) -> str:
    return "c" if number is None else str(5 * round(number / 5))


def _plain(name: str) -> str:
    """A spreadsheet takes a cell that begins like this for a formula, and a team can be called anything."""
    return f"'{name}" if name[:1] in "=+-@\t\r" else name
