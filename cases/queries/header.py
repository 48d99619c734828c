"""What stands on top of every page of a family."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from cases import panels
from cases.models import Allocation, Case, Family, FamilyMember, Pathway, Referral
from cases.permissions import can_work_with_family
from hampshire import words
from hampshire.accounts.models import Staff, Team
from hampshire.permissions import Decision
from hampshire.prepared import Prepared

MOST_LATE = 2  # late things said in the header: more would only be a wall


@dataclass(frozen=True, slots=True)
class Alert:
    """Something to know before anything else, as a tag: `kind` is one of the tags of hampshire.templatetags.ui."""

    kind: str
    text: str
    url: str = ""


def _allocations_of(family: UUID, today: date) -> QuerySet[Allocation]:
    held = Allocation.objects.current(today).filter(case__family=family)
    return held.with_workers().select_related("case__team")


_MEMBERS = Prepared(
    lambda family: FamilyMember.objects.filter(family=family).current().with_people().with_standing(), family=UUID
)
_ALLOCATIONS = Prepared(_allocations_of, family=UUID, today=date)
_CASES = Prepared(lambda family: Case.objects.filter(family=family).open_first()[:1], family=UUID)
_WAITING = Prepared(lambda family: Referral.objects.filter(family=family).undecided().oldest_first()[:1], family=UUID)


class Header:
    """What stands on top of every page of a family. Each part is fetched when it is first drawn."""

    def __init__(self, user: Staff, family: Family, path: str) -> None:
        self.user, self.family, self.path = user, family, path

    @cached_property
    def members(self) -> list[FamilyMember]:
        return _MEMBERS.all(family=self.family.pk)

    @cached_property
    def allocations(self) -> list[Allocation]:
        """Who works with them today, the lead first; each brings the open case and its team."""
        return _ALLOCATIONS.all(family=self.family.pk, today=timezone.localdate())

    @cached_property
    def case(self) -> Case | None:
        """The open case, else the one closed last."""
        case = self.allocations[0].case if self.allocations else _CASES.first(family=self.family.pk)
        if case is not None:
            case.family = self.family
        return case

    @property
    def team(self) -> Team:
        """The team answerable for them; without a query where the case brought it."""
        return self.case.team if self.case is not None and self.case.is_open else self.family.team

    @property
    def lead(self) -> Allocation | None:
        return next((a for a in self.allocations if a.role == Allocation.Role.LEAD), None)

    @property
    def co_workers(self) -> list[Allocation]:
        return [a for a in self.allocations if a.role == Allocation.Role.CO_WORKER]

    @cached_property
    def standing(self) -> str:
        """Where the children stand: "child in need since 3 May"; names are said where they differ."""
        if self.case is None:
            return "no case yet"
        if not self.case.is_open:
            return f"closed {_day(self.case.closed_on or timezone.localdate())}"
        return _standing(self.members) or f"open since {_day(self.case.opened_on)}"

    @cached_property
    def dues(self) -> list[panels.Due]:
        """All that is to come or late, the soonest first; nothing, once their case has closed."""
        if self.case is not None and not self.case.is_open:
            return []
        return sorted([*self._visit_due(), *panels.dues_of(self.family)], key=lambda due: due.on)

    def _visit_due(self) -> Iterable[panels.Due]:
        if self.case is not None and self.case.is_open and self.case.visit_due_on:
            yield panels.Due("first visit" if self.case.last_seen_on is None else "visit", self.case.visit_due_on)

    @property
    def next(self) -> panels.Due | None:
        """What comes first of what is not late: that is an alert."""
        today = timezone.localdate()
        return next((due for due in self.dues if due.on >= today), None)

    @cached_property
    def alerts(self) -> list[Alert]:
        return [*self._late(), *self._case_alerts(), *self._people_alerts()]

    def _late(self) -> Iterable[Alert]:
        today = timezone.localdate()
        past = sorted((due for due in self.dues if due.on < today), key=lambda due: due.is_theirs)
        for due in past[:MOST_LATE]:
            if due.is_theirs:
                yield Alert("quiet", f"ask how it goes: {due.label}", due.url)
            else:
                yield Alert("late", f"{due.label} {words.count((today - due.on).days, 'day')} late", due.url)

    def _case_alerts(self) -> Iterable[Alert]:
        if referral := self._waiting():
            days_late = (timezone.localdate() - referral.decision_due_on).days
            due = f"{words.count(days_late, 'day')} late" if referral.is_late else referral.due_shortly
            yield Alert("late" if referral.is_late else "due", f"referral {due}", _url(referral))
        if self.case is not None and self.case.is_open and self.lead is None:
            yield Alert("changed", "no lead worker yet")

    def _waiting(self) -> Referral | None:
        """The referral that waits longest for a decision; without a query where the family brought it."""
        if not hasattr(self.family, "waiting_id"):
            return _WAITING.first(family=self.family.pk)
        if self.family.waiting_since is None:
            return None
        return Referral(pk=self.family.waiting_id, received_at=self.family.waiting_since)

    def _people_alerts(self) -> Iterable[Alert]:
        for member in self.members:
            if member.person.needs_interpreter:
                language = member.person.first_language or "language not recorded"
                yield Alert("note", f"interpreter for {member.person.short_name}: {language}")

    @cached_property
    def action(self) -> panels.Action | None:
        return panels.action()

    @cached_property
    def may_act(self) -> Decision | None:
        return self.action.decide(self.user, self.family) if self.action else None

    @cached_property
    def tabs(self) -> list[tuple[str, str, bool]]:
        return panels.tabs_for(self.user, self.family, self.path)

    @cached_property
    def may_write(self) -> Decision:
        return can_work_with_family(self.user, self.family)


def _standing(members: list[Any]) -> str:
    """Each status with the day the first child came to it; who, where the children do not all stand there."""
    names: dict[str, list[str]] = {}
    since: dict[str, date] = {}
    for member in members:
        if member.status is not None:
            names.setdefault(member.status, []).append(member.person.short_name)
            since[member.status] = min(since.get(member.status, member.stands_since), member.stands_since)
    parts = []
    for status in sorted(names, key=Pathway.Status.values.index, reverse=True):
        who = f" ({words.listed(names[status])})" if len(names) > 1 else ""
        parts.append(f"{Pathway.Status(status).label.lower()}{who} since {_day(since[status])}")
    return ", ".join(parts)


def _day(day: date) -> str:
    """3 May, and its year where it is not this one: the header is short."""
    return f"{day.day} {day:%b}" if day.year == timezone.localdate().year else f"{day.day} {day:%b %Y}"


def _url(referral: Referral) -> str:
    return reverse("cases:referral-detail", args=[referral.pk])
