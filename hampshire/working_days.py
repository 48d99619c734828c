"""Working days in England: Monday to Friday, less England's bank holidays.

The holidays come from the govuk-bank-holidays package, which ships them in its wheel, so nothing is asked of the
network. It knows them from 2012 up to `known_until()`; on days before and after, only weekends count as days off.
A test fails a year before the list runs out: take a newer release of the package then.
"""

from datetime import date, timedelta
from functools import cache

from govuk_bank_holidays.bank_holidays import BankHolidays


@cache
def _holidays() -> frozenset[date]:
    shipped = BankHolidays(locale="en", use_cached_holidays=True)
    return frozenset(holiday["date"] for holiday in shipped.get_holidays(division=BankHolidays.ENGLAND_AND_WALES))


def known_from() -> date:
    """The first day whose bank holidays are known: the start of a year."""
    return min(_holidays()).replace(month=1, day=1)


def known_until() -> date:
    """The last day whose bank holidays are known: the end of a year."""
    return max(_holidays()).replace(month=12, day=31)


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _holidays()


def add_working_days(start: date, days: int) -> date:
    """The day that is `days` working days after `start`; the day itself is not counted.

    `start` itself, which may be a day off, for 0. Raises ValueError for a negative count.
    """
    if days < 0:
        raise ValueError("Working days are counted forwards.")
    day = start
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days after `start`, up to and including `end`; 0 if `end` is not after `start`."""
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))
