"""Dates, ages and counts as people say them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hampshire import words

TODAY = date(2025, 11, 22)  # a Saturday


@pytest.fixture(autouse=True)
def at_noon(time_machine) -> None:
    time_machine.move_to(datetime(2025, 11, 22, 12, tzinfo=UTC), tick=False)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (datetime(2025, 11, 22, 12, 4, tzinfo=UTC), "today 12:04"),
        (datetime(2025, 11, 21, 16, 10, tzinfo=UTC), "yesterday 16:10"),
        (datetime(2025, 11, 18, 16, 10, tzinfo=UTC), "Tue 18 Nov, 4 days ago"),
        (datetime(2025, 6, 1, 23, 30, tzinfo=UTC), "Mon 2 Jun, 6 months ago"),  # summer time: past midnight in England
        (TODAY, "today"),
        (date(2025, 11, 23), "tomorrow"),
        (date(2025, 11, 27), "Thu 27 Nov, in 5 days"),
        (date(2024, 5, 3), "3 May 2024, 19 months ago"),
        (date(2019, 5, 3), "3 May 2019, 6 years ago"),
    ],
)
def test_a_moment_is_said_as_a_person_would(value, expected):
    assert words.said(value) == expected


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (None, ""),
        (date(2016, 2, 3), "9"),
        (date(2016, 11, 22), "9"),
        (date(2016, 11, 23), "8"),
        (date(2023, 11, 22), "2"),
        (date(2023, 11, 23), "23 months"),
        (date(2025, 9, 27), "1 month"),
        (date(2025, 9, 28), "7 weeks"),
        (date(2025, 11, 20), "2 days"),
        (TODAY, "0 days"),
        (date(2026, 1, 3), "due Sat 3 Jan"),
    ],
)
def test_an_age_is_in_years_then_months_then_weeks_then_days(born, expected):
    assert words.age(born) == expected


def test_an_estimated_age_says_so():
    assert words.age(date(2016, 1, 1), estimated=True) == "about 9"


def test_a_leap_day_birthday_falls_on_the_first_of_march():
    assert words.whole_years(date(2016, 2, 29), date(2025, 2, 28)) == 8
    assert words.whole_years(date(2016, 2, 29), date(2025, 3, 1)) == 9


@given(born=st.dates(date(1920, 1, 1), date(2030, 1, 1)), on=st.dates(date(1990, 1, 1), date(2030, 1, 1)))
def test_every_age_can_be_said(born, on):
    said = words.age(born, on)
    assert said
    assert "-" not in said


@given(day=st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_before_and_after_today_are_told_apart(day):
    said = words.from_today(day, TODAY)
    assert ("ago" in said or said == "yesterday") == (day < TODAY)
    assert (said.startswith("in ") or said == "tomorrow") == (day > TODAY)


def test_days_since_counts_calendar_days_in_england():
    late_last_night = datetime(2025, 11, 21, 23, 59, tzinfo=UTC)
    assert words.days_since(late_last_night) == 1


@pytest.mark.parametrize(
    ("minutes", "expected"), [(0, "0 min"), (45, "45 min"), (60, "1 h"), (80, "1 h 20 min"), (150, "2 h 30 min")]
)
def test_how_long_a_visit_took(minutes, expected):
    assert words.duration(minutes) == expected


@pytest.mark.parametrize(
    ("length", "expected"),
    [(timedelta(minutes=1), "1 minute"), (timedelta(minutes=30), "30 minutes"), (timedelta(hours=2), "2 hours"),
     (timedelta(days=3), "3 days")],
)  # fmt: skip
def test_how_long_something_takes_in_a_sentence(length, expected):
    assert words.long_duration(length) == expected


def test_counts_agree_with_their_nouns():
    assert words.count(1, "family", "families") == "1 family"
    assert words.count(0, "visit") == "0 visits"
    assert words.count(14_000, "visit") == "14,000 visits"


@pytest.mark.parametrize(
    ("names", "expected"),
    [([], ""), (["Yusuf"], "Yusuf"), (["Yusuf", "Leila"], "Yusuf and Leila"),
     (["Yusuf", "Leila", "Dana"], "Yusuf, Leila and Dana")],
)  # fmt: skip
def test_names_are_listed_as_in_speech(names, expected):
    assert words.listed(names) == expected
