"""Counting rules: what is a re-referral, what is a pair, what is better."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.counting import Rating, Referral, count_re_referrals, distance_travelled, first_and_last, year_before

from .ratings_file import read_ratings

ALWAYS = {"start": date(2000, 1, 1), "before": date(2100, 1, 1)}


def referred(*days: str, child: str = "X") -> list[Referral[str]]:
    return [Referral(child, date.fromisoformat(day)) for day in days]


def again(referrals: list[Referral[str]], **period: date) -> list[str]:
    counted = count_re_referrals(referrals, **(period or ALWAYS))
    return [referral.received_on.isoformat() for referral in counted.re_referrals]


def test_each_referral_in_a_chain_counts_and_a_late_one_does_not() -> None:
    counted = count_re_referrals(referred("2024-04-10", "2024-11-02", "2025-09-01", "2027-01-05"), **ALWAYS)
    assert len(counted.referrals) == 4
    assert [r.received_on.isoformat() for r in counted.re_referrals] == ["2024-11-02", "2025-09-01"]


@pytest.mark.parametrize(
    ("first", "second", "within"),
    [
        ("2024-04-10", "2025-04-10", True),
        ("2024-04-09", "2025-04-10", False),
        ("2024-02-29", "2025-02-28", True),
        ("2024-02-29", "2025-03-01", False),
        ("2023-02-28", "2024-02-29", True),
        ("2023-02-27", "2024-02-29", False),
    ],
)
def test_twelve_months_are_counted_to_the_same_day_of_the_year_before(first: str, second: str, within: bool) -> None:
    assert again(referred(first, second)) == ([second] if within else [])


def test_two_referrals_on_one_day_both_count_but_neither_makes_the_other_a_re_referral() -> None:
    counted = count_re_referrals(referred("2024-04-10", "2024-04-10"), **ALWAYS)
    assert len(counted.referrals) == 2
    assert counted.re_referrals == []


def test_two_referrals_on_one_day_after_an_earlier_one_are_both_re_referrals() -> None:
    assert again(referred("2024-01-05", "2024-04-10", "2024-04-10")) == ["2024-04-10", "2024-04-10"]


def test_another_childs_referral_makes_nothing_a_re_referral() -> None:
    assert again(referred("2024-04-10", child="X") + referred("2024-05-10", child="Y")) == []


def test_a_referral_before_the_year_is_looked_back_to_but_not_counted() -> None:
    counted = count_re_referrals(referred("2023-12-01", "2024-04-01"), start=date(2024, 4, 1), before=date(2025, 4, 1))
    assert len(counted.referrals) == len(counted.re_referrals) == 1


def test_the_last_day_of_the_year_counts_and_the_next_does_not() -> None:
    counted = count_re_referrals(referred("2025-03-31", "2025-04-01"), start=date(2024, 4, 1), before=date(2025, 4, 1))
    assert [r.received_on for r in counted.referrals] == [date(2025, 3, 31)]


days = st.dates(date(2022, 1, 1), date(2025, 12, 31))
histories = st.lists(st.builds(Referral, st.sampled_from("XYZ"), days), max_size=25)


@given(histories, days, days)
def test_re_referrals_are_those_a_plain_reading_of_the_rule_finds(
    referrals: list[Referral[str]], start: date, before: date
) -> None:
    counted = count_re_referrals(referrals, start=start, before=before)
    inside = [r for r in referrals if start <= r.received_on < before]
    expected = [
        r
        for r in inside
        if any(o.child == r.child and year_before(r.received_on) <= o.received_on < r.received_on for o in referrals)
    ]
    assert sorted(r.received_on for r in counted.referrals) == sorted(r.received_on for r in inside)
    assert sorted((r.child, r.received_on) for r in counted.re_referrals) == sorted(
        (r.child, r.received_on) for r in expected
    )


@given(days)
def test_a_year_before_is_365_or_366_days_before(day: date) -> None:
    assert day - year_before(day) in (timedelta(days=365), timedelta(days=366))


def rating(number: int, day: str, score: int, *, goal: str = "g", higher_is_better: bool = True) -> Rating:
    return Rating(number, goal, "f", date.fromisoformat(day), score, higher_is_better)


def test_the_last_rating_of_the_last_day_is_measured_against_the_first_of_the_first_day() -> None:
    pair = first_and_last(
        [
            rating(4, "2024-06-01", 9),
            rating(3, "2024-06-01", 5),
            rating(2, "2024-01-01", 7),
            rating(1, "2024-01-01", 2),
        ]
    )
    assert pair is not None
    assert (pair.first.id, pair.last.id, pair.change) == (1, 4, 7)


def test_two_ratings_on_one_day_say_nothing_about_change() -> None:
    assert first_and_last([rating(1, "2024-01-01", 2), rating(2, "2024-01-01", 8)]) is None


def test_one_rating_or_none_says_nothing_about_change() -> None:
    assert first_and_last([rating(1, "2024-01-01", 2)]) is None
    assert first_and_last([]) is None


def test_falling_on_a_scale_where_lower_is_better_is_an_improvement() -> None:
    pair = first_and_last(
        [rating(1, "2024-01-01", 8, higher_is_better=False), rating(2, "2024-02-01", 3, higher_is_better=False)]
    )
    assert pair is not None
    assert pair.change == 5


def test_ratings_of_two_goals_are_never_made_one_pair() -> None:
    with pytest.raises(ValueError, match="one goal"):
        first_and_last([rating(1, "2024-01-01", 2), rating(2, "2024-02-01", 3, goal="other")])


def test_a_scale_that_turned_round_is_never_made_a_pair() -> None:
    with pytest.raises(ValueError, match="one scale"):
        first_and_last([rating(1, "2024-01-01", 2), rating(2, "2024-02-01", 3, higher_is_better=False)])


@pytest.mark.parametrize(
    ("domain", "goals", "pairs", "improved", "same", "declined"),
    [
        (None, 500, 399, 221, 82, 96),
        ("education", 123, 97, 53, 22, 22),
        ("health", 137, 111, 63, 20, 28),
        ("relationships", 24, 18, 10, 3, 5),
        ("safety", 216, 173, 95, 37, 41),
    ],
)
def test_distance_travelled_counts_the_reference_ratings(
    domain: str | None, goals: int, pairs: int, improved: int, same: int, declined: int
) -> None:
    travelled = distance_travelled(read_ratings(domain))
    assert (travelled.goals, travelled.pairs, travelled.missing) == (goals, pairs, goals - pairs)
    assert (travelled.improved, travelled.same, travelled.declined) == (improved, same, declined)


def test_the_family_sums_hold_every_pair_once() -> None:
    travelled = distance_travelled(read_ratings())
    assert sum(sums.pairs for sums in travelled.families.values()) == 399
    assert sum(sums.change for sums in travelled.families.values()) == 296


def test_the_order_in_which_ratings_arrive_changes_nothing() -> None:
    ratings = read_ratings()
    shuffled = random.Random(7).sample(ratings, len(ratings))
    assert distance_travelled(shuffled) == distance_travelled(ratings)


def test_no_ratings_are_no_goals() -> None:
    travelled = distance_travelled([])
    assert (travelled.goals, travelled.pairs, travelled.families) == (0, 0, {})
