"""A letter in somebody's language, and what they say to it."""

from django.db import models
from django.db.models import Q

from cases.models import Person
from hampshire.ids import Identified
from practice.letters.models.letter import Kind, Letter
from practice.models.papers import PaperReply, PaperTranslation
from practice.register.models import Entry


class LetterKind(Identified):
    """A kind of letter as it stands in the towards-or-against register."""

    kind = models.CharField(max_length=15, choices=Kind, unique=True)
    register_entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="letter_kind")

    class Meta:
        verbose_name = "letter"

    def __str__(self) -> str:
        return self.get_kind_display()


class LetterTranslation(PaperTranslation):
    """The letter by the keys of practice/letters/lines.py."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="translations")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letter", "language"], name="letter_translation_once_a_language"),
            models.CheckConstraint(name="letter_translation_by_somebody", condition=~Q(translated_by="")),
        ]


class LetterReply(PaperReply):
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="replies")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="letter_replies")

    class Meta:
        verbose_name_plural = "letter replies"
        constraints = [
            models.CheckConstraint(name="letter_reply_is_not_blank", condition=~Q(text="")),
            models.CheckConstraint(name="letter_reply_is_somebodys", condition=Q(person__isnull=False) | ~Q(whose="")),
        ]
