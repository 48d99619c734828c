"""Estimates with their intervals: proportions, differences of proportions, and means of changes.

Intervals come from statsmodels and scipy wherever those give the reference digits. The one exception is
`mean_by_cluster`: neither has the CR2 standard error with Satterthwaite degrees of freedom, so it is derived here.

The libraries are imported inside the functions, not at the top: a web process that only queues a task imports
this module by way of the task, and should not pay seconds and memory for numbers it never computes.

Every sum is either exact or correctly rounded (`math.fsum`), so the order in which rows arrive never changes a digit:
that is what lets a nightly rebuild equal the incremental result exactly.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

type Number = int | float | Decimal | Fraction
type ClusterSums = tuple[int, Number, Number]
"""One family's pairs: how many, the sum of their changes, the sum of their squared changes."""


@dataclass(frozen=True)
class Interval:
    """A two-sided confidence interval in the unit of its estimate."""

    low: float
    high: float
    level: float = 0.95


@dataclass(frozen=True)
class Estimate:
    """A figure and how sure of it we are.

    `value` is a proportion from 0 to 1, a difference of two of those, or a mean in scale points. `n` counts the rows
    behind it. `interval` is None where the rows cannot say how sure we are: one row, one family, or no spread at all.
    """

    value: float
    n: int
    interval: Interval | None
    sd: float | None = None
    se: float | None = None
    df: float | None = None
    clusters: int | None = None


def proportion(x: int, n: int, *, level: float = 0.95) -> Estimate | None:
    """The share x/n with its Wilson score interval, without continuity correction. None when n is 0.

    Wilson 1927; recommended by Newcombe 1998, Statistics in Medicine 17:857-872, as it holds its level for
    shares near 0 and 1, where the everyday interval does not.
    """
    _check_count(x, n)
    _check_level(level)
    if n == 0:
        return None

    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(x, n, alpha=1 - level, method="wilson")
    # At 0 and at n the score limit is exactly the edge; rounding in the library can leave it a hair inside.
    low = 0.0 if x == 0 else float(low)
    high = 1.0 if x == n else float(high)
    return Estimate(value=x / n, n=n, interval=Interval(low, high, level))


def difference_of_proportions(x1: int, n1: int, x2: int, n2: int, *, level: float = 0.95) -> Estimate | None:
    """x1/n1 minus x2/n2 with Newcombe's hybrid score interval. Positive: the first share is higher.

    None when either group is empty. Newcombe 1998, Statistics in Medicine 17:873-890, method 10.
    """
    _check_count(x1, n1)
    _check_count(x2, n2)
    _check_level(level)
    if n1 == 0 or n2 == 0:
        return None

    from statsmodels.stats.proportion import confint_proportions_2indep

    low, high = confint_proportions_2indep(x1, n1, x2, n2, method="newcomb", compare="diff", alpha=1 - level)
    return Estimate(value=x1 / n1 - x2 / n2, n=n1 + n2, interval=Interval(float(low), float(high), level))


def mean_t(values: Iterable[Number], *, level: float = 0.95) -> Estimate | None:
    """The mean of independent values with Student's t interval, n - 1 degrees of freedom. None when there are none."""
    exact = [_exact(value) for value in values]
    return mean_t_from_sums(len(exact), sum(exact), sum(value * value for value in exact), level=level)


def mean_t_from_sums(n: int, total: Number, total_squares: Number, *, level: float = 0.95) -> Estimate | None:
    """As `mean_t`, from the count, the sum and the sum of squares, as a database keeps them."""
    _check_level(level)
    if n == 0:
        return None
    mean = float(Fraction(total) / n)
    sd = _sample_sd(n, total, total_squares)
    if sd is None or sd == 0:
        return Estimate(value=mean, n=n, interval=None, sd=sd)
    se = sd / math.sqrt(n)
    return Estimate(value=mean, n=n, interval=_t_interval(mean, se, n - 1, level), sd=sd, se=se, df=float(n - 1))


