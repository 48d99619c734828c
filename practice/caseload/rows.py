"""One page's cases, dressed: everything a row says, fetched in one query for all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from cases.models import ChronologyEntry, FamilyLook, Pathway
from hampshire import words
from hampshire.accounts.models import Staff

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
    """Something to come: a visit that is due, or a step that was agreed."""

    label: str
    on: date
    is_late: bool

    @property
    def when_in_words(self) -> str:
        """due today, due tomorrow, due in 5 days."""
        return f"due {words.from_today(self.on)}"

    @property
    def late_in_words(self) -> str:
        """3 days late."""
        return f"{words.span(words.days_since(self.on))} late"


@dataclass(frozen=True, slots=True)
class Row:
    """A family as a list shows it. Days are None where it has not happened yet."""

    case_id: UUID
    family_id: UUID
    name: str
    team: str
    opened_on: date
    children: int
    pathway: str
    lead: str
    lead_since: date | None
    last_seen_on: date | None
    last_seen_by_lead_on: date | None
    last_seen_alone_on: date | None
    last_seen_by_me: datetime | None
    visit_due_on: date | None
    lead_visit_due_on: date | None
    looked_at: datetime | None
    changes: list[str]
    step: Next | None
    strengths: int
    worries: int
    today: date

    @property
    def url(self) -> str:
        return reverse("cases:family-detail", args=[self.family_id])

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
        return sorted(filter(None, [self.visit, self.step]), key=lambda one: one.on)

    @property
    def newest(self) -> list[str]:
        """What is shown of the changes: of a family never opened, only the last thing that happened."""
        return self.changes[: CHANGES_SHOWN if self.looked_at else 1]

    @property
    def has_more_changes(self) -> bool:
        """`changes` holds one more than is shown, where there is one."""
        return self.looked_at is not None and len(self.changes) > CHANGES_SHOWN


# One statement for all rows of a page. Built by the ORM it is the same plan, but the building takes Python longer than
# the answering takes PostgreSQL, by a factor of six: see bench/.
_ROWS = """
SELECT c.id, c.family_id, f.name, f.known_by, t.name, c.opened_on,
       c.last_seen_on, c.last_seen_by_lead_on, c.last_seen_alone_on, c.visit_due_on, c.lead_visit_due_on,
       lead.name, lead.starts_on, look.looked_at, step.text, step.due_on,
       ARRAY(SELECT e.text FROM cases_chronologyentry e
              WHERE e.family_id = c.family_id AND e.withdrawn_at IS NULL
                AND e.written_by_id IS DISTINCT FROM %(user)s
                AND e.written_at > COALESCE(look.looked_at, '-infinity')
              ORDER BY e.written_at DESC, e.id DESC LIMIT %(changes)s),
       ARRAY(SELECT p.status FROM cases_involvement i JOIN cases_pathway p ON p.involvement_id = i.id
              WHERE i.case_id = c.id AND i.ends_on IS NULL AND p.ends_on IS NULL),
       (SELECT count(*) FROM cases_familymember m
         WHERE m.family_id = c.family_id AND m.left_on IS NULL AND m.role = 'child'),
       (SELECT count(*) FROM practice_strength s WHERE s.family_id = c.family_id AND s.withdrawn_at IS NULL),
       (SELECT count(*) FROM practice_worry w
         WHERE w.family_id = c.family_id AND w.withdrawn_at IS NULL AND w.state <> 'resolved'),
       CASE WHEN %(with_mine)s THEN
         (SELECT v.happened_at FROM practice_visit v
           WHERE v.family_id = c.family_id AND v.logged_by_id = %(user)s AND v.withdrawn_at IS NULL
             AND EXISTS (SELECT FROM practice_visitperson p WHERE p.visit_id = v.id AND p.is_child AND p.seen)
           ORDER BY v.happened_at DESC LIMIT 1)
       END
  FROM unnest(%(cases)s::uuid[]) WITH ORDINALITY AS asked (id, place)
  JOIN cases_case c ON c.id = asked.id
  JOIN cases_family f ON f.id = c.family_id
  JOIN accounts_team t ON t.id = c.team_id
  LEFT JOIN cases_familylook look ON look.family_id = c.family_id AND look.staff_id = %(user)s
  LEFT JOIN LATERAL (
       SELECT worker.name, a.starts_on FROM cases_allocation a JOIN accounts_staff worker ON worker.id = a.worker_id
        WHERE a.case_id = c.id AND a.role = 'lead'
          AND a.starts_on <= %(today)s AND (a.ends_on IS NULL OR a.ends_on > %(today)s)
        LIMIT 1) lead ON true
  LEFT JOIN LATERAL (
       SELECT n.text, n.due_on FROM practice_nextstep n
        WHERE n.family_id = c.family_id AND n.done_at IS NULL AND n.withdrawn_at IS NULL AND n.due_on IS NOT NULL
        ORDER BY n.due_on, n.id LIMIT 1) step ON true
 ORDER BY asked.place
"""


def rows(user: Staff, case_ids: Sequence[UUID], *, with_mine: bool = False) -> list[Row]:
    """The rows of those cases as `user` sees them, in the same order. One query, none for no cases.

    `with_mine` adds when the user saw a child of the family last.
    """
    if not case_ids:
        return []
    today = timezone.localdate()
    told: dict[str, Any] = {
        "user": user.pk,
        "cases": list(case_ids),
        "today": today,
        "with_mine": with_mine,
        "changes": CHANGES_SHOWN + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, told)
        return [_row(values, today) for values in cursor.fetchall()]


def _row(values: tuple[Any, ...], today: date) -> Row:
    case_id, family_id, name, known_by, team, opened_on, *more = values
    seen, by_lead, alone, due, lead_due, lead, lead_since, looked_at, step, step_due, *more = more
    changes, statuses, children, strengths, worries, mine = more
    return Row(
        case_id=case_id,
        family_id=family_id,
        name=name or f"Child {known_by}",
        team=team,
        opened_on=opened_on,
        children=children,
        pathway=_pathway(statuses),
        lead=lead or "",
        lead_since=lead_since,
        last_seen_on=seen,
        last_seen_by_lead_on=by_lead,
        last_seen_alone_on=alone,
        last_seen_by_me=mine,
        visit_due_on=due,
        lead_visit_due_on=lead_due,
        looked_at=looked_at,
        changes=changes,
        step=Next(step, step_due, step_due < today) if step else None,
        strengths=strengths,
        worries=worries,
        today=today,
    )


def _pathway(statuses: Iterable[str]) -> str:
    """child protection, child in need: each that a child of the family is on, the gravest first."""
    found = set(statuses)
    return ", ".join(status.label.lower() for status in GRAVEST_FIRST if status in found)


def news(user: Staff) -> QuerySet[ChronologyEntry]:
    """What others wrote of a case's family since the user last looked, for a subquery of cases; all if never."""
    look = FamilyLook.objects.filter(staff=user, family=OuterRef("family_id")).values("looked_at")
    return ChronologyEntry.objects.exclude(written_by=user).filter(
        family=OuterRef("family_id"), withdrawn_at=None, written_at__gt=Coalesce(Subquery(look), Value(_LONG_AGO))
    )
