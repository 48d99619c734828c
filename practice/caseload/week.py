"""My week: what is half written, due and planned, and how each of my families is."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from cases.models import Allocation
from hampshire import words
from hampshire.accounts.models import Staff
from hampshire.addresses import address
from hampshire.prepared import Prepared
from practice.caseload.asking import Ask, Remark, asked_of
from practice.caseload.rows import Next, Row, Told, rows
from practice.models import Draft, NextStep

LOOK_AHEAD = timedelta(days=7)
# A family is new to somebody who has worked with them for less than this, and has not visited yet.
NEW_FOR = timedelta(days=28)
# More than anybody carries; a list longer than this is a list nobody reads.
MOST_FAMILIES = 200
MOST_STEPS = 12
FOR = {"family": "for the family", "network": "for their network", "us": "for us"}


@dataclass(frozen=True, slots=True)
class Mine:
    """A family I work with, and as what."""

    row: Row
    is_lead: bool
    is_new: bool
    agreed: "list[Agreed]"
    """What falls due within the week, or has, the soonest first."""

    @property
    def is_late(self) -> bool:
        return self.is_lead and self.row.is_late

    @property
    def is_due(self) -> bool:
        """For whoever leads: a visit that is late or due within the week."""
        due = self.row.visit
        return self.is_lead and due is not None and due.on <= self.row.today + LOOK_AHEAD

    @property
    def due_in_words(self) -> str:
        """visit was due Tue 10 Nov · child in need · seen by you 36 days ago."""
        due, seen = self.row.visit, self.row.last_seen_by_me
        if due is None:
            return ""
        by_when = f"{due.label} {'was due' if due.is_late else 'due'} {words.short_date(due.on, self.row.today)}"
        ago = words.from_today(words.day_of(seen), self.row.today) if seen else ""
        return " · ".join(
            filter(None, [by_when, self.row.pathway, f"seen by you {ago}" if ago else "not seen by you yet"])
        )


@dataclass(frozen=True, slots=True)
class Agreed(Next):
    """A step agreed with one of my families, and whose it is."""

    family: str
    family_id: UUID
    owner: str

    @property
    def url(self) -> str:
        return address("cases:family-detail", self.family_id)


@dataclass(frozen=True, slots=True)
class Week:
    drafts: list[Draft]
    due: list[Mine]
    steps: list[Agreed]
    families: list[Mine]
    asked: Sequence[tuple[str, Sequence[Ask]]] = ()
    remarks: Sequence[Remark] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.drafts or self.families or self.asked)

    @property
    def has_nothing_pressing(self) -> bool:
        return not (self.drafts or self.due or self.steps or self.asked)


def week(user: Staff) -> Week:
    """Three queries, however many families and drafts there are. What the parts of the practice ask costs each its own
    few (practice/caseload/asking.py)."""
    families = my_families(user)
    drafts = _DRAFTS.all(user=user.pk, today=timezone.localdate())
    due = sorted((mine for mine in families if mine.is_due), key=lambda mine: mine.row.visit_due_on or mine.row.today)
    steps = sorted((step for mine in families for step in mine.agreed), key=lambda step: (step.tag == "quiet", step.on))
    asked, remarks = asked_of(user)
    return Week(drafts, due, steps[:MOST_STEPS], families, asked, remarks)


def _drafts(user: UUID, today: date) -> QuerySet[Draft]:
    """What the user has half written about families they may know of, the latest first."""
    writer = Staff(pk=user)
    return Draft.objects.of(writer).unfinished().visible_to(writer, today).select_related("family").latest_first()


_DRAFTS = Prepared(_drafts, user=UUID, today=date)


# By the ORM this is built for as long as all else takes together: see rows.py.
_HELD = """
SELECT a.case_id, a.role, a.starts_on, COALESCE((
         SELECT jsonb_agg(jsonb_build_array(n.text, n.due_on, n.owner) ORDER BY n.due_on, n.id)
           FROM practice_nextstep n
          WHERE n.family_id = c.family_id AND n.done_at IS NULL AND n.withdrawn_at IS NULL
            AND n.due_on <= %(until)s), '[]')
  FROM cases_allocation a JOIN cases_case c ON c.id = a.case_id JOIN cases_family f ON f.id = c.family_id
 WHERE a.worker_id = %(user)s AND c.closed_on IS NULL
   AND a.starts_on <= %(today)s AND (a.ends_on IS NULL OR a.ends_on > %(today)s)
 ORDER BY f.name, c.id LIMIT %(most)s
"""


def my_families(user: Staff) -> list[Mine]:
    """The open cases the user is allocated to, by the family's name."""
    today = timezone.localdate()
    told: dict[str, Any] = {"user": user.pk, "today": today, "until": today + LOOK_AHEAD, "most": MOST_FAMILIES}
    with connection.cursor() as cursor:
        cursor.execute(_HELD, told)
        held = {case: (role, since, json.loads(steps)) for case, role, since, steps in cursor.fetchall()}
    return [_mine(row, *held[row.case_id]) for row in rows(user, list(held), Told.MINE)]


def _mine(row: Row, role: str, since: date, steps: list[list[str]]) -> Mine:
    is_new = since > row.today - NEW_FOR and row.last_seen_by_me is None
    agreed = [_agreed(row, text, date.fromisoformat(on), owner) for text, on, owner in steps]
    return Mine(row, is_lead=role == Allocation.Role.LEAD, is_new=is_new, agreed=agreed)


def _agreed(row: Row, text: str, on: date, owner: str) -> Agreed:
    late = on < row.today and owner == NextStep.Owner.US
    return Agreed(text, on, late, row.name, row.family_id, FOR[owner])
