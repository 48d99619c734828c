"""A referral: taken, waited for, decided within one working day by somebody who may, and what follows."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from cases.actions import families, people, referrals
from cases.models import Case, Family, Pathway, Person, Referral
from hampshire.accounts.models import Staff, Team
from hampshire.working_days import add_working_days

SignIn = Callable[[Staff], Client]
LIST = "/referrals/"


def url(name: str, *args: Any) -> str:
    return reverse(f"cases:{name}", args=[getattr(arg, "pk", arg) for arg in args])


def moment(days_ago: int) -> datetime:
    return timezone.now() - timedelta(days=days_ago)


@pytest.fixture
def waiting(family: Family, yusuf: Person, lead_worker: Staff) -> Referral:
    return referrals.take(
        family=family, children=[yusuf], source="2A", reason="Tired on Mondays.", by=lead_worker, received_at=moment(0)
    )


class TestTaking:
    def sent(self, *children: Person, **changed: Any) -> dict[str, Any]:
        now = timezone.localtime()
        return {
            "received_on": now.date().isoformat(),
            "received_time": "00:00",
            "source": "6",
            "referrer": "PC Hart, 01962 000222",
            "children": [child.pk for child in children],
            "reason": "Called to the house; the children were calm and well.",
            "family_knows": "yes",
            **changed,
        }

    def test_a_worker_takes_a_referral_and_is_told_when_the_decision_is_due(
        self, family: Family, yusuf: Person, leila: Person, teammate: Staff, signed_in: SignIn
    ) -> None:
        client = signed_in(teammate)
        response = client.post(url("referral-take", family), self.sent(yusuf, leila))
        referral = family.referrals.get()
        assert response.status_code == 302
        assert response["Location"] == url("referral-detail", referral)
        assert (referral.source, referral.taken_by, referral.family_knows) == ("6", teammate, True)
        assert timezone.localtime(referral.received_at).strftime("%H:%M") == "00:00"
        assert set(referral.children.values_list("child", "received_on")) == {
            (child.pk, timezone.localdate()) for child in (yusuf, leila)
        }
        text = client.get(response["Location"]).content.decode()
        assert "decision due" in text
        assert "Police (6)" in text
        assert "Only a supervisor or manager of this team can decide" in text

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"children": []}, "children"),
            ({"source": ""}, "source"),
            ({"source": "99"}, "source"),
            ({"reason": ""}, "reason"),
            ({"received_on": "2999-01-01"}, "received_on"),
            ({"received_time": "25:00"}, "received_time"),
        ],
    )
    def test_what_is_missing_is_said_at_its_field(
        self,
        family: Family,
        yusuf: Person,
        lead_worker: Staff,
        signed_in: SignIn,
        changed: dict[str, Any],
        field: str,
    ) -> None:
        response = signed_in(lead_worker).post(url("referral-take", family), self.sent(yusuf, **changed))
        assert response.status_code == 422
        assert field in response.context["form"].errors
        assert not family.referrals.exists()

    def test_a_time_still_to_come_today_is_refused(
        self, family: Family, yusuf: Person, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        later = timezone.localtime() + timedelta(minutes=5)
        sent = self.sent(
            yusuf, received_on=later.date().isoformat(), received_time=later.strftime("%H:%M"), family_knows=""
        )
        response = signed_in(lead_worker).post(url("referral-take", family), sent)
        assert response.status_code == 422
        assert response.context["form"].errors

    def test_a_family_without_children_is_asked_for_them_first(
        self, east: Team, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        family = families.create(name="Quist", team=east, by=lead_worker)
        text = signed_in(lead_worker).get(url("referral-take", family)).content.decode()
        assert "No child is recorded in this family" in text

    def test_a_child_of_another_family_cannot_be_named(
        self, family: Family, other_family: Family, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        mia = Person.objects.get(first_name="Mia")
        assert signed_in(lead_worker).post(url("referral-take", family), self.sent(mia)).status_code == 422

    def test_administrators_take_none(self, family: Family, yusuf: Person, administrator: Staff) -> None:
        with pytest.raises(PermissionDenied):
            referrals.take(family=family, children=[yusuf], source="6", reason="x", by=administrator)


class TestWaiting:
    def test_what_waits_is_listed_with_the_longest_first_and_the_late_marked(
        self, family: Family, yusuf: Person, waiting: Referral, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        referrals.take(family=family, children=[yusuf], source="6", reason="x", by=lead_worker, received_at=moment(10))
        text = signed_in(lead_worker).get(LIST).content.decode()
        due = add_working_days(timezone.localdate() - timedelta(days=10), 1)
        assert f"decision was due {(timezone.localdate() - due).days} days ago" in text
        assert text.index("Police") < text.index("School")
        assert text.count("tag--late") == 1
        assert text.count("tag--due") == 1

    def test_another_teams_referrals_and_those_a_return_brought_are_not_listed(
        self, waiting: Referral, other_worker: Staff, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        assert "No referral is waiting" in signed_in(other_worker).get(LIST).content.decode()
        Referral.objects.update(imported_from="cin")
        assert "No referral is waiting" in signed_in(lead_worker).get(LIST).content.decode()

    def test_those_who_do_not_work_with_families_see_none(
        self, administrator: Staff, auditor: Staff, nobody: Staff, signed_in: SignIn
    ) -> None:
        for somebody in (administrator, auditor, nobody):
            assert signed_in(somebody).get(LIST).status_code == 403

    def test_a_decided_referral_waits_no_longer(self, waiting: Referral, supervisor: Staff, signed_in: SignIn) -> None:
        referrals.decide(referral=waiting, decision="no_action", reason="All is well.", by=supervisor)
        assert "No referral is waiting" in signed_in(supervisor).get(LIST).content.decode()

    def test_the_list_takes_the_same_queries_however_long(
        self,
        family: Family,
        yusuf: Person,
        leila: Person,
        waiting: Referral,
        lead_worker: Staff,
        signed_in: SignIn,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        client = signed_in(lead_worker)
        client.get(LIST)
        with django_assert_num_queries(4):  # who is asking 2, referrals, children
            client.get(LIST)
        for _ in range(20):
            referrals.take(family=family, children=[yusuf, leila], source="6", reason="x", by=lead_worker)
        with django_assert_num_queries(4):
            client.get(LIST)


class TestDeciding:
    def test_a_supervisor_decides_and_the_case_opens_with_each_childs_need_and_pathway(
        self, family: Family, waiting: Referral, yusuf: Person, supervisor: Staff, signed_in: SignIn
    ) -> None:
        client = signed_in(supervisor)
        sent = {"decision": "assessment", "reason": "They asked for help.", "primary_need": "N4"}
        response = client.post(url("referral-decide", waiting), sent)
        assert response.status_code == 302
        assert response["Location"] == url("case-detail", family)
        waiting.refresh_from_db()
        assert (waiting.decision, waiting.decided_by, waiting.is_late) == ("assessment", supervisor, False)
        case = family.open_case()
        assert case is not None
        assert (case.referral, case.team, case.opened_on) == (waiting, waiting.team, timezone.localdate())
        involvement = case.involvements.get()
        assert (involvement.child, involvement.primary_need) == (yusuf, "N4")
        assert involvement.pathways.get().status == Pathway.Status.CHILD_IN_NEED
        assert case.visit_due_on == add_working_days(timezone.localdate(), 5)
        text = client.get(url("referral-detail", waiting)).content.decode()
        assert "Child and family assessment" in text
        assert "within one working day" in text
        assert "Grace Lund" in text

    def test_a_later_referral_brings_its_children_into_the_open_case(
        self, case: Case, family: Family, yusuf: Person, lead_worker: Staff, supervisor: Staff
    ) -> None:
        baby = families.add_member(
            family=family, details={"first_name": "Sam"}, membership={"role": "child"}, by=lead_worker
        )
        referral = referrals.take(
            family=family, children=[yusuf, baby], source="3B", reason="New baby.", by=lead_worker
        )
        opened = referrals.decide(
            referral=referral, decision="early_help", reason="x", by=supervisor, primary_need="N4"
        )
        assert opened == case
        assert family.cases.count() == 1
        assert case.involvements.count() == 3
        assert case.involvements.get(child=baby).pathways.get().status == Pathway.Status.EARLY_HELP
        assert case.involvements.get(child=yusuf).pathways.get().status == Pathway.Status.CHILD_IN_NEED

    @pytest.mark.parametrize(
        ("sent", "field"),
        [
            ({"decision": "", "reason": "x"}, "decision"),
            ({"decision": "no_action", "reason": ""}, "reason"),
            ({"decision": "assessment", "reason": "x", "primary_need": ""}, "primary_need"),
            ({"decision": "close it", "reason": "x"}, "decision"),
        ],
    )
    def test_a_decision_needs_its_reason_and_where_it_opens_a_case_a_need(
        self, waiting: Referral, supervisor: Staff, signed_in: SignIn, sent: dict[str, str], field: str
    ) -> None:
        client = signed_in(supervisor)
        response = client.post(url("referral-decide", waiting), sent)
        assert response.status_code == 422
        assert field in response.context["form"].errors
        fragment = client.post(url("referral-decide", waiting), sent, headers={"HX-Request": "true"})
        assert fragment.content.decode().strip().startswith('<div id="decision"')
        waiting.refresh_from_db()
        assert not waiting.decision

    def test_a_referral_is_decided_once(
        self, waiting: Referral, supervisor: Staff, manager: Staff, signed_in: SignIn
    ) -> None:
        sent = {"decision": "no_action", "reason": "All is well."}
        assert signed_in(supervisor).post(url("referral-decide", waiting), sent).status_code == 302
        again = signed_in(manager).post(url("referral-decide", waiting), {**sent, "decision": "early_help"})
        assert again.status_code == 403
        assert "decided already" in again.content.decode()

    def test_workers_and_other_teams_supervisors_do_not_decide(
        self, waiting: Referral, lead_worker: Staff, other_supervisor: Staff, signed_in: SignIn
    ) -> None:
        sent = {"decision": "no_action", "reason": "x"}
        assert signed_in(lead_worker).post(url("referral-decide", waiting), sent).status_code == 403
        assert signed_in(other_supervisor).post(url("referral-decide", waiting), sent).status_code == 404
        for somebody in (lead_worker, other_supervisor):
            with pytest.raises(PermissionDenied):
                referrals.decide(referral=waiting, decision="no_action", reason="x", by=somebody)

    def test_a_late_decision_says_how_late(
        self, family: Family, yusuf: Person, lead_worker: Staff, supervisor: Staff, signed_in: SignIn
    ) -> None:
        referral = referrals.take(
            family=family, children=[yusuf], source="6", reason="x", by=lead_worker, received_at=moment(10)
        )
        referrals.decide(referral=referral, decision="no_action", reason="x", by=supervisor)
        text = signed_in(supervisor).get(url("referral-detail", referral)).content.decode()
        assert "working days" in text[text.index("tag--late") :]
        assert "within one working day" not in text

    def test_a_decision_that_opened_nothing_can_be_taken_back(
        self, waiting: Referral, supervisor: Staff, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        client = signed_in(supervisor)
        client.post(url("referral-decide", waiting), {"decision": "no_action", "reason": "x"})
        assert "Undo: take this decision back" in client.get(url("referral-detail", waiting)).content.decode()
        assert signed_in(lead_worker).post(url("referral-reconsider", waiting)).status_code == 403
        assert client.post(url("referral-reconsider", waiting)).status_code == 302
        waiting.refresh_from_db()
        assert (waiting.decision, waiting.decided_at, waiting.decided_by) == ("", None, None)
        assert set(waiting.children.values_list("no_further_action", flat=True)) == {None}
        before = waiting.events.order_by("pgh_id").values_list("decision", flat=True)  # type: ignore[attr-defined]
        assert list(before) == ["", "no_action"]  # the database keeps what it was
        assert client.post(url("referral-reconsider", waiting)).status_code == 403

    def test_a_decision_that_opened_a_case_is_not_taken_back(
        self, waiting: Referral, supervisor: Staff, signed_in: SignIn
    ) -> None:
        referrals.decide(referral=waiting, decision="assessment", reason="x", by=supervisor, primary_need="N1")
        client = signed_in(supervisor)
        assert "Undo" not in client.get(url("referral-detail", waiting)).content.decode()
        assert client.post(url("referral-reconsider", waiting)).status_code == 403


def test_a_referral_a_return_brought_says_so(waiting: Referral, supervisor: Staff, signed_in: SignIn) -> None:
    Referral.objects.update(imported_from="cin", reason="", taken_by=None)
    text = signed_in(supervisor).get(url("referral-detail", waiting)).content.decode()
    assert "A return brought this referral" in text
    assert "brought by a return" in text
    assert "tag--late" not in text


def test_a_referral_of_another_teams_family_is_not_there(
    waiting: Referral, other_worker: Staff, signed_in: SignIn
) -> None:
    assert signed_in(other_worker).get(url("referral-detail", waiting)).status_code == 404


def test_a_child_is_named_as_the_family_says(family: Family, yusuf: Person, lead_worker: Staff) -> None:
    people.amend(person=yusuf, family=family, by=lead_worker, known_as="Yus")
    yusuf.refresh_from_db()
    assert (yusuf.short_name, yusuf.full_name) == ("Yus", "Yus Begum-Hale")
