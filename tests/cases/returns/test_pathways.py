from datetime import date

import pytest

from cases.returns.keep.pathways import spells, stretches


def day(n):
    return date(2024, 1, n)


@pytest.mark.parametrize(
    ("ends_on", "plans", "expected"),
    [
        (None, [], [("child_in_need", 1, None)]),
        (20, [], [("child_in_need", 1, 20)]),
        (None, [(5, None)], [("child_in_need", 1, 5), ("child_protection", 5, None)]),
        (None, [(5, 9)], [("child_in_need", 1, 5), ("child_protection", 5, 9), ("child_in_need", 9, None)]),
        (20, [(5, None)], [("child_in_need", 1, 5), ("child_protection", 5, 20)]),
        (20, [(5, 20)], [("child_in_need", 1, 5), ("child_protection", 5, 20)]),
        (None, [(1, None)], [("child_protection", 1, None)]),
        # Two plans that touch, sent in any order, and one that began before the referral.
        (
            None,
            [(9, 12), (1, 9)],
            [("child_protection", 1, 9), ("child_protection", 9, 12), ("child_in_need", 12, None)],
        ),
        # A plan of no days, and one after the end, are no stretch.
        (8, [(5, 5), (9, 12)], [("child_in_need", 1, 8)]),
        (1, [], [("child_in_need", 1, 1)]),
    ],
)
def test_a_pathway_is_in_need_with_protection_while_a_plan_runs(ends_on, plans, expected):
    found = stretches(day(1), ends_on and day(ends_on), [(day(a), b and day(b)) for a, b in plans])

    assert [(s.status, s.starts_on, s.ends_on) for s in found] == [
        (status, day(a), b and day(b)) for status, a, b in expected
    ]


@pytest.mark.parametrize(
    ("episodes", "expected"),
    [
        ([(1, 5)], [(1, 5)]),
        ([(5, 9), (1, 5)], [(1, 9)]),  # touching, in any order
        ([(1, 5), (6, 9)], [(1, 5), (6, 9)]),  # a day between
        ([(1, 5), (5, None)], [(1, None)]),
        ([(1, None), (5, 9)], [(1, 9)]),  # never ended, but another followed
        ([(1, 9), (3, 5)], [(1, 9)]),
    ],
)
def test_episodes_that_touch_are_one_time_of_being_looked_after(episodes, expected):
    found = spells([(day(a), b and day(b)) for a, b in episodes])

    assert found == [(day(a), b and day(b)) for a, b in expected]
