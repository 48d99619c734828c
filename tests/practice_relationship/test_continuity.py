"""How steady a relationship is, as numbers worked out by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from practice.relationship.continuity import (
    Changes,
    Spell,
    bice_boxerman,
    changes_since,
    longest,
    sequential,
    unbroken,
    usual_provider,
    with_current,
)

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("seen", "usual", "boxerman", "same_as_last"),
    [
        ("AAABAC", 4 / 6, 0.4, 0.4),  # 16 + 1 + 1 - 6 = 12 of 30; pairs AA AA AB BA AC: two of five
        ("AAAA", 1, 1, 1),
        ("ABCD", 0.25, 0, 0),
        ("ABAB", 0.5, 1 / 3, 0),  # 4 + 4 - 4 = 4 of 12
        ("AABB", 0.5, 1 / 3, 2 / 3),
        ("AA", 1, 1, 1),
        ("AB", 0.5, 0, 0),
    ],
)
def test_indices_are_as_worked_out_by_hand(seen: str, usual: float, boxerman: float, same_as_last: float) -> None:
    assert usual_provider(seen) == pytest.approx(usual)
    assert bice_boxerman(seen) == pytest.approx(boxerman)
    assert sequential(seen) == pytest.approx(same_as_last)


@pytest.mark.parametrize("seen", ["", "A"])
def test_none_or_one_visit_is_too_few(seen: str) -> None:
    assert usual_provider(seen) is None
    assert bice_boxerman(seen) is None
    assert sequential(seen) is None


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # a busy machine is no fault of theirs
@given(st.lists(st.sampled_from("ABCD"), min_size=2, max_size=40))
def test_indices_stay_in_their_range_and_two_do_not_ask_in_which_order(seen: list[str]) -> None:
    for index in (usual_provider, bice_boxerman, sequential):
        assert 0 <= (index(seen) or 0) <= 1
    assert usual_provider(seen) == usual_provider(seen[::-1])
    assert bice_boxerman(seen) == bice_boxerman(sorted(seen))
    assert (usual_provider(seen) or 0) >= 1 / len(seen)


def spell(worker: str, began: int, ended: int | None = None, *, cover: bool = False) -> Spell:
    """By days before TODAY."""
    ends_on = None if ended is None else TODAY - timedelta(days=ended)
    return Spell(worker, TODAY - timedelta(days=began), ends_on, cover)


YEAR_AGO = TODAY - timedelta(days=365)


def test_the_first_worker_is_no_change_and_what_was_before_the_year_is_not_counted() -> None:
    spells = [spell("A", 700, 500), spell("B", 500, 300), spell("C", 300, 100), spell("D", 100)]
    assert changes_since(spells, YEAR_AGO) == Changes(changes=2, cover=0)
    assert changes_since(spells[:1], TODAY - timedelta(days=900)) == Changes(0, 0)
    assert changes_since([], YEAR_AGO) == Changes(0, 0)


def test_cover_of_an_absence_and_the_return_from_it_are_counted_apart() -> None:
    spells = [spell("A", 400, 200), spell("B", 200, 150, cover=True), spell("A", 150, cover=True)]
    assert changes_since(spells, YEAR_AGO) == Changes(changes=0, cover=2)


def test_the_same_worker_again_without_a_day_between_goes_on() -> None:
    spells = [spell("A", 200, 100), spell("A", 100)]
    assert [(one.worker, one.days(TODAY)) for one in unbroken(spells)] == [("A", 200)]
    assert changes_since(spells, YEAR_AGO) == Changes(0, 0)
    assert longest(spells, TODAY) == 200
    assert with_current(spells, TODAY) == 200


def test_a_case_closed_between_breaks_the_time_but_the_same_worker_again_is_no_change() -> None:
    spells = [spell("A", 300, 200), spell("A", 50)]
    assert longest(spells, TODAY) == 100
    assert with_current(spells, TODAY) == 50
    assert changes_since(spells, YEAR_AGO) == Changes(0, 0)


def test_nobody_leads_and_nobody_ever_did() -> None:
    assert with_current([spell("A", 300, 200)], TODAY) is None
    assert longest([], TODAY) is None
    assert with_current([], TODAY) is None
