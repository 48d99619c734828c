"""Our work with a family: who leads it, where each child stands, transfer, closure, and taking a closure back."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import travel

from cases.actions import cases, referrals
from cases.models import Allocation, Case, Family, Pathway, Person
from hampshire.accounts.actions import staff as staff_actions
from hampshire.accounts.models import Membership, Role, Staff, Team

SignIn = Callable[[Staff], Client]


def url(name: str, *args: Any) -> str:
    return reverse(f"cases:{name}", args=[getattr(arg, "pk", arg) for arg in args])


def today() -> date:
    return timezone.localdate()


def leads(case: Case) -> list[Staff]:
    return [a.worker for a in case.allocations.current().leads().select_related("worker")]


class TestAllocating:
    def sent(self, worker: Staff, **changed: Any) -> dict[str, Any]:
        return {"worker": worker.pk, "role": "lead", "starts_on": today().isoformat(), **changed}

    def test_a_new_lead_worker_takes_over_from_the_one_before(
        self, case: Case, family: Family, lead_worker: Staff, teammate: Staff, supervisor: Staff, signed_in: SignIn
    ) -> None:
        client = signed_in(supervisor)
        response = client.post(url("case-allocate", family), self.sent(teammate, change_reason="LEFTRL"))
        assert response.status_code == 302
        assert leads(case) == [teammate]
        assert case.allocations.get(worker=lead_worker).ends_on == today()
        text = client.get(url("case-detail", family)).content.decode()
        assert text.index("Tom Reed") < text.index("Who worked with them before") < text.index("Amara Obi")
        assert "Tom Reed became their lead worker" in client.get(url("story", family)).content.decode()

    def test_a_co_worker_becomes_the_lead(self, case: Case, co_worker: Staff, supervisor: Staff) -> None:
        cases.allocate(case=case, worker=co_worker, by=supervisor)
        assert leads(case) == [co_worker]
        assert case.allocations.current().count() == 1

    def test_only_people_of_teams_one_oversees_are_offered_and_taken(
        self,
        case: Case,
        family: Family,
        supervisor: Staff,
        service_manager: Staff,
        other_worker: Staff,
        administrator: Staff,
        signed_in: SignIn,
    ) -> None:
        client = signed_in(supervisor)
        text = client.get(url("case-allocate", family)).content.decode()
        assert "Amara Obi, East team: 1 family" in text
        assert "Olu Marsh" not in text
        assert client.post(url("case-allocate", family), self.sent(other_worker)).status_code == 422
        with pytest.raises(PermissionDenied, match="not in a team that you oversee"):
            cases.allocate(case=case, worker=other_worker, by=supervisor)
        with pytest.raises(PermissionDenied):
            cases.allocate(case=case, worker=administrator, by=service_manager)
        assert client.post(url("case-allocate", family), self.sent(supervisor)).status_code == 302
        cases.allocate(case=case, worker=other_worker, by=service_manager)
        assert leads(case) == [other_worker]

    def test_somebody_who_has_left_is_not_given_a_family(
        self, case: Case, family: Family, teammate: Staff, supervisor: Staff, administrator: Staff, signed_in: SignIn
    ) -> None:
        staff_actions.stop(staff=teammate, by=administrator)
        assert "Tom Reed" not in signed_in(supervisor).get(url("case-allocate", family)).content.decode()
        with pytest.raises(PermissionDenied):
            cases.allocate(case=case, worker=Staff.objects.get(pk=teammate.pk), by=supervisor)

    @pytest.mark.parametrize(
        ("who", "changed", "field", "complaint"),
        [
            ("lead_worker", {}, "worker", "is their lead worker already"),
            ("teammate", {"starts_on": "2999-01-01"}, "starts_on", "That day has not come yet."),
            ("teammate", {"starts_on": "2021-01-01"}, "starts_on", "or later"),
            ("teammate", {"role": "boss"}, "role", "not one of the available choices"),
            ("teammate", {"change_reason": "BORED"}, "change_reason", "not one of the available choices"),
        ],
    )
    def test_what_cannot_be_is_said_at_its_field(
        self,
        case: Case,
        family: Family,
        teammate: Staff,
        supervisor: Staff,
        signed_in: SignIn,
        request: pytest.FixtureRequest,
        who: str,
        changed: dict[str, Any],
        field: str,
        complaint: str,
    ) -> None:
        worker: Staff = request.getfixturevalue(who)
        response = signed_in(supervisor).post(url("case-allocate", family), self.sent(worker, **changed))
        assert response.status_code == 422
        assert field in response.context["form"].errors
        assert complaint in response.content.decode()

    def test_a_worker_ends_and_the_family_is_said_to_have_no_lead(
        self, case: Case, family: Family, lead_worker: Staff, supervisor: Staff, signed_in: SignIn
    ) -> None:
        client, allocation = signed_in(supervisor), case.allocations.get(worker=lead_worker)
        sent = {"ends_on": today().isoformat()}
        assert client.post(url("allocation-end", family, allocation), sent).status_code == 302
        assert leads(case) == []
        assert "no lead worker yet" in client.get(url("case-detail", family)).content.decode()

    def test_workers_do_not_allocate_and_are_told_who_may(
        self, case: Case, family: Family, teammate: Staff, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        client = signed_in(lead_worker)
        text = client.get(url("case-detail", family)).content.decode()
        assert "Only a supervisor or manager of this family&#x27;s team can allocate." in text
        for name in ("case-allocate", "case-transfer", "case-close"):
            assert client.get(url(name, family)).status_code == 403, name
            assert client.post(url(name, family), self.sent(teammate)).status_code == 403, name
        with pytest.raises(PermissionDenied):
            cases.allocate(case=case, worker=teammate, by=lead_worker)

    def test_the_database_refuses_two_leads_at_once_and_the_same_worker_twice(
        self, case: Case, lead_worker: Staff, teammate: Staff
    ) -> None:
        with pytest.raises(IntegrityError, match="allocation_one_lead_at_a_time"), transaction.atomic():
            Allocation.objects.create(case=case, worker=teammate, role="lead", starts_on=today())
        with pytest.raises(IntegrityError, match="allocation_worker_once_at_a_time"), transaction.atomic():
            Allocation.objects.create(case=case, worker=lead_worker, role="co_worker", starts_on=today())
        with pytest.raises(IntegrityError, match="allocation_ends_after_it_starts"), transaction.atomic():
            Allocation.objects.create(
                case=case,
                worker=teammate,
                role="co_worker",
                starts_on=today(),
                ends_on=today() - timedelta(days=1),
            )

    def test_an_allocation_lasts_up_to_the_day_it_ends(
        self, case: Case, family: Family, lead_worker: Staff, teammate: Staff, supervisor: Staff
    ) -> None:
        cases.allocate(case=case, worker=teammate, by=supervisor)
        yesterday = today() - timedelta(days=1)
        assert Allocation.objects.current(on=yesterday).leads().get().worker == lead_worker
        assert Allocation.objects.current().leads().get().worker == teammate
        assert not family.is_worked_by(lead_worker)


class TestPathways:
    def test_a_child_moves_along_and_the_next_visit_follows(
        self, case: Case, family: Family, yusuf: Person, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        cases.seen(case=Case.objects.get(pk=case.pk), on=today(), by_lead=True, alone=False)
        case.refresh_from_db()
        before = case.visit_due_on
        involvement = case.involvements.get(child=yusuf)
        client = signed_in(lead_worker)
        sent = {"status": "child_protection", "starts_on": today().isoformat()}
        assert client.post(url("pathway-change", family, involvement), sent).status_code == 302
        steps = list(involvement.pathways.order_by("starts_on"))
        assert [(s.status, s.ends_on) for s in steps] == [("child_in_need", today()), ("child_protection", None)]
        case.refresh_from_db()
        assert before is not None
        assert case.visit_due_on is not None
        assert case.visit_due_on < before
        assert "Yusuf: child protection" in client.get(url("story", family)).content.decode()

    @pytest.mark.parametrize(
        ("sent", "field"),
        [
            ({"status": "child_in_need"}, "status"),
            ({"status": "adrift"}, "status"),
            ({"status": "looked_after", "starts_on": "2020-01-01"}, "starts_on"),
            ({"status": "looked_after", "starts_on": ""}, "starts_on"),
        ],
    )
    def test_a_step_is_a_change_from_a_day_on(
        self,
        case: Case,
        family: Family,
        yusuf: Person,
        lead_worker: Staff,
        signed_in: SignIn,
        sent: dict[str, str],
        field: str,
    ) -> None:
        involvement = case.involvements.get(child=yusuf)
        sent = {"starts_on": today().isoformat(), **sent}
        response = signed_in(lead_worker).post(url("pathway-change", family, involvement), sent)
        assert response.status_code == 422
        assert field in response.context["form"].errors
        assert involvement.pathways.count() == 1

    def test_the_main_need_is_corrected(
        self, case: Case, family: Family, yusuf: Person, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        involvement = case.involvements.get(child=yusuf)
        client = signed_in(lead_worker)
        assert client.post(url("involvement-amend", family, involvement), {"primary_need": "N2"}).status_code == 302
        assert "disability or illness (N2)" in client.get(url("case-detail", family)).content.decode()

    def test_a_child_of_another_case_is_not_reached_through_this_family(
        self, case: Case, family: Family, other_family: Family, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        other_case = other_family.open_case()
        assert other_case is not None
        involvement = other_case.involvements.get()
        client = signed_in(lead_worker)
        for name in ("pathway-change", "involvement-amend"):
            assert client.get(url(name, family, involvement)).status_code == 404

    def test_one_pathway_at_a_time(self, case: Case, yusuf: Person) -> None:
        involvement = case.involvements.get(child=yusuf)
        with pytest.raises(IntegrityError, match="pathway_one_at_a_time"), transaction.atomic():
            Pathway.objects.create(involvement=involvement, status="looked_after")


class TestTransfer:
    def test_the_new_team_answers_and_the_workers_stay_until_it_allocates(
        self,
        case: Case,
        family: Family,
        coast: Team,
        lead_worker: Staff,
        supervisor: Staff,
        other_supervisor: Staff,
        signed_in: SignIn,
    ) -> None:
        response = signed_in(supervisor).post(url("case-transfer", family), {"team": coast.pk})
        assert response.status_code == 302
        assert response["Location"] == "/"  # no longer theirs to see
        family.refresh_from_db()
        assert family.team == coast
        assert leads(case) == [lead_worker]
        assert signed_in(supervisor).get(url("case-detail", family)).status_code == 404
        assert signed_in(lead_worker).get(url("case-detail", family)).status_code == 200
        text = signed_in(other_supervisor).get(url("story", family)).content.decode()
        assert "Coast team took over from here" in text

    def test_neither_its_own_team_nor_an_area_nor_a_closed_team_is_offered(
        self, case: Case, family: Family, east: Team, north: Team, coast: Team, supervisor: Staff, signed_in: SignIn
    ) -> None:
        client = signed_in(supervisor)
        for team in (east, north):
            assert client.post(url("case-transfer", family), {"team": team.pk}).status_code == 422
        Team.objects.filter(pk=coast.pk).update(closed_on=today())
        assert client.post(url("case-transfer", family), {"team": coast.pk}).status_code == 422


class TestClosing:
    def sent(self, **changed: Any) -> dict[str, Any]:
        return {"reason": "RC7", "note": "Nana collects them.", "closed_on": today().isoformat(), **changed}

    def test_everything_ends_that_day_and_nothing_is_lost(
        self, case: Case, family: Family, lead_worker: Staff, supervisor: Staff, signed_in: SignIn
    ) -> None:
        client = signed_in(supervisor)
        assert client.post(url("case-close", family), self.sent()).status_code == 302
        case.refresh_from_db()
        assert (case.closed_on, case.closure_reason, case.closed_by) == (today(), "RC7", supervisor)
        assert not Allocation.objects.current().filter(case=case).exists()
        assert set(case.involvements.values_list("ends_on", "end_reason")) == {(today(), "RC7")}
        assert not Pathway.objects.filter(involvement__case=case, ends_on=None).exists()
        assert not family.is_worked_by(lead_worker)
        text = client.get(url("case-detail", family)).content.decode()
        assert "no longer in need (RC7)" in text
        assert "Nana collects them." in text
        assert "We stopped working with the family" in client.get(url("story", family)).content.decode()

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"reason": ""}, "reason"),
            ({"reason": "RC99"}, "reason"),
            ({"closed_on": "2999-01-01"}, "closed_on"),
            ({"closed_on": "2020-01-01"}, "closed_on"),
        ],
    )
    def test_a_closure_needs_its_reason_and_a_day_after_all_that_happened(
        self,
        case: Case,
        family: Family,
        supervisor: Staff,
        signed_in: SignIn,
        changed: dict[str, Any],
        field: str,
    ) -> None:
        response = signed_in(supervisor).post(url("case-close", family), self.sent(**changed))
        assert response.status_code == 422
        assert field in response.context["form"].errors
        case.refresh_from_db()
        assert case.is_open

    def test_a_closure_before_somebody_began_is_refused(
        self, case: Case, family: Family, teammate: Staff, supervisor: Staff, signed_in: SignIn
    ) -> None:
        cases.allocate(case=case, worker=teammate, by=supervisor)
        yesterday = (today() - timedelta(days=1)).isoformat()
        response = signed_in(supervisor).post(url("case-close", family), self.sent(closed_on=yesterday))
        assert "Something happened after that" in response.content.decode()

    def test_undone_within_two_weeks_all_is_as_it_was(
        self,
        case: Case,
        family: Family,
        lead_worker: Staff,
        co_worker: Staff,
        teammate: Staff,
        supervisor: Staff,
        signed_in: SignIn,
    ) -> None:
        cases.allocate(case=case, worker=teammate, by=supervisor)  # so that one allocation ended the same day
        cases.close(case=case, reason="RC7", by=supervisor)
        client = signed_in(supervisor)
        assert "Undo the closure" in client.get(url("case-detail", family)).content.decode()
        assert client.post(url("case-reopen", family)).status_code == 302
        case.refresh_from_db()
        assert (case.closed_on, case.closure_reason, case.closed_by) == (None, "", None)
        assert leads(case) == [teammate]
        assert {a.worker for a in case.allocations.current()} == {teammate, co_worker}
        assert case.involvements.filter(ends_on=None, end_reason="").count() == 2
        assert Pathway.objects.current().filter(involvement__case=case).count() == 2

    def test_after_two_weeks_or_where_another_case_is_open_it_stays_closed(
        self, case: Case, family: Family, yusuf: Person, lead_worker: Staff, supervisor: Staff, signed_in: SignIn
    ) -> None:
        cases.close(case=case, reason="RC7", by=supervisor)
        with travel(timezone.now() + timedelta(days=15)), pytest.raises(PermissionDenied, match="two weeks ago"):
            cases.reopen(case=case, by=supervisor)
        referral = referrals.take(family=family, children=[yusuf], source="6", reason="x", by=lead_worker)
        referrals.decide(referral=referral, decision="assessment", reason="x", by=supervisor, primary_need="N1")
        with pytest.raises(PermissionDenied, match="another case open"):
            cases.reopen(case=case, by=supervisor)
        text = signed_in(supervisor).get(url("case-detail", family)).content.decode()
        assert "Earlier cases" in text
        assert "Undo the closure" not in text

    def test_only_those_who_oversee_close_and_reopen(
        self, case: Case, family: Family, lead_worker: Staff, supervisor: Staff, signed_in: SignIn
    ) -> None:
        with pytest.raises(PermissionDenied):
            cases.close(case=case, reason="RC7", by=lead_worker)
        cases.close(case=case, reason="RC7", by=supervisor)
        assert signed_in(lead_worker).post(url("case-reopen", family)).status_code == 403
        closed = signed_in(supervisor).get(url("case-close", family))
        assert closed.status_code == 403
        assert "closed already" in closed.content.decode()


class TestTheRecord:
    def test_a_family_has_one_open_case(self, case: Case, family: Family, east: Team) -> None:
        with pytest.raises(IntegrityError, match="case_open_once_a_family"), transaction.atomic():
            Case.objects.create(family=family, team=east)

    def test_a_case_closes_with_a_reason_and_not_before_it_opened(self, case: Case) -> None:
        with pytest.raises(IntegrityError, match="case_closed_with_a_reason"), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(closed_on=today())
        with pytest.raises(IntegrityError, match="case_closes_after_it_opens"), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(closed_on=case.opened_on - timedelta(days=1), closure_reason="RC7")

    def test_the_database_keeps_what_a_case_was_but_not_every_sighting(
        self, case: Case, coast: Team, supervisor: Staff
    ) -> None:
        team = case.team
        cases.seen(case=Case.objects.get(pk=case.pk), on=today(), by_lead=True, alone=True)
        assert not case.events.exists()  # type: ignore[attr-defined]
        cases.transfer(case=case, team=coast, by=supervisor)
        assert case.events.get().team_id == team.pk  # type: ignore[attr-defined]

    def test_a_family_without_a_case_is_told_how_one_begins(
        self, family: Family, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        client = signed_in(lead_worker)
        assert "We do not work with this family yet" in client.get(url("case-detail", family)).content.decode()
        for name in ("case-allocate", "case-transfer", "case-close"):
            assert client.get(url(name, family)).status_code == 404

    def test_a_worker_whose_membership_ended_is_not_offered(
        self, case: Case, teammate: Staff, supervisor: Staff
    ) -> None:
        Membership.objects.filter(staff=teammate, role=Role.PRACTITIONER).update(ends_on=today())
        with pytest.raises(PermissionDenied):
            cases.allocate(case=case, worker=teammate, by=supervisor)
