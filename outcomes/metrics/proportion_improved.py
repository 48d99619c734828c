"""The share of goals that are nearer than when they were first rated."""

from collections.abc import Mapping
from typing import ClassVar

from outcomes.metrics.base import DECLINED, DENOMINATOR, MISSING, NUMERATOR, SAME, Asked
from outcomes.metrics.travel import HOW_PAIRS_ARE_MADE, TravelMetric
from outcomes.models.journey import JourneyQuerySet


class ProportionImproved(TravelMetric):
    key = "proportion_improved"
    name = "Improved on the family’s own goals"
    definition = (
        "Of the goals rated on two days or more, those whose latest rating is better than the first. The rest stayed "
        "the same or went down: all three are shown.",
        *HOW_PAIRS_ARE_MADE,
        "Goals often begin at a low moment, and some rise of itself follows. Nobody else is compared with here, so "
        "this does not say that what we did was the cause.",
    )
    parts: ClassVar[Mapping[str, str]] = {
        DENOMINATOR: "Goals with a first and a later rating",
        NUMERATOR: "Goals that improved",
        SAME: "Goals that stayed the same",
        DECLINED: "Goals that went down",
        MISSING: "Goals rated on one day only",
    }

    def rows(self, part: str, asked: Asked) -> JourneyQuerySet:
        found = self.journeys(asked)
        chosen = {
            DENOMINATOR: found.travelled(),
            NUMERATOR: found.filter(change__gt=0),
            SAME: found.filter(change=0),
            DECLINED: found.filter(change__lt=0),
            MISSING: found.filter(change=None),
        }
        return chosen[part]


PROPORTION_IMPROVED = ProportionImproved()
