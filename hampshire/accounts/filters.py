"""How the list of staff is narrowed, in the address bar."""

from uuid import UUID

import django_filters
from django.db.models import QuerySet

from hampshire.accounts import queries
from hampshire.accounts.models import Membership, Role, Staff


class StaffFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Name or e-mail", method="called")
    role = django_filters.ChoiceFilter(label="Role", choices=Role.choices, empty_label="Any", method="in_role")
    team = django_filters.ChoiceFilter(label="Team", empty_label="Any", method="in_team", choices=lambda: _teams())
    sign_in = django_filters.ChoiceFilter(
        label="Sign-in",
        empty_label="Any",
        method="by_sign_in",
        choices=[("may", "May sign in"), ("stopped", "Stopped"), ("never", "Never signed in"), ("no-role", "No role")],
    )

    def called(self, staff: QuerySet[Staff], name: str, value: str) -> QuerySet[Staff]:
        return staff.called(value.strip())  # type: ignore[attr-defined]

    def in_role(self, staff: QuerySet[Staff], name: str, value: str) -> QuerySet[Staff]:
        return staff.filter(pk__in=Membership.objects.current().filter(role=value).values("staff_id"))

    def in_team(self, staff: QuerySet[Staff], name: str, value: str) -> QuerySet[Staff]:
        here = Membership.objects.current().filter(team__lineage__ancestor_id=UUID(value))
        return staff.filter(pk__in=here.values("staff_id"))

    def by_sign_in(self, staff: QuerySet[Staff], name: str, value: str) -> QuerySet[Staff]:
        if value == "never":
            return staff.filter(last_login=None, is_active=True)
        if value == "no-role":
            return staff.exclude(pk__in=Membership.objects.current().values("staff_id"))
        return staff.filter(is_active=value == "may")


def _teams() -> list[tuple[str, str]]:
    return [(str(team.pk), "\u2003" * depth + team.name) for team, depth in queries.teams_in_order()]
