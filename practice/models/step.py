"""A next step agreed at a visit: what, by when, and the visit where it was done."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.models import Case, Family
from hampshire.ids import Identified
from practice.models.goal import Goal
from practice.models.visit import Visit


class NextStepQuerySet(models.QuerySet["NextStep"]):
    def to_do(self) -> "NextStepQuerySet":
        return self.filter(done_at=None, withdrawn_at=None)

    def soonest_first(self) -> "NextStepQuerySet":
        return self.order_by(models.F("due_on").asc(nulls_last=True), "id")


class NextStep(Identified):
    """What is next for a family, and who does it: the family, their network, or us."""

    class Owner(models.TextChoices):
        FAMILY = "family", "The family"
        NETWORK = "network", "Their network"
        US = "us", "Us"

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="next_steps")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="next_steps")
    text = models.CharField(max_length=300)
    owner = models.CharField(max_length=10, choices=Owner, default=Owner.US)
    who = models.CharField("who does it, by name", max_length=120, blank=True)
    how_we_will_know = models.CharField(max_length=200, blank=True)
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, null=True, blank=True, related_name="actions")
    due_on = models.DateField(null=True, blank=True)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="next_steps")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)
    done_in_visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="steps_done")
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[NextStepQuerySet] = NextStepQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(
                fields=["family", "due_on"], condition=Q(done_at=None, withdrawn_at=None), name="next_step_to_do"
            )
        ]
        constraints = [models.CheckConstraint(name="next_step_is_not_blank", condition=~Q(text=""))]

    @property
    def is_theirs(self) -> bool:
        """Whether the family or their network took it on: nobody of ours is late with it."""
        return self.owner != self.Owner.US

    def __str__(self) -> str:
        return self.text
