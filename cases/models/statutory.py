"""What statutory returns say of a child, kept in simple tables: their screens come later.

Each row has a `key` that names it within its child, so that a return read twice changes nothing.
"""

from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases import codes
from cases.models.case import Involvement
from cases.models.person import Person
from hampshire.ids import Identified


class StatutoryAssessmentQuerySet(models.QuerySet["StatutoryAssessment"]):
    def standing(self) -> "StatutoryAssessmentQuerySet":
        """What a return counts: an assessment entered in error stays, and is none of it."""
        return self.filter(withdrawn_at=None)


class StatutoryAssessment(Identified):
    """A child and family assessment. Due 45 working days after the referral (Working Together)."""

    involvement = models.ForeignKey(Involvement, on_delete=models.PROTECT, related_name="statutory_assessments")
    starts_on = models.DateField()
    internal_review_on = models.DateField(null=True)
    authorised_on = models.DateField(null=True)
    factors = ArrayField(models.CharField(max_length=3, choices=codes.ASSESSMENT_FACTORS), default=list)
    withdrawn_at = models.DateTimeField(null=True, help_text="It was entered in error")

    objects: ClassVar[StatutoryAssessmentQuerySet] = StatutoryAssessmentQuerySet.as_manager()  # type: ignore[assignment]

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


# ---- What else SSDA903 says of a looked-after child ------------------------------------------------------------------


def _one_of(field: str, known: list[tuple[str, str]]) -> Q:
    return Q(**{f"{field}__in": [code for code, _ in known]})


def _ends_after_start() -> Q:
    return Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on"))


class MissingEpisode(Identified):
    """A looked-after child missing, or away without permission, from a day to a day."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="missing_episodes")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    kind = models.CharField(max_length=1, choices=codes.MISSING_TYPES)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "starts_on"], name="missing_episode_once"),
            models.CheckConstraint(name="missing_episode_ends_after_it_starts", condition=_ends_after_start()),
            models.CheckConstraint(name="missing_episode_is_of_a_kind", condition=_one_of("kind", codes.MISSING_TYPES)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} from {self.starts_on}"


class DeprivationOfLiberty(Identified):
    """A time in which a court allowed a child's liberty to be restricted."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="deprivations_of_liberty")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        verbose_name_plural = "deprivations of liberty"
        constraints = [
            models.UniqueConstraint(fields=["child", "starts_on"], name="deprivation_of_liberty_once"),
            models.CheckConstraint(name="deprivation_of_liberty_ends_after_it_starts", condition=_ends_after_start()),
        ]

    def __str__(self) -> str:
        return f"Deprivation of liberty from {self.starts_on}"


class AdoptionPlacement(Identified):
    """A child placed for adoption, and why that came to an end before the adoption."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="adoption_placements")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=3, choices=codes.ADOPTION_PLACEMENT_END_REASONS, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "starts_on"], name="adoption_placement_once"),
            models.CheckConstraint(name="adoption_placement_ends_after_it_starts", condition=_ends_after_start()),
        ]

    def __str__(self) -> str:
        return f"Placed for adoption {self.starts_on}"


class AsylumStatus(Identified):
    """An unaccompanied child seeking asylum, until a day: often the eighteenth birthday, which may lie ahead."""

    child = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="asylum_status")
    until = models.DateField()

    class Meta:
        verbose_name_plural = "asylum statuses"

    def __str__(self) -> str:
        return f"Unaccompanied until {self.until}"


class Adoption(Identified):
    """What was decided about a child's adoption, and who adopts, without their names."""

    child = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="adoption")
    decided_on = models.DateField(null=True, help_text="Adoption was found to be in the child's interest")
    matched_on = models.DateField(null=True)
    by_foster_carer = models.BooleanField(null=True)
    adopters = models.PositiveSmallIntegerField(null=True)
    adopters_sex = models.CharField(max_length=2, choices=codes.ADOPTER_SEXES, blank=True)
    adopters_legal_status = models.CharField(max_length=3, choices=codes.ADOPTER_LEGAL_STATUSES, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="adoption_by_one_or_two", condition=Q(adopters=None) | Q(adopters__range=(1, 2))
            ),
        ]

    def __str__(self) -> str:
        return f"Adoption decided {self.decided_on or 'on a day not sent'}"


class PreviousPermanence(Identified):
    """What permanence a child had before coming into care again. The day is as it was sent: parts may be unknown."""

    child = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="previous_permanence")
    kind = models.CharField(max_length=2, choices=codes.PREVIOUS_PERMANENCE)
    authority = models.CharField(max_length=20, blank=True, help_text="As the return names it")
    ordered = models.CharField(max_length=10, blank=True, help_text="dd/mm/yyyy, zz for what is not known")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="previous_permanence_is_of_a_kind", condition=_one_of("kind", codes.PREVIOUS_PERMANENCE)
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Motherhood(Identified):
    """A looked-after child who is a mother herself, and when her own child was born."""

    child = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="motherhood")
    own_child_born_on = models.DateField(null=True)

    def __str__(self) -> str:
        return "A mother"


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class HealthReturn(Identified):
    """Health, offending and substance misuse of a looked-after child (OC2), as the latest return has it.

    A return does not say its year, so the next one takes the place of the last; what stood before is kept by the
    database. Of the Strengths and Difficulties Questionnaire only the total (0 to 40), or the reason for having none,
    is kept: its items belong to their authors.
    """

    child = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="health_return")
    sdq_score = models.PositiveSmallIntegerField("SDQ total", null=True)
    sdq_reason = models.CharField("why there is no SDQ", max_length=4, choices=codes.SDQ_REASONS, blank=True)
    convicted = models.BooleanField(null=True)
    health_check = models.BooleanField(null=True)
    immunisations = models.BooleanField(null=True)
    teeth_check = models.BooleanField(null=True)
    health_assessment = models.BooleanField(null=True)
    substance_misuse = models.BooleanField(null=True)
    intervention_received = models.BooleanField(null=True)
    intervention_offered = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="health_return_sdq_from_0_to_40", condition=Q(sdq_score=None) | Q(sdq_score__range=(0, 40))
            ),
            models.CheckConstraint(name="health_return_sdq_or_why_not", condition=Q(sdq_score=None) | Q(sdq_reason="")),
        ]

    def __str__(self) -> str:
        return f"Health return: SDQ {self.sdq_reason if self.sdq_score is None else self.sdq_score}"


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class CareLeaverReturn(Identified):
    """Whether we are in touch with a care leaver, what they do and where they live (OC3), as the latest return has it.

    What stood before is kept by the database, as for `HealthReturn`.
    """

    child = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="care_leaver_return")
    in_touch = models.CharField(max_length=4, choices=codes.IN_TOUCH)
    activity = models.CharField(max_length=2, choices=codes.CARE_LEAVER_ACTIVITIES, blank=True)
    accommodation = models.CharField(max_length=2, choices=codes.ACCOMMODATION, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="care_leaver_in_touch_or_why_not", condition=_one_of("in_touch", codes.IN_TOUCH)
            ),
        ]

    def __str__(self) -> str:
        return self.get_in_touch_display()
