"""A letter to somebody of a family, from draft to given; and, given in error, taken back. Nothing of it is deleted."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.models import Family, Person
from hampshire.addresses import address
from hampshire.ids import Identified
from practice.models import NextStep, Quote, Strength, Visit


class Kind(models.TextChoices):
    """What a letter is for. Their texts are in practice/letters/shipped/letters.toml."""

    HELLO = "hello", "Hello, I am your worker"
    AFTER_VISIT = "after_visit", "After our visit"
    BEFORE_MEETING = "before_meeting", "Before our meeting"
    GOODBYE = "goodbye", "Goodbye, and who comes next"


class LetterQuerySet(models.QuerySet["Letter"]):
    def latest_first(self) -> "LetterQuerySet":
        return self.order_by("-begun_at", "-id")

    def given(self) -> "LetterQuerySet":
        """Those in somebody's hands: given, and not taken back."""
        return self.exclude(given_on=None).filter(taken_back_at=None)

    def drafts(self) -> "LetterQuerySet":
        return self.filter(given_on=None, taken_back_at=None)

    def with_people(self) -> "LetterQuerySet":
        return self.select_related("to", "author", "family")


class Letter(Identified):
    """What somebody writes to one person. `parts` are its sections as plain text, by the keys of its kind.

    `given_as` is what stood on the paper when it was given, by language: as practice/letters/paper.py makes it. It is
    read from there ever after, whatever becomes of the words it was made of.
    """

    class How(models.TextChoices):
        HANDED = "handed", "Handed over"
        READ = "read", "Read aloud together"
        POSTED = "posted", "Posted"

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="letters")
    to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="letters")
    dear = models.CharField("what they are called", max_length=80)
    kind = models.CharField(max_length=15, choices=Kind)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="letters")
    anew_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="written_anew")
    parts = models.JSONField(default=dict)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="letters")
    begun_at = models.DateTimeField(default=timezone.now)
    written_at = models.DateTimeField(null=True)
    given_on = models.DateField(null=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    how = models.CharField("how it was given", max_length=10, choices=How, blank=True)
    given_as = models.JSONField(default=dict)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    taken_back_because = models.CharField("why it was taken back", max_length=300, blank=True)

    objects: ClassVar[LetterQuerySet] = LetterQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["family", "-begun_at"], name="letter_by_family"),
            models.Index(
                fields=["author"], condition=Q(given_on=None, taken_back_at=None), name="letter_draft_by_author"
            ),
        ]
        constraints = [
            models.CheckConstraint(name="letter_is_to_somebody_called_something", condition=~Q(dear="")),
            models.CheckConstraint(
                name="letter_given_by_somebody_somehow",
                condition=Q(given_on=None, given_by=None, how="", given_as={})
                | Q(given_on__isnull=False, given_by__isnull=False, written_at__isnull=False) & ~Q(how=""),
            ),
            models.CheckConstraint(
                name="letter_taken_back_by_somebody_for_a_reason",
                condition=Q(taken_back_at=None, taken_back_by=None, taken_back_because="")
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False) & ~Q(taken_back_because=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, to {self.dear}"

    def get_absolute_url(self) -> str:
        return address("letters:letter-detail", self.family_id, self.pk)

    @property
    def is_given(self) -> bool:
        return self.given_on is not None

    @property
    def is_draft(self) -> bool:
        """Still to be written or given."""
        return self.given_on is None and self.taken_back_at is None

    @property
    def called(self) -> str:
        """Letter to Yusuf: After our visit."""
        return f"Letter to {self.dear}: {self.get_kind_display()}"

    @property
    def day(self) -> date:
        """The day it is dated: when it was given, else today."""
        return self.given_on or timezone.localdate()


# What was brought into a letter from the record: as it was said when the letter was written, and where it stands.


class LetterQuote(Identified):
    """Somebody's own words."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="quotes")
    quote = models.ForeignKey(Quote, on_delete=models.PROTECT, related_name="in_letters")
    text = models.TextField()
    language = models.CharField(max_length=40, blank=True)
    translation = models.TextField(blank=True)
    whose = models.CharField(max_length=120)
    said_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letter", "quote"], name="letter_quote_once"),
            models.CheckConstraint(name="letter_quote_is_not_blank", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_as_said(self) -> bool:
        """Whether the record still says the same: the words, whose they are, and what they say in English."""
        said = self.quote
        stands = (said.text, said.language, said.translation, said.speaker)
        return stands == (self.text, self.language, self.translation, self.whose)


class LetterStrength(Identified):
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="strengths")
    strength = models.ForeignKey(Strength, on_delete=models.PROTECT, related_name="in_letters")
    text = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "strength"], name="letter_strength_once")]

    def __str__(self) -> str:
        return self.text


class LetterStep(Identified):
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="steps")
    step = models.ForeignKey(NextStep, on_delete=models.PROTECT, related_name="in_letters")
    text = models.CharField(max_length=300)
    owner = models.CharField(max_length=10, choices=NextStep.Owner)
    who = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "step"], name="letter_step_once")]

    def __str__(self) -> str:
        return self.text
