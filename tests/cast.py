"""The cast: one family, the people who work with it, and those who must not know of it.

    Service
      North area: East team   lead_worker, co_worker, teammate (practitioners), supervisor
      South area: Coast team  other_worker (practitioner), other_supervisor
    manager runs the North area; service_manager the whole service; administrator and auditor see no family by their
    role; nobody has no role at all.

The family: Dana, mother of Yusuf (9) and Leila (6); Karim, their father, lives elsewhere.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cases.actions import cases, families, people, referrals
from cases.models import Case, Family, FamilyMember, Person
from hampshire.accounts.actions import staff as staff_actions
from hampshire.accounts.actions import teams
from hampshire.accounts.models import Role, Staff, Team
from tests.remembering import remembered

PASSWORD = "three calm otters 7"
LONG_AGO = date(2020, 1, 1)


@pytest.fixture
@remembered
def service(db: None) -> Team:
    return teams.create(name="Children's Service", kind=Team.Kind.SERVICE, parent=None, by=None)


@pytest.fixture
@remembered
def north(service: Team) -> Team:
    return teams.create(name="North area", kind=Team.Kind.AREA, parent=service, by=None)


@pytest.fixture
@remembered
def south(service: Team) -> Team:
    return teams.create(name="South area", kind=Team.Kind.AREA, parent=service, by=None)


@pytest.fixture
@remembered
def east(north: Team) -> Team:
    return teams.create(name="East team", kind=Team.Kind.TEAM, parent=north, by=None)


@pytest.fixture
@remembered
def coast(south: Team) -> Team:
    return teams.create(name="Coast team", kind=Team.Kind.TEAM, parent=south, by=None)


@pytest.fixture
def make_staff(db: None) -> Callable[..., Staff]:
    """Staff with a role in a team since long ago: make_staff("Amara Obi", east, "practitioner")."""

    def make(name: str, team: Team | None = None, role: str = Role.PRACTITIONER) -> Staff:
        email = f"{name.lower().replace(' ', '.')}@hampshire.example"
        # No password: argon2 is slow by design, and tests sign in by force_login.
        person = staff_actions.add(email=email, name=name, by=None, job_title=str(role).title())
        if team is not None:
            staff_actions.give_role(staff=person, team=team, role=role, by=None, starts_on=LONG_AGO)
        return person

    return make


@pytest.fixture
@remembered
def lead_worker(make_staff: Callable[..., Staff], east: Team) -> Staff:
    return make_staff("Amara Obi", east)


@pytest.fixture
@remembered
def co_worker(make_staff: Callable[..., Staff], east: Team) -> Staff:
    return make_staff("Ben Cole", east)


@pytest.fixture
@remembered
def teammate(make_staff: Callable[..., Staff], east: Team) -> Staff:
    return make_staff("Tom Reed", east)


@pytest.fixture
@remembered
def supervisor(make_staff: Callable[..., Staff], east: Team) -> Staff:
    return make_staff("Grace Lund", east, Role.SUPERVISOR)


@pytest.fixture
@remembered
def other_worker(make_staff: Callable[..., Staff], coast: Team) -> Staff:
    return make_staff("Olu Marsh", coast)


@pytest.fixture
@remembered
def other_supervisor(make_staff: Callable[..., Staff], coast: Team) -> Staff:
    return make_staff("Ines Vale", coast, Role.SUPERVISOR)


@pytest.fixture
@remembered
def manager(make_staff: Callable[..., Staff], north: Team) -> Staff:
    return make_staff("Mary Holt", north, Role.MANAGER)


@pytest.fixture
@remembered
def service_manager(make_staff: Callable[..., Staff], service: Team) -> Staff:
    return make_staff("Dev Nair", service, Role.MANAGER)


@pytest.fixture
@remembered
def administrator(make_staff: Callable[..., Staff], service: Team) -> Staff:
    return make_staff("Adam Penn", service, Role.ADMINISTRATOR)


@pytest.fixture
@remembered
def auditor(make_staff: Callable[..., Staff], service: Team) -> Staff:
    return make_staff("Audrey Shaw", service, Role.AUDITOR)


@pytest.fixture
@remembered
def nobody(make_staff: Callable[..., Staff]) -> Staff:
    return make_staff("Nora Blank")


@pytest.fixture
@remembered
def family(lead_worker: Staff, supervisor: Staff, east: Team) -> Family:
    """The Begum-Hale family, with no case yet: take `case` for one."""
    family = families.create(name="Begum-Hale", team=east, by=lead_worker)
    born = {
        "Yusuf": date(2017, 5, 14),
        "Leila": date(2020, 9, 2),
        "Dana": date(1990, 2, 11),
        "Karim": date(1988, 7, 30),
    }
    roles = {"Yusuf": "child", "Leila": "child", "Dana": "parent", "Karim": "parent"}
    words = {"Dana": "mum", "Karim": "dad"}
    for first_name, role in roles.items():
        person = people.add(
            family=family, by=lead_worker, first_name=first_name, last_name="Begum-Hale", date_of_birth=born[first_name]
        )
        families.join(
            family=family,
            person=person,
            role=role,
            by=lead_worker,
            role_in_words=words.get(first_name, ""),
            lives_here=first_name != "Karim",
            joined_on=born[first_name],
        )
    return family


@pytest.fixture
def yusuf(family: Family) -> Person:
    return Person.objects.get(first_name="Yusuf", memberships__family=family)


@pytest.fixture
def leila(family: Family) -> Person:
    return Person.objects.get(first_name="Leila", memberships__family=family)


@pytest.fixture
def dana(family: Family) -> Person:
    return Person.objects.get(first_name="Dana", memberships__family=family)


@pytest.fixture
def karim(family: Family) -> Person:
    return Person.objects.get(first_name="Karim", memberships__family=family)


@pytest.fixture
@remembered
def case(family: Family, lead_worker: Staff, co_worker: Staff, supervisor: Staff) -> Case:
    """Opened sixty days ago by a referral from school; led by lead_worker, co_worker beside."""
    return open_case(family, lead=lead_worker, co=co_worker, by=supervisor, days_ago=60)


@pytest.fixture
@remembered
def other_family(other_worker: Staff, other_supervisor: Staff, coast: Team) -> Family:
    """The Novak family of the Coast team: Mia (4), led by other_worker."""
    family = families.create(name="Novak", team=coast, by=other_worker)
    mia = people.add(
        family=family, by=other_worker, first_name="Mia", last_name="Novak", date_of_birth=date(2022, 3, 8)
    )
    families.join(family=family, person=mia, role="child", by=other_worker)
    open_case(family, lead=other_worker, co=None, by=other_supervisor, days_ago=30)
    return family


def open_case(family: Family, *, lead: Staff, co: Staff | None, by: Staff, days_ago: int) -> Case:
    """A case opened by a referral of all the family's children that many days ago."""
    moment = _morning(days_ago)
    referral = referrals.take(
        family=family,
        children=[member.person for member in FamilyMember.objects.filter(family=family).children().with_people()],
        source="2A",
        reason="Tired and hungry on Mondays; mum says nights are hard.",
        by=lead,
        received_at=moment,
    )
    case = referrals.decide(
        referral=referral,
        decision="assessment",
        reason="The family asked for help.",
        by=by,
        primary_need="N4",
        decided_at=moment + timedelta(hours=4),
    )
    assert case is not None
    cases.allocate(case=case, worker=lead, by=by, starts_on=case.opened_on)
    if co:
        cases.allocate(case=case, worker=co, by=by, role="co_worker", starts_on=case.opened_on)
    return Case.objects.get(pk=case.pk)


def _morning(days_ago: int) -> datetime:
    return timezone.localtime().replace(hour=9, minute=30, second=0, microsecond=0) - timedelta(days=days_ago)


@pytest.fixture
def signed_in() -> Callable[[Staff], Client]:
    """A client signed in as one of the cast: signed_in(lead_worker).get(...)."""

    def sign_in(person: Staff) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return sign_in
