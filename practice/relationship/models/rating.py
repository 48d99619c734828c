"""What somebody of a family says a visit was like for them: four taps, or "rather not say". It is about us."""

from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.utils import timezone

from cases.models import Family, Person
from hampshire.ids import Identified
from practice.models import Visit
from practice.relationship.models.asking import Asking

TAPS = ("listened", "mattered", "suited", "trust")
MOST = 4  # of each tap
POINT = Decimal(10) / (MOST * len(TAPS))  # the four together, as 0 to 10
STANDING = Q(withdrawn_at=None)


class VisitRatingQuerySet(models.QuerySet["VisitRating"]):
    def counting(self) -> "VisitRatingQuerySet":
        """Neither taken back themselves, nor of a visit that was withdrawn."""
        return self.filter(withdrawn_at=None, visit__withdrawn_at=None)

    def scored(self) -> "VisitRatingQuerySet":
        """Without those who would rather not say."""
        return self.filter(rather_not_say=False)

    def in_order(self) -> "VisitRatingQuerySet":
        return self.order_by("said_on", "id")

    def latest_first(self) -> "VisitRatingQuerySet":
        return self.order_by("-said_on", "-id")

    def with_people(self) -> "VisitRatingQuerySet":
        return self.select_related("person", "visit", "entered_by")


def _whole_or_not_said() -> Q:
    answered = {f"{tap}__isnull": False for tap in TAPS}
    return Q(rather_not_say=False, **answered) | Q(rather_not_say=True, **dict.fromkeys(TAPS))


def _within() -> Q:
    within = Q()
    for tap in TAPS:
        within &= Q(**{tap: None}) | Q(**{f"{tap}__lte": MOST})
    return within


class VisitRating(Identified):
    """One voice about one visit. Each tap is 0 (not at all) to 4 (fully); `score` is the four together, 0 to 10."""

    class How(models.TextChoices):
        DEVICE = "device", "On our device"
        PAPER = "paper", "On paper"
        LINK = "link", "By a link"

    class Tap(models.IntegerChoices):
        NOT_AT_ALL = 0, "Not at all"
        A_LITTLE = 1, "A little"
        PARTLY = 2, "Partly"
        MOSTLY = 3, "Mostly"
        FULLY = 4, "Fully"

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="visit_ratings")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="family_ratings")
    asking = models.OneToOneField(Asking, on_delete=models.PROTECT, null=True, related_name="rating")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    voice = models.CharField(
        "who that is", max_length=60, blank=True, help_text="For somebody not on record: mum's sister"
    )
    how = models.CharField(max_length=6, choices=How)
    listened = models.PositiveSmallIntegerField("listened to", choices=Tap, null=True)
    mattered = models.PositiveSmallIntegerField("talked about what matters", choices=Tap, null=True)
    suited = models.PositiveSmallIntegerField("the way suited", choices=Tap, null=True)
    trust = models.PositiveSmallIntegerField("trust", choices=Tap, null=True)
    rather_not_say = models.BooleanField(default=False)
    words = models.TextField("anything else", blank=True)
    score = models.GeneratedField(
        expression=(F("listened") + F("mattered") + F("suited") + F("trust")) * Value(POINT),
        output_field=models.DecimalField(max_digits=5, decimal_places=3, null=True),
        db_persist=True,
    )
    said_on = models.DateField(default=timezone.localdate)
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Who copied it from paper; empty where they tapped it themselves",
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[VisitRatingQuerySet] = VisitRatingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["family", "-said_on"], name="visit_rating_by_family")]
        constraints = [
            models.CheckConstraint(name="visit_rating_is_whole_or_not_said", condition=_whole_or_not_said()),
            models.CheckConstraint(name="visit_rating_taps_are_0_to_4", condition=_within()),
            models.CheckConstraint(
                name="visit_rating_is_of_somebody",
                condition=Q(person=None) & ~Q(voice="") | Q(person__isnull=False, voice=""),
            ),
            models.CheckConstraint(
                name="visit_rating_was_tapped_or_copied",
                condition=Q(how="paper", entered_by__isnull=False, asking=None)
                | Q(how__in=["device", "link"], entered_by=None, asking__isnull=False),
            ),
            models.CheckConstraint(
                name="visit_rating_withdrawn_by_somebody",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["visit", "person"],
                condition=STANDING & Q(person__isnull=False),
                name="visit_rating_once_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"Rating of {self.said_on:%d %b %Y}"

    @property
    def speaker(self) -> str:
        """Dana; mum's sister."""
        return self.person.short_name if self.person else self.voice

    @property
    def whose(self) -> tuple[UUID | None, str]:
        """What one voice's ratings have in common."""
        return self.person_id, self.voice.casefold()

    @property
    def out_of_ten(self) -> float | None:
        """The score to one decimal; None for "rather not say"."""
        return None if self.score is None else round(float(self.score), 1)

    @property
    def taps(self) -> list[tuple[str, str]]:
        """What each was about, and the answer, in a word or two."""
        told = ((ABOUT[tap], getattr(self, tap)) for tap in TAPS)
        return [(about, self.Tap(value).label.lower()) for about, value in told if value is not None]


# In our own words: as the family is asked, and as the answers are headed where workers read them.
ASKED = {
    "listened": "Did we listen to you?",
    "mattered": "Did we talk about what matters to you?",
    "suited": "Did the way we did it suit you?",
    "trust": "Do you trust us to do what we said?",
}
ABOUT = {
    "listened": "Listened to",
    "mattered": "Talked about what matters",
    "suited": "The way suited",
    "trust": "Trust",
}
