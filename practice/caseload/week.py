"""My week: what is half written, due and planned, and how each of my families is."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from cases.models import Allocation, Family
from hampshire.accounts.models import Staff
from practice.caseload.rows import Next, Row, rows
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
    """Four queries, however many families there are; one more where there are drafts, and one to check those about
    a family that is not mine."""
    families = my_families(user)
    drafts = _drafts(user, {mine.row.family_id for mine in families})
    due = sorted((mine for mine in families if mine.is_due), key=lambda mine: mine.row.visit_due_on or mine.row.today)
    steps = _steps(families)
    return Week(drafts, due, steps, families)


def _drafts(user: Staff, mine: set[UUID]) -> list[Draft]:
    """What the user has half written about families they may know of, the latest first."""
    drafts = Draft.objects.of(user).unfinished()
    about = set(drafts.values_list("family_id", flat=True))
    if about - mine:
        mine = mine | set(Family.objects.visible_to(user).filter(pk__in=about - mine).values_list("pk", flat=True))
    if not about & mine:
        return []
    return list(drafts.filter(family__in=about & mine).select_related("family").latest_first())


def my_families(user: Staff) -> list[Mine]:
    """The open cases the user is allocated to, by the family's name."""
    mine = Allocation.objects.current().filter(worker=user).order_by("case__family__name", "case_id")
    held = {
        case: (role, since) for case, role, since in mine.values_list("case_id", "role", "starts_on")[:MOST_FAMILIES]
    }
    return [_mine(row, *held[row.case_id]) for row in rows(user, list(held), with_mine=True)]


def _mine(row: Row, role: str, since: date) -> Mine:
    is_new = since > row.today - NEW_FOR and row.last_seen_by_me is None
    return Mine(row, is_lead=role == Allocation.Role.LEAD, is_new=is_new)


def _steps(families: list[Mine]) -> list[Agreed]:
    """What was agreed and falls due within the week, or has."""
    of = {mine.row.case_id: mine.row for mine in families}
    today = timezone.localdate()
    soon = NextStep.objects.to_do().filter(due_on__lte=today + LOOK_AHEAD, case_id__in=list(of)).soonest_first()
    found = soon.values_list("case_id", "text", "due_on", "owner")[:MOST_STEPS]
    return [
        Agreed(text, on, on < today, of[case].name, of[case].family_id, FOR[owner]) for case, text, on, owner in found
    ]
