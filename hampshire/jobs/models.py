"""Long work (imports, exports, recomputation) is a row with progress, so that people can watch, leave and come back."""

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from hampshire.ids import Identified

if TYPE_CHECKING:
    from hampshire.accounts.models import Staff


class JobQuerySet(models.QuerySet["Job"]):
    def latest_first(self) -> "JobQuerySet":
        return self.order_by("-created_at", "-id")

    def unfinished(self) -> "JobQuerySet":
        return self.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING])

    def visible_to(self, user: "Staff") -> "JobQuerySet":
        """What the user started; everything for an administrator."""
        from hampshire.accounts.models import Role

        return self if user.has_role(Role.ADMINISTRATOR) else self.filter(by=user)

    def with_starter(self) -> "JobQuerySet":
        return self.select_related("by")

    def silent_for(self, length: timedelta) -> "JobQuerySet":
        """Nothing has been heard of them for so long."""
        return self.filter(beat_at__lte=timezone.now() - length)


class Job(Identified):
    """One piece of long work: what, for whom, how far, how it ended."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    kind = models.CharField(max_length=60, help_text="Which work: a name registered with hampshire.jobs.work")
    title = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    params = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0, help_text="0: not known yet")
    message = models.CharField(max_length=300, blank=True)
    error = models.TextField(blank=True, help_text="In words a person can act on")
    report = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(
        default=timezone.now, help_text="When it was last given out, or its worker last said how far it is"
    )
    # Rises by one a claim. A worker taken for dead that was only slow finds the job is no longer its own.
    attempt = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    cancel_asked_at = models.DateTimeField(null=True)

    objects: ClassVar[JobQuerySet] = JobQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["-created_at"], name="job_latest"),
            models.Index(fields=["by", "-created_at"], name="job_by_starter"),
        ]
        constraints = [
            models.CheckConstraint(
                name="job_finished_when_ended",
                condition=Q(state__in=["queued", "running"], finished_at=None)
                | Q(state__in=["done", "failed", "cancelled"], finished_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("jobs:job-detail", args=[self.pk])

    @property
    def is_over(self) -> bool:
        return self.finished_at is not None

    @property
    def percent(self) -> int | None:
        """How far, from 0 to 100; None while the total is not known."""
        return min(100, 100 * self.done // self.total) if self.total else None
