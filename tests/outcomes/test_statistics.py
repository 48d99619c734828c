"""Estimates and their intervals, held to digits computed elsewhere."""

import math
import random
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import fractional_matrix_power

from outcomes.counting import Travelled, distance_travelled
from outcomes.statistics import (
    Estimate,
    difference_of_proportions,
    mean_by_cluster,
    mean_t,
    mean_t_from_sums,
    proportion,
)

from .ratings_file import read_ratings

Z = 1.959963984540054


def close(expected: float, within: float = 1e-8) -> object:
    return pytest.approx(expected, rel=0, abs=within)


def ends(estimate: Estimate | None) -> tuple[float, float]:
    assert estimate is not None
    assert estimate.interval is not None
    return estimate.interval.low, estimate.interval.high


@pytest.mark.parametrize(
    ("x", "n", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17:857-872, Table I cases; digits by R's prop.test(correct = FALSE).
        (81, 263, 0.255288519878274, 0.3662095769828),
        (0, 20, 0.0, 0.161125158052819),
    ],
)
def test_wilson_gives_the_published_examples(x: int, n: int, low: float, high: float) -> None:
    assert ends(proportion(x, n)) == (close(low), close(high))


def test_the_national_re_referral_rate_comes_out_as_published() -> None:
    estimate = proportion(139_080, 621_880)
    assert estimate is not None
    assert round(100 * estimate.value, 1) == 22.4


@settings(deadline=None)  # the first call imports statsmodels, which takes seconds
@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_is_the_solution_of_its_own_equation(share: tuple[int, int]) -> None:
    x, n = share
    p = x / n
    middle, half = p + Z**2 / (2 * n), Z * math.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
    expected = (close((middle - half) / (1 + Z**2 / n), 1e-10), close((middle + half) / (1 + Z**2 / n), 1e-10))
    assert ends(proportion(x, n)) == expected


@settings(deadline=None)  # the first call imports statsmodels, which takes seconds
@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_lies_within_its_interval_and_the_interval_within_nought_and_one(share: tuple[int, int]) -> None:
    low, high = ends(proportion(*share))
    assert 0 <= low <= share[0] / share[1] <= high <= 1


def test_none_and_all_reach_exactly_to_the_edge() -> None:
    assert ends(proportion(0, 7))[0] == 0
    assert ends(proportion(7, 7))[1] == 1


def test_a_share_of_nothing_is_no_figure() -> None:
    assert proportion(0, 0) is None
    assert difference_of_proportions(0, 0, 1, 2) is None
    assert difference_of_proportions(1, 2, 0, 0) is None


@pytest.mark.parametrize(("x", "n"), [(-1, 5), (6, 5), (0, -1)])
def test_an_impossible_share_is_refused(x: int, n: int) -> None:
    with pytest.raises(ValueError, match="not a share"):
        proportion(x, n)


def test_an_impossible_level_is_refused() -> None:
    with pytest.raises(ValueError, match="confidence level"):
        proportion(1, 2, level=95)


@pytest.mark.parametrize(
    ("groups", "difference", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17:873-890, Table II (a), (b), (d); digits by R's Epi::ci.pd.
        ((56, 70, 48, 80), 0.2, 0.0524314724023647, 0.333872654036906),
        ((9, 10, 3, 10), 0.6, 0.170522723934503, 0.809017973535488),
        ((5, 56, 0, 29), 0.0892857142857143, -0.0381371479035369, 0.192560013855112),
    ],
)
def test_newcombe_gives_the_published_examples(
    groups: tuple[int, int, int, int], difference: float, low: float, high: float
) -> None:
    estimate = difference_of_proportions(*groups)
    assert estimate is not None
    assert estimate.value == close(difference)
    assert estimate.n == groups[1] + groups[3]
    assert ends(estimate) == (close(low), close(high))


def test_swapping_the_groups_turns_the_difference_round() -> None:
    low, high = ends(difference_of_proportions(56, 70, 48, 80))
    assert ends(difference_of_proportions(48, 80, 56, 70)) == (close(-high, 1e-12), close(-low, 1e-12))


def test_a_mean_has_students_interval() -> None:
    estimate = mean_t([1, 2, 3, 4, 5])
    margin = 2.7764451051977987 * math.sqrt(0.5)  # t(0.975, 4 df) from tables, times sd / sqrt(n)
    assert estimate is not None
    assert (estimate.value, estimate.n, estimate.df) == (3, 5, 4)
    assert estimate.sd == close(math.sqrt(2.5))
    assert ends(estimate) == (close(3 - margin), close(3 + margin))


def test_a_mean_with_nothing_to_say_how_sure_we_are_has_no_interval() -> None:
    alone, alike = mean_t([4]), mean_t([2, 2, 2])
    assert mean_t([]) is None
    assert alone == Estimate(value=4, n=1, interval=None)
    assert alike == Estimate(value=2, n=3, interval=None, sd=0)


def test_sums_that_no_values_have_are_refused() -> None:
    with pytest.raises(ValueError, match="No 3 values"):
        mean_t_from_sums(3, 30, 1)


def changes_of(travelled: Travelled) -> tuple[int, int, int]:
    sums = travelled.families.values()
    return (
        sum(family.pairs for family in sums),
        sum(family.change for family in sums),
        sum(family.change_squared for family in sums),
    )


