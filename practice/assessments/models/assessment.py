"""An assessment: what was found out with a family, written on one version of a form by one or several people."""

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self
from uuid import UUID

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Family, Person
from hampshire import words
from hampshire.addresses import address
from hampshire.ids import Identified
from hampshire.working_days import working_days_between
from practice.assessments.definition import Definition
from practice.assessments.models.form import Form, FormVersion
from practice.models import Rating

if TYPE_CHECKING:
    from hampshire.accounts.models import Staff


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def unfinished(self) -> Self:
        """Neither authorised nor withdrawn."""
        return self.filter(state__in=UNFINISHED)

    def to_write(self) -> Self:
        """Drafts, and those returned with comments."""
        return self.filter(state__in=WRITABLE)

    def submitted(self) -> Self:
        return self.filter(state=Assessment.State.SUBMITTED)

    def authorised(self) -> Self:
        return self.filter(state=Assessment.State.AUTHORISED)

    def withdrawn(self) -> Self:
        """Withdrawn on the way, or entered in error."""
        return self.filter(state=Assessment.State.WITHDRAWN)

    def before(self, assessment: "Assessment") -> Self:
        """Authorised ones of the same family on the same form that were begun no later, the latest first."""
        same = self.authorised().filter(family=assessment.family_id, form=assessment.form_id)
        earlier = same.filter(started_on__lte=assessment.started_on).exclude(pk=assessment.pk)
        return earlier.select_related("version__form").prefetch_related("sections").order_by("-authorised_at")

    def latest_first(self) -> Self:
        return self.order_by("-started_on", "-id")

    def longest_waiting_first(self) -> Self:
        return self.order_by("submitted_at", "id")

    def soonest_due_first(self) -> Self:
        return self.order_by(models.F("due_on").asc(nulls_last=True), "id")

    def with_form(self) -> Self:
        return self.select_related("version__form", "started_by", "submitted_by", "authorised_by", "withdrawn_by")

    def for_list(self) -> Self:
        """Each with its form, who had to do with it, and the children it is about; without the answers."""
        children = Person.objects.by_age()
        listed = self.select_related("form", "started_by", "submitted_by", "authorised_by", "withdrawn_by")
        return listed.prefetch_related(models.Prefetch("children", children))

    def visible_to(self, user: "Staff", on: date | None = None) -> Self:
        return self.filter(family__in=Family.objects.visible_to(user, on).values("pk"))

    def of_writer(self, user: "Staff", on: date | None = None) -> Self:
        """Those somebody began, wrote in, or has come to with the family."""
        from cases.models import Allocation

        worked = Allocation.objects.current(on).filter(worker=user).values("case_id")
        wrote = SectionAnswers.objects.filter(saved_by=user).values("assessment_id")
        return self.filter(Q(started_by=user) | Q(pk__in=wrote) | Q(case__in=worked))

    def with_words_of(self, user: "Staff") -> Self:
        """Those whose words are somebody's, or were, or that they submitted: what they cannot authorise."""
        now = SectionAnswers.objects.filter(saved_by=user).values("assessment_id")
        replaced = SectionRevision.objects.filter(kind=SectionRevision.Kind.REPLACED, written_by=user)
        return self.filter(Q(submitted_by=user) | Q(pk__in=now) | Q(pk__in=replaced.values("section__assessment_id")))


