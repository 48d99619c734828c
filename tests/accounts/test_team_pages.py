"""Teams and their tree, as an administrator runs them."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from hampshire.accounts.actions import teams as actions
from hampshire.accounts.models import Staff, Team, TeamLineage
from hampshire.audit.models import AuditEvent

SignedIn = Callable[[Staff], Client]


@pytest.fixture
def admin(administrator: Staff, signed_in: SignedIn) -> Client:
    return signed_in(administrator)


def lines() -> set[tuple[str, str, int]]:
    """Each team, each at or above it, and how far up."""
    return set(TeamLineage.objects.values_list("team__name", "ancestor__name", "depth"))


def amended(team: Team, **changes: object) -> dict[str, object]:
    """What the form of the team sends, with some fields changed."""
    data = {"name": team.name, "kind": team.kind, "parent": team.parent_id or "", "practice_began_on": ""}
    return {**data, "closed_on": "", **changes}


def test_the_tree_is_drawn_in_order_with_the_days_of_the_new_practice(
    admin: Client, administrator: Staff, east: Team, coast: Team, lead_worker: Staff
) -> None:
    actions.amend(
        team=east, name="East team", kind="team", parent=east.parent, closed_on=None,
        practice_began_on=date(2024, 9, 2), by=administrator,
    )  # fmt: skip
    answer = admin.get("/teams/")
    drawn = [(branch.team.name, branch.depth, branch.people) for branch in answer.context["branches"]]
    assert drawn == [
        ("Children's Service", 0, 1),
        ("North area", 1, 0),
        ("East team", 2, 1),
        ("South area", 1, 0),
        ("Coast team", 2, 0),
    ]
    assert "2 Sep 2024" in answer.text


def test_the_tree_costs_the_same_however_many_teams(
    admin: Client, north: Team, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):
        admin.get("/teams/")
    for n in range(20):
        actions.create(name=f"Team {n}", kind="team", parent=north, by=None)
    with django_assert_num_queries(3):
        admin.get("/teams/")


def test_a_team_is_made_below_another(admin: Client, north: Team) -> None:
    form = admin.get(f"/teams/new/?below={north.pk}").context["form"]
    assert form["parent"].initial == str(north.pk)
    answer = admin.post("/teams/new/", {"name": "Harbour team", "kind": "team", "parent": north.pk})
    team = Team.objects.get(name="Harbour team")
    assert answer.headers["Location"] == f"/teams/{team.pk}/"
    assert {line for line in lines() if line[0] == "Harbour team"} == {
        ("Harbour team", "Harbour team", 0),
        ("Harbour team", "North area", 1),
        ("Harbour team", "Children's Service", 2),
    }


def test_two_teams_never_have_one_name(admin: Client, east: Team) -> None:
    answer = admin.post("/teams/new/", {"name": "EAST TEAM", "kind": "team", "parent": ""})
    assert "Another team has this name" in answer.text


def test_moving_an_area_takes_its_teams_along(admin: Client, south: Team, north: Team, east: Team) -> None:
    admin.post(f"/teams/{north.pk}/amend/", amended(north, parent=south.pk))
    assert {
        ("North area", "South area", 1),
        ("East team", "South area", 2),
        ("East team", "Children's Service", 3),
    } <= (lines())
    assert ("East team", "Children's Service", 2) not in lines()
    assert AuditEvent.objects.get(verb="team.amended").details == {"moved": True}


def test_who_oversees_follows_the_move(
    admin: Client, manager: Staff, service: Team, north: Team, south: Team, coast: Team
) -> None:
    assert not manager.oversees(coast.pk)
    admin.post(f"/teams/{south.pk}/amend/", amended(south, parent=north.pk))
    assert Staff.objects.get(pk=manager.pk).oversees(coast.pk)


def test_a_team_is_not_offered_a_place_below_itself(admin: Client, service: Team, north: Team, east: Team) -> None:
    offered = {team for team, _ in admin.get(f"/teams/{north.pk}/amend/").context["form"].fields["parent"].choices}
    assert service.pk in offered
    assert not offered & {north.pk, east.pk}
    answer = admin.post(f"/teams/{north.pk}/amend/", amended(north, parent=east.pk))
    assert answer.status_code == 422


def test_the_action_refuses_a_loop(administrator: Staff, north: Team, east: Team) -> None:
    with pytest.raises(ValueError, match="below itself"):
        actions.amend(
            team=north, name="North area", kind="area", parent=east, practice_began_on=None, closed_on=None,
            by=administrator,
        )  # fmt: skip


def test_a_team_is_closed_and_leaves_the_tree(admin: Client, east: Team) -> None:
    today = timezone.localdate().isoformat()
    admin.post(f"/teams/{east.pk}/amend/", amended(east, closed_on=today))
    assert "East team" not in [branch.team.name for branch in admin.get("/teams/").context["branches"]]
    shown = admin.get("/teams/?closed")
    assert "East team" in [branch.team.name for branch in shown.context["branches"]]
    assert "closed" in shown.text


def test_a_team_that_closes_on_a_day_to_come_works_until_then(admin: Client, east: Team) -> None:
    later = timezone.localdate() + timedelta(days=40)
    admin.post(f"/teams/{east.pk}/amend/", amended(east, closed_on=later.isoformat()))
    assert "East team" in [branch.team.name for branch in admin.get("/teams/").context["branches"]]


def test_an_area_is_closed_after_its_teams(admin: Client, administrator: Staff, north: Team, east: Team) -> None:
    today = timezone.localdate()
    answer = admin.post(f"/teams/{north.pk}/amend/", amended(north, closed_on=today.isoformat()))
    assert "Close or move the teams below it first" in answer.text
    with pytest.raises(ValueError, match="Close or move"):
        actions.amend(
            team=north, name=north.name, kind="area", parent=north.parent, practice_began_on=None, closed_on=today,
            by=administrator,
        )  # fmt: skip


def test_a_team_shows_who_is_in_it_and_what_stands_below(
    admin: Client, lead_worker: Staff, east: Team, north: Team
) -> None:
    assert "Amara Obi" in admin.get(f"/teams/{east.pk}/").text
    assert "East team" in admin.get(f"/teams/{north.pk}/").text


@pytest.mark.parametrize("who", ["lead_worker", "supervisor", "manager", "auditor", "nobody"])
def test_only_administrators_run_teams(
    who: str, request: pytest.FixtureRequest, signed_in: SignedIn, east: Team
) -> None:
    person: Staff = request.getfixturevalue(who)
    client = signed_in(person)
    assert client.get("/teams/").status_code == 403
    assert client.get(f"/teams/{east.pk}/").status_code == 403
    with pytest.raises(PermissionDenied, match="Only an administrator"):
        actions.create(name="Mine", kind="team", parent=None, by=person)
