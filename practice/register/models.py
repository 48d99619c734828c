"""Towards or against: every form, letter, process, target, tool, course and support, and which way it pulls."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Count, F, FloatField, Max, OuterRef, Q, Subquery
from django.db.models.functions import Cast, NullIf
from django.urls import reverse
from django.utils import timezone

from hampshire.ids import Identified
from practice.register.shares import Split


class EntryQuerySet(models.QuerySet["Entry"]):
    def current(self) -> "EntryQuerySet":
        return self.filter(retired_on=None)

    def retired(self) -> "EntryQuerySet":
        return self.exclude(retired_on=None)

    def by_name(self) -> "EntryQuerySet":
        return self.order_by("name", "id")

    def called(self, text: str) -> "EntryQuerySet":
        """Every word of the text is in the name or in what it is for."""
        found = self
        for word in text.split()[:6]:
            found = found.filter(Q(name__icontains=word) | Q(about__icontains=word))
        return found

    def with_votes(self) -> "EntryQuerySet":
        """Each with its standing votes counted, for `split`, and with the share towards, empty where nobody voted."""
        standing = {
            f"n_{direction}": Count("votes", filter=Q(votes__replaced_at=None, votes__direction=direction))
            for direction in Vote.Direction.values
        }
        counted = self.annotate(
            **standing, n_families=Count("votes", filter=Q(votes__replaced_at=None, votes__by__isnull=True))
        )
        n_votes = F("n_towards") + F("n_neutral") + F("n_against")
        return counted.annotate(
            n_votes=n_votes, share=Cast("n_towards", FloatField()) / NullIf(Cast(n_votes, FloatField()), 0.0)
        )

    def with_last_change(self) -> "EntryQuerySet":
        """Each with the day of what was done last, empty where nothing was."""
        last = Change.objects.filter(entry=OuterRef("pk")).order_by().values("entry").annotate(on=Max("made_on"))
        return self.annotate(changed_on=Subquery(last.values("on")))


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
    retired_because = models.CharField("why it is asked no more", max_length=300, blank=True)

    objects: ClassVar[EntryQuerySet] = EntryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["kind", "name"], condition=Q(retired_on=None), name="entry_once_a_name"),
            models.CheckConstraint(name="entry_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="entry_says_why_only_once_retired", condition=Q(retired_because="") | Q(retired_on__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("register:entry-detail", args=[self.pk])

    @property
    def split(self) -> Split:
        """Its standing votes, as `with_votes` counted them."""
        return Split(self.n_towards, self.n_neutral, self.n_against)  # type: ignore[attr-defined]


class VoteQuerySet(models.QuerySet["Vote"]):
    def standing(self) -> "VoteQuerySet":
        return self.filter(replaced_at=None)

    def latest_first(self) -> "VoteQuerySet":
        return self.order_by("-voted_at", "-id")


class Vote(Identified):
    """Towards, neutral or against, and why. Staff have one standing vote an entry; a family's comes by a link.

    No page says whose a vote is; `by` is kept so that whoever cast it can change their mind. Of a family's vote not
    even the hour is kept: beside the hour at which a link was used, it would say whose it is.
    """

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
            ),
            models.CheckConstraint(
                name="vote_is_replaced_after_it_was_cast",
                condition=Q(replaced_at=None) | Q(replaced_at__gte=F("voted_at")),
            ),
            models.CheckConstraint(name="vote_of_a_family_stands", condition=Q(by__isnull=False) | Q(replaced_at=None)),
        ]

    def __str__(self) -> str:
        return self.direction


class ChangeQuerySet(models.QuerySet["Change"]):
    def latest_first(self) -> "ChangeQuerySet":
        return self.order_by("-made_on", "-written_at", "-id")


class Change(Identified):
    """What was done about an entry, so that whoever voted sees that it mattered."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="changes")
    text = models.CharField("what was done", max_length=300)
    made_on = models.DateField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[ChangeQuerySet] = ChangeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.CheckConstraint(name="change_is_not_blank", condition=~Q(text=""))]

    def __str__(self) -> str:
        return self.text