def mean_by_cluster(families: Iterable[ClusterSums], *, level: float = 0.95) -> Estimate | None:
    """The mean change over all pairs, with an interval that knows that one family's pairs go together.

    Goals of one family, and ratings by its members, rise and fall together; counting them as independent makes the
    interval too narrow. The standard error is the cluster-robust CR2 ("bias-reduced linearisation") of an
    intercept-only regression with the family as cluster and independence as working model; the interval is
    Student's t with Satterthwaite degrees of freedom. From per-family sums alone:

    Let family j have n_j pairs with sum s_j, N = sum n_j and m the mean of all pairs. The hat matrix of an intercept
    is 11'/N, so family j's adjustment matrix (I - 11'/N)^(-1/2) on its own block has the vector of ones as an
    eigenvector, with eigenvalue (1 - n_j/N)^(-1/2). Therefore

        var(m) = sum_j e_j^2 / (1 - n_j/N) / N^2,    e_j = s_j - n_j m.

    Under the working model var(m) is a quadratic form whose Gram matrix G, over families, is

        G_jj = n_j / N^2,    G_jk = -n_j n_k / (N^3 sqrt((1 - n_j/N)(1 - n_k/N))).

    Satterthwaite's df = (sum_j G_jj)^2 / sum_jk G_jk^2, which with b_j = n_j^2 / (1 - n_j/N) is

        df = N^2 / (sum n_j^2 + ((sum b_j)^2 - sum b_j^2) / N^2).

    With one pair a family this is the ordinary t interval, df = N - 1. Bell & McCaffrey 2002, Survey Methodology
    28:169-181; Pustejovsky & Tipton 2018, Journal of Business & Economic Statistics 36:672-683.

    None when there are no pairs. One family alone, or no spread between families, gives no interval.
    """
    _check_level(level)
    rows = [(n, _exact(total), _exact(squares)) for n, total, squares in families if n]
    if not rows:
        return None
    count = sum(n for n, _, _ in rows)
    total = sum(s for _, s, _ in rows)
    mean = float(Fraction(total) / count)
    sd = _sample_sd(count, total, sum(q for _, _, q in rows))
    if len(rows) == 1:
        return Estimate(value=mean, n=count, interval=None, sd=sd, clusters=1)

    # e_j = (N s_j - n_j S) / N: the subtraction is done on whole numbers, before anything is rounded.
    squared = math.fsum((float(count * s - n * total) / count) ** 2 / (count - n) for n, s, _ in rows)
    se = math.sqrt(squared / count)
    df = _satterthwaite([n for n, _, _ in rows], count)
    interval = _t_interval(mean, se, df, level) if se > 0 else None
    return Estimate(value=mean, n=count, interval=interval, sd=sd, se=se, df=df, clusters=len(rows))


def _satterthwaite(sizes: list[int], count: int) -> float:
    """Degrees of freedom of the CR2 variance of a mean; see `mean_by_cluster` for the derivation."""
    weights = [n * n * count / (count - n) for n in sizes]
    cross = math.fsum(weights) ** 2 - math.fsum(b * b for b in weights)
    return count**2 / (sum(n * n for n in sizes) + cross / count**2)


def _sample_sd(n: int, total: Number, total_squares: Number) -> float | None:
    """Sample standard deviation (n - 1), in fractions so that large sums do not cancel. None for fewer than two rows.

    Raises ValueError when the sums cannot belong to any n values.
    """
    if n < 2:
        return None
    spread = Fraction(total_squares) - Fraction(total) ** 2 / n
    if spread < 0:
        raise ValueError(f"No {n} values have the sum {total} and the sum of squares {total_squares}.")
    return math.sqrt(spread / (n - 1))


def _t_interval(mean: float, se: float, df: float, level: float) -> Interval:
    from scipy.special import stdtrit

    margin = float(stdtrit(df, (1 + level) / 2)) * se
    return Interval(mean - margin, mean + margin, level)


def _exact(value: Number) -> int | Fraction:
    return value if isinstance(value, int) else Fraction(value)


def _check_count(x: int, n: int) -> None:
    if not 0 <= x <= n:
        raise ValueError(f"{x} of {n} is not a share.")


def _check_level(level: float) -> None:
    if not 0 < level < 1:
        raise ValueError(f"A confidence level lies between 0 and 1, not {level}.")
