"""How a share differs from that of the twelve months before, in sentences that claim no more than they can."""

from dataclasses import dataclass

from outcomes import suppression
from outcomes.metrics import Metric
from outcomes.queries import Published
from outcomes.shown import ShownFigure, signed

TOO_FEW = "Too few to say how this differs from the twelve months before: it takes 30 in each."


@dataclass(frozen=True, slots=True)
class Comparison:
    """`words` say the difference, `caution` what may not be read into it; blank where nothing is compared."""

    words: str
    caution: str = ""


def compare(metric: Metric, snapshot: Published, figure: ShownFigure) -> Comparison | None:
    """None where there is nothing to compare with. Given in percentage points and in relation, both named."""
    n_before, x_before, missing_before = snapshot.parts.get("before", (0, 0, 0))
    if not metric.is_share or not n_before or not snapshot.n:
        return None
    if missing_before and metric.reads_low_where_missing:
        return Comparison("The twelve months before are not whole on record, so there is nothing to compare with yet.")
    before = suppression.percentage(x_before, n_before)
    change = suppression.difference(snapshot.change, snapshot.n, n_before)
    if figure.hidden or before.hidden or change.value is None or before.value is None:
        return Comparison(TOO_FEW)
    return Comparison(_difference(snapshot, change.value, before.value), _caution(metric, snapshot))


def _difference(snapshot: Published, change: float, before: float) -> str:
    points = signed(100 * change, 1)
    low, high = (signed(100 * (end or 0), 1) for end in (snapshot.change_low, snapshot.change_high))
    relation = f"; in relation {signed(100 * change / before, 0)} %" if before else ""
    return (
        f"{points} percentage points against the twelve months before ({100 * before:.1f} %), "
        f"95 % interval {low} to {high}{relation}."
    )


def _caution(metric: Metric, snapshot: Published) -> str:
    chance = (snapshot.change_low or 0) <= 0 <= (snapshot.change_high or 0)
    words = "The interval includes 0: it may well be chance. " if chance else ""
    return f"{words}{metric.design.capitalize()}, not evidence of cause."
