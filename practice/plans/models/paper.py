"""The plan as the family keeps it: in their language, and what they say to it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.models import Person
from hampshire.ids import Identified
from practice.plans.models.plan import Plan


class PlanTranslation(Identified):
    """A plan in another language, line by line.

    `lines` is {key: {"of": the English then, "is": in the language}} with the keys of practice/plans/lines.py, so that
    a line whose English has changed since is known to need another look.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="translations")
    language = models.CharField(max_length=8, help_text="By its code (BCP 47): pl, ar, bn")
    lines = models.JSONField(default=dict)
    translated_by = models.CharField("who translated it", max_length=120)
    checked_on = models.DateField("read back to them on", null=True, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "language"], name="plan_translation_once_a_language"),
            models.CheckConstraint(name="plan_translation_by_somebody", condition=~Q(translated_by="")),
        ]

    def __str__(self) -> str:
        return self.language


class PlanReplyQuerySet(models.QuerySet["PlanReply"]):
    def standing(self) -> "PlanReplyQuerySet":
        return self.filter(withdrawn_at=None)

    def oldest_first(self) -> "PlanReplyQuerySet":
        return self.order_by("received_on", "id")


class PlanReply(Identified):
    """What somebody says to the plan, agreeing or not. It stands on the plan, and is printed with it."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="replies")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="plan_replies")
    whose = models.CharField(max_length=120, blank=True, help_text="For somebody not on record: Nana, the neighbour")
    text = models.TextField()
    received_on = models.DateField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[PlanReplyQuerySet] = PlanReplyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name_plural = "plan replies"
        constraints = [
            models.CheckConstraint(name="plan_reply_is_not_blank", condition=~Q(text="")),
            models.CheckConstraint(name="plan_reply_is_somebodys", condition=Q(person__isnull=False) | ~Q(whose="")),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def speaker(self) -> str:
        return self.person.short_name if self.person else self.whose
