"""Courses, their sessions and who came; and what two people agree that somebody can do."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone

from hampshire.ids import Identified
from practice.learning.skills import Skill
from practice.register.models import Entry

if TYPE_CHECKING:
    from hampshire.accounts.models import Staff


class CourseQuerySet(models.QuerySet["Course"]):
    def current(self) -> "CourseQuerySet":
        return self.filter(retired_on=None)

    def by_name(self) -> "CourseQuerySet":
        return self.order_by("name", "id")


class Course(Identified):
    """A course that the service runs or sends people to. Stands in the towards-or-against register."""

    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=100, unique=True)
    summary = models.CharField("what it is, in a sentence", max_length=200)
    about = models.TextField("what you do there, and what you take back", help_text="A paragraph a line")
    for_whom = models.CharField("who it is for", max_length=200, blank=True)
    hours = models.PositiveSmallIntegerField("hours it takes", null=True)
    register_entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="course")
    retired_on = models.DateField(null=True)

    objects: ClassVar[CourseQuerySet] = CourseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(name="course_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="course_takes_hours", condition=Q(hours=None) | Q(hours__range=(1, 400))),
            models.UniqueConstraint(fields=["name"], condition=Q(retired_on=None), name="course_once_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("learning:course-detail", args=[self.slug])


class SessionQuerySet(models.QuerySet["Session"]):
    def standing(self) -> "SessionQuerySet":
        return self.filter(called_off_because="")

    def coming(self) -> "SessionQuerySet":
        return self.filter(held_on__gte=timezone.localdate()).order_by("held_on", "id")

    def past(self) -> "SessionQuerySet":
        return self.filter(held_on__lt=timezone.localdate()).order_by("-held_on", "-id")

    def with_courses(self) -> "SessionQuerySet":
        return self.select_related("course")

    def with_taken(self) -> "SessionQuerySet":
        """Each with `taken`, its places that are taken."""
        return self.annotate(taken=Count("attendances", filter=Q(attendances__withdrawn_at=None)))


class Session(Identified):
    """A course on a day, with so many places."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="sessions")
    held_on = models.DateField()
    where = models.CharField(max_length=120, blank=True)
    places = models.PositiveSmallIntegerField(default=16)
    called_off_because = models.CharField("why it was called off", max_length=200, blank=True)
    if TYPE_CHECKING:  # where it was fetched by `with_taken`
        taken: int

    objects: ClassVar[SessionQuerySet] = SessionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(name="session_has_places", condition=Q(places__range=(1, 500))),
            models.UniqueConstraint(
                fields=["course", "held_on", "where"], condition=Q(called_off_because=""), name="session_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_id} on {self.held_on:%d %b %Y}"

    def get_absolute_url(self) -> str:
        return reverse("learning:session-detail", args=[self.pk])

    @property
    def is_over(self) -> bool:
        return self.held_on < timezone.localdate()

    @property
    def is_called_off(self) -> bool:
        return bool(self.called_off_because)

    @property
    def left(self) -> int:
        """Places left. For sessions fetched with `with_taken`."""
        return max(self.places - self.taken, 0)


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def standing(self) -> "AttendanceQuerySet":
        return self.filter(withdrawn_at=None)

    def of(self, staff: "Staff") -> "AttendanceQuerySet":
        return self.standing().filter(staff=staff).select_related("session__course")

    def with_staff(self) -> "AttendanceQuerySet":
        return self.select_related("staff").order_by("staff__name", "id")


class Attendance(Identified):
    """Somebody's place in a session, and whether they came."""

    class State(models.TextChoices):
        BOOKED = "booked", "Booked"
        CAME = "came", "Came"
        MISSED = "missed", "Could not come"

    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attendances")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    state = models.CharField(max_length=6, choices=State, default=State.BOOKED)
    booked_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[AttendanceQuerySet] = AttendanceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "session"], condition=Q(withdrawn_at=None), name="attendance_once_a_session"
            ),
            models.CheckConstraint(
                name="attendance_given_up_before_it_was_marked", condition=Q(withdrawn_at=None) | Q(state="booked")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} at {self.session_id}: {self.state}"


class CompetenceQuerySet(models.QuerySet["Competence"]):
    def of(self, staff: "Staff") -> "CompetenceQuerySet":
        """What stands of somebody, the latest first; what was agreed before that is kept and not said."""
        return self.filter(staff=staff, replaced_at=None).select_related("course", "agreed_by").order_by("-on", "-id")


class Competence(Identified):
    """What somebody is agreed to be able to do: of a course, or of one of the seven skills."""

    class Level(models.TextChoices):
        LEARNING = "learning", "Learning it"
        PRACTISING = "practising", "Practising it"
        TEACHING = "teaching", "Teaching others"

    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="competences")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, null=True, related_name="competences")
    skill = models.CharField(max_length=15, choices=Skill, blank=True)
    level = models.CharField(max_length=10, choices=Level)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    on = models.DateField("agreed on")
    replaced_at = models.DateTimeField(null=True)

    objects: ClassVar[CompetenceQuerySet] = CompetenceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(name="competence_agreed_by_another", condition=~Q(staff=F("agreed_by"))),
            models.CheckConstraint(
                name="competence_of_a_course_or_a_skill",
                condition=Q(course=None, skill__in=Skill.values) | Q(course__isnull=False, skill=""),
            ),
            models.UniqueConstraint(
                fields=["staff", "course"],
                condition=Q(course__isnull=False, replaced_at=None),
                name="competence_once_a_course",
            ),
            models.UniqueConstraint(
                fields=["staff", "skill"], condition=Q(course=None, replaced_at=None), name="competence_once_a_skill"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id}: {self.level}"

    @property
    def what(self) -> str:
        """The course or skill, by its name."""
        return self.course.name if self.course else self.get_skill_display()
