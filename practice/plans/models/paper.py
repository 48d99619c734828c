"""The plan as the family keeps it: in their language, and what they say to it."""

from django.db import models
from django.db.models import Q

from cases.models import Person
from practice.models.papers import PaperReply, PaperTranslation
from practice.plans.models.plan import Plan


class PlanTranslation(PaperTranslation):
    """The plan by the keys of practice/plans/lines.py."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="translations")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "language"], name="plan_translation_once_a_language"),
            models.CheckConstraint(name="plan_translation_by_somebody", condition=~Q(translated_by="")),
        ]


class PlanReply(PaperReply):
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="replies")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="plan_replies")

    class Meta:
        verbose_name_plural = "plan replies"
        constraints = [
            models.CheckConstraint(name="plan_reply_is_not_blank", condition=~Q(text="")),
            models.CheckConstraint(name="plan_reply_is_somebodys", condition=Q(person__isnull=False) | ~Q(whose="")),
        ]
