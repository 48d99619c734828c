"""A family plan: why there is one, the goals in it, and whose words each line of it is. Quotes in it: quote.py."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Least
from django.utils import timezone

from cases.models import Family, Person
from hampshire.addresses import address
from hampshire.ids import Identified
from practice.models import Goal


class PlanQuerySet(models.QuerySet["Plan"]):
    def open(self) -> "PlanQuerySet":
        return self.filter(ended_on=None)

    def ended(self) -> "PlanQuerySet":
        return self.exclude(ended_on=None)

    def of_open_cases(self) -> "PlanQuerySet":
        """Open plans of families we work with now."""
        return self.open().filter(family__cases__closed_on=None, family__cases__isnull=False)

    def latest_first(self) -> "PlanQuerySet":
        return self.order_by("-started_on", "-id")

    def open_first(self) -> "PlanQuerySet":
        """Open ones before ended ones, the newest first; each with who made and who ended it."""
        return self.select_related("made_by", "ended_by").order_by(
            models.F("ended_on").desc(nulls_first=True), "-started_on", "-id"
        )

    def soonest_first(self) -> "PlanQuerySet":
        """By the day of the next meeting about it, a review or a core group."""
        return self.order_by(Least("next_review_on", "next_core_group_on"), "id")


class Plan(Identified):
    """What the family, the people around them and we are going to do, and why. One open plan of a kind at a time.

    `began_as` is how it stood when it was made, as `practice.plans.snapshots` writes it: the first review is held
    against that. `version` rises by one a change, so that two people writing never overwrite one another.
    """

    class Kind(models.TextChoices):
        EARLY_HELP = "early_help", "Early help plan"
        CHILD_IN_NEED = "child_in_need", "Child in need plan"
        CHILD_PROTECTION = "child_protection", "Child protection plan"
        CARE = "care", "Care plan"
        PATHWAY = "pathway", "Pathway plan"

    class EndReason(models.TextChoices):
        REACHED = "reached", "They got where they wanted to be"
        ANOTHER = "another", "Another kind of plan takes its place"
        FAMILY = "family", "The family asked to stop"
        MOVED = "moved", "They moved away"
        OTHER = "other", "Something else"
        JOINED = "joined", "Two records were one: the other plan goes on"

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="plans")
    kind = models.CharField(max_length=20, choices=Kind)
    title = models.CharField("what they call it", max_length=120, blank=True)
    why_we_have_it = models.TextField("why we have a plan")
    contingency = models.TextField("if things get harder", blank=True)
    who_to_ring = models.CharField(max_length=300, blank=True)
    started_on = models.DateField()
    next_review_on = models.DateField()
    next_core_group_on = models.DateField(null=True, blank=True)
    began_as = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=10, choices=EndReason, blank=True)
    end_words = models.TextField("what is different now", blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[PlanQuerySet] = PlanQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["family", "next_review_on"], condition=Q(ended_on=None), name="plan_open_by_family")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["family", "kind"], condition=Q(ended_on=None), name="plan_open_once_a_kind"
            ),
            models.CheckConstraint(name="plan_says_why", condition=~Q(why_we_have_it="")),
            models.CheckConstraint(
                name="plan_ends_after_it_starts", condition=Q(ended_on=None) | Q(ended_on__gte=models.F("started_on"))
            ),
            models.CheckConstraint(
                name="plan_ended_for_a_reason",
                condition=Q(ended_on=None, end_reason="") | Q(ended_on__isnull=False) & ~Q(end_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What the family calls it, else what kind it is."""
        return self.title or self.get_kind_display()

    @property
    def is_open(self) -> bool:
        return self.ended_on is None

    @property
    def review_is_late(self) -> bool:
        """The day by which it was to be looked at again has gone by."""
        return self.is_open and self.next_review_on < timezone.localdate()

    def get_absolute_url(self) -> str:
        return address("plans:plan-detail", self.family_id, self.pk)


class PlanGoalQuerySet(models.QuerySet["PlanGoal"]):
    def standing(self) -> "PlanGoalQuerySet":
        return self.filter(removed_on=None)

    def in_order(self) -> "PlanGoalQuerySet":
        return self.order_by("order", "id")


class PlanGoal(Identified):
    """A goal in a plan, from a day to a day."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="plan_goals")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="in_plans")
    order = models.PositiveSmallIntegerField(default=1)
    added_on = models.DateField(default=timezone.localdate)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    removed_on = models.DateField(null=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[PlanGoalQuerySet] = PlanGoalQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "goal"], condition=Q(removed_on=None), name="plan_goal_once_at_a_time"
            ),
            models.CheckConstraint(
                name="plan_goal_removed_by_somebody",
                condition=Q(removed_on=None, removed_by=None) | Q(removed_on__isnull=False, removed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.goal_id} in {self.plan_id}"


class Whose(models.TextChoices):
    """Whose words a line of a plan is in."""

    FAMILY = "family", "The family"
    NETWORK = "network", "Their network"
    US = "us", "Ours"


class PlanWords(Identified):
    """Somebody said of a line of the plan whose words it is. `line` is its key, see practice/plans/lines.py."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="words")
    line = models.CharField(max_length=60)
    whose = models.CharField(max_length=10, choices=Whose)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "plan words"
        constraints = [
            models.UniqueConstraint(fields=["plan", "line"], name="plan_words_once_a_line"),
            models.CheckConstraint(name="plan_words_of_ours_are_nobodys", condition=~Q(whose="us") | Q(person=None)),
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.whose}"
