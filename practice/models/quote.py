"""A quote: somebody's own words, and whose they are."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.models import Family, Person
from hampshire.addresses import address
from hampshire.ids import Identified
from practice.models.visit import Visit


def words_in_story(speaker: str, text: str, language: str, translation: str) -> str:
    """Whose words come first, so that a long quote cut short still says whose it is."""
    translated = f" ({language}: “{translation}”)" if translation else ""
    return f"{speaker}: “{text}”{translated}"


class QuoteQuerySet(models.QuerySet["Quote"]):
    def latest_first(self) -> "QuoteQuerySet":
        return self.order_by("-said_on", "-id")

    def standing(self) -> "QuoteQuerySet":
        return self.filter(withdrawn_at=None)

    def with_rewordings(self) -> "QuoteQuerySet":
        """Each with what it said before it was put right, the latest first."""
        return self.prefetch_related("rewordings__reworded_by")


class Quote(Identified):
    """Somebody's own words. Whether the family has agreed that they may be shared is kept with them."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="quotes")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="quotes")
    whose = models.CharField(max_length=120, blank=True, help_text="For somebody not on record: Nana, the neighbour")
    text = models.TextField()
    language = models.CharField("said in", max_length=40, blank=True, help_text="Blank for English")
    translation = models.TextField("in English", blank=True)
    said_on = models.DateField()
    may_be_shared = models.BooleanField(default=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="quotes")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[QuoteQuerySet] = QuoteQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["family", "-said_on"], name="quote_by_family")]
        constraints = [
            models.CheckConstraint(name="quote_is_not_blank", condition=~Q(text="")),
            models.CheckConstraint(
                name="quote_is_translated_from_a_language", condition=Q(translation="") | ~Q(language="")
            ),
            models.CheckConstraint(name="quote_is_somebodys", condition=Q(person__isnull=False) | ~Q(whose="")),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def in_story(self) -> str:
        """As the story says it: Yusuf: “Spałem.” (Polish: “I slept.”)"""
        return words_in_story(self.speaker, self.text, self.language, self.translation)

    def get_absolute_url(self) -> str:
        """Among the family's words, where it stands."""
        return f"{address('practice:quote-list', self.family_id)}?whose={self.person_id or ''}"

    @property
    def speaker(self) -> str:
        """Whose words these are."""
        return self.person.short_name if self.person else self.whose