@pytest.mark.parametrize(
    ("domain", "mean", "sd", "t_low", "t_high", "share", "wilson_low", "wilson_high"),
    [
        (
            *(None, 0.741854636591479, 1.72653764224029, 0.571928424664594, 0.911780848518363),
            *(0.553884711779449, 0.504826534032528, 0.601915210290117),
        ),
        (
            *("education", 0.814432989690722, 1.63509618032101, 0.484888149965693, 1.14397782941575),
            *(0.54639175257732, 0.447440924295161, 0.641808082068411),
        ),
        (
            *("health", 0.81981981981982, 1.69597490439301, 0.500805521918869, 1.13883411772077),
            *(0.567567567567568, 0.474671217887515, 0.655943632829594),
        ),
        (
            *("relationships", 0.333333333333333, 1.81497042594606, -0.569230225629704, 1.23589689229637),
            *(0.555555555555556, 0.337164156420428, 0.754404818729944),
        ),
        (
            *("safety", 0.69364161849711, 1.79269027043148, 0.424614021052556, 0.962669215941663),
            *(0.549132947976879, 0.474721577019478, 0.621409726767362),
        ),
    ],
)
def test_distance_travelled_has_the_reference_digits(
    domain: str | None,
    mean: float,
    sd: float,
    t_low: float,
    t_high: float,
    share: float,
    wilson_low: float,
    wilson_high: float,
) -> None:
    travelled = distance_travelled(read_ratings(domain))
    moved, improved = mean_t_from_sums(*changes_of(travelled)), proportion(travelled.improved, travelled.pairs)
    assert moved is not None
    assert (moved.value, moved.sd) == (close(mean), close(sd))
    assert ends(moved) == (close(t_low), close(t_high))
    assert improved is not None
    assert improved.value == close(share)
    assert ends(improved) == (close(wilson_low), close(wilson_high))


def test_the_family_clustered_interval_has_the_reference_digits() -> None:
    families = distance_travelled(read_ratings()).families
    estimate = mean_by_cluster(sums.as_tuple() for sums in families.values())
    assert estimate is not None
    assert (estimate.value, estimate.sd) == (close(0.741854636591479), close(1.72653764224029))
    assert estimate.se == close(0.0815802130983087)
    assert estimate.df == close(165.355768887666)
    assert ends(estimate) == (close(0.580781501554023), close(0.902927771628935))
    assert (estimate.n, estimate.clusters) == (399, len(families))


family_changes = st.lists(st.lists(st.integers(-10, 10), min_size=1, max_size=5), min_size=2, max_size=7)


def sums_of(family: list[int]) -> tuple[int, int, int]:
    return len(family), sum(family), sum(change * change for change in family)


def by_definition(families: list[list[int]]) -> tuple[float, float]:
    """CR2 standard error and Satterthwaite df written out with whole matrices, as Bell & McCaffrey define them."""
    sizes = [len(family) for family in families]
    count, y = sum(sizes), np.concatenate(families).astype(float)
    residual_maker = np.eye(count) - np.full((count, count), 1 / count)
    starts = np.cumsum([0, *sizes])
    columns = []
    for start, size in zip(starts, sizes, strict=False):
        block = slice(start, start + size)
        adjust = fractional_matrix_power(residual_maker[block, block], -0.5).real
        columns.append(residual_maker[:, block] @ adjust @ np.ones(size) / count)
    forms = np.column_stack(columns)
    gram = forms.T @ forms
    return math.sqrt(((forms.T @ y) ** 2).sum()), np.trace(gram) ** 2 / (gram**2).sum()


@settings(deadline=None)  # the first whole matrix waits for scipy to load
@given(family_changes)
def test_the_short_formula_is_the_definition_with_whole_matrices(families: list[list[int]]) -> None:
    estimate = mean_by_cluster(sums_of(family) for family in families)
    se, df = by_definition(families)
    assert estimate is not None
    assert estimate.se == close(se)
    assert estimate.df == close(df)


@settings(deadline=None)  # the first call imports scipy
@given(st.lists(st.integers(-10, 10), min_size=2, max_size=30))
def test_with_one_pair_a_family_it_is_the_ordinary_interval(changes: list[int]) -> None:
    clustered, ordinary = mean_by_cluster((1, change, change * change) for change in changes), mean_t(changes)
    assert clustered is not None
    assert ordinary is not None
    assert (clustered.interval is None) == (ordinary.interval is None)
    if ordinary.interval:
        assert clustered.df == close(len(changes) - 1)
        assert ends(clustered) == (close(ends(ordinary)[0]), close(ends(ordinary)[1]))


def test_the_order_of_families_changes_not_one_bit() -> None:
    rows = [sums.as_tuple() for sums in distance_travelled(read_ratings()).families.values()]
    shuffled = random.Random(3).sample(rows, len(rows))
    assert mean_by_cluster(shuffled) == mean_by_cluster(rows)


def test_sums_from_a_database_give_the_same_as_whole_numbers() -> None:
    rows = [(2, 3, 5), (1, -1, 1), (3, 4, 10)]
    expected = mean_by_cluster(rows)
    assert mean_by_cluster((n, Decimal(s), Decimal(q)) for n, s, q in rows) == expected
    assert mean_by_cluster((n, Fraction(s), float(q)) for n, s, q in rows) == expected


def test_one_family_cannot_say_how_sure_we_are() -> None:
    estimate = mean_by_cluster([(3, 6, 14), (0, 0, 0)])
    assert estimate == Estimate(value=2, n=3, interval=None, sd=1, clusters=1)


def test_families_who_all_changed_alike_give_no_interval() -> None:
    estimate = mean_by_cluster([(2, 4, 8), (1, 2, 4)])
    assert estimate is not None
    assert (estimate.value, estimate.se, estimate.interval) == (2, 0, None)


def test_no_families_are_no_figure() -> None:
    assert mean_by_cluster([]) is None


def test_importing_the_module_does_not_import_the_libraries() -> None:
    program = "import sys, outcomes.statistics; sys.exit('numpy' in sys.modules or 'statsmodels' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
