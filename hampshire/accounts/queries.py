"""What the pages of staff and teams read, where it spans more than one row."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404

from hampshire.accounts.models import Membership, Staff, Team


def staff_or_404(staff_id: UUID) -> Staff:
    return get_object_or_404(Staff.objects.all(), pk=staff_id)


def team_or_404(team_id: UUID) -> Team:
    return get_object_or_404(Team.objects.select_related("parent"), pk=team_id)


def membership_or_404(staff_id: UUID, membership_id: UUID) -> Membership:
    return get_object_or_404(Membership.objects.select_related("team", "staff"), pk=membership_id, staff_id=staff_id)


def all_staff() -> Any:
    """Everybody, each with today's roles."""
    return Staff.objects.with_roles()


@dataclass(slots=True)
class Branch:
    """A team where it stands in the tree: `depth` 0 is the top. `people` hold a role in it today."""

    team: Team
    depth: int
    people: int


def team_tree(*, with_closed: bool) -> list[Branch]:
    """Every team in the order of the tree, each after the one it stands below."""
    teams = Team.objects.by_name() if with_closed else Team.objects.working().by_name()
    current = Membership.objects.current().values("pk")
    counted = teams.annotate(
        people=Count("memberships__staff", filter=Q(memberships__in=current), distinct=True)
    ).select_related("parent")
    children: dict[UUID | None, list[Team]] = defaultdict(list)
    found = {team.pk: team for team in counted}
    for team in found.values():
        children[team.parent_id if team.parent_id in found else None].append(team)
    return list(_walk(children, None, 0))


def _walk(children: dict[UUID | None, list[Team]], parent: UUID | None, depth: int) -> list[Branch]:
    branches = []
    for team in children[parent]:
        branches.append(Branch(team, depth, team.people))  # type: ignore[attr-defined]  # annotated above
        branches += _walk(children, team.pk, depth + 1)
    return branches


def teams_in_order() -> list[tuple[Team, int]]:
    """Working teams in the order of the tree, with their depth: for a choice of one."""
    return [(branch.team, branch.depth) for branch in team_tree(with_closed=False)]


def people_in(team: Team) -> list[Membership]:
    """Who holds a role in this very team today, by name."""
    return list(team.memberships.current().with_staff())
