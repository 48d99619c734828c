"""Supervision: two people, or a group, thinking about the work; planned, held or missed, and agreed by both."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from hampshire.accounts.models import Team
from hampshire.addresses import address
from hampshire.ids import Identified

if TYPE_CHECKING:
    from hampshire.accounts.models import Staff


class SupervisionQuerySet(models.QuerySet["Supervision"]):
    def of(self, user: "Staff") -> "SupervisionQuerySet":
        """Those somebody takes part in, on either side or in the group."""
        attends = Attendee.objects.filter(supervision=OuterRef("pk"), staff=user)
        return self.filter(Q(supervisor=user) | Q(worker=user) | Exists(attends))

    def with_people(self) -> "SupervisionQuerySet":
        return self.select_related("supervisor", "worker", "team")

    def planned(self) -> "SupervisionQuerySet":
        return self.filter(state=Supervision.State.PLANNED)

    def held(self) -> "SupervisionQuerySet":
        return self.filter(state=Supervision.State.HELD)

    def missed(self) -> "SupervisionQuerySet":
        return self.filter(state=Supervision.State.MISSED)

    def on_record(self) -> "SupervisionQuerySet":
        """Those whose part for the record stands in the record of the families talked about."""
        return self.held().filter(kind__in=Supervision.ABOUT_FAMILIES)

    def over(self) -> "SupervisionQuerySet":
        return self.exclude(state=Supervision.State.PLANNED)

    def soonest_first(self) -> "SupervisionQuerySet":
        return self.order_by("planned_for", "id")

    def latest_first(self) -> "SupervisionQuerySet":
        return self.order_by("-planned_for", "-id")


class Supervision(Identified):
    """One supervision. Who may open it: those who take part and the supervisor's own senior, see permissions.py."""

    class Kind(models.TextChoices):
        CASE = "case", "Case supervision"
        PERSONAL = "personal", "Personal supervision"
        GROUP = "group", "Group supervision"

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        HELD = "held", "Held"
        MISSED = "missed", "Missed"

    # What is talked about in these is about families, and their part for the record goes to the families' records.
    ABOUT_FAMILIES = (Kind.CASE, Kind.GROUP)

    kind = models.CharField(max_length=10, choices=Kind)
    supervisor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="supervisions_led")
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="supervisions",
        help_text="Whose supervision it is; in a group, who presents",
    )
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", help_text="The worker's, as at the time")
    planned_for = models.DateField()
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=7, choices=State, default=State.PLANNED)
    held_on = models.DateField(null=True)
    missed_because = models.CharField("why it did not happen", max_length=300, blank=True)
    version = models.PositiveIntegerField(
        default=0, help_text="Counts the writings, so that nobody agrees what they have not read"
    )
    agreed_by_worker_at = models.DateTimeField(null=True)
    agreed_by_supervisor_at = models.DateTimeField(null=True)

    objects: ClassVar[SupervisionQuerySet] = SupervisionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["worker", "-planned_for"], name="supervision_by_worker"),
            models.Index(fields=["supervisor", "-planned_for"], name="supervision_by_supervisor"),
            models.Index(fields=["team", "-planned_for"], name="supervision_by_team"),
        ]
        constraints = [
            models.CheckConstraint(name="supervision_is_of_two", condition=~Q(supervisor=models.F("worker"))),
            models.CheckConstraint(
                name="supervision_held_on_a_day_or_missed_for_a_reason",
                condition=Q(state="planned", held_on=None, missed_because="")
                | Q(state="held", held_on__isnull=False, missed_because="")
                | Q(state="missed", held_on=None) & ~Q(missed_because=""),
            ),
            models.CheckConstraint(
                name="supervision_agreed_after_it_was_held",
                condition=Q(state="held") | Q(agreed_by_worker_at=None, agreed_by_supervisor_at=None),
            ),
            models.UniqueConstraint(
                fields=["supervisor", "worker", "kind", "planned_for"],
                condition=Q(state="planned"),
                name="supervision_planned_once_for_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.planned_for:%d %b %Y}"

    def get_absolute_url(self) -> str:
        return address("supervision:supervision-detail", self.pk)

    @property
    def on(self) -> date:
        """The day it was held, or is or was planned for."""
        return self.held_on or self.planned_for

    @property
    def is_about_families(self) -> bool:
        return self.kind in self.ABOUT_FAMILIES

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED

    @property
    def is_held(self) -> bool:
        return self.state == self.State.HELD

    @property
    def is_missed(self) -> bool:
        return self.state == self.State.MISSED

    @property
    def has_come(self) -> bool:
        """Its day is today or gone by: time to write what is said."""
        return self.planned_for <= timezone.localdate()

    @property
    def is_late(self) -> bool:
        """Its day has gone by, and nobody has said whether it was held."""
        return self.is_planned and self.planned_for < timezone.localdate()

    @property
    def is_agreed(self) -> bool:
        """Both agree that the record says what was said."""
        return self.agreed_by_worker_at is not None and self.agreed_by_supervisor_at is not None

    @property
    def is_half_agreed(self) -> bool:
        return (self.agreed_by_worker_at is None) != (self.agreed_by_supervisor_at is None)

    @property
    def between(self) -> str:
        """Whose it is, as a heading: Amara Obi with Grace Lund; a group: presented by Amara Obi."""
        if self.kind == self.Kind.GROUP:
            return f"Group presented by {self.worker.name}"
        return f"{self.worker.name} with {self.supervisor.name}"

    def is_one_of_two(self, user: "Staff") -> bool:
        return user.pk in (self.supervisor_id, self.worker_id)


class Attendee(Identified):
    """Somebody who comes to a group supervision besides its supervisor and its presenter."""

    supervision = models.ForeignKey(Supervision, on_delete=models.PROTECT, related_name="attendees")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["supervision", "staff"], name="attendee_once_a_supervision")]

    def __str__(self) -> str:
        return f"{self.staff_id} at {self.supervision_id}"
