"""Somebody's own words brought into a plan or a review: as they stood then, and which they are."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from hampshire.ids import Identified
from practice.models import Quote
from practice.models.quote import words_in_story
from practice.plans.models.plan import Plan
from practice.plans.models.review import PlanReview


def as_said(quote: Quote) -> dict[str, Any]:
    """What is kept of it where it is brought in."""
    return {
        "text": quote.text,
        "language": quote.language,
        "translation": quote.translation,
        "whose": quote.speaker,
        "said_on": quote.said_on,
    }


class BroughtIn(Identified):
    """The words as they were said when they were brought in: what is put right in `quote` later is not changed here."""

    quote = models.ForeignKey(Quote, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    language = models.CharField(max_length=40, blank=True)
    translation = models.TextField(blank=True)
    whose = models.CharField(max_length=120)
    said_on = models.DateField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text

    @property
    def speaker(self) -> str:
        return self.whose

    @property
    def in_story(self) -> str:
        """As the story says it: Yusuf: “Spałem.” (Polish: “I slept.”)"""
        return words_in_story(self.speaker, self.text, self.language, self.translation)

    @property
    def in_english(self) -> str:
        return self.translation or self.text

    @property
    def is_put_right(self) -> bool:
        """Whether they were put right where they are written down, since."""
        return any(getattr(self, name) != getattr(self.quote, name) for name in ("text", "language", "translation"))


class PlanQuote(BroughtIn):
    """Words that say what a plan is about."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="quotes")
    added_on = models.DateField(default=timezone.localdate)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "quote"], name="plan_quote_once"),
            models.CheckConstraint(name="plan_quote_is_not_blank", condition=~Q(text="")),
        ]

    @property
    def speaker(self) -> str:
        """Whose they are as we know it today: a plan is read now, and somebody may be called otherwise since."""
        return self.quote.speaker

    @property
    def left_off(self) -> str:
        """Why they are not printed on the paper the family keeps; blank where they are."""
        if not self.quote.may_be_shared:
            return "Not to be shared yet: left off the paper they keep."
        if self.is_put_right:
            return "Put right since, where they were written down: left off the paper until the plan is kept again."
        return ""


class ReviewQuote(BroughtIn):
    """Words said since the review before, kept with a review."""

    review = models.ForeignKey(PlanReview, on_delete=models.PROTECT, related_name="quotes")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "quote"], name="review_quote_once"),
            models.CheckConstraint(name="review_quote_is_not_blank", condition=~Q(text="")),
        ]
