"""A network meeting: the family and the people around them make their own plan. Offered, answered, held."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from cases.models import Family, Person
from hampshire.ids import Identified
from practice.plans.models.plan import Plan


class NetworkMeetingQuerySet(models.QuerySet["NetworkMeeting"]):
    def latest_first(self) -> "NetworkMeetingQuerySet":
        return self.order_by("-offered_on", "-id")

    def held(self) -> "NetworkMeetingQuerySet":
        return self.exclude(held_on=None)


class NetworkMeeting(Identified):
    """An offer of a meeting of the family's own people, the answer, and what they planned without us in the room."""

    class Answer(models.TextChoices):
        YES = "yes", "Yes"
        NOT_YET = "not_yet", "Not yet"
        NO = "no", "No, thank you"

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="network_meetings")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, related_name="network_meetings")
    offered_on = models.DateField()
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.NOT_YET)
    why_not = models.CharField("what they said about it", max_length=300, blank=True)
    held_on = models.DateField(null=True, blank=True)
    also_came = models.CharField("who else came", max_length=300, blank=True)
    their_plan = models.TextField("the family's own plan", blank=True)
    where_kept = models.CharField(max_length=120, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[NetworkMeetingQuerySet] = NetworkMeetingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["family", "-offered_on"], name="network_meeting_by_family")]
        constraints = [
            models.CheckConstraint(name="network_meeting_held_if_wanted", condition=Q(held_on=None) | Q(answer="yes")),
            models.CheckConstraint(
                name="network_meeting_held_after_offered",
                condition=Q(held_on=None) | Q(held_on__gte=models.F("offered_on")),
            ),
            models.CheckConstraint(
                name="network_meeting_plans_when_held", condition=Q(their_plan="") | Q(held_on__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"Network meeting offered {self.offered_on}"

    def get_absolute_url(self) -> str:
        return reverse("plans:meeting-amend", args=[self.family_id, self.pk])


class MeetingPerson(Identified):
    """Somebody on record who came to a network meeting."""

    meeting = models.ForeignKey(NetworkMeeting, on_delete=models.PROTECT, related_name="people")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="meeting_person_once")]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.meeting_id}"
