"""What the review's page offers besides its rows: teams, workers and saved views, in one query."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.utils import timezone

from hampshire.accounts.models import SavedView, Staff, Team
from hampshire.words import count

# A choice of more workers than this helps nobody: choose a team first.
MOST_WORKERS = 60


@dataclass(frozen=True, slots=True)
class OverseenTeam:
    """A team the user oversees, and the one it stands below."""

    id: UUID
    name: str
    kind: str
    parent_id: UUID | None


@dataclass(frozen=True, slots=True)
class Offers:
    """`workers` are those of the team asked for, or of all; None when they are too many to choose from."""

    teams: list[OverseenTeam]
    workers: list[tuple[UUID, str]] | None
    views: list[SavedView]

    def at_or_below(self, team_id: str) -> list[UUID]:
        below = defaultdict(list)
        for team in self.teams:
            below[team.parent_id].append(team.id)
        found, waiting = [], [team.id for team in self.teams if str(team.id) == team_id]
        while waiting:
            found.append(waiting.pop())
            waiting += below[found[-1]]
        return found

    def indented(self) -> list[tuple[str, str]]:
        """Choices in the order of the tree, each team indented under the one it stands below."""
        known = {team.id for team in self.teams}
        below = defaultdict(list)
        for team in self.teams:
            below[team.parent_id if team.parent_id in known else None].append(team)

        def walk(parent: UUID | None, depth: int) -> Iterator[tuple[str, str]]:
            for team in below[parent]:
                yield str(team.id), "\u2003" * depth + team.name
                yield from walk(team.id, depth + 1)

        return list(walk(None, 0))


# By the ORM these are three queries, each of which takes Python longer to build than PostgreSQL to answer.
_OFFERS = """
WITH overseen AS MATERIALIZED (
  SELECT DISTINCT team_id FROM accounts_teamlineage WHERE ancestor_id = ANY(%(roots)s)
), asked AS (
  SELECT team_id FROM overseen
   WHERE %(asked)s::uuid IS NULL
      OR team_id IN (SELECT team_id FROM accounts_teamlineage WHERE ancestor_id = %(asked)s)
)
(SELECT 'team', id, name, kind, parent_id FROM accounts_team WHERE id IN (SELECT team_id FROM overseen)
  ORDER BY name, id)
UNION ALL
(SELECT 'worker', id, name, '', NULL FROM accounts_staff
  WHERE id IN (SELECT staff_id FROM accounts_membership
                WHERE team_id IN (SELECT team_id FROM asked)
                  AND starts_on <= %(today)s AND (ends_on IS NULL OR ends_on > %(today)s))
  ORDER BY name, id LIMIT %(most)s)
UNION ALL
(SELECT 'view', id, name, query, NULL FROM accounts_savedview WHERE staff_id = %(user)s AND page = %(page)s
  ORDER BY name, id)
"""


def offers(user: Staff, page: str, asked_team: UUID | None) -> Offers:
    """What `user` may choose from. The teams follow from the roles they hold today, as everywhere."""
    told = {"roots": user.overseeing_team_ids, "asked": asked_team, "user": user.pk, "page": page}
    with connection.cursor() as cursor:
        cursor.execute(_OFFERS, {**told, "today": timezone.localdate(), "most": MOST_WORKERS + 1})
        found = defaultdict(list)
        for kind, *values in cursor.fetchall():
            found[kind].append(values)
    workers = [(pk, name) for pk, name, *_ in found["worker"]]
    return Offers(
        teams=[OverseenTeam(*values) for values in found["team"]],
        workers=workers if len(workers) <= MOST_WORKERS else None,
        views=[SavedView(id=pk, staff=user, page=page, name=name, query=query) for pk, name, query, _ in found["view"]],
    )


def caption(teams: Sequence[OverseenTeam]) -> str:
    """Whose families these are: East team; 12 teams."""
    if len(teams) == 1:
        return teams[0].name
    return count(sum(team.kind == Team.Kind.TEAM for team in teams), "team")
