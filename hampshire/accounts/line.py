"""Whose supervisor somebody is, and who is senior to a supervisor: by the teams' tree, since nobody types it in.

A practitioner's supervisor is the nearest one at or above their team; a supervisor's is the nearest manager, and a
manager's the nearest manager above. Where there is none, the next above in the tree stands in.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from hampshire.accounts.models import FAMILY_ROLES, OVERSEEING_ROLES, Membership, Role, Staff, Team, TeamLineage


@dataclass(frozen=True, slots=True)
class Supervisee:
    """Somebody who is supervised, in the role and team that it is for."""

    staff: Staff
    team: Team
    role: str


def supervisees_of(user: Staff) -> list[Supervisee]:
    """Those whose nearest supervisor the user is, by name. Three queries at most, however many teams there are."""
    if not user.has_role(*OVERSEEING_ROLES):
        return []
    line = _Line(user.overseen_team_ids)
    found: dict[UUID, Supervisee] = {}
    for membership in line.below:
        if membership.staff_id != user.pk and user.pk in line.supervisors_of(membership):
            found.setdefault(membership.staff_id, Supervisee(membership.staff, membership.team, membership.role))
    return sorted(found.values(), key=lambda one: (one.staff.name, str(one.staff.pk)))


def can_be_supervised_by(user: Staff) -> "list[Membership]":
    """Everybody with a role in a team that the user oversees, but the user: who may stand in for whom is theirs to
    agree. By name; each with the team."""
    if not user.overseen_team_ids:
        return []
    rows = Membership.objects.current().filter(
        team__in=user.overseen_team_ids, role__in=FAMILY_ROLES, staff__is_active=True
    )
    return list(rows.exclude(staff=user).select_related("staff", "team").order_by("staff__name", "starts_on", "id"))


class _Line:
    """The teams below somebody and those above these, with who holds which role in each."""

    def __init__(self, team_ids: Iterable[UUID]) -> None:
        self.above: dict[UUID, list[tuple[int, UUID]]] = defaultdict(list)
        teams = set(team_ids)
        for team, ancestor, depth in TeamLineage.objects.filter(team__in=teams).values_list(
            "team", "ancestor", "depth"
        ):
            self.above[team].append((depth, ancestor))
        ancestors = {ancestor for rows in self.above.values() for _, ancestor in rows}
        held = Membership.objects.current().filter(staff__is_active=True, role__in=FAMILY_ROLES)
        wanted = Q(team__in=teams) | Q(team__in=ancestors, role__in=OVERSEEING_ROLES)
        rows = list(held.filter(wanted).select_related("staff", "team").order_by("starts_on", "id"))
        self.below = [row for row in rows if row.team_id in teams]
        self.holding: dict[tuple[UUID, str], set[UUID]] = defaultdict(set)
        for row in rows:
            self.holding[row.team_id, row.role].add(row.staff_id)

    def supervisors_of(self, membership: Membership) -> set[UUID]:
        """Who supervises somebody in this role, there: several where a team has several."""
        if membership.role == Role.PRACTITIONER:
            found = self._nearest(membership, Role.SUPERVISOR, 0)
            return found or self._nearest(membership, Role.MANAGER, 0)
        return self._nearest(membership, Role.MANAGER, 1 if membership.role == Role.MANAGER else 0)

    def _nearest(self, membership: Membership, role: str, lowest: int) -> set[UUID]:
        for depth, team in sorted(self.above[membership.team_id]):
            found = self.holding[team, role] - {membership.staff_id}
            if depth >= lowest and found:
                return found
        return set()
