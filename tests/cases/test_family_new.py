"""Adding a family: look first, then add, then say who is in it."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from cases.actions import families
from cases.models import Family
from hampshire.accounts.models import Staff, Team

SignIn = Callable[[Staff], Client]
URL = "/families/new/"


def test_the_first_step_is_to_look(lead_worker: Staff, signed_in: SignIn) -> None:
    text = signed_in(lead_worker).get(URL).content.decode()
    assert "1. Look" in text
    assert "Add this family" not in text


def test_those_who_may_be_meant_are_shown_with_the_way_to_them(
    family: Family, lead_worker: Staff, signed_in: SignIn
) -> None:
    text = signed_in(lead_worker).get(URL, {"q": "yusuf begum hale"}).content.decode()
    assert "Yusuf Begum-Hale" in text
    assert family.get_absolute_url() in text
    assert "Take a referral" in text
    assert "Not here: add a new family" in text


def test_of_another_teams_family_only_whom_to_ring_is_said(
    other_family: Family, lead_worker: Staff, signed_in: SignIn
) -> None:
    text = signed_in(lead_worker).get(URL, {"q": "mia novak"}).content.decode()
    assert "known to the service: ring Coast team" in text
    assert str(other_family.pk) not in text


def test_nobody_found_says_so_and_offers_the_form_with_the_surname(lead_worker: Staff, signed_in: SignIn) -> None:
    text = signed_in(lead_worker).get(URL, {"q": "sam okonkwo-reyes"}).content.decode()
    assert "Nobody found by “sam okonkwo-reyes”" in text
    assert 'value="Okonkwo-Reyes"' in text


def test_a_birth_date_is_not_taken_for_a_name(lead_worker: Staff, signed_in: SignIn) -> None:
    form = signed_in(lead_worker).get(URL, {"q": "3.4.2019"}).context["form"]
    assert form["name"].value() == ""


def test_a_family_is_added_and_then_asked_who_is_in_it(east: Team, lead_worker: Staff, signed_in: SignIn) -> None:
    client = signed_in(lead_worker)
    response = client.post(f"{URL}?q=okafor", {"name": "Okafor", "team": east.pk})
    family = Family.objects.get(name="Okafor")
    assert response.status_code == 302
    assert response["Location"] == f"/families/{family.pk}/people/new/"
    assert (family.team, family.created_by) == (east, lead_worker)
    form = client.get(response["Location"]).context["form"]
    assert (form["role"].value(), form["last_name"].value()) == ("child", "Okafor")


@pytest.mark.parametrize("data", [{"name": ""}, {"name": " family"}, {"name": "Okafor", "team": "not a team"}])
def test_a_name_and_a_team_are_needed(east: Team, lead_worker: Staff, signed_in: SignIn, data: dict[str, str]) -> None:
    response = signed_in(lead_worker).post(f"{URL}?q=okafor", {"team": east.pk, **data})
    assert response.status_code == 422
    assert "There is a problem" in response.content.decode()
    assert not Family.objects.exists()


def test_a_family_is_added_to_ones_own_team_or_one_that_one_oversees(
    east: Team, coast: Team, north: Team, lead_worker: Staff, manager: Staff, signed_in: SignIn
) -> None:
    assert signed_in(lead_worker).post(f"{URL}?q=x", {"name": "X", "team": coast.pk}).status_code == 422
    with pytest.raises(PermissionDenied):
        families.create(name="Okafor", team=coast, by=lead_worker)
    assert signed_in(manager).post(f"{URL}?q=x", {"name": "Okafor", "team": east.pk}).status_code == 302
    assert signed_in(manager).post(f"{URL}?q=x", {"name": "X", "team": north.pk}).status_code == 422


def test_those_who_do_not_work_with_families_are_told_so(
    administrator: Staff, auditor: Staff, nobody: Staff, signed_in: SignIn
) -> None:
    for somebody in (administrator, auditor, nobody):
        response = signed_in(somebody).get(URL)
        assert response.status_code == 403
        assert "Only people who work with families" in response.content.decode()
