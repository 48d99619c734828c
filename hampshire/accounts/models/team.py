"""Teams form a tree (service, area, team); people belong to them in a role, from a day to a day."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Func, Q
from django.urls import reverse
from django.utils import timezone

from hampshire.ids import Identified
from hampshire.prepared import Prepared

if TYPE_CHECKING:
    from hampshire.accounts.models.staff import Staff


class Role(models.TextChoices):
    PRACTITIONER = "practitioner", "Practitioner"
    SUPERVISOR = "supervisor", "Supervisor"
    MANAGER = "manager", "Manager"
    ADMINISTRATOR = "administrator", "Administrator"
    AUDITOR = "auditor", "Auditor"


# Who sees the families of the teams below their own.
OVERSEEING_ROLES = (Role.SUPERVISOR, Role.MANAGER)
# Who sees the families of the very team they belong to.
FAMILY_ROLES = (Role.PRACTITIONER, *OVERSEEING_ROLES)


class TeamQuerySet(models.QuerySet["Team"]):
    def by_name(self) -> "TeamQuerySet":
        return self.order_by("name", "id")

    def at_or_below(self, team: "Team") -> "TeamQuerySet":
        return self.filter(lineage__ancestor=team)

    def below(self, team: "Team") -> "TeamQuerySet":
        return self.filter(lineage__ancestor=team, lineage__depth__gt=0)

    def open_to(self, user: "Staff", on: date | None = None) -> "TeamQuerySet":
        """Teams whose families the user may see: their own, and for supervisors and managers those below."""
        return self.filter(pk__in=TeamLineage.objects.open_to(user, on).values("team_id"))

    def overseen_by(self, user: "Staff", on: date | None = None) -> "TeamQuerySet":
        """Teams the user supervises or manages, with all below."""
        return self.filter(pk__in=TeamLineage.objects.overseen_by(user, on).values("team_id"))

    def working(self, on: date | None = None) -> "TeamQuerySet":
        """Not closed by that day (today unless told)."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=on or timezone.localdate()))


class Team(Identified):
    """A team, an area of teams, or the whole service."""

    class Kind(models.TextChoices):
        SERVICE = "service", "Service"
        AREA = "area", "Area"
        TEAM = "team", "Team"

    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.TEAM)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    practice_began_on = models.DateField(
        "new practice began", null=True, blank=True, help_text="The day this team went live with the new practice."
    )
    closed_on = models.DateField(null=True, blank=True)

    objects: ClassVar[TeamQuerySet] = TeamQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(name="team_is_not_its_own_parent", condition=~Q(parent=models.F("id"))),
            models.CheckConstraint(name="team_name_is_not_blank", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:team-detail", args=[self.pk])

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None and self.closed_on <= timezone.localdate()


class TeamLineageQuerySet(models.QuerySet["TeamLineage"]):
    def open_to(self, user: "Staff", on: date | None = None) -> "TeamLineageQuerySet":
        mine = Membership.objects.current(on).filter(staff=user)
        overseen = Q(ancestor__memberships__in=mine.filter(role__in=OVERSEEING_ROLES))
        own = Q(depth=0, ancestor__memberships__in=mine.filter(role__in=FAMILY_ROLES))
        return self.filter(overseen | own)

    def overseen_by(self, user: "Staff", on: date | None = None) -> "TeamLineageQuerySet":
        mine = Membership.objects.current(on).filter(staff=user, role__in=OVERSEEING_ROLES)
        return self.filter(ancestor__memberships__in=mine)


class TeamLineage(models.Model):
    """A row for each team and each team at or above it, so that "below me" is one join. Kept by actions/teams.py."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="lineage")
    ancestor = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="descent")
    depth = models.PositiveSmallIntegerField(help_text="0 for the team itself")

    objects: ClassVar[TeamLineageQuerySet] = TeamLineageQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ancestor", "team"], name="team_lineage_once")]

    def __str__(self) -> str:
        return f"{self.team_id} below {self.ancestor_id} by {self.depth}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, on: date | None = None) -> "MembershipQuerySet":
        """Held on that day (today unless told)."""
        day = on or timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day), starts_on__lte=day)

    def with_teams(self) -> "MembershipQuerySet":
        """Each with its team; those that run on first, then the latest to begin."""
        return self.select_related("team").order_by(models.F("ends_on").desc(nulls_first=True), "-starts_on", "id")

    def with_staff(self) -> "MembershipQuerySet":
        return self.select_related("staff").order_by("staff__name", "id")

    def overlapping(self, starts_on: date, ends_on: date | None) -> "MembershipQuerySet":
        """Held on any day from `starts_on` up to, and not including, `ends_on` (for ever when None)."""
        begun = self if ends_on is None else self.filter(starts_on__lt=ends_on)
        return begun.filter(Q(ends_on=None) | Q(ends_on__gt=starts_on) & Q(ends_on__gt=models.F("starts_on")))


class Membership(Identified):
    """Somebody's role in a team from a day up to, and not including, another."""

    staff = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True, help_text="The first day it no longer holds.")

    objects: ClassVar[MembershipQuerySet] = MembershipQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),  # the same day: given by mistake
            ),
            ExclusionConstraint(
                name="membership_once_at_a_time",
                expressions=[
                    ("staff", RangeOperators.EQUAL),
                    ("team", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (Func("starts_on", "ends_on", function="daterange", output_field=DateRangeField()), "&&"),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.team}"

    @property
    def is_over(self) -> bool:
        return self.ends_on is not None and self.ends_on <= timezone.localdate()

    @property
    def is_to_come(self) -> bool:
        return self.starts_on > timezone.localdate() and not self.is_over


def _held(staff: UUID, today: date) -> MembershipQuerySet:
    return Membership.objects.current(today).filter(staff=staff).select_related("team").order_by("starts_on", "id")


def _overseen(staff: UUID, today: date) -> TeamQuerySet:
    return Team.objects.overseen_by(get_user_model()(pk=staff), today).only("pk")


# What every request asks of whoever signed in: see Staff.standing and Staff.overseen_team_ids.
HELD = Prepared(_held, staff=UUID, today=date)
OVERSEEN = Prepared(_overseen, staff=UUID, today=date)
