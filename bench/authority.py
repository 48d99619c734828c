"""The made-up authority: a service, its areas and teams, and everybody who works in them."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password

from bench.ids import Ids
from bench.scale import TEAMS_OF_AN_AREA, Scale
from bench.tables import NULL, Loader
from hampshire.accounts.models import Membership, Role, Staff, Team, TeamLineage

PASSWORD = "bench-hampshire"  # noqa: S105  of made-up staff in a database made for measuring
PRACTITIONER, SUPERVISOR = "practitioner@bench.example", "supervisor@bench.example"
AREA_MANAGER, MANAGER = "area.manager@bench.example", "manager@bench.example"
LONG_AGO = "2004-01-01"


@dataclass(slots=True)
class TeamOfBench:
    """A team's id and name, and its staff's ids."""

    id: str
    name: str
    supervisor: str = ""
    workers: list[str] = field(default_factory=list)


class Authority:
    """Writes teams and staff. The first practitioner, supervisor and managers have sign-ins that the runner knows."""

    def __init__(self, loader: Loader, scale: Scale, chance: random.Random, today: date) -> None:
        self._ids, self._today, self._chance = Ids(chance), today, chance
        self._team = loader.table(Team, "id", "name", "kind", "parent_id", "practice_began_on")
        self._lineage = loader.table(TeamLineage, "team_id", "ancestor_id", "depth")
        self._staff = loader.table(Staff, "id", "email", "name", "job_title", "password")
        self._membership = loader.table(Membership, "id", "staff_id", "team_id", "role", "starts_on")
        self._password = make_password(PASSWORD)
        self._numbered = 0
        self.teams: list[TeamOfBench] = []
        self._make(scale)

    def _make(self, scale: Scale) -> None:
        service = self._new_team("Bench service", Team.Kind.SERVICE, [])
        self._new_staff(Role.MANAGER, service.id, MANAGER)
        self._new_staff(Role.ADMINISTRATOR, service.id)
        self._new_staff(Role.AUDITOR, service.id)
        area = service
        for number in range(scale.teams):
            if number % TEAMS_OF_AN_AREA == 0:
                area = self._new_team(f"Area {number // TEAMS_OF_AN_AREA + 1}", Team.Kind.AREA, [service.id])
                self._new_staff(Role.MANAGER, area.id, "" if number else AREA_MANAGER)
            self.teams.append(self._filled_team(number, [area.id, service.id], scale.workers_of_a_team))

    def _filled_team(self, number: int, above: list[str], workers: int) -> TeamOfBench:
        team = self._new_team(f"Team {number + 1}", Team.Kind.TEAM, above)
        team.supervisor = self._new_staff(Role.SUPERVISOR, team.id, "" if number else SUPERVISOR)
        for place in range(workers):
            email = "" if number or place else PRACTITIONER
            team.workers.append(self._new_staff(Role.PRACTITIONER, team.id, email))
        return team

    def _new_team(self, name: str, kind: str, above: list[str]) -> TeamOfBench:
        """`above` are the ids of the teams above it, the nearest first."""
        team = TeamOfBench(self._ids.at(0), name)
        began = self._today - timedelta(days=self._chance.randrange(200, 1200))
        self._team.row(team.id, name, kind, above[0] if above else NULL, began.isoformat() if len(above) > 1 else NULL)
        for depth, ancestor in enumerate([team.id, *above]):
            self._lineage.row(team.id, ancestor, depth)
        return team

    def _new_staff(self, role: str, team_id: str, email: str = "") -> str:
        self._numbered += 1
        staff_id = self._ids.at(0)
        name = f"Worker Number{self._numbered}"
        self._staff.row(
            staff_id, email or f"worker{self._numbered}@bench.example", name, str(role).title(), self._password
        )
        self._membership.row(self._ids.at(0), staff_id, team_id, role, LONG_AGO)
        return staff_id
