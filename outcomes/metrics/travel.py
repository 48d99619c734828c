"""What the two metrics of goals share: which ratings make a pair, and whose voices are heard."""

from collections.abc import Mapping
from typing import ClassVar

from outcomes.metrics.base import HIGHER, Asked, Metric
from outcomes.models import Journey
from outcomes.models.journey import JourneyQuerySet
from practice.models import Rating

# The headline is the family's own: what the children say and what their parents say, each against their own first.
FAMILY_VOICES = (Rating.Voice.CHILD, Rating.Voice.PARENT)
VOICES: dict[str, tuple[str, ...]] = {"": FAMILY_VOICES, **{voice: (voice,) for voice in Rating.Voice}}


class TravelMetric(Metric):
    """First against last rating of each goal, by each person who rated it: `outcomes.counting.distance_travelled`."""

    version = 1
    polarity = HIGHER
    counted = ("goal as one person rates it", "goals as one person rates them")
    missing = "rated on one day only so far"
    facets: ClassVar[Mapping[str, str]] = {
        "": "The family’s own voices",
        Rating.Voice.CHILD: "Children",
        Rating.Voice.PARENT: "Parents and carers",
        Rating.Voice.WORKER: "Workers",
    }
    columns = ("Goal", "By", "First", "Last", "Change")
    template = "outcomes/row_cells.html#travel"

    def journeys(self, asked: Asked) -> JourneyQuerySet:
        found = Journey.objects.of_period(asked.teams, asked.period).spoken_by(VOICES[asked.facet])
        return found.with_ratings().order_by("-month", "-last__rated_on", "-id")


HOW_PAIRS_ARE_MADE = (
    "A goal’s first rating is held against the latest in the period, each person’s own against their own: what Yusuf "
    "says now against what Yusuf said first. Voices are never averaged. On a scale where lower is better the change "
    "is turned round, so that better is always positive.",
    "The headline counts the family’s own voices, children and parents or carers; workers’ ratings can be looked at "
    "by themselves. A worker’s rating is held against the first by any worker.",
    "In a period each goal counts once for each person who rated it then, for the team answerable at the latest "
    "rating. What an earlier period said is not changed by later ratings. A goal rated on one day only says nothing "
    "about change, and is named as missing.",
)
