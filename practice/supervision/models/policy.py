"""How often supervision should be: for a role, and for somebody who needs it otherwise."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from hampshire.accounts.models import Role
from hampshire.ids import Identified
from practice.supervision.models.supervision import Supervision

# Where nobody has set anything: local policy, every four weeks.
EVERY_DAYS = 28


class PolicyQuerySet(models.QuerySet["Policy"]):
    def of_roles(self) -> "PolicyQuerySet":
        return self.filter(worker=None)

    def of_workers(self) -> "PolicyQuerySet":
        return self.exclude(worker=None).select_related("worker").order_by("worker__name", "kind", "id")


class Policy(Identified):
    """How many days at most between two supervisions of a kind: a row a role, or of one person for a while.

    A newly qualified social worker is somebody who needs it more often for a year: a row of their own, with its end.
    """

    role = models.CharField(max_length=20, choices=Role, blank=True)
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="supervision_policies"
    )
    kind = models.CharField(max_length=10, choices=Supervision.Kind)
    every_days = models.PositiveSmallIntegerField(default=EVERY_DAYS)
    because = models.CharField("why", max_length=200, blank=True)
    until = models.DateField(null=True, help_text="The last day it holds, of one person's own")

    objects: ClassVar[PolicyQuerySet] = PolicyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name_plural = "policies"
        constraints = [
            models.CheckConstraint(
                name="supervision_policy_of_a_role_or_a_person",
                condition=~Q(role="") & Q(worker=None, until=None) | Q(role="", worker__isnull=False),
            ),
            models.CheckConstraint(name="supervision_policy_in_a_year", condition=Q(every_days__range=(1, 365))),
            models.UniqueConstraint(
                fields=["role", "kind"], condition=Q(worker=None), name="supervision_policy_once_a_role"
            ),
            models.UniqueConstraint(
                fields=["worker", "kind"],
                condition=Q(worker__isnull=False),
                name="supervision_policy_once_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"every {self.every_days} days"
