"""A case: the family's period of involvement, who leads it, and each child's pathway through it."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Func, Q
from django.utils import timezone

from cases import codes
from cases.models.family import Family
from cases.models.person import Person
from cases.models.referral import Referral
from hampshire import words
from hampshire.accounts.models import Team
from hampshire.ids import Identified

if TYPE_CHECKING:
    from hampshire.accounts.models import Staff


# Closing by mistake can be undone for two weeks: local policy. Later, a new referral opens another case.
REOPENABLE_FOR = timedelta(days=14)


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> "CaseQuerySet":
        return self.filter(closed_on=None)

    def latest_first(self) -> "CaseQuerySet":
        return self.order_by("-opened_on", "-id")

    def open_first(self) -> "CaseQuerySet":
        """The open one, then the one closed last; each with its team."""
        return self.select_related("team", "family").order_by(
            models.F("closed_on").desc(nulls_first=True), "-opened_on", "-id"
        )

    def visible_to(self, user: "Staff") -> "CaseQuerySet":
        return self.filter(family__in=Family.objects.visible_to(user).values("pk"))


def _by_day_seen(field: str, *, name: str) -> models.Index:
    return models.Index(
        models.F(field).asc(nulls_first=True), "id", include=["team"], condition=Q(closed_on=None), name=name
    )


# The days a child was last seen move with every visit and can be worked out from the visits: no history of those.
@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    exclude=[
        "last_seen_on",
        "last_seen_by_lead_on",
        "last_seen_alone_on",
        "visit_due_on",
        "lead_visit_due_on",
        "last_talked_about_on",
    ],
)
class Case(Identified):
    """The family's period of involvement. The `last_seen` days are kept by `cases.actions.cases.seen`."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="cases")
    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, null=True, related_name="case")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="cases")
    opened_on = models.DateField(default=timezone.localdate)
    closed_on = models.DateField(null=True, blank=True)
    closure_reason = models.CharField(max_length=3, choices=codes.CLOSURE_REASONS, blank=True)
    closure_note = models.TextField(blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    joined_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Goes on there, since two families are one",
    )
    last_seen_on = models.DateField(null=True, help_text="A child of this family was last seen by anyone")
    last_seen_by_lead_on = models.DateField(null=True, help_text="A child was last seen by the lead worker of that day")
    last_seen_alone_on = models.DateField(null=True)
    # Two clocks: when a child is to be seen next by anyone, and by their own worker.
    visit_due_on = models.DateField(null=True, help_text="From the pathway's policy: see cases/clocks.py")
    lead_visit_due_on = models.DateField(null=True, help_text="The same, counted from when their lead worker saw them")
    last_talked_about_on = models.DateField(null=True, help_text="In supervision: kept by the floor above")

    objects: ClassVar[CaseQuerySet] = CaseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["team", "closed_on"], name="case_by_team"),
            # The caseload review's orders, with the team beside them so that other teams' cases are passed over within
            # the index. Never seen stands before seen longest ago.
            models.Index(
                fields=["visit_due_on", "id"], include=["team"], condition=Q(closed_on=None), name="case_by_visit_due"
            ),
            _by_day_seen("last_seen_by_lead_on", name="case_by_seen_by_lead"),
            _by_day_seen("last_seen_on", name="case_by_seen"),
            _by_day_seen("last_seen_alone_on", name="case_by_seen_alone"),
            _by_day_seen("last_talked_about_on", name="case_by_talked_about"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["family"], condition=Q(closed_on=None), name="case_open_once_a_family"),
            models.CheckConstraint(
                name="case_closes_after_it_opens",
                condition=Q(closed_on=None) | Q(closed_on__gte=models.F("opened_on")),
            ),
            models.CheckConstraint(
                name="case_closed_with_a_reason",
                condition=Q(closed_on=None, closure_reason="", joined_into=None)
                | Q(closed_on__isnull=False) & (~Q(closure_reason="") | Q(joined_into__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"Case from {self.opened_on:%d %b %Y}"

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def reopenable_until(self) -> date | None:
        """The last day on which closing it can be undone; None while it is open, and where it goes on elsewhere."""
        if self.closed_on is None or self.joined_into_id is not None:
            return None
        return self.closed_on + REOPENABLE_FOR


class AllocationQuerySet(models.QuerySet["Allocation"]):
    def held(self, on: date | None = None) -> "AllocationQuerySet":
        """Held on that day (today unless told)."""
        day = on or timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day), starts_on__lte=day)

    def current(self, on: date | None = None) -> "AllocationQuerySet":
        """Held on that day (today unless told), on a case still open."""
        return self.held(on).filter(case__closed_on=None)

    def leads(self) -> "AllocationQuerySet":
        return self.filter(role=Allocation.Role.LEAD)

    def latest_first(self) -> "AllocationQuerySet":
        return self.order_by("-starts_on", "-id")

    def with_workers(self) -> "AllocationQuerySet":
        return self.select_related("worker").order_by("-role", "starts_on", "id")


class Allocation(Identified):
    """Who works with the family, from a day up to, and not including, another. One lead worker at a time."""

    class Role(models.TextChoices):
        LEAD = "lead", "Lead worker"
        CO_WORKER = "co_worker", "Co-worker"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="allocations")
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="allocations")
    role = models.CharField(max_length=10, choices=Role, default=Role.LEAD)
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True, help_text="The first day it no longer holds")
    allocated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    change_reason = models.CharField(max_length=6, choices=codes.WORKER_CHANGE_REASONS, blank=True)
    ended_with_case = models.BooleanField(default=False, help_text="Ended by the closure, so reopening begins it again")

    objects: ClassVar[AllocationQuerySet] = AllocationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["worker", "ends_on"], name="allocation_by_worker")]
        constraints = [
            ExclusionConstraint(
                name="allocation_one_lead_at_a_time",
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    (Func("starts_on", "ends_on", function="daterange", output_field=DateRangeField()), "&&"),
                ],
                condition=Q(role="lead"),
            ),
            ExclusionConstraint(
                name="allocation_worker_once_at_a_time",
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    ("worker", RangeOperators.EQUAL),
                    (Func("starts_on", "ends_on", function="daterange", output_field=DateRangeField()), "&&"),
                ],
            ),
            models.CheckConstraint(
                name="allocation_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} from {self.starts_on:%d %b %Y}"

    @property
    def for_how_long(self) -> str:
        """7 months, up to today or to the end."""
        end = self.ends_on or timezone.localdate()
        return words.span((end - self.starts_on).days)

    @property
    def is_current(self) -> bool:
        """Held today; whether the case is open is the case's to say."""
        today = timezone.localdate()
        return self.starts_on <= today and (self.ends_on is None or self.ends_on > today)


class InvolvementQuerySet(models.QuerySet["Involvement"]):
    def with_children(self) -> "InvolvementQuerySet":
        """Each with its child and their pathway so far; the eldest child first."""
        steps = models.Prefetch("pathways", queryset=Pathway.objects.order_by("starts_on", "id"))
        return (
            self.select_related("child")
            .prefetch_related(steps)
            .order_by(models.F("child__date_of_birth").asc(nulls_last=True), "id")
        )


class Involvement(Identified):
    """A child's part in a case: their main need, from when to when, and why it ended."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="involvements")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="involvements")
    primary_need = models.CharField(max_length=2, choices=codes.PRIMARY_NEEDS, blank=True)
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=3, choices=codes.CLOSURE_REASONS, blank=True)
    ended_with_case = models.BooleanField(default=False, help_text="Ended by the closure, so reopening begins it again")

    objects: ClassVar[InvolvementQuerySet] = InvolvementQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "child"], name="involvement_once_a_case"),
            models.CheckConstraint(
                name="involvement_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} in {self.case_id}"

    @property
    def stands_at(self) -> "Pathway | None":
        """Where the child stands now, from the pathways fetched by `with_children`."""
        return next((step for step in self.pathways.all() if step.ends_on is None), None)


class PathwayQuerySet(models.QuerySet["Pathway"]):
    def current(self) -> "PathwayQuerySet":
        return self.filter(ends_on=None)


class Pathway(Identified):
    """Where a child stands: early help, child in need, child protection, looked after, care leaver."""

    class Status(models.TextChoices):
        EARLY_HELP = "early_help", "Early help"
        CHILD_IN_NEED = "child_in_need", "Child in need"
        CHILD_PROTECTION = "child_protection", "Child protection"
        LOOKED_AFTER = "looked_after", "Looked after"
        CARE_LEAVER = "care_leaver", "Care leaver"

    involvement = models.ForeignKey(Involvement, on_delete=models.PROTECT, related_name="pathways")
    status = models.CharField(max_length=20, choices=Status)
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)
    ended_with_case = models.BooleanField(default=False, help_text="Ended by the closure, so reopening begins it again")

    objects: ClassVar[PathwayQuerySet] = PathwayQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["involvement"], condition=Q(ends_on=None), name="pathway_one_at_a_time"),
            models.CheckConstraint(
                name="pathway_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.get_status_display()
