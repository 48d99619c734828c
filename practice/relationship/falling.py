"""What the relationship says is worth talking about in supervision: falls in a voice's rating, and trust not mended."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F, Window
from django.db.models.expressions import BaseExpression
from django.db.models.functions import Lag, Lower, RowNumber
from django.urls import reverse
from django.utils import timezone

from hampshire.words import short_date
from practice.agenda import Raised
from practice.models import Rupture
from practice.relationship.models import VisitRating
from practice.relationship.models.rating import VisitRatingQuerySet

FALL = 3  # points out of ten between a voice's latest rating and the one before
RAISED_FOR = timedelta(days=90)  # an older one has been talked about, or is not news any more


@dataclass(frozen=True, slots=True)
class Fall:
    """One voice's latest rating is lower than their one before by FALL or more. Scores are 0 to 10."""

    family_id: UUID
    speaker: str
    was: float
    now: float
    on: date

    @property
    def in_words(self) -> str:
        """Dana’s rating fell from 8 to 5 on Tue 11 Nov."""
        return f"{self.speaker}’s rating of visits fell from {self.was:g} to {self.now:g} on {short_date(self.on)}"


def falls_in(family_ids: Collection[UUID]) -> list[Fall]:
    """Of these families, the latest first. One query, however many they are."""
    since = timezone.localdate() - RAISED_FOR  # not in the query: it would take the rating before from the window
    return [
        Fall(row.family_id, row.speaker, round(float(row.was), 1), row.out_of_ten or 0.0, row.said_on)  # type: ignore[attr-defined]
        for row in _fallen(family_ids)
        if row.said_on >= since
    ]


def _fallen(family_ids: Collection[UUID]) -> VisitRatingQuerySet:
    voice: list[BaseExpression | F | str] = ["family", "person", Lower("voice")]
    scored = VisitRating.objects.counting().scored().filter(family__in=family_ids)
    told = scored.annotate(
        was=Window(Lag("score"), partition_by=voice, order_by=[F("said_on").asc(), F("id").asc()]),
        place=Window(RowNumber(), partition_by=voice, order_by=[F("said_on").desc(), F("id").desc()]),
    )
    latest = told.filter(place=1, was__gte=F("score") + FALL)
    return latest.select_related("person").latest_first()


def falls(family_ids: Collection[UUID]) -> Iterator[Raised]:
    for fall in falls_in(family_ids):
        yield Raised(fall.family_id, "fall", fall.in_words, fall.on, _page(fall.family_id))


def ruptures(family_ids: Collection[UUID]) -> Iterator[Raised]:
    """Strains that nobody has marked as mended, however long ago. One query."""
    for rupture in Rupture.objects.unrepaired().filter(family__in=family_ids).latest_first():
        text = f"trust was strained and is not mended: {rupture.text}"
        yield Raised(rupture.family_id, "rupture", text, rupture.happened_on, _page(rupture.family_id))


def _page(family_id: UUID) -> str:
    return reverse("relationship:relationship-detail", args=[family_id])
