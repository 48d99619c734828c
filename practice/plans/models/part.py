"""What planning with families asks of people, as it stands in the towards-or-against register."""

from django.db import models

from hampshire.ids import Identified
from practice.register.models import Entry


class PlanPart(Identified):
    """A part of planning that those who use it vote on: the paper a family keeps, a review, a network meeting."""

    class Kind(models.TextChoices):
        PAPER = "paper", "The plan a family keeps"
        REVIEW = "review", "Plan review"
        MEETING = "meeting", "Family network meeting"

    kind = models.CharField(max_length=10, choices=Kind, unique=True)
    register_entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="plan_part")

    class Meta:
        verbose_name = "part of planning"
        verbose_name_plural = "parts of planning"

    def __str__(self) -> str:
        return self.get_kind_display()
