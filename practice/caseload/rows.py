"""One page's cases, dressed: everything a row says, fetched in one query for all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from cases.models import ChronologyEntry, FamilyLook, FamilyMember, Pathway
from hampshire import words
from hampshire.accounts.models import Staff
from practice.caseload import dues
from practice.caseload import news as of_parts
from practice.models import NextStep, Quote

CHANGES_SHOWN = 2
# The gravest first: what a family's row says of its children's pathways.
GRAVEST_FIRST = [
    Pathway.Status.CHILD_PROTECTION,
    Pathway.Status.LOOKED_AFTER,
    Pathway.Status.CHILD_IN_NEED,
    Pathway.Status.EARLY_HELP,
    Pathway.Status.CARE_LEAVER,
]
_LONG_AGO = datetime(1970, 1, 1, tzinfo=timezone.get_default_timezone())


@dataclass(frozen=True, slots=True)
class Next:
    """Something to come: a visit that is due, or a step that was agreed. What a family or their network took on is
    never late: once its day is past, somebody asks how it goes."""

    label: str
    on: date
    is_late: bool

    @property
    def in_words(self) -> str:
        """3 days late; ask how it goes; due today, due in 5 days."""
        today = timezone.localdate()
        if self.is_late:
            return f"{words.span((today - self.on).days)} late"
        return f"due {words.from_today(self.on, today)}" if self.on >= today else "ask how it goes"

    @property
    def tag(self) -> str:
        """Which of the tags of hampshire.templatetags.ui tells it."""
        if self.is_late:
            return "late"
        return "due" if self.on >= timezone.localdate() else "quiet"


@dataclass(frozen=True, slots=True)
class Unheard:
    """The child of a family whose own words were written down longest ago, and when (None: not once yet)."""

    child: str
    last_on: date | None


@dataclass(frozen=True, slots=True)
class Row:
    """A family as a list shows it. Days are None where it has not happened yet."""

    case_id: UUID
    family_id: UUID
    name: str
    team_id: UUID
    opened_on: date
    children: int
    pathway: str
    lead: str
    lead_since: date | None
    last_seen_on: date | None
    last_seen_by_lead_on: date | None
    last_seen_alone_on: date | None
    last_talked_about_on: date | None
    unheard: Unheard | None
    last_seen_by_me: datetime | None
    visit_due_on: date | None
    lead_visit_due_on: date | None
    looked_at: datetime | None
    changes: list[str]
    noticed: list[str]
    step: Next | None
    due: Next | None
    strengths: int
    worries: int
    today: date

    @property
    def lead_has_seen(self) -> bool:
        """Whether the day under "seen by lead" is the present lead worker's, not that of somebody before them."""
        seen, since = self.last_seen_by_lead_on, self.lead_since
        return seen is not None and since is not None and seen >= since

    @property
    def is_late(self) -> bool:
        """Not seen by their own lead worker within the time their pathway asks for: the second of the two clocks."""
        return self.lead_visit_due_on is not None and self.lead_visit_due_on < self.today

    @property
    def visit(self) -> Next | None:
        """The visit that is due by anyone: the first of the two clocks."""
        if self.visit_due_on is None:
            return None
        label = "visit" if self.last_seen_on else "first visit"
        return Next(label, self.visit_due_on, self.visit_due_on < self.today)

    @property
    def nexts(self) -> list[Next]:
        """What is to come, the soonest first."""
        return sorted(filter(None, [self.visit, self.step, self.due]), key=lambda one: one.on)

    @property
    def newest(self) -> list[str]:
        """What is shown of the changes: of a family never opened, only the last thing that happened."""
        return self.changes[: CHANGES_SHOWN if self.looked_at else 1]

    @property
    def has_more_changes(self) -> bool:
        """`changes` holds one more than is shown, where there is one."""
        return self.looked_at is not None and len(self.changes) > CHANGES_SHOWN


