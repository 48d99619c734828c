"""Who may know of each kind of supervision, and who may write in it: the whole cast."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cases.models import Case, Family
from hampshire.accounts.models import Role, Staff, Team
from practice.supervision.actions import items, supervisions
from practice.supervision.models import Supervision
from tests.world import CAST

SignedIn = Callable[[Staff], Client]

READS = {
    "case": {"lead_worker", "supervisor", "manager"},
    "personal": {"lead_worker", "supervisor", "manager"},
    "group": {"lead_worker", "supervisor", "manager", "teammate"},
}
WRITES = {kind: who - {"manager"} for kind, who in READS.items()}


@pytest.fixture
def of_kind(request: pytest.FixtureRequest) -> Callable[[str], Supervision]:
    return lambda kind: request.getfixturevalue("supervision" if kind == "case" else kind)


def statuses(kind: str, of_kind: Callable[[str], Supervision], request: pytest.FixtureRequest, *, write: bool) -> dict[str, int]:  # fmt: skip  # noqa: E501
    supervision = of_kind(kind)
    answers = {}
    for who in [*CAST, "service_manager", "other_supervisor"]:
        client = Client()
        client.force_login(request.getfixturevalue(who))
        if not write:
            answers[who] = client.get(supervision.get_absolute_url()).status_code
        elif kind == "personal":
            url = f"{supervision.get_absolute_url()}notes/well/"
            answers[who] = client.post(url, {"version": 0, "text": ""}).status_code
        else:
            answers[who] = client.post(f"{supervision.get_absolute_url()}agenda/", {}).status_code
    return answers


@pytest.mark.parametrize("kind", READS)
def test_those_who_take_part_and_the_nearest_senior_read_it(
    kind: str, of_kind: Callable[[str], Supervision], request: pytest.FixtureRequest
) -> None:
    found = statuses(kind, of_kind, request, write=False)
    assert {who for who, status in found.items() if status == 200} == READS[kind]
    assert {status for who, status in found.items() if who not in READS[kind]} == {404}


@pytest.mark.parametrize("kind", WRITES)
def test_only_those_who_take_part_write_in_it(
    kind: str, of_kind: Callable[[str], Supervision], request: pytest.FixtureRequest
) -> None:
    found = statuses(kind, of_kind, request, write=True)
    assert {who for who, status in found.items() if status == 302} == WRITES[kind]
    assert found["manager"] == 403
    assert found["auditor"] == found["administrator"] == found["other_worker"] == 404


def test_the_senior_of_a_manager_who_supervises_is_the_manager_above(
    supervisor: Staff, manager: Staff, service_manager: Staff, other_supervisor: Staff, signed_in: SignedIn
) -> None:
    one = supervisions.plan(
        by=manager, worker=supervisor, planned_for=timezone.localdate(), kind=Supervision.Kind.PERSONAL
    )
    assert signed_in(service_manager).get(one.get_absolute_url()).status_code == 200
    assert signed_in(other_supervisor).get(one.get_absolute_url()).status_code == 404


def test_a_supervisor_of_the_same_team_is_not_a_senior(
    personal: Supervision, east: Team, make_staff: Callable[..., Staff], signed_in: SignedIn
) -> None:
    peer = make_staff("Hal Ward", east, Role.SUPERVISOR)
    assert signed_in(peer).get(personal.get_absolute_url()).status_code == 404


def test_the_opening_of_a_supervision_is_recorded(personal: Supervision, manager: Staff, signed_in: SignedIn) -> None:
    from hampshire.audit.models import AuditEvent

    signed_in(manager).get(personal.get_absolute_url())
    event = AuditEvent.objects.reads().get(verb="supervision.supervision-opened")
    assert (event.by, event.subject_id) == (manager, str(personal.pk))


def test_the_list_shows_ones_own_and_no_others(
    supervision: Supervision, personal: Supervision, group: Supervision, teammate: Staff, co_worker: Staff,
    manager: Staff, signed_in: SignedIn,
) -> None:  # fmt: skip
    assert [one.pk for one in signed_in(teammate).get("/supervision/").context["coming"]] == [group.pk]
    for who in (co_worker, manager):
        assert signed_in(who).get("/supervision/").context["coming"] == []


def test_a_family_not_open_to_an_attendee_is_not_shown_to_them(
    case: Case, family: Family, north: Team, coast: Team, make_staff: Callable[..., Staff], supervisor: Staff,
    lead_worker: Staff, signed_in: SignedIn,
) -> None:  # fmt: skip
    """Somebody who moved to another team after the group was planned."""
    from hampshire.accounts.models import Membership

    guest = make_staff("Iris Moon", supervisor.standing[0].team)
    planned = supervisions.plan(
        by=supervisor, worker=lead_worker, planned_for=timezone.localdate() + timedelta(days=1), kind="group",
        attendees=[guest],
    )  # fmt: skip
    items.bring(supervision=planned, by=lead_worker, family=family, text="Between us", kind="reflective")
    assert "Between us" in signed_in(guest).get(planned.get_absolute_url()).text
    Membership.objects.filter(staff=guest).update(team=coast)
    shown = signed_in(guest).get(planned.get_absolute_url())
    assert shown.status_code == 200
    assert "Between us" not in shown.text
