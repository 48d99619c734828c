"""Figures as they were computed: versioned, with n, missing, interval, definition and time."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from hampshire.accounts.models import Team
from hampshire.ids import Identified


class StaleTeam(models.Model):
    """A team whose figures no longer tell the truth, since something relevant was written.

    Marked in the transaction of the write, and unmarked in that of the new snapshot, so a killed worker loses nothing.
    """

    team = models.OneToOneField(Team, on_delete=models.PROTECT, primary_key=True, related_name="+")
    marked_at = models.DateTimeField(default=timezone.now)
    mark = models.PositiveBigIntegerField(default=1, help_text="Rises with each mark, so none is lost in between")

    def __str__(self) -> str:
        return f"{self.team_id} since {self.marked_at}"


class MetricRun(Identified):
    """One computation: of one team after a write, or of everything at night."""

    class Scope(models.TextChoices):
        TEAM = "team", "One team"
        ALL = "all", "All teams"

    scope = models.CharField(max_length=5, choices=Scope)
    started_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True)
    snapshots_written = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.get_scope_display()} at {self.started_at:%Y-%m-%d %H:%M}"


class MetricSnapshotQuerySet(models.QuerySet["MetricSnapshot"]):
    def latest(self) -> "MetricSnapshotQuerySet":  # type: ignore[override]
        """The version now published."""
        return self.filter(superseded_at=None)

    def in_order(self) -> "MetricSnapshotQuerySet":
        return self.order_by("period_start", "id")


class MetricSnapshot(Identified):
    """One figure for one team (and those below it) and one month: never changed, only superseded by a later version."""

    metric = models.CharField(max_length=40, help_text="A key in outcomes/metrics")
    definition_version = models.PositiveSmallIntegerField()
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=10, choices=[("month", "Month"), ("year", "Twelve months to")])
    period_start = models.DateField()
    period_end = models.DateField(help_text="The first day after the period")
    n = models.PositiveIntegerField(help_text="What the figure is out of")
    numerator = models.IntegerField(null=True)
    missing = models.PositiveIntegerField(default=0, help_text="What could not be counted")
    value = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    parts = models.JSONField(default=dict, help_text="Whole-number sums the figure comes from")
    run = models.ForeignKey(MetricRun, on_delete=models.PROTECT, related_name="snapshots")
    version = models.PositiveIntegerField(default=1)
    computed_at = models.DateTimeField(default=timezone.now)
    superseded_at = models.DateTimeField(null=True)

    objects: ClassVar[MetricSnapshotQuerySet] = MetricSnapshotQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["metric", "team", "period", "period_start"],
                condition=Q(superseded_at=None),
                name="metric_snapshot_one_published",
            ),
            models.UniqueConstraint(
                fields=["metric", "team", "period", "period_start", "version"], name="metric_snapshot_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric} for {self.team_id} from {self.period_start}"
