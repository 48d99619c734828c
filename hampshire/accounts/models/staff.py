"""Staff: everybody who signs in."""

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from hampshire.ids import Identified

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from hampshire.accounts.models.team import Membership


class StaffQuerySet(models.QuerySet["Staff"]):
    def by_name(self) -> "StaffQuerySet":
        return self.order_by("name", "id")

    def at_work(self) -> "StaffQuerySet":
        """Staff who may sign in."""
        return self.filter(is_active=True)

    def called(self, text: str) -> "StaffQuerySet":
        """Staff with this in their name or e-mail address."""
        return self.filter(models.Q(name__icontains=text) | models.Q(email__icontains=text))

    def in_teams(self, team_ids: "Iterable[UUID]", on: date | None = None) -> "StaffQuerySet":
        """Staff with a membership in one of the teams on that day (today unless told)."""
        from hampshire.accounts.models.team import Membership

        here = Membership.objects.current(on).filter(team_id__in=team_ids).values("staff_id")
        return self.filter(pk__in=here)

    def with_roles(self) -> "StaffQuerySet":
        """Each with today's memberships and their teams as `roles_now`."""
        from hampshire.accounts.models.team import Membership

        now = Membership.objects.current().with_teams()
        return self.prefetch_related(models.Prefetch("memberships", queryset=now, to_attr="roles_now"))


_StaffManager = BaseUserManager.from_queryset(StaffQuerySet)


class StaffManager(_StaffManager["Staff"]):  # type: ignore[valid-type]
    def get_by_natural_key(self, username: str | None) -> "Staff":
        return self.get(email=(username or "").lower())


class Staff(Identified, AbstractBaseUser):
    """A person who works for the service and signs in by e-mail."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    job_title = models.CharField(max_length=200, blank=True)
    registration_number = models.CharField("Social Work England number", max_length=40, blank=True)
    phone = models.CharField("work phone", max_length=40, blank=True)
    is_active = models.BooleanField("may sign in", default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[StaffManager] = StaffManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name_plural = "staff"
        constraints = [
            models.CheckConstraint(name="staff_email_is_lower_case", condition=models.Q(email=Lower("email"))),
            models.CheckConstraint(name="staff_name_is_not_blank", condition=~models.Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:staff-detail", args=[self.pk])

    def get_full_name(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        """First name and initial, as on a busy row: Amara O."""
        first, *rest = self.name.split()
        return f"{first} {rest[-1][0]}." if rest else first

    @cached_property
    def standing(self) -> "list[Membership]":
        """Today's memberships, fetched once for each request."""
        from hampshire.accounts.models.team import HELD

        return HELD.all(staff=self.pk, today=timezone.localdate())

    @property
    def roles(self) -> set[str]:
        return {membership.role for membership in self.standing}

    @property
    def overseeing_team_ids(self) -> "list[UUID]":
        """The teams in which this person holds a role that oversees, without those below."""
        from hampshire.accounts.models.team import OVERSEEING_ROLES

        return [membership.team_id for membership in self.standing if membership.role in OVERSEEING_ROLES]

    @cached_property
    def overseen_team_ids(self) -> "set[UUID]":
        """The teams this person supervises or manages, with all below, fetched once for each request."""
        from hampshire.accounts.models.team import OVERSEEING_ROLES, OVERSEEN

        if not self.has_role(*OVERSEEING_ROLES):
            return set()
        return {team.pk for team in OVERSEEN.all(staff=self.pk, today=timezone.localdate())}

    def oversees(self, team_id: "UUID") -> bool:
        return team_id in self.overseen_team_ids

    def has_role(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    @property
    def home_team_id(self) -> "UUID | None":
        """The team written on what this person records: that of the membership held longest."""
        return self.standing[0].team_id if self.standing else None

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """No Django permissions are used: see each app's permissions.py."""
        return False
