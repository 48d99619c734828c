"""Figures as they were computed: versioned, with n, missing, interval, definition and time."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from hampshire.accounts.models import Team
from hampshire.ids import Identified

if TYPE_CHECKING:
    from hampshire.accounts.models import Staff


class MetricCell(models.Model):
    """Whole-number sums of one team and month, without the teams below: what sums of any teams and months come from."""

    metric = models.CharField(max_length=40)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    month = models.DateField(help_text="Its first day")
    n = models.PositiveIntegerField()
    numerator = models.PositiveIntegerField()
    missing = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "metric", "month"], name="metric_cell_once"),
            models.CheckConstraint(name="metric_cell_part_within_whole", condition=Q(numerator__lte=F("n"))),
        ]

    def __str__(self) -> str:
        return f"{self.metric} of {self.team_id} in {self.month:%Y-%m}"


class MetricRunQuerySet(models.QuerySet["MetricRun"]):
    def latest_first(self) -> "MetricRunQuerySet":
        return self.order_by("-published_at", "-id")

    def of_everything(self) -> "MetricRunQuerySet":
        return self.filter(scope=MetricRun.Scope.ALL)


class MetricRun(Identified):
    """One computation: of one team after a write, or of everything at night."""

    class Scope(models.TextChoices):
        TEAM = "team", "One team"
        ALL = "all", "All teams"

    scope = models.CharField(max_length=5, choices=Scope)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True)
    snapshots_written = models.PositiveIntegerField(default=0)
    basis = models.CharField(max_length=80, blank=True, help_text="What all figures stood on: see computing/basis.py")

    objects: ClassVar[MetricRunQuerySet] = MetricRunQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["scope", "team", "-published_at"], name="metric_run_latest")]
        constraints = [
            models.CheckConstraint(
                name="metric_run_names_its_team",
                condition=Q(scope="team", team__isnull=False) | Q(scope="all", team=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_scope_display()} at {self.started_at:%Y-%m-%d %H:%M}"


class MetricSnapshotQuerySet(models.QuerySet["MetricSnapshot"]):
    def published(self) -> "MetricSnapshotQuerySet":
        """The version that stands now."""
        return self.filter(superseded_at=None)

    def visible_to(self, user: "Staff") -> "MetricSnapshotQuerySet":
        """Of the teams the user supervises or manages."""
        return self.filter(team__in=Team.objects.overseen_by(user).values("pk"))

    def years(self) -> "MetricSnapshotQuerySet":
        return self.filter(period=MetricSnapshot.Period.YEAR)

    def months(self) -> "MetricSnapshotQuerySet":
        return self.filter(period=MetricSnapshot.Period.MONTH)

    def in_order(self) -> "MetricSnapshotQuerySet":
        return self.order_by("period_start", "id")


class MetricSnapshot(Identified):
    """One figure for one team (and those below it) and one period: never changed, only superseded by a later version.

    `value`, `low` and `high` are a share from 0 to 1, or a mean in scale points. `change` is how much a share differs
    from that of the twelve months before. They are not suppressed: whoever shows them asks `outcomes.shown`.
    """

    class Period(models.TextChoices):
        MONTH = "month", "Month"
        YEAR = "year", "Twelve months"

    metric = models.CharField(max_length=40, help_text="A key in outcomes/metrics")
    facet = models.CharField(max_length=10, blank=True, help_text="Whose voice; blank: the headline figure")
    definition_version = models.PositiveSmallIntegerField()
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=10, choices=Period)
    period_start = models.DateField()
    period_end = models.DateField(help_text="The first day after the period")
    n = models.PositiveIntegerField(help_text="What the figure is out of")
    numerator = models.IntegerField(null=True)
    missing = models.PositiveIntegerField(default=0, help_text="What could not be counted")
    value = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    change = models.FloatField(null=True)
    change_low = models.FloatField(null=True)
    change_high = models.FloatField(null=True)
    parts = models.JSONField(default=dict, help_text="The other whole numbers the figure comes from")
    run = models.ForeignKey(MetricRun, on_delete=models.PROTECT, related_name="snapshots")
    version = models.PositiveIntegerField(default=1)
    computed_at = models.DateTimeField(default=timezone.now)
    superseded_at = models.DateTimeField(null=True)

    objects: ClassVar[MetricSnapshotQuerySet] = MetricSnapshotQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "period", "period_end", "metric", "facet"],
                condition=Q(superseded_at=None),
                name="metric_snapshot_one_published",
            ),
            models.UniqueConstraint(
                fields=["team", "period", "period_end", "metric", "facet", "version"],
                name="metric_snapshot_version_once",
            ),
            models.CheckConstraint(
                name="metric_snapshot_period_ends_after_it_starts", condition=Q(period_end__gt=F("period_start"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric} for {self.team_id} from {self.period_start}"
