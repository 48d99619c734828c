"""What the relationship says is worth talking about in supervision: falls in a voice's rating, and trust not mended."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from hampshire.words import short_date
from practice.agenda import Raised
from practice.models import Rupture

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


# A voice's latest rating that counts, and the one before it, where it fell; about families that are {these}. Made by
# hand because the caseload's rows take it into their one statement (practice/caseload/news.py): the same fall there as
# on the agenda.
_FALLEN = f"""
SELECT r.family_id,
       COALESCE(NULLIF(p.known_as, ''), NULLIF(p.first_name, ''), NULLIF(p.last_name, ''), r.voice) AS speaker,
       trim_scale(round(r.was, 1)) AS was, trim_scale(round(r.score, 1)) AS now,
       r.said_on, r.written_at, r.entered_by_id
  FROM (SELECT told.*, lag(told.score) OVER voice AS was, lead(told.id) OVER voice AS later
          FROM relationship_visitrating told JOIN practice_visit v ON v.id = told.visit_id
         WHERE told.family_id {{these}} AND NOT told.rather_not_say
           AND told.withdrawn_at IS NULL AND v.withdrawn_at IS NULL
        WINDOW voice AS (PARTITION BY told.family_id, told.person_id, lower(told.voice) ORDER BY told.said_on, told.id)
       ) r LEFT JOIN cases_person p ON p.id = r.person_id
 WHERE r.later IS NULL AND r.was - r.score >= {FALL} AND r.said_on >= {{today}} - {RAISED_FOR.days}
"""  # noqa: S608  names and numbers of ours
# For practice/caseload/news.py: Dana’s rating fell from 8 to 5.
NEWS = f"""
SELECT f.speaker || '’s rating fell from ' || f.was || ' to ' || f.now AS text,
       f.written_at AS at, f.entered_by_id AS by_id
  FROM ({_FALLEN.format(these="= {family}", today="{today}")}) f
"""  # noqa: S608  the same


def falls_in(family_ids: Collection[UUID]) -> list[Fall]:
    """Of these families, the latest first. One query, however many they are."""
    statement = _FALLEN.format(these="= ANY(%s)", today="%s::date") + " ORDER BY r.said_on DESC, r.id DESC"
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(family_ids), timezone.localdate()])
        return [
            Fall(family, speaker, float(was), float(now), on) for family, speaker, was, now, on, *_ in cursor.fetchall()
        ]


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
