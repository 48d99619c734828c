"""How often supervision should be, when it is due, who sees that of whom."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from hampshire.accounts.line import supervisees_of
from hampshire.accounts.models import Role, Staff, Team
from practice.supervision.actions import policies, supervisions
from practice.supervision.models import Policy, Supervision
from practice.supervision.rhythm import rhythms_of

SignedIn = Callable[[Staff], Client]
POLICY = "/supervision/policy/"
TEAM = "/supervision/team/"


def held(worker: Staff, by: Staff, days: int, kind: str = "case") -> Supervision:
    day = timezone.localdate() - timedelta(days=days)
    return supervisions.hold(
        supervision=supervisions.plan(by=by, worker=worker, planned_for=day, kind=kind), by=by, on=day
    )


def case_rhythm(worker: Staff) -> object:
    return next(one for one in rhythms_of(worker) if one.kind == "case")


# ---- Whose it is ----------------------------------------------------------------------------------------------------


def test_a_supervisor_has_the_practitioners_of_the_team_and_a_manager_the_supervisors(
    lead_worker: Staff, teammate: Staff, supervisor: Staff, manager: Staff, service_manager: Staff,
    other_worker: Staff, other_supervisor: Staff,
) -> None:  # fmt: skip
    def names(user: Staff) -> set[str]:
        return {one.staff.name for one in supervisees_of(user)}

    assert names(supervisor) == {lead_worker.name, teammate.name}
    assert names(manager) == {supervisor.name}
    assert names(service_manager) == {manager.name, other_supervisor.name}  # nobody manages the South area itself
    assert names(lead_worker) == set()


def test_where_a_team_has_no_supervisor_the_manager_stands_in(lead_worker: Staff, manager: Staff) -> None:
    assert [one.staff for one in supervisees_of(manager)] == [lead_worker]


# ---- When it is due -------------------------------------------------------------------------------------------------


def test_it_is_due_four_weeks_after_the_last_unless_told(lead_worker: Staff, supervisor: Staff) -> None:
    assert case_rhythm(lead_worker).due_on is None
    held(lead_worker, supervisor, days=28)
    rhythm = case_rhythm(lead_worker)
    assert (rhythm.due_on, rhythm.is_late, rhythm.is_kept) == (timezone.localdate(), False, True)
    assert rhythm.how_often == "every 4 weeks"


def test_a_day_more_is_late(lead_worker: Staff, supervisor: Staff) -> None:
    held(lead_worker, supervisor, days=29)
    assert case_rhythm(lead_worker).late_by == "1 day late"


def test_a_roles_days_and_somebodys_own_come_before(lead_worker: Staff, teammate: Staff, administrator: Staff) -> None:
    policies.set_for_role(role="practitioner", kind="case", every_days=21, by=administrator)
    policies.set_for_worker(worker=lead_worker, kind="case", every_days=14, by=administrator)
    assert case_rhythm(lead_worker).every_days == 14
    assert case_rhythm(teammate).every_days == 21
    yesterday = timezone.localdate() - timedelta(days=1)
    policies.set_for_worker(worker=lead_worker, kind="case", every_days=14, until=yesterday, by=administrator)
    assert case_rhythm(lead_worker).every_days == 21


def test_missed_supervision_does_not_count_as_held(lead_worker: Staff, supervisor: Staff) -> None:
    planned = supervisions.plan(by=supervisor, worker=lead_worker, planned_for=timezone.localdate())
    assert case_rhythm(lead_worker).planned == planned
    supervisions.miss(supervision=planned, by=supervisor, because="Off sick")
    assert case_rhythm(lead_worker).planned is None
    assert case_rhythm(lead_worker).last_on is None


# ---- The team's page ------------------------------------------------------------------------------------------------


def test_a_supervisor_sees_when_each_of_theirs_is_due(
    lead_worker: Staff, teammate: Staff, supervisor: Staff, signed_in: SignedIn
) -> None:
    held(lead_worker, supervisor, days=40)
    shown = signed_in(supervisor).get(TEAM).text
    assert "12 days late" in shown
    assert "Tom Reed" in shown
    assert "By team" not in shown


def test_a_manager_sees_teams_and_no_practitioner_by_name(
    lead_worker: Staff, teammate: Staff, supervisor: Staff, manager: Staff, signed_in: SignedIn
) -> None:
    held(lead_worker, supervisor, days=3)
    shown = signed_in(manager).get(TEAM)
    [team] = shown.context["teams"]
    assert (team.name, team.people, team.kept, team.never) == ("East team", 2, 1, 1)
    assert "Grace Lund" in shown.text
    assert "Amara Obi" not in shown.text


# ---- Setting it -----------------------------------------------------------------------------------------------------


def everything(**changed: int) -> dict[str, int]:
    roles, kinds = ("practitioner", "supervisor", "manager"), ("case", "personal")
    return {f"{role}-{kind}": 28 for role in roles for kind in kinds} | changed


def test_an_administrator_sets_a_roles_days(administrator: Staff, signed_in: SignedIn) -> None:
    client = signed_in(administrator)
    client.post(POLICY, everything(**{"practitioner-case": 21}))
    policy = Policy.objects.get()
    assert (policy.role, policy.kind, policy.every_days) == ("practitioner", "case", 21)
    assert 'value="21"' in client.get(POLICY).text
    assert client.post(POLICY, everything(**{"practitioner-case": 0})).status_code == 422


def test_an_administrator_gives_somebody_their_own_and_lets_it_go(
    administrator: Staff, lead_worker: Staff, signed_in: SignedIn
) -> None:
    client = signed_in(administrator)
    sent = {"email": lead_worker.email.upper(), "kind": "case", "every_days": 14, "because": "First year"}
    client.post(f"{POLICY}people/", sent)
    client.post(f"{POLICY}people/", {**sent, "every_days": 10})
    policy = Policy.objects.get()
    assert (policy.worker, policy.every_days) == (lead_worker, 10)
    assert "First year" in client.get(POLICY).text
    client.post(f"{POLICY}people/{policy.pk}/let-go/")
    assert not Policy.objects.exists()


def test_nobody_by_that_address_is_said_so(administrator: Staff, signed_in: SignedIn) -> None:
    sent = {"email": "who@hampshire.example", "kind": "case", "every_days": 14}
    answer = signed_in(administrator).post(f"{POLICY}people/", sent)
    assert answer.status_code == 422
    assert "Nobody who works here has this address." in answer.text


@pytest.mark.parametrize(
    ("constraint", "row"),
    [
        ("supervision_policy_of_a_role_or_a_person", {"kind": "case"}),
        ("supervision_policy_in_a_year", {"kind": "case", "role": Role.MANAGER, "every_days": 366}),
    ],
)
def test_the_database_holds_policies_to_their_rules(db: None, constraint: str, row: dict[str, object]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Policy.objects.create(**row)


def test_where_to_set_it_is_in_an_administrators_header(administrator: Staff, east: Team, signed_in: SignedIn) -> None:
    assert POLICY in signed_in(administrator).get("/staff/").text
