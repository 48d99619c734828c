"""I noticed...: one line from one colleague to another about a moment. Nobody counts them, and nobody likes them."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cases.models import Family
from hampshire.ids import Identified
from practice.models import Visit

if TYPE_CHECKING:
    from hampshire.accounts.models import Staff


class AffirmationQuerySet(models.QuerySet["Affirmation"]):
    def received_by(self, user: "Staff") -> "AffirmationQuerySet":
        return self.filter(to=user).select_related("by", "family", "visit")

    def given_by(self, user: "Staff") -> "AffirmationQuerySet":
        return self.filter(by=user).select_related("to", "family", "visit")

    def since(self, day: date) -> "AffirmationQuerySet":
        return self.filter(on__gte=day)

    def latest_first(self) -> "AffirmationQuerySet":
        return self.order_by("-on", "-id")


class Affirmation(Identified):
    """Seen by the two of them and nobody else; the family it speaks of is named only to who may know of it."""

    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="affirmations")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="affirmations_given")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, null=True, related_name="affirmations")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="affirmations")
    moment = models.CharField("the moment", max_length=120)
    text = models.CharField("I noticed…", max_length=200)
    on = models.DateField(default=timezone.localdate)
    written_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[AffirmationQuerySet] = AffirmationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["to", "-on"], name="affirmation_by_receiver")]
        constraints = [
            models.CheckConstraint(name="affirmation_is_of_another", condition=~Q(to=F("by"))),
            models.CheckConstraint(name="affirmation_names_a_moment", condition=~Q(moment="") & ~Q(text="")),
            models.CheckConstraint(
                name="affirmation_of_a_visit_names_its_family", condition=Q(visit=None) | Q(family__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"to {self.to_id} on {self.on:%d %b %Y}"
