"""A worry (never a "risk factor"): what somebody is worried about, and whether it eases."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.models import Family, Person
from hampshire.addresses import address
from hampshire.ids import Identified
from practice.models.domain import Domain
from practice.models.visit import Visit


class WorryQuerySet(models.QuerySet["Worry"]):
    def standing(self) -> "WorryQuerySet":
        return self.filter(withdrawn_at=None)

    def unresolved(self) -> "WorryQuerySet":
        return self.exclude(state=Worry.State.RESOLVED)

    def latest_first(self) -> "WorryQuerySet":
        return self.order_by("-state_since", "-id")


class Worry(Identified):
    """A worry in plain words. Its state now is kept here; how it got there in its updates."""

    class State(models.TextChoices):
        LIVE = "live", "Live"
        EASING = "easing", "Easing"
        RESOLVED = "resolved", "Resolved"

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="worries")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="worries")
    domain = models.CharField(max_length=15, choices=Domain, default=Domain.OTHER)
    text = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=State, default=State.LIVE)
    state_since = models.DateField()
    noted_on = models.DateField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[WorryQuerySet] = WorryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name_plural = "worries"
        indexes = [models.Index(fields=["family", "state"], name="worry_by_family")]
        constraints = [models.CheckConstraint(name="worry_is_not_blank", condition=~Q(text=""))]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return address("practice:worry-detail", self.family_id, self.pk)

    @property
    def in_story(self) -> str:
        """As the story says that it was first noted."""
        return f"New worry: {self.text}"


class WorryUpdateQuerySet(models.QuerySet["WorryUpdate"]):
    def standing(self) -> "WorryUpdateQuerySet":
        return self.filter(withdrawn_at=None)

    def latest_first(self) -> "WorryUpdateQuerySet":
        return self.order_by("-found_on", "-id")


class WorryUpdate(Identified):
    """A worry's state as somebody found it, at a visit or between visits."""

    worry = models.ForeignKey(Worry, on_delete=models.PROTECT, related_name="updates")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="worry_updates")
    state = models.CharField(max_length=10, choices=Worry.State)
    found_on = models.DateField()
    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[WorryUpdateQuerySet] = WorryUpdateQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["worry", "visit"],
                condition=Q(visit__isnull=False, withdrawn_at=None),
                name="worry_update_once_a_visit",
            )
        ]

    def __str__(self) -> str:
        return f"{self.state} on {self.found_on}"


class WorryExceptionQuerySet(models.QuerySet["WorryException"]):
    def standing(self) -> "WorryExceptionQuerySet":
        return self.filter(withdrawn_at=None)

    def latest_first(self) -> "WorryExceptionQuerySet":
        return self.order_by("-happened_on", "-id")


class WorryException(Identified):
    """A time when the worry did not happen, and what was different then: where a plan can begin."""

    worry = models.ForeignKey(Worry, on_delete=models.PROTECT, related_name="exceptions")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="worry_exceptions")
    text = models.CharField("when it did not happen, and what was different", max_length=300)
    happened_on = models.DateField()
    told_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="exceptions_told")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[WorryExceptionQuerySet] = WorryExceptionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.CheckConstraint(name="worry_exception_is_not_blank", condition=~Q(text=""))]

    def __str__(self) -> str:
        return self.text
