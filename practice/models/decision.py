"""A decision about the work with a family, made in supervision or by whoever oversees it, and what became of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.models import Family
from hampshire.ids import Identified
from practice.models.visit import Visit, VisitQuerySet


class DecisionQuerySet(models.QuerySet["Decision"]):
    def standing(self) -> "DecisionQuerySet":
        return self.filter(withdrawn_at=None)

    def still_open(self) -> "DecisionQuerySet":
        return self.standing().filter(closed_at=None)

    def soonest_first(self) -> "DecisionQuerySet":
        return self.order_by(models.F("due_on").asc(nulls_last=True), "id")

    def latest_first(self) -> "DecisionQuerySet":
        return self.order_by("-decided_on", "-id")


class Decision(Identified):
    """What was decided, who does it and by when. It stands on the next visit's form until it is closed there."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="decisions")
    text = models.CharField("what was decided", max_length=300)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions_owned"
    )
    due_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(default=timezone.localdate)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[DecisionQuerySet] = DecisionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(
                fields=["family", "due_on"], condition=Q(closed_at=None, withdrawn_at=None), name="decision_open"
            )
        ]
        constraints = [models.CheckConstraint(name="decision_is_not_blank", condition=~Q(text=""))]

    def __str__(self) -> str:
        return self.text

    def visits_since(self) -> VisitQuerySet:
        """Visits to the family since it was decided, the latest first: where it may have been carried out."""
        since = self.family.visits.standing().filter(happened_at__date__gte=self.decided_on)
        found: VisitQuerySet = since.latest_first()
        return found


class DecisionReportQuerySet(models.QuerySet["DecisionReport"]):
    def standing(self) -> "DecisionReportQuerySet":
        return self.filter(withdrawn_at=None)


class DecisionReport(Identified):
    """What was done about a decision at a visit (or outside one), and whether that closes it."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="reports")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="decision_reports")
    closes = models.BooleanField(default=True)
    how_it_went = models.CharField(max_length=300, blank=True)
    reported_on = models.DateField()
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[DecisionReportQuerySet] = DecisionReportQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "visit"],
                condition=Q(visit__isnull=False, withdrawn_at=None),
                name="decision_report_once_a_visit",
            )
        ]

    def __str__(self) -> str:
        return f"{'closed' if self.closes else 'taken further'} {self.reported_on}"

    @property
    def in_words(self) -> str:
        return "done" if self.closes else "taken further"
