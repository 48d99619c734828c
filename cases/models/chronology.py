"""The chronology: one timeline of what happened, written by the actions of every floor."""

from datetime import date, datetime, time
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.models.family import Family
from hampshire.ids import Identified


class ChronologyEntryQuerySet(models.QuerySet["ChronologyEntry"]):
    def latest_first(self) -> "ChronologyEntryQuerySet":
        return self.order_by("-happened_at", "-id")

    def oldest_first(self) -> "ChronologyEntryQuerySet":
        return self.order_by("happened_at", "id")

    def of_kind(self, kind: str) -> "ChronologyEntryQuerySet":
        return self.filter(kind=kind)

    def with_authors(self) -> "ChronologyEntryQuerySet":
        return self.select_related("written_by")

    def pinned(self) -> "ChronologyEntryQuerySet":
        return self.exclude(pinned_at=None)


class ChronologyEntry(Identified):
    """Something that happened, in one sentence, with the way back to where it was written."""

    class Kind(models.TextChoices):
        REFERRAL = "referral", "Referral"
        CASE = "case", "Case"
        WORKER = "worker", "Worker"
        PATHWAY = "pathway", "Pathway"
        PEOPLE = "people", "People and network"
        VISIT = "visit", "Visit"
        STRENGTH = "strength", "Strength"
        WORRY = "worry", "Worry"
        QUOTE = "quote", "Their words"
        GOAL = "goal", "Goal"
        PLACEMENT = "placement", "Where a child lives"
        REVIEW = "review", "Review or conference"
        LETTER = "letter", "Letter"
        ASSESSMENT = "assessment", "Assessment"
        DECISION = "decision", "Decision"
        EVENT = "event", "Significant event"

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="chronology")
    kind = models.CharField(max_length=20, choices=Kind)
    happened_at = models.DateTimeField()
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=200, blank=True, help_text="Where it was written, as a path")
    subject_id = models.CharField(max_length=60, blank=True, help_text="So that a withdrawn thing can be marked")
    withdrawn_at = models.DateTimeField(null=True)
    pinned_at = models.DateTimeField(null=True)
    pinned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[ChronologyEntryQuerySet] = ChronologyEntryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name_plural = "chronology entries"
        indexes = [
            models.Index(fields=["family", "-happened_at"], name="chronology_by_family"),
            models.Index(fields=["family", "-written_at"], name="chronology_by_writing"),
        ]
        constraints = [
            models.CheckConstraint(name="chronology_text_is_not_blank", condition=~Q(text="")),
            models.CheckConstraint(
                name="chronology_pin_has_its_person",
                condition=Q(pinned_at=None, pinned_by=None) | Q(pinned_at__isnull=False, pinned_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def when(self) -> date | datetime:
        """The moment; the day alone where no time was given (kept as noon, see hampshire.moments)."""
        there = timezone.localtime(self.happened_at)
        return there.date() if there.time() == time(12) else there

    @property
    def author(self) -> str:
        """Who wrote it, in short; blank where it came by itself."""
        return self.written_by.short_name if self.written_by else ""

    @property
    def is_pinned(self) -> bool:
        return self.pinned_at is not None
