"""Quarters of the calendar year, each known by its first day."""

from datetime import date, timedelta

FIRST_MONTHS = (1, 4, 7, 10)


def quarter_of(day: date) -> date:
    """The first day of the quarter that `day` lies in."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def before(quarter: date) -> date:
    """The quarter before."""
    return quarter_of(quarter - timedelta(days=1))


def in_words(quarter: date) -> str:
    """July to September 2026."""
    last = date(quarter.year, quarter.month + 2, 1)
    return f"{quarter:%B} to {last:%B} {quarter.year}"
