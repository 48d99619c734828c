"""The made-up authority: a service, two areas, six teams that took up the new practice one after another, and staff."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from demo.names import STAFF_FIRST, STAFF_LAST, TOWNS
from hampshire.accounts.actions import staff as staff_actions
from hampshire.accounts.actions import teams
from hampshire.accounts.adapter import DEMO_PASSWORD
from hampshire.accounts.models import Role, Staff, Team

# Months before today in which each team began the new practice; None: not yet.
WAVES: dict[str, int | None] = {"East": 27, "Coast": 27, "Forest": 18, "Valley": 18, "City": 9, "Downs": None}
AREAS = {"North area": ["East", "Forest", "City"], "South area": ["Coast", "Valley", "Downs"]}
WORKERS_A_TEAM = 5

# The people a newcomer signs in as.
SIGN_INS = {
    Role.PRACTITIONER: "Amara Obi",
    Role.SUPERVISOR: "Grace Lund",
    Role.MANAGER: "Mary Holt",
    Role.ADMINISTRATOR: "Adam Penn",
    Role.AUDITOR: "Audrey Shaw",
}


@dataclass
class DemoTeam:
    """A team with those who work in it, and the town where its families live."""

    team: Team
    town: str
    supervisor: Staff
    workers: list[Staff] = field(default_factory=list)

    def is_live(self, on: date) -> bool:
        """Whether the new practice had begun here on that day."""
        began = self.team.practice_began_on
        return began is not None and on >= began


def build(today: date) -> list[DemoTeam]:
    """Make the authority. Everybody has been in their role since before the story begins."""
    since = today - timedelta(days=4 * 365)
    service = teams.create(name="Children's Service", kind=Team.Kind.SERVICE, parent=None, by=None)
    names = iter([f"{first} {last}" for first, last in zip(STAFF_FIRST[1:], STAFF_LAST[1:], strict=True)])
    for role in (Role.MANAGER, Role.ADMINISTRATOR, Role.AUDITOR):
        _employ(SIGN_INS[role], service, role, since, sign_in=role)
    built = []
    for number, (area_name, team_names) in enumerate(AREAS.items()):
        area = teams.create(name=area_name, kind=Team.Kind.AREA, parent=service, by=None)
        _employ(["Dev Nair", "Ruth Abara"][number], area, Role.MANAGER, since)
        built += [_team(name, area, today, since, names) for name in team_names]
    return built


def _team(name: str, area: Team, today: date, since: date, names: Iterator[str]) -> DemoTeam:
    months = WAVES[name]
    began = None if months is None else (today - timedelta(days=months * 30)).replace(day=1)
    team = teams.create(name=f"{name} team", kind=Team.Kind.TEAM, parent=area, by=None, practice_began_on=began)
    is_first = name == "East"
    supervisor_name = SIGN_INS[Role.SUPERVISOR] if is_first else next(names)
    supervisor = _employ(supervisor_name, team, Role.SUPERVISOR, since, sign_in=Role.SUPERVISOR if is_first else "")
    town = next(town for town in TOWNS if town.startswith(name[:4]))
    demo_team = DemoTeam(team=team, town=town, supervisor=supervisor)
    for number in range(WORKERS_A_TEAM):
        shown = is_first and number == 0
        worker_name = SIGN_INS[Role.PRACTITIONER] if shown else next(names)
        demo_team.workers.append(
            _employ(worker_name, team, Role.PRACTITIONER, since, sign_in=Role.PRACTITIONER if shown else "")
        )
    return demo_team


JOBS = {
    Role.PRACTITIONER: "Social worker",
    Role.SUPERVISOR: "Team manager",
    Role.MANAGER: "Service manager",
    Role.ADMINISTRATOR: "Systems administrator",
    Role.AUDITOR: "Information governance officer",
}


def _employ(name: str, team: Team, role: str, since: date, sign_in: str = "") -> Staff:
    """Somebody who works here. Only the people a newcomer signs in as have a password at all."""
    email = f"{sign_in or name.lower().replace(' ', '.')}@hampshire.example"
    password = DEMO_PASSWORD if sign_in else None
    person = staff_actions.add(email=email, name=name, by=None, job_title=JOBS[Role(role)], password=password)
    staff_actions.give_role(staff=person, team=team, role=role, by=None, starts_on=since)
    return person


def home_of(team: Team, staff: dict[UUID, Staff]) -> DemoTeam:
    """A team made earlier, with its people from `staff`, so that another process can go on from there."""
    rows = team.memberships.order_by("staff__email").values_list("staff_id", "role")
    supervisor = next(staff[pk] for pk, role in rows if role == Role.SUPERVISOR)
    workers = [staff[pk] for pk, role in rows if role == Role.PRACTITIONER]
    town = next(town for town in TOWNS if town.startswith(team.name[:4]))
    return DemoTeam(team=team, town=town, supervisor=supervisor, workers=workers)
