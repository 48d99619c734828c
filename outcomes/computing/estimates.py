"""From whole numbers to a figure with its interval. Depends on nothing but them, so equal sums give equal figures."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple

from outcomes import statistics
from outcomes.computing.figures import Figure
from outcomes.metrics import METRICS


class Estimated(NamedTuple):
    """What a snapshot is stored with. Shares from 0 to 1, means in scale points; None where nothing can be said."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    change: float | None = None
    change_low: float | None = None
    change_high: float | None = None


def estimate(figure: Figure) -> Estimated:
    if METRICS[figure.metric].is_share:
        x, n = figure.numerator or 0, figure.n
        n_before, x_before, _ = figure.parts.get("before", (0, 0, 0))
        return Estimated(*_share(x, n), *_change(x, n, x_before, n_before))
    return Estimated(*_parted(statistics.mean_by_cluster(_clusters(figure))))


# The same few numbers come again and again over teams and months.
@lru_cache(maxsize=65_536)
def _share(x: int, n: int) -> tuple[float | None, float | None, float | None]:
    return _parted(statistics.proportion(x, n))


@lru_cache(maxsize=65_536)
def _change(x: int, n: int, x_before: int, n_before: int) -> tuple[float | None, float | None, float | None]:
    return _parted(statistics.difference_of_proportions(x, n, x_before, n_before))


def _parted(found: statistics.Estimate | None) -> tuple[float | None, float | None, float | None]:
    if found is None:
        return None, None, None
    return found.value, *((found.interval.low, found.interval.high) if found.interval else (None, None))


def _clusters(figure: Figure) -> Iterator[tuple[int, int, int]]:
    """A row a family. Its squares matter only as a sum over all, so the first family carries them."""
    squares = figure.parts["squares"]
    for pairs, change, families in figure.parts["clusters"]:
        for one in repeat((pairs, change), families):
            yield *one, squares
            squares = 0
