"""Somebody of a family was asked how a visit was for them: by a device handed over, or by a one-time link."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.models import Family, Person
from hampshire.ids import Identified
from hampshire.links.models import OneTimeLink
from practice.models import Visit

PURPOSE = "visit-rating"


class AskingQuerySet(models.QuerySet["Asking"]):
    def of_standing_visits(self) -> "AskingQuerySet":
        """Those about visits that still count."""
        return self.filter(visit__withdrawn_at=None)

    def of_family(self, family: Family) -> "AskingQuerySet":
        return self.of_standing_visits().filter(visit__family=family)

    def open(self) -> "AskingQuerySet":
        """Not answered, and still answerable."""
        return self.filter(link__used_at=None, link__withdrawn_at=None, link__expires_at__gt=timezone.now())

    def latest_first(self) -> "AskingQuerySet":
        return self.order_by("-asked_at", "-id")


class Asking(Identified):
    """One person asked about one visit. The link is what they answer by, on our device or on theirs.

    What the link itself shows names nobody: who was asked is known here, so the page need not ask.
    """

    class How(models.TextChoices):
        DEVICE = "device", "On a device handed over"
        LINK = "link", "By a link"

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="askings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    voice = models.CharField(
        "who that is", max_length=60, blank=True, help_text="For somebody not on record: mum's sister"
    )
    how = models.CharField(max_length=6, choices=How)
    link = models.OneToOneField(OneTimeLink, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[AskingQuerySet] = AskingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="asking_is_of_somebody",
                condition=Q(person=None) & ~Q(voice="") | Q(person__isnull=False, voice=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_how_display()}, {self.asked_at:%d %b %Y}"

    @property
    def speaker(self) -> str:
        """Whose answer is asked for: Dana; mum's sister."""
        return self.person.short_name if self.person else self.voice
