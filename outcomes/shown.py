"""What may be shown of a snapshot: no page, export or API answer takes a number from one by any other way.

The rules for small numbers are in `outcomes.suppression`; here they meet what is stored. Plain Python, for pages.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from outcomes import suppression
from outcomes.metrics import METRICS, Metric
from outcomes.queries import Published
from outcomes.suppression import Marker, Sum


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A figure as it may be shown: None for each number that may not be.

    `value`, `low` and `high` are a share from 0 to 1, or scale points. `marker` and `words` say why a value is hidden,
    or that it should be read with care.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    numerator: int | None = None
    same: int | None = None
    declined: int | None = None
    missing: int | None = None
    marker: str = Marker.NOTHING

    @property
    def hidden(self) -> bool:
        return self.value is None

    @property
    def words(self) -> str:
        return suppression.WORDS[Marker(self.marker)]


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a figure is made of, from a snapshot or as what is left of one when others are taken from it."""

    n: int = 0
    numerator: int = 0
    missing: int = 0
    same: int = 0
    declined: int = 0
    change: int = 0
    """The sum of changes that a mean is made of."""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    year_before: tuple[int, int, int] = (0, 0, 0)
    """n, numerator and missing of the twelve months before."""

    @classmethod
    def of(cls, snapshot: Published) -> "Numbers":
        parts = snapshot.parts
        return cls(
            n=snapshot.n,
            numerator=snapshot.numerator or 0,
            missing=snapshot.missing,
            same=parts.get("same", 0),
            declined=parts.get("declined", 0),
            change=parts.get("change", 0),
            low=snapshot.low,
            high=snapshot.high,
            value=snapshot.value,
            year_before=tuple(parts.get("before", (0, 0, 0))),
        )

    @property
    def before(self) -> "Numbers":
        n, numerator, missing = self.year_before
        return Numbers(n=n, numerator=numerator, missing=missing)

    def less(self, others: Iterable["Numbers"]) -> "Numbers":
        """What is left; without an interval, which can only be computed from the rows. Its value serves means."""
        others = list(others)
        n = self.n - sum(other.n for other in others)
        numerator = self.numerator - sum(other.numerator for other in others)
        change = self.change - sum(other.change for other in others)
        missing = self.missing - sum(other.missing for other in others)
        return Numbers(n=n, numerator=numerator, missing=missing, change=change, value=change / n if n else None)


def alone(snapshot: Published) -> ShownFigure:
    """One figure by itself."""
    return _alone(snapshot.metric, Numbers.of(snapshot))


@lru_cache(maxsize=4096)
def _alone(metric: str, numbers: Numbers) -> ShownFigure:
    """Remembered by its numbers: months of a trend stay as they are, and are drawn again with every page."""
    return together(METRICS[metric], {0: numbers}, [])[0]


def together[Key: Hashable](
    metric: Metric, figures: Mapping[Key, Numbers], sums: Iterable[Sum[Key]]
) -> dict[Key, ShownFigure]:
    """Figures shown beside one another. `sums` says which add up to which, so that no hidden one can be worked out."""
    sums = list(sums)
    missing = suppression.counts_together({key: one.missing for key, one in figures.items()}, sums)
    if metric.is_share:
        shares = suppression.percentages_together({key: (one.numerator, one.n) for key, one in figures.items()}, sums)
        return {key: _share(one, shares[key], missing[key]) for key, one in figures.items()}
    means = suppression.means_together({key: (one.value, one.n) for key, one in figures.items()}, sums)
    return {key: _mean(one, means[key], missing[key]) for key, one in figures.items()}


def _share(numbers: Numbers, share: suppression.Share, missing: suppression.Shown[int]) -> ShownFigure:
    hidden = share.value.hidden
    same, declined = (None, None) if hidden else _the_rest(numbers)
    return ShownFigure(
        value=share.value.value,
        low=None if hidden else numbers.low,
        high=None if hidden else numbers.high,
        n=share.n.value,
        numerator=None if hidden and numbers.n else share.x.value,
        same=same,
        declined=declined,
        missing=missing.value,
        marker=share.value.marker,
    )


def _the_rest(numbers: Numbers) -> tuple[int | None, int | None]:
    """Same and declined: their sum is known from the share, so one is never hidden without the other."""
    counts = {"same": numbers.same, "declined": numbers.declined, "rest": numbers.same + numbers.declined}
    shown = suppression.counts_together(counts, suppression.breakdown(("same", "declined"), "rest"))
    both = [shown["same"].value, shown["declined"].value]
    return (both[0], both[1]) if None not in both else (None, None)


def _mean(numbers: Numbers, mean: suppression.Average, missing: suppression.Shown[int]) -> ShownFigure:
    hidden = mean.value.hidden
    return ShownFigure(
        value=mean.value.value,
        low=None if hidden else numbers.low,
        high=None if hidden else numbers.high,
        n=mean.n.value,
        missing=missing.value,
        marker=mean.value.marker,
    )


def in_words(metric: Metric, value: float | None) -> str:
    """54.9 %, +0.74, or a dash for none."""
    if value is None:
        return "–"
    return f"{100 * value:.1f} %" if metric.is_share else signed(value)


def signed(value: float, digits: int = 2) -> str:
    """A number with its sign, the minus a real one."""
    return f"{value:+.{digits}f}".replace("-", "−")