# One statement for all rows of a page. Built by the ORM it is much the same plan, but the building takes Python longer
# than the answering takes PostgreSQL. Subqueries rather than joins: they are planned in half the time.
_ROWS = """
SELECT c.id, c.family_id, f.name, f.known_by, c.team_id, c.opened_on,
       c.last_seen_on, c.last_seen_by_lead_on, c.last_seen_alone_on, c.visit_due_on, c.lead_visit_due_on, c.looked_at,
       (SELECT ARRAY[worker.name, a.starts_on::text]
          FROM cases_allocation a JOIN accounts_staff worker ON worker.id = a.worker_id
         WHERE a.case_id = c.id AND a.role = 'lead'
           AND a.starts_on <= %(today)s AND (a.ends_on IS NULL OR a.ends_on > %(today)s)
         LIMIT 1),
       (SELECT ARRAY[n.text, n.due_on::text, n.owner] FROM practice_nextstep n
         WHERE n.family_id = c.family_id AND n.done_at IS NULL AND n.withdrawn_at IS NULL AND n.due_on IS NOT NULL
         ORDER BY n.due_on, n.id LIMIT 1),
       {due},
       {changes},
       {noticed},
       ARRAY(SELECT p.status FROM cases_involvement i JOIN cases_pathway p ON p.involvement_id = i.id
              WHERE i.case_id = c.id AND i.ends_on IS NULL AND p.ends_on IS NULL),
       (SELECT count(*) FROM cases_familymember m
         WHERE m.family_id = c.family_id AND m.left_on IS NULL AND m.role = 'child'),
       {balance},
       c.last_talked_about_on,
       {heard},
       {mine}
  FROM (SELECT *, (SELECT l.looked_at FROM cases_familylook l
                    WHERE l.family_id = cases_case.family_id AND l.staff_id = %(user)s) AS looked_at
          FROM cases_case WHERE id = ANY(%(cases)s::uuid[])
        OFFSET 0) c
  JOIN cases_family f ON f.id = c.family_id
"""
_CHANGES = """
       ARRAY(SELECT e.text FROM cases_chronologyentry e
              WHERE e.family_id = c.family_id AND e.withdrawn_at IS NULL
                AND e.written_by_id IS DISTINCT FROM %(user)s
                AND e.written_at > COALESCE(c.looked_at, '-infinity')
              ORDER BY e.written_at DESC, e.id DESC LIMIT %(changes)s)
"""
_BALANCE = """
       (SELECT count(*) FROM practice_strength s
         WHERE s.family_id = c.family_id AND s.withdrawn_at IS NULL AND s.faded_on IS NULL),
       (SELECT count(*) FROM practice_worry w
         WHERE w.family_id = c.family_id AND w.withdrawn_at IS NULL AND w.state <> 'resolved')
"""
# The child of the family whose own words were written down longest ago, or never.
_UNHEARD = """
       (SELECT ARRAY[COALESCE(NULLIF(p.known_as, ''), p.first_name), q.last_on::text]
          FROM cases_familymember m JOIN cases_person p ON p.id = m.person_id,
               LATERAL (SELECT max(q.said_on) AS last_on FROM practice_quote q
                         WHERE q.person_id = m.person_id AND q.withdrawn_at IS NULL) q
         WHERE m.family_id = c.family_id AND m.left_on IS NULL AND m.role = 'child'
         ORDER BY q.last_on NULLS FIRST, p.date_of_birth NULLS LAST, m.id LIMIT 1)
"""
_NOBODY = "NULL::text[]"
_NEWS, _DUE = "{noticed}", "{due}"  # filled in when all parts have said what they notice, and what is to be finished
_NO_NEWS = "ARRAY[]::text[]"
_SEEN_BY_ME = """
       (SELECT v.happened_at FROM practice_visit v
         WHERE v.family_id = c.family_id AND v.logged_by_id = %(user)s AND v.withdrawn_at IS NULL
           AND EXISTS (SELECT FROM practice_visitperson p WHERE p.visit_id = v.id AND p.is_child AND p.seen)
         ORDER BY v.happened_at DESC LIMIT 1)
"""
_NOT_MINE = "NULL::timestamptz"


