"""Two families found to be one: joined with the work we do for them, and taken apart again within thirty days."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import travel

from cases.actions import cases, families, joins, referrals
from cases.models import Case, Family, FamilyJoin, Pathway, Person
from hampshire.accounts.models import Staff, Team

SignIn = Callable[[Staff], Client]


def url(name: str, *args: Any) -> str:
    return reverse(f"cases:{name}", args=[getattr(arg, "pk", arg) for arg in args])


@pytest.fixture
def gone(east: Team) -> Family:
    """As a return brings one: a child without a name."""
    family = Family.objects.create(team=east, known_by="RND77")
    child = Person.objects.create(la_child_id="RND77", imported_from="cin")
    family.members.create(person=child, role="child")
    return family


@pytest.fixture
def their_case(gone: Family, lead_worker: Staff, teammate: Staff, supervisor: Staff) -> Case:
    child = Person.objects.get(la_child_id="RND77")
    referral = referrals.take(family=gone, children=[child], source="6", reason="x", by=lead_worker)
    case = referrals.decide(referral=referral, decision="assessment", reason="x", by=supervisor, primary_need="N1")
    assert case is not None
    cases.allocate(case=case, worker=teammate, by=supervisor)
    return case


@pytest.fixture
def child(gone: Family) -> Person:
    return Person.objects.get(la_child_id="RND77")


def members(family: Family) -> set[str]:
    return {member.person.full_name for member in family.members.current().with_people()}


def state(*families: Family) -> list[object]:
    """All that joining moves, to be compared before and after."""
    found: list[object] = []
    for family in families:
        family = Family.objects.get(pk=family.pk)
        found += [family.team_id, members(family), set(family.network.current().values_list("person", flat=True))]
        for case in family.cases.order_by("opened_on", "id"):
            running = Pathway.objects.current().filter(involvement__case=case)
            found += [
                (case.pk, case.closed_on, case.joined_into_id),
                set(case.involvements.values_list("child", "ends_on")),
                set(case.allocations.current().values_list("worker", flat=True)),
                set(running.values_list("involvement__child", "status")),
            ]
    return found


class TestJoining:
    def test_the_child_is_found_under_a_name_and_joined_by_two_presses(
        self, family: Family, gone: Family, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        client = signed_in(lead_worker)
        found = client.get(url("family-join", gone), {"q": "yusuf begum"}).content.decode()
        assert "Begum-Hale family" in found
        response = client.post(url("family-join-with", gone, family))
        assert response.status_code == 302
        assert response["Location"] == family.get_absolute_url()
        assert "Child RND77" in members(family)
        assert members(gone) == set()
        text = client.get(family.get_absolute_url()).content.decode()
        assert "Child RND77 became part of this family" in text
        assert "Their earlier record" in text
        old = client.get(gone.get_absolute_url()).content.decode()
        assert "This record goes on elsewhere" in old
        assert "two records were one" in client.get(url("story", family)).content.decode()

    def test_nobody_found_says_what_to_do(
        self, family: Family, gone: Family, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        text = signed_in(lead_worker).get(url("family-join", gone), {"q": "zzyzx"}).content.decode()
        assert "Nobody found by that" in text

    def test_an_open_case_goes_along_where_the_family_kept_has_none(
        self, family: Family, gone: Family, child: Person, their_case: Case, lead_worker: Staff, teammate: Staff
    ) -> None:
        joins.join(gone=gone, kept=family, by=lead_worker)
        case = family.open_case()
        assert case == their_case
        assert case.involvements.get().child == child
        assert family.is_worked_by(teammate)
        assert gone.open_case() is None

    def test_children_come_into_the_open_case_where_both_have_one(
        self, case: Case, family: Family, gone: Family, child: Person, their_case: Case, lead_worker: Staff
    ) -> None:
        joins.join(gone=gone, kept=family, by=lead_worker)
        assert set(case.involvements.values_list("child__first_name", "ends_on")) == {
            ("Yusuf", None),
            ("Leila", None),
            ("", None),
        }
        assert case.involvements.get(child=child).pathways.get().ends_on is None
        their_case.refresh_from_db()
        assert (their_case.joined_into, their_case.closure_reason) == (case, "")
        assert not their_case.allocations.filter(ends_on=None).exists()
        assert (gone.referrals.count(), their_case.family) == (0, family)  # what was written goes along, to be read

    def test_the_network_comes_along_and_nobody_twice(self, family: Family, gone: Family, lead_worker: Staff) -> None:
        nana = families.meet(family=gone, names={"first_name": "Rahima"}, phone="", who_they_are="Nana", by=lead_worker)
        families.add_to_network(family=family, person=nana.person, who_they_are="Nana", by=lead_worker)
        friend = families.meet(family=gone, names={"first_name": "Jo"}, phone="", who_they_are="friend", by=lead_worker)
        joins.join(gone=gone, kept=family, by=lead_worker)
        assert set(family.network.current().values_list("person", flat=True)) == {nana.person_id, friend.person_id}
        assert not gone.network.current().exists()

    def test_one_may_write_on_both_or_not_at_all(
        self,
        family: Family,
        gone: Family,
        other_family: Family,
        lead_worker: Staff,
        other_worker: Staff,
        signed_in: SignIn,
    ) -> None:
        assert signed_in(lead_worker).post(url("family-join-with", gone, other_family)).status_code == 404
        assert signed_in(other_worker).post(url("family-join-with", gone, other_family)).status_code == 404
        for somebody in (lead_worker, other_worker):
            with pytest.raises(PermissionDenied):
                joins.join(gone=gone, kept=other_family, by=somebody)
        assert not FamilyJoin.objects.exists()

    def test_a_family_is_not_joined_with_itself_or_twice(
        self, family: Family, gone: Family, east: Team, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        client = signed_in(lead_worker)
        assert client.post(url("family-join-with", family, family)).status_code == 403
        joins.join(gone=gone, kept=family, by=lead_worker)
        third = families.create(name="Third", team=east, by=lead_worker)
        for kept in (third, family):
            assert client.post(url("family-join-with", gone, kept)).status_code == 403
        assert client.post(url("family-join-with", third, gone)).status_code == 403
        with pytest.raises(IntegrityError, match="family_join_is_of_two"), transaction.atomic():
            FamilyJoin.objects.create(gone=third, kept=third, joined_by=lead_worker)


class TestUndoing:
    @pytest.mark.parametrize(
        "with_cases", [set(), {"ours"}, {"theirs"}, {"ours", "theirs"}], ids=["neither", "ours", "theirs", "both"]
    )
    def test_undone_all_is_as_it_was(
        self,
        family: Family,
        gone: Family,
        lead_worker: Staff,
        signed_in: SignIn,
        request: pytest.FixtureRequest,
        with_cases: set[str],
    ) -> None:
        if "ours" in with_cases:
            request.getfixturevalue("case")
        if "theirs" in with_cases:
            request.getfixturevalue("their_case")
        families.meet(family=gone, names={"first_name": "Jo"}, phone="", who_they_are="friend", by=lead_worker)
        before = state(family, gone)
        join = joins.join(gone=gone, kept=family, by=lead_worker)
        assert state(family, gone) != before
        response = signed_in(lead_worker).post(url("join-undo", family, join))
        assert response.status_code == 302
        assert state(family, gone) == before
        assert signed_in(lead_worker).post(url("join-undo", family, join)).status_code == 404

    def test_after_an_undo_they_can_be_joined_again(self, family: Family, gone: Family, lead_worker: Staff) -> None:
        joins.undo(join=joins.join(gone=gone, kept=family, by=lead_worker), by=lead_worker)
        joins.join(gone=gone, kept=family, by=lead_worker)
        assert "Child RND77" in members(family)

    def test_not_after_thirty_days(self, family: Family, gone: Family, lead_worker: Staff, signed_in: SignIn) -> None:
        join = joins.join(gone=gone, kept=family, by=lead_worker)
        client = signed_in(lead_worker)
        assert ">Undo<" in client.get(family.get_absolute_url()).content.decode()
        with travel(timezone.now() + timedelta(days=31)):
            with pytest.raises(PermissionDenied, match="thirty days"):
                joins.undo(join=join, by=lead_worker)
            client.force_login(lead_worker)
            text = client.get(family.get_absolute_url()).content.decode()
            assert "Their earlier record" in text
            assert ">Undo<" not in text

    @pytest.mark.parametrize("ours", [True, False])
    def test_not_once_the_case_that_goes_on_is_closed(
        self,
        family: Family,
        gone: Family,
        their_case: Case,
        lead_worker: Staff,
        supervisor: Staff,
        request: pytest.FixtureRequest,
        ours: bool,
    ) -> None:
        if ours:
            request.getfixturevalue("case")
        join = joins.join(gone=gone, kept=family, by=lead_worker)
        case = family.open_case()
        assert case is not None
        cases.close(case=case, reason="RC7", by=supervisor)
        with pytest.raises(PermissionDenied, match="closed since"):
            joins.undo(join=join, by=lead_worker)

    def test_only_those_who_may_write_on_the_family_undo(
        self, family: Family, gone: Family, lead_worker: Staff, other_worker: Staff, signed_in: SignIn
    ) -> None:
        join = joins.join(gone=gone, kept=family, by=lead_worker)
        assert signed_in(other_worker).post(url("join-undo", family, join)).status_code == 404
        with pytest.raises(PermissionDenied):
            joins.undo(join=join, by=other_worker)
