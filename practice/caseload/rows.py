"""One page's cases, dressed: everything a row says, fetched in one query for all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse
from django.utils import timezone

from cases.models import Allocation, Case, ChronologyEntry, FamilyLook, FamilyMember, Pathway
from hampshire import words
from hampshire.accounts.models import Staff
from practice.models import NextStep, Strength, Visit, VisitPerson, Worry

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
    lead_id: str
    lead_since: date | None
    last_seen_on: date | None
    last_seen_by_lead_on: date | None
    last_seen_alone_on: date | None
    visit_due_on: date | None
    lead_visit_due_on: date | None
    last_seen_by_me: datetime | None
    looked_at: datetime | None
    changes: list[str]
    more_changes: bool
    step: Next | None
    strengths: int
    worries: int
    today: date = field(default_factory=timezone.localdate)

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
    def people(self) -> str:
        return words.count(self.children, "child", "children")


def rows(user: Staff, case_ids: Sequence[UUID]) -> list[Row]:
    """The rows of those cases as `user` sees them, in the same order. One query."""
    found = {values["pk"]: values for values in _dressed(user, case_ids)}
    today = timezone.localdate()
    return [_row(found[case_id], today) for case_id in case_ids if case_id in found]


def _dressed(user: Staff, case_ids: Iterable[UUID]) -> QuerySet[Case, dict[str, Any]]:
    own = ["pk", "family_id", "opened_on", "last_seen_on", "last_seen_by_lead_on", "last_seen_alone_on"]
    own += ["visit_due_on", "lead_visit_due_on", "family__name", "family__known_by", "team__name"]
    return Case.objects.filter(pk__in=case_ids).values(
        *own,
        looked_at=Subquery(_look(user, "family_id")),
        changes=_changes(user),
        lead=_lead(),
        statuses=_statuses(),
        children=_count(FamilyMember.objects.current().children()),
        strengths=_count(Strength.objects.standing()),
        worries=_count(Worry.objects.standing().unresolved()),
        step=_step(),
        last_seen_by_me=_seen_by(user),
    )


def _look(user: Staff, family: str) -> QuerySet[FamilyLook, dict[str, Any]]:
    return FamilyLook.objects.filter(staff=user, family=OuterRef(family)).values("looked_at")


def news(user: Staff) -> QuerySet[ChronologyEntry]:
    """What others wrote of a case's family since the user last looked, for a subquery of cases; all if never."""
    since = Coalesce(Subquery(_look(user, "family_id")), Value(_LONG_AGO))
    return ChronologyEntry.objects.exclude(written_by=user).filter(
        family=OuterRef("family_id"), withdrawn_at=None, written_at__gt=since
    )


def _changes(user: Staff) -> ArraySubquery:
    """The newest of them, and one more to know whether there are more."""
    newest = news(user).order_by("-written_at", "-id").values("text")
    return ArraySubquery(newest[: CHANGES_SHOWN + 1])


def _lead() -> Subquery:
    leads = Allocation.objects.current().leads().filter(case=OuterRef("pk"))
    told = JSONObject(id="worker_id", name="worker__name", since="starts_on")
    return Subquery(leads.values(row=told)[:1])


def _statuses() -> ArraySubquery:
    current = Pathway.objects.current().filter(involvement__case=OuterRef("pk"), involvement__ends_on=None)
    return ArraySubquery(current.values("status"))


def _count(rows: QuerySet[Any]) -> Subquery:
    """How many of the family's; None where there are none."""
    mine = rows.filter(family=OuterRef("family_id")).order_by().values("family")
    return Subquery(mine.annotate(n=Count("pk")).values("n"))


def _step() -> Subquery:
    agreed = NextStep.objects.to_do().filter(family=OuterRef("family_id"), due_on__isnull=False).soonest_first()
    return Subquery(agreed.values(row=JSONObject(text="text", due_on="due_on"))[:1])


def _seen_by(user: Staff) -> Subquery:
    """When the user last saw a child of the family."""
    child_seen = VisitPerson.objects.filter(visit=OuterRef("pk"), is_child=True, seen=True)
    mine = Visit.objects.standing().filter(Exists(child_seen), family=OuterRef("family_id"), logged_by=user)
    return Subquery(mine.latest_first().values("happened_at")[:1])


def _row(values: dict[str, Any], today: date) -> Row:
    lead = values["lead"] or {}
    return Row(
        case_id=values["pk"],
        family_id=values["family_id"],
        name=_family_name(values),
        team=values["team__name"],
        opened_on=values["opened_on"],
        children=values["children"] or 0,
        pathway=_pathway(values["statuses"]),
        lead=lead.get("name", ""),
        lead_id=lead.get("id", ""),
        lead_since=_day(lead.get("since")),
        last_seen_on=values["last_seen_on"],
        last_seen_by_lead_on=values["last_seen_by_lead_on"],
        last_seen_alone_on=values["last_seen_alone_on"],
        visit_due_on=values["visit_due_on"],
        lead_visit_due_on=values["lead_visit_due_on"],
        last_seen_by_me=values["last_seen_by_me"],
        looked_at=values["looked_at"],
        changes=values["changes"][:CHANGES_SHOWN],
        more_changes=len(values["changes"]) > CHANGES_SHOWN,
        step=_agreed(values["step"], today),
        strengths=values["strengths"] or 0,
        worries=values["worries"] or 0,
        today=today,
    )


def _family_name(values: dict[str, Any]) -> str:
    """As on a list, where the heading says family: Begum-Hale; Child and its identifier without a name."""
    return values["family__name"] or f"Child {values['family__known_by']}"


def _pathway(statuses: Iterable[str]) -> str:
    """child protection; child protection, child in need: each that a child of the family is on, the gravest first."""
    found = set(statuses)
    return ", ".join(status.label.lower() for status in GRAVEST_FIRST if status in found)


def _agreed(step: dict[str, str] | None, today: date) -> Next | None:
    if step is None:
        return None
    on = date.fromisoformat(step["due_on"])
    return Next(step["text"], on, on < today)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
