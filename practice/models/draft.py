"""A half-written page, kept as it is typed. Keyed by person, family, form and object, so it is found again."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.models import Family
from hampshire.ids import Identified


class DraftQuerySet(models.QuerySet["Draft"]):
    def unfinished(self) -> "DraftQuerySet":
        return self.filter(finished_at=None, discarded_at=None)

    def of(self, staff: "settings.AUTH_USER_MODEL") -> "DraftQuerySet":  # type: ignore[name-defined]
        return self.filter(staff=staff)

    def latest_first(self) -> "DraftQuerySet":
        return self.order_by("-saved_at", "-id")


class Draft(Identified):
    """What somebody has typed so far. `version` rises by one a save, so that a stale tab never overwrites a newer."""

    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drafts")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="drafts")
    form = models.CharField(max_length=40, help_text="Which page: visit-log, visit-amend")
    about = models.CharField(max_length=60, blank=True, help_text="The object being amended; blank for a new one")
    data = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    started_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    discarded_at = models.DateTimeField(null=True)

    objects: ClassVar[DraftQuerySet] = DraftQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["family", "form"], name="draft_by_family")]
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "family", "form", "about"],
                condition=Q(finished_at=None, discarded_at=None),
                name="draft_once_a_page",
            )
        ]

    def __str__(self) -> str:
        return f"{self.form} draft {self.version}"
