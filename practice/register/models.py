"""Towards or against: every form, letter, process, target, tool, course and support, and which way it pulls."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from hampshire.ids import Identified


class EntryQuerySet(models.QuerySet["Entry"]):
    def current(self) -> "EntryQuerySet":
        return self.filter(retired_on=None)

    def by_name(self) -> "EntryQuerySet":
        return self.order_by("name", "id")


class Entry(Identified):
    """One thing that the organisation asks of people or offers them, with whoever answers for it."""

    class Kind(models.TextChoices):
        FORM = "form", "Form"
        LETTER = "letter", "Letter"
        PROCESS = "process", "Process"
        TARGET = "target", "Target"
        TOOL = "tool", "Tool"
        COURSE = "course", "Course"
        SUPPORT = "support", "Support for families"

    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=120)
    about = models.CharField("what it is for, and what it asks of people", max_length=300, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    retired_on = models.DateField(null=True, blank=True)

    objects: ClassVar[EntryQuerySet] = EntryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["kind", "name"], condition=Q(retired_on=None), name="entry_once_a_name"),
            models.CheckConstraint(name="entry_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class VoteQuerySet(models.QuerySet["Vote"]):
    def standing(self) -> "VoteQuerySet":
        return self.filter(replaced_at=None)


class Vote(Identified):
    """Towards, neutral or against, and why. Staff have one standing vote an entry; a family's comes by a link."""

    class Direction(models.TextChoices):
        TOWARDS = "towards", "Towards"
        NEUTRAL = "neutral", "Neither"
        AGAINST = "against", "Against"

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="votes")
    direction = models.CharField(max_length=7, choices=Direction)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", help_text="Empty: a family"
    )
    voted_at = models.DateTimeField(default=timezone.now)
    replaced_at = models.DateTimeField(null=True)

    objects: ClassVar[VoteQuerySet] = VoteQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "by"],
                condition=Q(by__isnull=False, replaced_at=None),
                name="vote_one_standing_a_worker",
            )
        ]

    def __str__(self) -> str:
        return self.direction


class Change(Identified):
    """What was done about an entry, so that whoever voted sees that it mattered."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="changes")
    text = models.CharField("what was done", max_length=300)
    made_on = models.DateField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(name="change_is_not_blank", condition=~Q(text=""))]

    def __str__(self) -> str:
        return self.text
