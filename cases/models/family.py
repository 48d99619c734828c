"""A family: the people a service works with together, and the gate through which they are reached."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

import pghistory
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils import timezone

from cases.models.person import Person
from hampshire.accounts.models import Team
from hampshire.addresses import address
from hampshire.ids import Identified
from hampshire.prepared import PreparedValues

if TYPE_CHECKING:
    from cases.models.case import Case
    from hampshire.accounts.models import Staff


# Joining two families can be undone for thirty days.
UNDOABLE_FOR = timedelta(days=30)


def _allocated(user: UUID, today: date) -> models.QuerySet[Any, Any]:
    from cases.models.case import Allocation

    return Allocation.objects.current(today).filter(worker=user).values_list("case__family_id")


def _open_teams(user: UUID, today: date) -> models.QuerySet[Any, Any]:
    return Team.objects.open_to(get_user_model()(pk=user), today).values_list("pk")


# The two halves of the gate, which nearly every query of the product asks: put into SQL once.
_ALLOCATED = PreparedValues(_allocated, user=UUID, today=date)
_OPEN_TEAMS = PreparedValues(_open_teams, user=UUID, today=date)


class FamilyQuerySet(models.QuerySet["Family"]):
    def visible_to(self, user: "Staff", on: date | None = None) -> "FamilyQuerySet":
        """Families the user may know of on that day (today unless told): those allocated to them, their own team's, and
        for supervisors and managers those of the teams below. Administrators and auditors see none by their role."""
        asked = {"user": user.pk, "today": on or timezone.localdate()}
        return self.filter(Q(pk__in=_ALLOCATED.within(**asked)) | Q(team__in=_OPEN_TEAMS.within(**asked)))

    def for_overview(self, user: "Staff") -> "FamilyQuerySet":
        """Each with what the overview asks of it, in the query that fetches it: `looked_at`, when the user last looked;
        `is_joined`, whether it was joined with another; `waiting_id` and `waiting_since`, of the referral that waits
        longest for a decision."""
        from cases.models.referral import Referral

        of_this = models.Q(gone=models.OuterRef("pk")) | models.Q(kept=models.OuterRef("pk"))
        waiting = Referral.objects.undecided().filter(family=models.OuterRef("pk")).oldest_first()
        looks = FamilyLook.objects.filter(family=models.OuterRef("pk"), staff=user)
        return self.annotate(
            looked_at=models.Subquery(looks.values("looked_at")[:1]),
            is_joined=models.Exists(FamilyJoin.objects.standing().filter(of_this)),
            waiting_id=models.Subquery(waiting.values("pk")[:1]),
            waiting_since=models.Subquery(waiting.values("received_at")[:1]),
        )

    def by_name(self) -> "FamilyQuerySet":
        return self.order_by("name", "id")


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Family(Identified):
    """The people a service works with together. `team` is the team answerable for them now, kept by the actions."""

    name = models.CharField(max_length=200, blank=True, help_text="What they call themselves: Begum-Hale")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="families")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    if TYPE_CHECKING:  # where it was fetched by `for_overview`
        looked_at: datetime | None
        is_joined: bool
        waiting_id: UUID | None
        waiting_since: datetime | None

    # A family made by a return is one unnamed child, shown by identifier until somebody names or joins it.
    known_by = models.CharField(max_length=40, blank=True, help_text="Shown while there is no name")

    objects: ClassVar[FamilyQuerySet] = FamilyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name_plural = "families"
        indexes = [
            models.Index(fields=["team", "name"], name="family_by_team"),
            models.Index(fields=["name", "id"], name="family_by_name"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="family_by_part_of_name"),
        ]
        constraints = [
            models.CheckConstraint(name="family_has_a_name_or_identifier", condition=~Q(name="", known_by=""))
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return f"{self.name} family" if self.name else f"Child {self.known_by}"

    def get_absolute_url(self) -> str:
        return address("cases:family-detail", self.pk)

    def open_case(self, *, lock: bool = False) -> "Case | None":
        """The case now open, if there is one; `lock` holds it until the transaction ends."""
        cases = self.cases.open().select_related("team")
        return (cases.select_for_update(of=("self",)) if lock else cases).first()

    def is_worked_by(self, user: "Staff") -> bool:
        """Whether the user is allocated to the open case today, as lead or co-worker."""
        from cases.models.case import Allocation

        return Allocation.objects.current().filter(case__family=self, worker=user).exists()


class FamilyMemberQuerySet(models.QuerySet["FamilyMember"]):
    def current(self) -> "FamilyMemberQuerySet":
        return self.filter(left_on=None)

    def children(self) -> "FamilyMemberQuerySet":
        return self.filter(role=FamilyMember.Role.CHILD)

    def with_standing(self) -> "FamilyMemberQuerySet":
        """Each with `status` and `stands_since`: where they stand in the family's open case; None for the others."""
        from cases.models.case import Pathway

        now = Pathway.objects.current().filter(
            involvement__child=models.OuterRef("person"),
            involvement__case__family=models.OuterRef("family"),
            involvement__case__closed_on=None,
        )
        return self.annotate(
            status=models.Subquery(now.values("status")[:1]), stands_since=models.Subquery(now.values("starts_on")[:1])
        )

    def with_people(self) -> "FamilyMemberQuerySet":
        """Each with its person; children first, the eldest first."""
        return self.select_related("person").order_by(
            models.Case(models.When(role="child", then=0), default=1),
            models.F("person__date_of_birth").asc(nulls_last=True),
            "id",
        )


