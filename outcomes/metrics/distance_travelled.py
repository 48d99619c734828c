"""How far goals have come, in points of the 0-10 scale."""

from collections.abc import Mapping
from typing import ClassVar

from outcomes.metrics.base import DENOMINATOR, MISSING, POINTS, Asked
from outcomes.metrics.travel import HOW_PAIRS_ARE_MADE, TravelMetric
from outcomes.models.journey import JourneyQuerySet


class DistanceTravelled(TravelMetric):
    key = "distance_travelled"
    name = "Distance travelled"
    definition = (
        "The mean change from first to latest rating, in points of the 0 to 10 scale, over goals rated on two days or "
        "more. Plus is better.",
        *HOW_PAIRS_ARE_MADE,
        "Goals of one family rise and fall together, so the interval takes the family as the unit (CR2 standard error "
        "with Satterthwaite degrees of freedom).",
        "Goals often begin at a low moment, and some rise of itself follows. Nobody else is compared with here, so "
        "this does not say that what we did was the cause.",
    )
    unit = POINTS
    parts: ClassVar[Mapping[str, str]] = {
        DENOMINATOR: "Goals with a first and a later rating",
        MISSING: "Goals rated on one day only",
    }

    def rows(self, part: str, asked: Asked) -> JourneyQuerySet:
        found = self.journeys(asked)
        return {DENOMINATOR: found.travelled(), MISSING: found.filter(change=None)}[part]


DISTANCE_TRAVELLED = DistanceTravelled()
