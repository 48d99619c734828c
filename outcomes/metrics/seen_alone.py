"""Visits at which the child was seen alone."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, ClassVar

from django.db.models import DateField, F, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import TruncMonth
from django.utils import timezone

from outcomes.metrics.base import DENOMINATOR, HIGHER, MISSING, NUMERATOR, Asked, CountedMetric
from practice.models import VisitPerson


class SeenAlone(CountedMetric):
    """Each child's part in each visit that stands."""

    key = "seen_alone"
    name = "Children seen alone"
    definition = (
        "Of all visits at which a child was seen, those at which that child was also seen alone. Each child’s part in "
        "a visit counts once: two children seen in one visit are two.",
        "A visit counts for the team that was answerable for the family that day, in the month it took place. Visits "
        "that were withdrawn do not count.",
        "Babies and some children who are frightened are not seen alone, and rightly so: one hundred per cent is not "
        "the aim. The interval takes each visit on its own, so it is a little too narrow where a few children are "
        "visited often.",
    )
    version = 1
    polarity = HIGHER
    counted = ("child’s part in a visit", "children’s parts in visits")
    missing = "where the child was expected but not seen"
    parts: ClassVar[Mapping[str, str]] = {
        DENOMINATOR: "Children seen at visits",
        NUMERATOR: "Children seen alone at visits",
        MISSING: "Children who were not seen at a visit",
    }
    columns = ("Child", "Visit", "Seen", "Team")
    template = "outcomes/row_cells.html#seen-alone"
    team = "visit__team_then_id"

    def units(self, asked: Asked) -> QuerySet[Any]:
        parts = VisitPerson.objects.filter(
            is_child=True,
            visit__withdrawn_at=None,
            visit__team_then__in=asked.teams,
            visit__happened_at__gte=_midnight(asked.period.start),
            visit__happened_at__lt=_midnight(asked.period.before),
        )
        return parts.annotate(counts=F("seen"), hits=F("seen_alone"))

    def month(self) -> Combinable:
        return TruncMonth("visit__happened_at", tzinfo=timezone.get_default_timezone(), output_field=DateField())

    def rows(self, part: str, asked: Asked) -> QuerySet[Any]:
        found = self.units(asked).annotate(family_id=F("visit__family_id")).order_by("-visit__happened_at", "-id")
        chosen = {
            DENOMINATOR: found.filter(seen=True),
            NUMERATOR: found.filter(seen_alone=True),
            MISSING: found.filter(seen=False),
        }
        return chosen[part].select_related("person", "visit__team_then", "visit__family")


def _midnight(day: date) -> datetime:
    """When the day begins in England."""
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())


SEEN_ALONE = SeenAlone()
