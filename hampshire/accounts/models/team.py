"""Teams form a tree (service, area, team); people belong to them in a role, from a day to a day."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Func, Q
from django.utils import timezone

from hampshire.ids import Identified

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

    def open_to(self, user: "Staff") -> "TeamQuerySet":
        """Teams whose families the user may see: their own, and for supervisors and managers those below."""
        return self.filter(pk__in=TeamLineage.objects.open_to(user).values("team_id"))

    def overseen_by(self, user: "Staff") -> "TeamQuerySet":
        """Teams the user supervises or manages, with all below."""
        return self.filter(pk__in=TeamLineage.objects.overseen_by(user).values("team_id"))

    def working(self) -> "TeamQuerySet":
        return self.filter(closed_on=None)


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


class TeamLineageQuerySet(models.QuerySet["TeamLineage"]):
    def open_to(self, user: "Staff") -> "TeamLineageQuerySet":
        mine = Membership.objects.current().filter(staff=user)
        overseen = Q(ancestor__memberships__in=mine.filter(role__in=OVERSEEING_ROLES))
        own = Q(depth=0, ancestor__memberships__in=mine.filter(role__in=FAMILY_ROLES))
        return self.filter(overseen | own)

    def overseen_by(self, user: "Staff") -> "TeamLineageQuerySet":
        mine = Membership.objects.current().filter(staff=user, role__in=OVERSEEING_ROLES)
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
                condition=Q(ends_on=None) | Q(ends_on__gt=models.F("starts_on")),
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