class Told(Enum):
    """For whom rows are: what each list does not say is not asked for. The value is the statement."""

    TEAM = _ROWS.format(due=_DUE, changes=_CHANGES, noticed=_NEWS, balance=_BALANCE, heard=_UNHEARD, mine=_NOT_MINE)
    MINE = _ROWS.format(due=_DUE, changes=_CHANGES, noticed=_NEWS, balance="0, 0", heard=_UNHEARD, mine=_SEEN_BY_ME)
    """With when the user saw a child of the family last; without strengths and worries."""
    PAPER = _ROWS.format(due=_DUE, changes=_NO_NEWS, noticed=_NO_NEWS, balance="0, 0", heard=_NOBODY, mine=_NOT_MINE)
    """Without what changed, strengths and worries."""


def rows(user: Staff, case_ids: Sequence[UUID], told: Told = Told.TEAM) -> list[Row]:
    """The rows of those cases as `user` sees them, in the same order. One query, none for no cases."""
    if not case_ids:
        return []
    today = timezone.localdate()
    asked: dict[str, Any] = {"user": user.pk, "cases": list(case_ids), "today": today, "changes": CHANGES_SHOWN + 1}
    with connection.cursor() as cursor:
        cursor.execute(_statement(told), asked)
        found = {values[0]: _row(values, today) for values in cursor.fetchall()}
    return [found[case_id] for case_id in case_ids if case_id in found]


@cache
def _statement(told: Told) -> str:
    return told.value.format(noticed=of_parts.of_row(), due=dues.of_row())


def _row(values: tuple[Any, ...], today: date) -> Row:
    case_id, family_id, name, known_by, team_id, opened_on, seen, by_lead, alone, due, lead_due, *more = values
    looked_at, lead, step, of_part, changes, noticed, statuses, *more = more
    children, strengths, worries, talked, unheard, mine = more
    return Row(
        case_id=case_id,
        family_id=family_id,
        name=name or f"Child {known_by}",
        team_id=team_id,
        opened_on=opened_on,
        children=children,
        pathway=_pathway(statuses),
        lead=lead[0] if lead else "",
        lead_since=date.fromisoformat(lead[1]) if lead else None,
        last_seen_on=seen,
        last_seen_by_lead_on=by_lead,
        last_seen_alone_on=alone,
        last_talked_about_on=talked,
        unheard=_unheard(unheard) if unheard else None,
        last_seen_by_me=mine,
        visit_due_on=due,
        lead_visit_due_on=lead_due,
        looked_at=looked_at,
        changes=changes,
        noticed=noticed,
        step=_agreed(*step, today=today) if step else None,
        due=_agreed(*of_part, today=today) if of_part else None,
        strengths=strengths,
        worries=worries,
        today=today,
    )


def _agreed(text: str, due_on: str, owner: str = NextStep.Owner.US, *, today: date) -> Next:
    on = date.fromisoformat(due_on)
    return Next(text, on, on < today and owner == NextStep.Owner.US)


def _unheard(child: list[str]) -> Unheard:
    return Unheard(child[0], date.fromisoformat(child[1]) if child[1] else None)


def _pathway(statuses: Iterable[str]) -> str:
    """child protection, child in need: each that a child of the family is on, the gravest first."""
    found = set(statuses)
    return ", ".join(status.label.lower() for status in GRAVEST_FIRST if status in found)


def unheard_since() -> Subquery:
    """Of a case: the day of the own words of the child of its family whose are the oldest; null where never."""
    said = Quote.objects.standing().filter(person=OuterRef("person")).order_by("-said_on")
    children = FamilyMember.objects.current().children().filter(family=OuterRef("family"))
    heard = children.annotate(heard_on=Subquery(said.values("said_on")[:1]))
    return Subquery(heard.order_by(F("heard_on").asc(nulls_first=True)).values("heard_on")[:1])


def news(user: Staff) -> QuerySet[ChronologyEntry]:
    """What others wrote of a case's family since the user last looked, for a subquery of cases; all if never."""
    look = FamilyLook.objects.filter(staff=user, family=OuterRef("family_id")).values("looked_at")
    return ChronologyEntry.objects.exclude(written_by=user).filter(
        family=OuterRef("family_id"), withdrawn_at=None, written_at__gt=Coalesce(Subquery(look), Value(_LONG_AGO))
    )
