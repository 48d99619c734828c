"""Who asks: for each client a practitioner with families of their own, their supervisor, and the service's manager."""

import random
import string
from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cache import SessionStore

from bench.authority import MANAGER
from cases.models import Allocation, FamilyMember
from hampshire.accounts.models import Membership, Role, Staff
from hampshire.ids import new_id
from practice.models import Draft

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FEWEST_FAMILIES = 3  # one whose page is half written, two that are visited


@dataclass(frozen=True, slots=True)
class Signed:
    """Somebody signed in: what their browser sends along."""

    id: UUID
    cookie: str
    token: str


@dataclass(frozen=True, slots=True)
class Home:
    """A family by id, with one of its children."""

    family: UUID
    child: UUID


@dataclass(slots=True)
class Actor:
    """One client: who sits there, the family whose page is half written, those visited, and how far it has come."""

    worker: Signed
    supervisor: Signed
    manager: Signed
    writes_on: Home
    visits: list[Home]
    draft: str = field(default_factory=lambda: str(new_id()))
    saves: int = 0


def actors(count: int) -> list[Actor]:
    """So many, each with families without a half-written page. Raises ValueError where there are too few workers."""
    manager = sign_in(Staff.objects.get(email=MANAGER))
    supervisors: dict[UUID, Signed] = {}
    found: list[Actor] = []
    for worker, homes in _homes_by_worker().items():
        if len(found) == count:
            break
        if len(homes) < FEWEST_FAMILIES:
            continue
        staff = Staff.objects.get(pk=worker)
        team = staff.standing[0].team_id
        if team not in supervisors:
            supervisors[team] = sign_in(_supervisor_of(team))
        found.append(Actor(sign_in(staff), supervisors[team], manager, homes[0], homes[1:]))
    if len(found) < count:
        raise ValueError(f"{count} workers with families are needed, and there are {len(found)}: generate more people.")
    return found


def sign_in(staff: Staff) -> Signed:
    """A session made directly, as if by password a moment ago."""
    session = SessionStore()
    session[SESSION_KEY] = str(staff.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = staff.get_session_auth_hash()
    session.save()
    token = "".join(random.choices(string.ascii_letters + string.digits, k=32))
    return Signed(staff.pk, f"sessionid={session.session_key}; csrftoken={token}", token)


def _supervisor_of(team: UUID) -> Staff:
    return Membership.objects.current().filter(team=team, role=Role.SUPERVISOR).select_related("staff")[0].staff


def _homes_by_worker() -> dict[UUID, list[Home]]:
    """The families each leads today, less those whose visit they have begun to write down."""
    leads = Allocation.objects.current().filter(role="lead", case__closed_on=None)
    pairs = list(leads.order_by("worker", "case").values_list("worker", "case__family"))
    begun = set(Draft.objects.unfinished().values_list("staff", "family"))
    children = FamilyMember.objects.current().filter(role="child", family__in={family for _, family in pairs})
    child_of = dict(children.order_by("family", "pk").values_list("family", "person"))
    homes = defaultdict(list)
    for worker, family in pairs:
        if (worker, family) not in begun and family in child_of:
            homes[worker].append(Home(family, child_of[family]))
    return homes
