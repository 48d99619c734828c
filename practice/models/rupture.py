"""A rupture in the relationship between a family and us, and its repair: marked on visits, never anybody's fault."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.models import Family
from hampshire.ids import Identified
from practice.models.visit import Visit


class RuptureQuerySet(models.QuerySet["Rupture"]):
    def standing(self) -> "RuptureQuerySet":
        return self.filter(withdrawn_at=None)

    def unrepaired(self) -> "RuptureQuerySet":
        return self.standing().filter(repaired_on=None)

    def latest_first(self) -> "RuptureQuerySet":
        return self.order_by("-happened_on", "-id")


class Rupture(Identified):
    """Trust was strained: what happened in plain words, and, once it is mended, how that came about."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="ruptures")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="ruptures")
    text = models.CharField("what strained it", max_length=300)
    happened_on = models.DateField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    repaired_on = models.DateField(null=True)
    repaired_in_visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="repairs")
    how_repaired = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[RuptureQuerySet] = RuptureQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["family", "-happened_on"], name="rupture_by_family")]
        constraints = [
            models.CheckConstraint(name="rupture_is_not_blank", condition=~Q(text="")),
            models.CheckConstraint(
                name="rupture_is_repaired_after_it_happened",
                condition=Q(repaired_on=None, repaired_in_visit=None, how_repaired="")
                | Q(repaired_on__gte=models.F("happened_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.text
