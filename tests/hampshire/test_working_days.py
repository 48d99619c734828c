"""Working days in England."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hampshire.working_days import add_working_days, is_working_day, known_from, known_until, working_days_between

FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2025, 11, day) for day in (14, 15, 16, 17))

HOLIDAYS = {
    "New Year's Day": date(2025, 1, 1),
    "a substitute for a New Year's Day on a Saturday": date(2022, 1, 3),
    "Good Friday": date(2025, 4, 18),
    "Easter Monday": date(2025, 4, 21),
    "the early May holiday": date(2025, 5, 5),
    "the coronation": date(2023, 5, 8),
    "the Queen's funeral": date(2022, 9, 19),
    "the late summer holiday": date(2025, 8, 25),
    "Christmas Day": date(2025, 12, 25),
    "a substitute for a Boxing Day on a Saturday": date(2026, 12, 28),
}

any_day = st.dates(date(2013, 1, 1), date(2027, 12, 31))


def test_monday_to_friday_are_worked_and_the_weekend_is_not() -> None:
    week = [MONDAY + timedelta(days=n) for n in range(7)]
    assert [is_working_day(day) for day in week] == [True] * 5 + [False] * 2


@pytest.mark.parametrize("day", HOLIDAYS.values(), ids=HOLIDAYS)
def test_a_bank_holiday_of_england_is_not_worked(day: date) -> None:
    assert day.weekday() < 5
    assert not is_working_day(day)


def test_holidays_of_other_nations_are_worked_in_england() -> None:
    assert is_working_day(date(2025, 1, 2))  # Scotland
    assert is_working_day(date(2025, 3, 17))  # Northern Ireland


def test_a_referral_on_friday_is_decided_by_monday() -> None:
    assert add_working_days(FRIDAY, 1) == MONDAY


def test_counting_from_a_day_off_begins_with_the_next_working_day() -> None:
    assert add_working_days(SATURDAY, 1) == MONDAY
    assert add_working_days(SUNDAY, 1) == MONDAY


def test_no_working_days_on_is_the_same_day_even_a_day_off() -> None:
    assert add_working_days(SATURDAY, 0) == SATURDAY


def test_over_the_year_end_christmas_and_new_year_are_left_out() -> None:
    christmas_eve = date(2024, 12, 24)
    assert add_working_days(christmas_eve, 1) == date(2024, 12, 27)
    assert add_working_days(christmas_eve, 4) == date(2025, 1, 2)
    assert working_days_between(christmas_eve, date(2025, 1, 2)) == 4


def test_over_a_year_end_with_a_substitute_day() -> None:
    assert add_working_days(date(2021, 12, 31), 1) == date(2022, 1, 4)


def test_a_leap_day_is_a_day_like_any_other() -> None:
    assert add_working_days(date(2024, 2, 28), 1) == date(2024, 2, 29)


def test_working_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        add_working_days(MONDAY, -1)
    assert working_days_between(MONDAY, FRIDAY) == 0


@given(start=any_day, days=st.integers(1, 60))
def test_adding_and_counting_agree(start: date, days: int) -> None:
    end = add_working_days(start, days)
    assert is_working_day(end)
    assert working_days_between(start, end) == days


@given(start=any_day, first=st.integers(0, 30), then=st.integers(1, 30))
def test_adding_twice_is_adding_the_sum(start: date, first: int, then: int) -> None:
    assert add_working_days(add_working_days(start, first), then) == add_working_days(start, first + then)


def test_before_the_list_begins_and_after_it_ends_only_weekends_are_off() -> None:
    """A return may speak of dates long past: they are counted, if roughly."""
    assert is_working_day(date(2009, 12, 25))  # a Friday
    assert not is_working_day(date(2009, 12, 26))  # a Saturday
    new_year_after = known_until() + timedelta(days=1)
    assert is_working_day(new_year_after) == (new_year_after.weekday() < 5)
    assert add_working_days(date(1999, 12, 31), 1) == date(2000, 1, 3)


def test_the_list_of_holidays_does_not_run_out_within_a_year() -> None:
    """When this fails: take a newer govuk-bank-holidays."""
    assert known_from() == date(2012, 1, 1)
    assert known_until() >= date.today() + timedelta(days=365)  # noqa: DTZ011  (the real day, whatever is frozen)