class Assessment(Identified):
    """One assessment of a family. What it asks is its version's and never changes; what it says is in its sections."""

    class State(models.TextChoices):
        DRAFT = "draft", "Being written"
        SUBMITTED = "submitted", "Waiting to be authorised"
        RETURNED = "returned", "Returned with comments"
        AUTHORISED = "authorised", "Authorised"
        WITHDRAWN = "withdrawn", "Withdrawn"

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="assessments")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assessments")
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="assessments")
    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="assessments")
    children = models.ManyToManyField(Person, through="AssessmentChild", related_name="assessments")
    reason = models.CharField("why now", max_length=300)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    started_on = models.DateField(default=timezone.localdate)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, help_text="Empty where the form sets no number of working days")
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    authorised_at = models.DateTimeField(null=True)
    authorised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    objects: ClassVar[AssessmentQuerySet] = AssessmentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["family", "-started_on"], name="assessment_by_family"),
            models.Index(fields=["submitted_at"], condition=Q(state="submitted"), name="assessment_waiting"),
        ]
        constraints = [
            # A family has one open case, so this is one unfinished assessment a family and form; and when two families
            # are found to be one, what each had begun stands side by side until one of them is withdrawn.
            models.UniqueConstraint(
                fields=["case", "form"],
                condition=Q(state__in=["draft", "submitted", "returned"]),
                name="assessment_one_unfinished_a_form",
            ),
            models.CheckConstraint(name="assessment_says_why_now", condition=~Q(reason="")),
            models.CheckConstraint(
                name="assessment_submitted_by_somebody",
                condition=Q(submitted_at=None, submitted_by=None, state__in=["draft", "withdrawn"])
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="assessment_authorised_by_somebody",
                condition=Q(
                    state__in=["authorised", "withdrawn"], authorised_at__isnull=False, authorised_by__isnull=False
                )
                | ~Q(state="authorised") & Q(authorised_at=None, authorised_by=None),
            ),
            models.CheckConstraint(
                name="assessment_authorised_by_another",
                condition=Q(authorised_by=None) | ~Q(authorised_by=models.F("submitted_by")),
            ),
            models.CheckConstraint(
                name="assessment_in_error_says_another",
                condition=Q(authorised_by=None) | Q(withdrawn_by=None) | ~Q(withdrawn_by=models.F("submitted_by")),
            ),
            models.CheckConstraint(
                name="assessment_withdrawn_with_a_reason",
                condition=Q(state="withdrawn", withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                & ~Q(withdrawn_reason="")
                | ~Q(state="withdrawn") & Q(withdrawn_at=None, withdrawn_by=None, withdrawn_reason=""),
            ),
        ]
        triggers = [
            # Authorised in error it is withdrawn, with who and why: no other road leads back, whatever comes later.
            pgtrigger.Protect(
                name="finished_assessment_never_reopens",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="withdrawn") & ~pgtrigger.Q(new__state="withdrawn")
                | pgtrigger.Q(old__state="authorised") & ~pgtrigger.Q(new__state__in=["authorised", "withdrawn"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form.name} from {self.started_on:%d %b %Y}"

    def get_absolute_url(self) -> str:
        return address("assessments:assessment-detail", self.family_id, self.pk)

    @property
    def write_url(self) -> str:
        """To the section where somebody goes on."""
        return address("assessments:assessment-write", self.family_id, self.pk)

    @property
    def is_writable(self) -> bool:
        return self.state in WRITABLE

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED

    @property
    def definition(self) -> Definition:
        """What it asks, as it was when it began."""
        return self.version.questions

    @cached_property
    def answers(self) -> dict[str, Any]:
        """Every answer by its question's key, hidden ones too."""
        return {key: value for section in self.sections.all() for key, value in section.answers.items()}

    @property
    def is_in_error(self) -> bool:
        """Withdrawn after it had been authorised: it was about the wrong family, or wrong in what it says."""
        return self.state == self.State.WITHDRAWN and self.authorised_at is not None

    @property
    def state_in_words(self) -> str:
        return IN_ERROR if self.is_in_error else self.get_state_display()

    @property
    def state_word(self) -> str:
        """Its state in a word or two, for a tag in a list."""
        return {"submitted": "waiting", "returned": "returned"}.get(self.state, self.state_in_words.lower())

    @property
    def state_tag(self) -> str:
        """The shape that stands with its state: one of the tags of hampshire.templatetags.ui."""
        if self.is_in_error:
            return "late"
        shapes = {"draft": "draft", "submitted": "due", "returned": "changed", "authorised": "done"}
        return shapes.get(self.state, "quiet")

    @property
    def is_late(self) -> bool:
        return self.is_unfinished and self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def due_in_words(self) -> str:
        """due Tue 18 Nov, 9 working days left; 3 working days late; authorised on its 31st working day."""
        if self.due_on is None or not self.is_unfinished:
            return ""
        today = timezone.localdate()
        if self.due_on < today:
            late = words.count(working_days_between(self.due_on, today), "working day")
            return f"{late} late, was due {words.short_date(self.due_on)}"
        left = working_days_between(today, self.due_on)
        return f"due {words.short_date(self.due_on)}, " + (
            f"{words.count(left, 'working day')} left" if left else "today"
        )

    @property
    def took_in_words(self) -> str:
        """How long it took once it was authorised: within its time, or not."""
        if self.authorised_at is None or self.due_on is None or self.is_in_error:
            return ""
        done = timezone.localdate(self.authorised_at)
        if done <= self.due_on:
            return f"within its time (by {words.short_date(self.due_on)})"
        return f"{words.count(working_days_between(self.due_on, done), 'working day')} after it was due"

    @property
    def about(self) -> str:
        """Yusuf and Leila."""
        return words.listed([child.short_name for child in self.children.all()])


IN_ERROR = "Entered in error"
WRITABLE = (Assessment.State.DRAFT, Assessment.State.RETURNED)
UNFINISHED = (*WRITABLE, Assessment.State.SUBMITTED)


class AssessmentChild(Identified):
    """A child the assessment is about. Brothers and sisters may be in one."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="about_children")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "child"], name="assessment_child_once")]

    def __str__(self) -> str:
        return f"{self.child_id} in {self.assessment_id}"


_FINISHED = """
    IF EXISTS (SELECT 1 FROM assessments_assessment
                WHERE id = NEW.assessment_id AND state IN ('authorised', 'withdrawn')) THEN
        RAISE EXCEPTION 'The words of an assessment that is authorised or withdrawn never change.';
    END IF;
    RETURN NEW;
"""


class SectionAnswers(Identified):
    """What one section says now. `version` rises by one a save, so that nobody writes over what they have not seen."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="sections")
    key = models.CharField(max_length=60)
    answers = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0, help_text="0: nothing was written yet")
    saved_at = models.DateTimeField(null=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    saved_from = models.CharField(max_length=40, blank=True, help_text="The window that saved it last")

    class Meta:
        verbose_name_plural = "section answers"
        constraints = [
            models.UniqueConstraint(fields=["assessment", "key"], name="section_once_an_assessment"),
            models.CheckConstraint(
                name="section_saved_by_somebody",
                condition=Q(version=0, saved_at=None, saved_by=None)
                | Q(version__gt=0, saved_at__isnull=False, saved_by__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="finished_words_never_change",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_FINISHED,
            ),
            pgtrigger.Protect(name="words_are_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.key}, version {self.version}"


class SectionRevisionQuerySet(models.QuerySet["SectionRevision"]):
    def latest_first(self) -> Self:
        return self.order_by("-kept_at", "-id")

    def waiting(self) -> Self:
        """What somebody wrote while another wrote too, and has not put together with it yet."""
        return self.filter(kind=SectionRevision.Kind.ASIDE, settled_at=None)


class SectionRevision(Identified):
    """Earlier words, kept: what somebody else's words took the place of, and what could not be saved beside them.

    One writer's autosaves are one revision, the last of them: nobody wants to read keystrokes.
    """

    class Kind(models.TextChoices):
        REPLACED = "replaced", "Stood here before"
        ASIDE = "aside", "Written at the same time"

    section = models.ForeignKey(SectionAnswers, on_delete=models.PROTECT, related_name="revisions")
    kind = models.CharField(max_length=8, choices=Kind)
    answers = models.JSONField(default=dict)
    version = models.PositiveIntegerField(help_text="Replaced: the version it was. Aside: the one it stood on")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    window = models.CharField(max_length=40, blank=True)
    kept_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, help_text="An aside that its writer has put together with the rest")

    objects: ClassVar[SectionRevisionQuerySet] = SectionRevisionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["section", "-kept_at"], name="revision_by_section")]
        constraints = [
            models.UniqueConstraint(
                fields=["section", "written_by", "window"],
                condition=Q(kind="aside", settled_at=None),
                name="aside_once_a_window",
            ),
            models.CheckConstraint(name="only_asides_are_settled", condition=Q(settled_at=None) | Q(kind="aside")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: version {self.version}"


class CommentQuerySet(models.QuerySet["Comment"]):
    def oldest_first(self) -> Self:
        return self.order_by("written_at", "id")

    def open(self) -> Self:
        return self.filter(answered_at=None)


class Comment(Identified):
    """What a reader says about a section, or about the whole where `key` is blank; and how it was answered."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="comments")
    key = models.CharField("section", max_length=60, blank=True)
    text = models.CharField(max_length=1000)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField("what was done", max_length=1000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects: ClassVar[CommentQuerySet] = CommentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(name="assessment_comment_is_not_blank", condition=~Q(text="")),
            models.CheckConstraint(
                name="assessment_comment_answered_by_somebody",
                condition=Q(answered_at=None, answered_by=None, answer="")
                | Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Move(Identified):
    """One step of an assessment through its workflow: from where to where, by whom, when and why."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="moves")
    name = models.CharField(max_length=20)
    from_state = models.CharField(max_length=10, choices=Assessment.State, blank=True)
    to_state = models.CharField(max_length=10, choices=Assessment.State)
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=1000, blank=True)

    class Meta:
        indexes = [models.Index(fields=["assessment", "moved_at"], name="move_by_assessment")]
        constraints = [
            models.CheckConstraint(
                name="move_says_why",
                condition=~Q(why="") | ~Q(to_state__in=["returned", "withdrawn"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.moved_at:%Y-%m-%d}"

    @property
    def told(self) -> str:
        """What became of it by this step."""
        return IN_ERROR if self.from_state == Assessment.State.AUTHORISED else self.get_to_state_display()


class AssessmentRating(Identified):
    """A rating that an assessment made when it was submitted, so that submitting it again does not make it twice."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="ratings_made")
    question = models.CharField(max_length=60)
    rating = models.OneToOneField(Rating, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["assessment"], name="rating_by_assessment")]

    def __str__(self) -> str:
        return f"{self.question} of {self.assessment_id}"


def section_url(family_id: UUID, assessment_id: UUID, key: str) -> str:
    """Where a section is written."""
    return reverse("assessments:section-write", args=[family_id, assessment_id, key])
