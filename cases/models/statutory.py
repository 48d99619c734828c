"""What statutory returns say of a child, kept in simple tables: their screens come later.

Each row has a `key` that names it within its child, so that a return read twice changes nothing.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases import codes
from cases.models.case import Involvement
from cases.models.person import Person
from hampshire.ids import Identified


class StatutoryAssessment(Identified):
    """A child and family assessment. Due 45 working days after the referral (Working Together)."""

    involvement = models.ForeignKey(Involvement, on_delete=models.PROTECT, related_name="statutory_assessments")
    starts_on = models.DateField()
    internal_review_on = models.DateField(null=True)
    authorised_on = models.DateField(null=True)
    factors = ArrayField(models.CharField(max_length=3, choices=codes.ASSESSMENT_FACTORS), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["involvement", "starts_on"], name="statutory_assessment_once"),
            models.CheckConstraint(
                name="statutory_assessment_ends_after_start",
                condition=Q(authorised_on=None) | Q(authorised_on__gte=models.F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"Assessment from {self.starts_on}"


class ChildInNeedPlan(Identified):
    involvement = models.ForeignKey(Involvement, on_delete=models.PROTECT, related_name="child_in_need_plans")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["involvement", "starts_on"], name="child_in_need_plan_once"),
            models.CheckConstraint(
                name="child_in_need_plan_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"Child in need plan from {self.starts_on}"


class Section47Enquiry(Identified):
    """An enquiry under section 47 of the Children Act 1989; a conference may follow within 15 working days."""

    involvement = models.ForeignKey(Involvement, on_delete=models.PROTECT, related_name="section_47_enquiries")
    starts_on = models.DateField()
    conference_target_on = models.DateField(null=True)
    conference_on = models.DateField(null=True)
    conference_not_required = models.BooleanField(null=True)

    class Meta:
        verbose_name_plural = "section 47 enquiries"
        constraints = [models.UniqueConstraint(fields=["involvement", "starts_on"], name="section_47_enquiry_once")]

    def __str__(self) -> str:
        return f"Section 47 enquiry from {self.starts_on}"


class InitialConference(Identified):
    """An initial child protection conference that a return sends with the referral rather than with an enquiry."""

    involvement = models.ForeignKey(Involvement, on_delete=models.PROTECT, related_name="initial_conferences")
    held_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["involvement", "held_on"], name="initial_conference_once")]

    def __str__(self) -> str:
        return f"Initial conference of {self.held_on}"


class ChildProtectionPlan(Identified):
    involvement = models.ForeignKey(Involvement, on_delete=models.PROTECT, related_name="child_protection_plans")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    initial_category = models.CharField(max_length=3, choices=codes.ABUSE_CATEGORIES, blank=True)
    latest_category = models.CharField(max_length=3, choices=codes.ABUSE_CATEGORIES, blank=True)
    previous_plans = models.PositiveSmallIntegerField(null=True, help_text="As the return counted them")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["involvement", "starts_on"], name="child_protection_plan_once"),
            models.CheckConstraint(
                name="child_protection_plan_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"Child protection plan from {self.starts_on}"


class ChildProtectionReview(Identified):
    plan = models.ForeignKey(ChildProtectionPlan, on_delete=models.PROTECT, related_name="reviews")
    reviewed_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "reviewed_on"], name="child_protection_review_once")]

    def __str__(self) -> str:
        return f"Review of {self.reviewed_on}"


class CareEpisode(Identified):
    """A placement and legal-status episode of a looked-after child, as SSDA903 counts them."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="care_episodes")
    starts_on = models.DateField()
    start_reason = models.CharField(max_length=1, choices=codes.REASONS_FOR_NEW_EPISODE)
    legal_status = models.CharField(max_length=2, choices=codes.LEGAL_STATUSES)
    need = models.CharField(max_length=2, choices=codes.PRIMARY_NEEDS, blank=True)
    placement = models.CharField(max_length=3, choices=codes.PLACEMENT_TYPES)
    provider = models.CharField(max_length=3, choices=codes.PLACEMENT_PROVIDERS, blank=True)
    ends_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=3, choices=codes.EPISODE_END_REASONS, blank=True)
    change_reason = models.CharField(max_length=6, choices=codes.PLACEMENT_CHANGE_REASONS, blank=True)
    home_postcode = models.CharField(max_length=8, blank=True)
    placement_postcode = models.CharField(max_length=8, blank=True)
    provider_urn = models.CharField("Ofsted number of the provider", max_length=10, blank=True)
    imported_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "starts_on"], name="care_episode_once"),
            models.CheckConstraint(
                name="care_episode_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"Care episode from {self.starts_on}"


class CareReview(Identified):
    """A looked-after child's review, and how the child took part."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="care_reviews")
    reviewed_on = models.DateField()
    participation = models.CharField(max_length=3, choices=codes.REVIEW_PARTICIPATION, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "reviewed_on"], name="care_review_once")]

    def __str__(self) -> str:
        return f"Care review of {self.reviewed_on}"
