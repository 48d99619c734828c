"""A strength: something that works well for the family, seen again and again."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Count, Max, Q
from django.utils import timezone

from cases.models import Family, Person
from hampshire.addresses import address
from hampshire.ids import Identified
from practice.models.domain import Domain
from practice.models.visit import Visit

STILL_TRUE_AFTER = timedelta(days=183)  # unsighted for half a year: ask whether it is still true. Local policy


class StrengthQuerySet(models.QuerySet["Strength"]):
    def standing(self) -> "StrengthQuerySet":
        return self.filter(withdrawn_at=None)

    def holding(self) -> "StrengthQuerySet":
        """Those nobody has said to hold no longer."""
        return self.standing().filter(faded_on=None)

    def with_sightings(self) -> "StrengthQuerySet":
        """Each with how often it was seen and when last; the latest seen first."""
        standing = Q(sightings__withdrawn_at=None)
        return self.annotate(
            times_seen=Count("sightings", filter=standing), last_seen_on=Max("sightings__seen_on", filter=standing)
        ).order_by(models.F("last_seen_on").desc(nulls_last=True), "-id")


class Strength(Identified):
    """Something strong in a family, or in one person, in plain words."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="strengths")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="strengths")
    domain = models.CharField(max_length=15, choices=Domain, default=Domain.OTHER)
    text = models.CharField(max_length=300)
    noticed_on = models.DateField()
    noticed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    faded_on = models.DateField(null=True)  # asked "still true?", and it no longer is: kept, as it once was true
    faded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[StrengthQuerySet] = StrengthQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["family"], name="strength_by_family")]
        constraints = [
            models.CheckConstraint(name="strength_is_not_blank", condition=~Q(text="")),
            models.CheckConstraint(
                name="strength_faded_by_somebody", condition=Q(faded_on=None, faded_by=None) | Q(faded_by__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return address("practice:strength-detail", self.family_id, self.pk)

    @property
    def in_story(self) -> str:
        """As the story says that it was first seen."""
        return f"New strength: {self.text}"

    @property
    def asks_still_true(self) -> bool:
        """Whether it went unseen for so long that it is worth asking. For strengths fetched with their sightings."""
        seen = getattr(self, "last_seen_on", None) or self.noticed_on
        return self.faded_on is None and timezone.localdate() - seen > STILL_TRUE_AFTER


class SightingQuerySet(models.QuerySet["Sighting"]):
    def standing(self) -> "SightingQuerySet":
        return self.filter(withdrawn_at=None)

    def latest_first(self) -> "SightingQuerySet":
        return self.order_by("-seen_on", "-id")


class Sighting(Identified):
    """A strength seen, at a visit or between visits. The first is where it was noticed."""

    strength = models.ForeignKey(Strength, on_delete=models.PROTECT, related_name="sightings")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="sightings")
    seen_on = models.DateField()
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[SightingQuerySet] = SightingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["strength", "visit"],
                condition=Q(visit__isnull=False, withdrawn_at=None),
                name="sighting_once_a_visit",
            )
        ]

    def __str__(self) -> str:
        return f"seen {self.seen_on}"
