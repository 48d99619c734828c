"""The metrics: one module each, with its definition in plain words and the query of its whole-number sums."""

from outcomes.metrics.base import CountedMetric, Metric
from outcomes.metrics.distance_travelled import DISTANCE_TRAVELLED
from outcomes.metrics.proportion_improved import PROPORTION_IMPROVED
from outcomes.metrics.re_referral import RE_REFERRAL
from outcomes.metrics.seen_alone import SEEN_ALONE

# In the order of the dashboard.
METRICS: dict[str, Metric] = {
    metric.key: metric for metric in (PROPORTION_IMPROVED, DISTANCE_TRAVELLED, RE_REFERRAL, SEEN_ALONE)
}
COUNTED: tuple[CountedMetric, ...] = (RE_REFERRAL, SEEN_ALONE)

__all__ = ["COUNTED", "METRICS", "CountedMetric", "Metric"]
