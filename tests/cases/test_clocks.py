"""When the next visit is due, by where the children stand."""

from datetime import date, timedelta

import pytest

from cases.clocks import next_visit_due
from cases.models import Pathway

S = Pathway.Status
MONDAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("status", "due"),
    [
        (S.CHILD_PROTECTION, MONDAY + timedelta(days=14)),
        (S.CHILD_IN_NEED, MONDAY + timedelta(days=28)),
        (S.EARLY_HELP, MONDAY + timedelta(days=42)),
        (S.LOOKED_AFTER, MONDAY + timedelta(days=42)),
        (S.CARE_LEAVER, MONDAY + timedelta(days=56)),
    ],
)
def test_a_child_is_seen_again_within_what_their_pathway_asks_for(status: str, due: date) -> None:
    assert next_visit_due({status}, MONDAY, MONDAY) == due


def test_the_soonest_of_all_the_children_counts() -> None:
    assert next_visit_due({S.CHILD_PROTECTION, S.CARE_LEAVER}, MONDAY, MONDAY) == MONDAY + timedelta(days=14)


def test_a_family_new_to_us_is_met_within_five_working_days() -> None:
    assert next_visit_due({S.CHILD_IN_NEED}, None, MONDAY) == MONDAY + timedelta(days=7)


def test_a_child_newly_looked_after_is_seen_within_a_week_though_there_be_bank_holidays() -> None:
    christmas_eve = date(2026, 12, 24)
    assert next_visit_due({S.LOOKED_AFTER}, None, christmas_eve) == date(2026, 12, 31)
    assert next_visit_due({S.CHILD_IN_NEED}, None, christmas_eve) == date(2027, 1, 5)


def test_without_any_pathway_the_interval_of_a_child_in_need_is_kept() -> None:
    assert next_visit_due(set(), MONDAY, MONDAY) == MONDAY + timedelta(days=28)
