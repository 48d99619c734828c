"""What a supervisor is told above my team, and who it is planned with: the most pressing first."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cases.actions import families, people
from cases.models import Case, Family
from hampshire.accounts.models import Staff, Team
from practice.supervision.actions import supervisions
from practice.supervision.models import Item, Supervision
from tests.cast import open_case

SignedIn = Callable[[Staff], Client]
HX = {"HX-Request": "true"}
TEAM = "/supervision/team/"


def planned(by: Staff, worker: Staff, days: int, kind: str = "case") -> Supervision:
    return supervisions.plan(by=by, worker=worker, planned_for=timezone.localdate() + timedelta(days=days), kind=kind)


def held(by: Staff, worker: Staff, days: int, kind: str = "case") -> Supervision:
    one = planned(by, worker, -days, kind)
    return supervisions.hold(supervision=one, by=by, on=one.planned_for)


def lines(client: Client) -> list[tuple[str, str, str]]:
    return [(one.name, one.what, one.state) for one in client.get(TEAM, headers=HX).context["soon"].lines]


@pytest.fixture
def personal_kept(supervisor: Staff, lead_worker: Staff, teammate: Staff) -> None:
    for worker in (lead_worker, teammate):
        held(supervisor, worker, 1, "personal")


def test_my_team_fetches_what_is_due_and_has_a_link_without_script(
    case: Case, supervisor: Staff, signed_in: SignedIn
) -> None:
    client = signed_in(supervisor)
    assert f'hx-get="{TEAM}" hx-trigger="load"><p><a href="{TEAM}">When supervision is due</a>' in client.get("/caseload/").text  # fmt: skip  # noqa: E501
    fragment = client.get(TEAM, headers=HX).text
    assert "<html" not in fragment
    assert "Supervision, soon" in fragment


def test_the_most_pressing_comes_first(
    personal_kept: None, supervisor: Staff, lead_worker: Staff, teammate: Staff, signed_in: SignedIn
) -> None:
    client = signed_in(supervisor)
    held(supervisor, lead_worker, 40)
    assert lines(client) == [
        ("Amara Obi", "case supervision", "12 days late"),
        ("Tom Reed", "case supervision", "none yet"),
    ]
    forgotten = planned(supervisor, teammate, -3)
    assert [state for _, _, state in lines(client)] == ["was it held?", "12 days late"]
    assert lines(client)[0][1].startswith("case supervision of ")
    assert forgotten.get_absolute_url() in client.get(TEAM, headers=HX).text


def test_what_is_well_for_a_week_is_not_told(
    personal_kept: None, supervisor: Staff, lead_worker: Staff, teammate: Staff, signed_in: SignedIn
) -> None:
    held(supervisor, lead_worker, 20)
    held(supervisor, teammate, 22)
    assert [name for name, _, _ in lines(signed_in(supervisor))] == ["Tom Reed"]
    planned(supervisor, teammate, 8)
    shown = signed_in(supervisor).get(TEAM, headers=HX).text
    assert "Nothing is due this week." in shown


def test_what_did_not_happen_is_counted_since_it_last_did(
    personal_kept: None, supervisor: Staff, lead_worker: Staff, signed_in: SignedIn
) -> None:
    for days in (50, 10, 3):
        supervisions.miss(supervision=planned(supervisor, lead_worker, -days), by=supervisor, because="Court")
    held(supervisor, lead_worker, 20)
    shown = signed_in(supervisor).get(TEAM).text
    assert "2 times it did not happen since" in shown
    assert "3 did not happen in the last three months." in shown


def test_one_planned_by_somebody_who_stands_in_is_told_and_not_opened(
    personal_kept: None, supervisor: Staff, manager: Staff, lead_worker: Staff, signed_in: SignedIn
) -> None:
    one = planned(manager, lead_worker, 3)
    shown = signed_in(supervisor).get(TEAM).text
    assert f"with {manager.name}" in shown
    assert one.get_absolute_url() not in shown


def test_one_planned_by_somebody_who_has_left_is_planned_no_longer(
    personal_kept: None, supervisor: Staff, manager: Staff, lead_worker: Staff, signed_in: SignedIn
) -> None:
    held(supervisor, lead_worker, 40)
    planned(manager, lead_worker, 3)
    assert "12 days late" not in [state for _, _, state in lines(signed_in(supervisor))]
    Staff.objects.filter(pk=manager.pk).update(is_active=False)
    assert "12 days late" in [state for _, _, state in lines(signed_in(supervisor))]


# ---- Families of several workers ------------------------------------------------------------------------------------


@pytest.fixture
def toms(teammate: Staff, supervisor: Staff, east: Team) -> Family:
    """A family of the same team, led by somebody else."""
    family = families.create(name="Ellis", team=east, by=teammate)
    sam = people.add(family=family, by=teammate, first_name="Sam", last_name="Ellis", date_of_birth=date(2021, 3, 8))
    families.join(family=family, person=sam, role="child", by=teammate)
    open_case(family, lead=teammate, co=None, by=supervisor, days_ago=30)
    return family


def test_families_of_several_workers_are_told_apart_before_one_is_chosen(
    case: Case, family: Family, toms: Family, supervisor: Staff, teammate: Staff, signed_in: SignedIn
) -> None:
    client = signed_in(supervisor)
    shown = client.get(f"/supervision/plan/?family={family.pk}&family={toms.pk}")
    assert "led by Amara Obi" in shown.text
    assert "led by Tom Reed" in shown.text
    assert "Different workers lead these." in shown.text
    assert not shown.context["form"]["worker"].value()
    sent = {"kind": "case", "worker": teammate.pk, "planned_for": timezone.localdate(), "family": [toms.pk]}
    client.post("/supervision/plan/", sent)
    assert [item.family for item in Item.objects.all()] == [toms]


def test_families_are_not_lost_in_personal_supervision_without_a_word(
    case: Case, family: Family, supervisor: Staff, lead_worker: Staff, signed_in: SignedIn
) -> None:
    client, sent = signed_in(supervisor), {"kind": "personal", "worker": lead_worker.pk, "family": [family.pk]}
    sent["planned_for"] = timezone.localdate()
    answer = client.post("/supervision/plan/", sent)
    assert answer.status_code == 422
    assert "Personal supervision is not about families." in answer.text
    client.post("/supervision/plan/", sent | {"family": []})
    assert Supervision.objects.get().kind == "personal"


def test_a_family_the_worker_may_not_know_of_is_not_put_before_them(
    case: Case, family: Family, other_family: Family, manager: Staff, service_manager: Staff, lead_worker: Staff,
    signed_in: SignedIn,
) -> None:  # fmt: skip
    sent = {"kind": "case", "worker": lead_worker.pk, "planned_for": timezone.localdate(), "family": [other_family.pk]}
    answer = signed_in(service_manager).post("/supervision/plan/", sent)
    assert answer.status_code == 422
    assert "Amara Obi may not know of" in answer.text
    assert not Supervision.objects.exists()
