"""Months, and the twelve months to a month. A month is known by its first day; a period ends before `before`."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

MONTH, YEAR = "month", "year"
EVER = date(1900, 1, 1)  # before anything on record


def month_of(day: date) -> date:
    return day.replace(day=1)


def add_months(month: date, months: int) -> date:
    """The first day of the month so many months later, or earlier."""
    count = month.year * 12 + month.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def months_between(first: date, last: date) -> list[date]:
    """Every month from `first` to `last`, both with."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [add_months(month_of(first), step) for step in range(count)]


def this_month() -> date:
    """The month it is in England now."""
    return month_of(timezone.localdate())


@dataclass(frozen=True, slots=True)
class Period:
    """A month, or the twelve months to the end of one. `start` is its first day, `before` the first day after it."""

    kind: str
    start: date
    before: date

    @classmethod
    def month(cls, month: date) -> "Period":
        return cls(MONTH, month, add_months(month, 1))

    @classmethod
    def year_to(cls, month: date) -> "Period":
        """The twelve months that end with this month."""
        return cls(YEAR, add_months(month, -11), add_months(month, 1))

    @classmethod
    def of(cls, kind: str, month: date) -> "Period":
        return cls.year_to(month) if kind == YEAR else cls.month(month)

    @property
    def last_month(self) -> date:
        return add_months(self.before, -1)

    @property
    def words(self) -> str:
        """November 2026, or: the twelve months to November 2026."""
        name = f"{self.last_month:%B %Y}"
        return f"the twelve months to {name}" if self.kind == YEAR else name
