"""A review of a plan: who came, what they said, and the plan as it stood that day. Every version is kept.

What was written of a review can be set right, keeping what it said before, and a review that was not held is withdrawn.
For quotes kept with one see quote.py.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from cases.models import Person
from hampshire.ids import Identified
from practice.plans.models.plan import Plan


class PlanReviewQuerySet(models.QuerySet["PlanReview"]):
    def standing(self) -> "PlanReviewQuerySet":
        """Reviews not withdrawn: the ones that count."""
        return self.filter(withdrawn_at=None)

    def latest_first(self) -> "PlanReviewQuerySet":
        return self.order_by("-number")


class PlanReview(Identified):
    """The plan looked at together. `snapshot` is how it stood then (practice/plans/snapshots.py); it never changes.

    `version` rises by one each time it is changed. A review that was withdrawn keeps its number.
    """

    class Kind(models.TextChoices):
        REVIEW = "review", "Review"
        CORE_GROUP = "core_group", "Core group"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reviews")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.REVIEW)
    held_on = models.DateField()
    also_came = models.CharField("who else came", max_length=300, blank=True)
    what_people_said = models.TextField()
    snapshot = models.JSONField()
    next_review_on = models.DateField(null=True)
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    objects: ClassVar[PlanReviewQuerySet] = PlanReviewQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_review_numbered_once"),
            models.CheckConstraint(name="plan_review_says_what_people_said", condition=~Q(what_people_said="")),
            models.CheckConstraint(
                name="plan_review_next_comes_after",
                condition=Q(next_review_on=None) | Q(next_review_on__gt=models.F("held_on")),
            ),
            models.CheckConstraint(
                name="plan_review_withdrawn_by_somebody_for_a_reason",
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Review 3."""
        return f"{self.get_kind_display()} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("plans:review-detail", args=[self.plan.family_id, self.plan_id, self.pk])


class ReviewPerson(Identified):
    """Somebody on record who came to a review."""

    review = models.ForeignKey(PlanReview, on_delete=models.PROTECT, related_name="people")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "person"], name="review_person_once")]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.review_id}"


class PlanReviewRevision(Identified):
    """What a review said before it was changed, by the keys of practice/plans/versions.py; and why it was."""

    review = models.ForeignKey(PlanReview, on_delete=models.PROTECT, related_name="revisions")
    before = models.JSONField()
    reason = models.CharField(max_length=300)
    amended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    amended_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["review", "-amended_at"], name="plan_revision_by_review")]
        constraints = [models.CheckConstraint(name="plan_review_revised_for_a_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.review_id} before {self.amended_at}"