class FamilyMember(Identified):
    """Somebody's place in a family, from a day to a day."""

    class Role(models.TextChoices):
        CHILD = "child", "Child"
        PARENT = "parent", "Parent"
        CARER = "carer", "Carer"
        ADULT = "adult", "Other adult"

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)
    role_in_words = models.CharField(max_length=60, blank=True, help_text="What the children call them: mum, nana")
    lives_here = models.BooleanField("lives in the household", default=True)
    joined_on = models.DateField(default=timezone.localdate)
    left_on = models.DateField(null=True, blank=True)

    objects: ClassVar[FamilyMemberQuerySet] = FamilyMemberQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["family", "person"], condition=Q(left_on=None), name="family_member_once_at_a_time"
            ),
            models.CheckConstraint(
                name="family_member_left_after_joining",
                condition=Q(left_on=None) | Q(left_on__gte=models.F("joined_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.family_id}"

    @property
    def in_words(self) -> str:
        """What they are here: mum, if the children call her that, else parent; nothing for a child."""
        return self.role_in_words or ("" if self.is_child else self.get_role_display().lower())

    @property
    def is_child(self) -> bool:
        return self.role == self.Role.CHILD


class FamilyJoinQuerySet(models.QuerySet["FamilyJoin"]):
    def standing(self) -> "FamilyJoinQuerySet":
        return self.filter(undone_at=None)

    def latest_first(self) -> "FamilyJoinQuerySet":
        return self.order_by("-joined_at", "-id")


class FamilyJoin(Identified):
    """Two families were found to be one: everybody in `gone` became part of `kept`. Can be undone for a while."""

    gone = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="joins_into")
    kept = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="joins_from")
    joined_at = models.DateTimeField(default=timezone.now)
    joined_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    moved = models.JSONField(default=dict, help_text="The ids of what was moved, so that it can be moved back")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[FamilyJoinQuerySet] = FamilyJoinQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(name="family_join_is_of_two", condition=~Q(gone=models.F("kept"))),
            models.UniqueConstraint(fields=["gone"], condition=Q(undone_at=None), name="family_join_once_at_a_time"),
            models.CheckConstraint(
                name="family_join_undone_by_somebody",
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} into {self.kept_id}"

    @property
    def undoable_until(self) -> date:
        return timezone.localdate(self.joined_at + UNDOABLE_FOR)

    @property
    def is_undoable(self) -> bool:
        return self.undone_at is None and timezone.localdate() <= self.undoable_until


class FamilyLook(models.Model):
    """When somebody last opened a family's page: the start of "what changed since you looked"."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="looks")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    looked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "family"], name="family_look_once")]

    def __str__(self) -> str:
        return f"{self.staff_id} at {self.family_id}"
