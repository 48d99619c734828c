"""A referral: somebody tells the service about children, and it decides what to do within one working day."""

from datetime import date
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases import codes
from cases.models.family import Family
from cases.models.person import Person
from hampshire import words
from hampshire.accounts.models import Team
from hampshire.ids import Identified
from hampshire.working_days import add_working_days, working_days_between


class ReferralQuerySet(models.QuerySet["Referral"]):
    def latest_first(self) -> "ReferralQuerySet":
        return self.order_by("-received_at", "-id")

    def undecided(self) -> "ReferralQuerySet":
        """Waiting for our decision. What a return brought was decided elsewhere."""
        return self.filter(decision="", imported_from="")

    def oldest_first(self) -> "ReferralQuerySet":
        return self.order_by("received_at", "id")

    def with_people(self) -> "ReferralQuerySet":
        children = models.Prefetch("children", queryset=ReferralChild.objects.select_related("child"))
        return self.select_related("family", "team", "taken_by", "decided_by").prefetch_related(children)

    def visible_to(self, user: "settings.AUTH_USER_MODEL") -> "ReferralQuerySet":  # type: ignore[name-defined]
        return self.filter(family__in=Family.objects.visible_to(user).values("pk"))


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Referral(Identified):
    """What was said, by whom, about which children, and what was decided.

    The decision is due one working day after the referral is received (Working Together: statutory guidance).
    """

    class Decision(models.TextChoices):
        ASSESSMENT = "assessment", "Child and family assessment"
        STRATEGY = "strategy", "Strategy discussion"
        EARLY_HELP = "early_help", "Early help"
        INFORMATION = "information", "Information and advice"
        NO_ACTION = "no_action", "No further action"

    # Decisions that open a case.
    OPENING: ClassVar[set[str]] = {"assessment", "strategy", "early_help"}

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="referrals")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", help_text="The team as at the time")
    received_at = models.DateTimeField(default=timezone.now)
    source = models.CharField(max_length=2, choices=codes.REFERRAL_SOURCES)
    referrer = models.CharField(max_length=200, blank=True, help_text="Who rang or wrote, and how to reach them")
    reason = models.TextField(blank=True, help_text="What they said, in their words where you can")
    family_knows = models.BooleanField("the family knows of this referral", null=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decision = models.CharField(max_length=20, choices=Decision, blank=True)
    decision_reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    imported_from = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[ReferralQuerySet] = ReferralQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["team", "-received_at"], name="referral_by_team"),
            models.Index(fields=["family", "-received_at"], name="referral_by_family"),
        ]
        constraints = [
            models.CheckConstraint(
                name="referral_decision_has_its_time", condition=Q(decision="", decided_at=None) | ~Q(decision="")
            ),
            models.CheckConstraint(name="referral_has_a_reason", condition=~Q(reason="") | ~Q(imported_from="")),
        ]

    def __str__(self) -> str:
        return f"Referral of {timezone.localdate(self.received_at):%d %b %Y}"

    @property
    def received_on(self) -> date:
        return timezone.localdate(self.received_at)

    @property
    def decision_due_on(self) -> date:
        return add_working_days(self.received_on, 1)

    @property
    def decided_on(self) -> date | None:
        return timezone.localdate(self.decided_at) if self.decided_at else None

    @property
    def is_late(self) -> bool:
        """Decided after the day it was due, or still undecided on a later one. A return says no day of decision."""
        if self.imported_from:
            return False
        return (self.decided_on or timezone.localdate()) > self.decision_due_on

    @property
    def due_in_words(self) -> str:
        """decision due tomorrow; decision was due 2 days ago."""
        due = self.decision_due_on
        verb = "was due" if due < timezone.localdate() else "due"
        return f"decision {verb} {words.from_today(due)}"

    @property
    def due_shortly(self) -> str:
        """due tomorrow, for a tag."""
        return f"due {words.from_today(self.decision_due_on)}"

    @property
    def timeliness(self) -> str:
        """How long the decision took, in the guidance's own measure."""
        if not self.is_late or self.decided_on is None:
            return "within one working day"
        return f"after {words.count(working_days_between(self.received_on, self.decided_on), 'working day')}"

    @property
    def opens_a_case(self) -> bool:
        return self.decision in self.OPENING


class ReferralChild(Identified):
    """A child named in a referral. DfE counts referrals by child."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="children")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="referrals")
    # The day again, so that "was there one in the twelve months before?" is one index range for a child.
    received_on = models.DateField()
    no_further_action = models.BooleanField(null=True)

    class Meta:
        verbose_name_plural = "referral children"
        indexes = [models.Index(fields=["child", "received_on"], name="referral_child_by_day")]
        constraints = [models.UniqueConstraint(fields=["referral", "child"], name="referral_child_once")]

    def __str__(self) -> str:
        return f"{self.child_id} on {self.received_on}"
