"""A goal in the family's own words, and how far each voice says they are, from 0 to 10."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.models import Family, Person
from hampshire.ids import Identified
from practice.models.domain import Domain
from practice.models.strength import Strength
from practice.models.visit import Visit


class GoalQuerySet(models.QuerySet["Goal"]):
    def standing(self) -> "GoalQuerySet":
        return self.filter(withdrawn_at=None)

    def current(self) -> "GoalQuerySet":
        return self.standing().filter(ended_on=None)

    def goals(self) -> "GoalQuerySet":
        return self.filter(kind=Goal.Kind.GOAL)

    def scales(self) -> "GoalQuerySet":
        return self.filter(kind=Goal.Kind.SCALE)

    def oldest_first(self) -> "GoalQuerySet":
        return self.order_by("started_on", "id")


class Goal(Identified):
    """What the family wants to be different, in their words. It may lean on strengths; it need not answer a worry.

    A scale is rated the same way, 0 to 10 by every voice, and stands beside the goals; but it is a question we ask of
    everybody rather than something the family wants, so it is in no figure of goals reached.
    """

    class Kind(models.TextChoices):
        GOAL = "goal", "Goal"
        SCALE = "scale", "Scale"

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="goals")
    kind = models.CharField(max_length=5, choices=Kind, default=Kind.GOAL)
    text = models.CharField("in their words", max_length=300)
    zero_means = models.CharField("what 0 would look like", max_length=120, blank=True)
    ten_means = models.CharField("what 10 would look like", max_length=120, blank=True)
    no_strength_because = models.CharField("why it leans on no strength yet", max_length=200, blank=True)
    whose = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="goals")
    domain = models.CharField(max_length=15, choices=Domain, default=Domain.OTHER)
    higher_is_better = models.BooleanField(default=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="goals_set")
    written_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[GoalQuerySet] = GoalQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["family"], name="goal_by_family")]
        constraints = [
            models.CheckConstraint(name="goal_is_not_blank", condition=~Q(text="")),
            models.CheckConstraint(
                name="goal_ends_after_it_starts", condition=Q(ended_on=None) | Q(ended_on__gte=models.F("started_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_scale(self) -> bool:
        return self.kind == self.Kind.SCALE

    @property
    def in_words(self) -> str:
        """“Bedtime without shouting”, as they said it; a scale is our question, and has no quotation marks."""
        return self.text if self.is_scale else f"“{self.text}”"

    @property
    def in_story(self) -> str:
        """As the story says that it was agreed."""
        return f"New {self.get_kind_display().lower()}: {self.in_words}"

    @property
    def ends_mean(self) -> str:
        """0 not safe · 10 as safe as can be; blank where nobody said."""
        ends = (("0", self.zero_means), ("10", self.ten_means))
        return " · ".join(f"{number}: {means}" for number, means in ends if means)


class GoalStrengthQuerySet(models.QuerySet["GoalStrength"]):
    def standing(self) -> "GoalStrengthQuerySet":
        return self.filter(unlinked_at=None)


class GoalStrength(Identified):
    """A strength that a goal leans on."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="leans")
    strength = models.ForeignKey(Strength, on_delete=models.PROTECT, related_name="leaned_on")
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField(default=timezone.now)
    unlinked_at = models.DateTimeField(null=True)

    objects: ClassVar[GoalStrengthQuerySet] = GoalStrengthQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "strength"], condition=Q(unlinked_at=None), name="goal_leans_on_a_strength_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.goal_id} leans on {self.strength_id}"


class RatingQuerySet(models.QuerySet["Rating"]):
    def standing(self) -> "RatingQuerySet":
        return self.filter(withdrawn_at=None)

    def in_order(self) -> "RatingQuerySet":
        """By day, then by id: ids sort by the time of writing."""
        return self.order_by("rated_on", "id")


class Rating(Identified):
    """How far a goal is, from 0 to 10, as one voice says. Voices are never averaged."""

    class Voice(models.TextChoices):
        CHILD = "child", "Child"
        PARENT = "parent", "Parent or carer"
        WORKER = "worker", "Worker"

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="ratings")
    voice = models.CharField(max_length=10, choices=Voice)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="ratings")
    score = models.PositiveSmallIntegerField(validators=[MaxValueValidator(10)])
    rated_on = models.DateField()
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="ratings")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[RatingQuerySet] = RatingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["goal", "rated_on", "id"], name="rating_by_goal")]
        constraints = [
            models.CheckConstraint(name="rating_from_0_to_10", condition=Q(score__range=(0, 10))),
            models.UniqueConstraint(
                fields=["goal", "voice", "person", "visit"],
                condition=Q(visit__isnull=False, withdrawn_at=None),
                nulls_distinct=False,
                name="rating_once_a_voice_a_visit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.score} by {self.voice}"

    @property
    def speaker(self) -> str:
        """Whose voice this is: a person's name, or the worker."""
        return self.person.short_name if self.person else "worker"
