"""My week: what is half written, due and planned, and how each of my families is."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from cases.models import Allocation
from hampshire.accounts.models import Staff
from practice.caseload.rows import Next, Row, rows
from practice.models import Draft, NextStep
from practice.queries import drafts_to_finish

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

    @property
    def part(self) -> str:
        """What I am to them, where it needs saying."""
        return "" if self.is_lead else "co-worker"

    @property
    def is_late(self) -> bool:
        return self.is_lead and self.row.is_late

    @property
    def is_due(self) -> bool:
        """For whoever leads: a visit that is late or due within the week."""
        due = self.row.visit
        return self.is_lead and due is not None and due.on <= self.row.today + LOOK_AHEAD


@dataclass(frozen=True, slots=True)
class Agreed(Next):
    """A step agreed with one of my families, and whose it is."""

    family: str
    family_id: UUID
    owner: str

    @property
    def url(self) -> str:
        return reverse("cases:family-detail", args=[self.family_id])


@dataclass(frozen=True, slots=True)
class Week:
    drafts: list[Draft]
    due: list[Mine]
    steps: list[Agreed]
    families: list[Mine]

    @property
    def is_empty(self) -> bool:
        return not (self.drafts or self.families)

    @property
    def has_nothing_pressing(self) -> bool:
        return not (self.drafts or self.due or self.steps)


def week(user: Staff) -> Week:
    """Four queries, however many families there are."""
    drafts = list(drafts_to_finish(user).prefetch_related(None))
    families = my_families(user)
    due = sorted((mine for mine in families if mine.is_due), key=lambda mine: mine.row.visit_due_on or mine.row.today)
    steps = _steps(families)
    return Week(drafts, due, steps, families)


def my_families(user: Staff) -> list[Mine]:
    """The open cases the user is allocated to, by the family's name."""
    allocations = Allocation.objects.current().filter(worker=user).order_by("case__family__name", "case")
    held = {allocation.case_id: allocation for allocation in allocations[:MOST_FAMILIES]}
    return [_mine(row, held[row.case_id]) for row in rows(user, list(held), with_mine=True)]


def _mine(row: Row, allocation: Allocation) -> Mine:
    is_recent = allocation.starts_on > row.today - NEW_FOR
    return Mine(row, allocation.role == Allocation.Role.LEAD, is_new=is_recent and row.last_seen_by_me is None)


def _steps(families: list[Mine]) -> list[Agreed]:
    """What was agreed and falls due within the week, or has."""
    names = {mine.row.case_id: mine.row for mine in families}
    today = timezone.localdate()
    soon = NextStep.objects.to_do().filter(due_on__lte=today + LOOK_AHEAD, case__in=list(names)).soonest_first()
    return [_agreed(step, names[step.case_id], today) for step in soon[:MOST_STEPS]]


def _agreed(step: NextStep, row: Row, today: date) -> Agreed:
    on = step.due_on or today
    return Agreed(step.text, on, on < today, row.name, row.family_id, FOR[step.owner])
