"""A letter in somebody's language, and what they say to it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.models import Person
from hampshire.ids import Identified
from practice.letters.models.letter import Kind, Letter
from practice.register.models import Entry


class LetterKind(Identified):
    """A kind of letter as it stands in the towards-or-against register."""

    kind = models.CharField(max_length=15, choices=Kind, unique=True)
    register_entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="letter_kind")

    class Meta:
        verbose_name = "letter"

    def __str__(self) -> str:
        return self.get_kind_display()


class LetterTranslation(Identified):
    """A letter in another language, line by line.

    `lines` is {key: {"of": the English then, "is": in the language}} with the keys of practice/letters/lines.py, so
    that a line whose English has changed since is known to need another look.
    """

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="translations")
    language = models.CharField(max_length=8, help_text="By its code (BCP 47): pl, ar, bn")
    lines = models.JSONField(default=dict)
    translated_by = models.CharField("who translated it", max_length=120)
    checked_on = models.DateField("read back to them on", null=True, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letter", "language"], name="letter_translation_once_a_language"),
            models.CheckConstraint(name="letter_translation_by_somebody", condition=~Q(translated_by="")),
        ]

    def __str__(self) -> str:
        return self.language


class LetterReplyQuerySet(models.QuerySet["LetterReply"]):
    def standing(self) -> "LetterReplyQuerySet":
        return self.filter(withdrawn_at=None)

    def oldest_first(self) -> "LetterReplyQuerySet":
        return self.order_by("received_on", "id")


class LetterReply(Identified):
    """What somebody says to the letter. It stands beside it, and is printed with it from then on."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="replies")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="letter_replies")
    whose = models.CharField(max_length=120, blank=True, help_text="For somebody not on record: Nana, the neighbour")
    text = models.TextField()
    received_on = models.DateField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[LetterReplyQuerySet] = LetterReplyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name_plural = "letter replies"
        constraints = [
            models.CheckConstraint(name="letter_reply_is_not_blank", condition=~Q(text="")),
            models.CheckConstraint(name="letter_reply_is_somebodys", condition=Q(person__isnull=False) | ~Q(whose="")),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def speaker(self) -> str:
        return self.person.short_name if self.person else self.whose
