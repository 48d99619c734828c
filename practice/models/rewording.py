"""What a strength, a worry, somebody's words or a goal said before it was put right: kept for ever."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from hampshire.ids import Identified
from practice.models.goal import Goal
from practice.models.quote import Quote
from practice.models.strength import Strength
from practice.models.worry import Worry

OF = ("strength", "worry", "quote", "goal")


def _one_of() -> Q:
    """Of one of them, and of no other."""
    one = Q()
    for name in OF:
        one |= Q(**{f"{other}__isnull": other != name for other in OF})
    return one


class Rewording(Identified):
    """One time that something was put right. `before` has what changed, by its label, in plain words."""

    strength = models.ForeignKey(Strength, on_delete=models.PROTECT, null=True, related_name="rewordings")
    worry = models.ForeignKey(Worry, on_delete=models.PROTECT, null=True, related_name="rewordings")
    quote = models.ForeignKey(Quote, on_delete=models.PROTECT, null=True, related_name="rewordings")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, null=True, related_name="rewordings")
    before = models.JSONField()
    reworded_at = models.DateTimeField(default=timezone.now)
    reworded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-reworded_at", "-id"]
        constraints = [models.CheckConstraint(name="rewording_of_one_thing", condition=_one_of())]

    def __str__(self) -> str:
        return f"Reworded {self.reworded_at:%Y-%m-%d}"
