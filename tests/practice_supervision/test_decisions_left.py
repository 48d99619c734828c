"""Decisions that nobody may be seeing to: the owner left or moved on, the case is closed, no day was said."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from cases.models import Case, Family
from hampshire.accounts.models import Membership, Role, Staff, Team
from hampshire.audit.models import AuditEvent
from practice.actions import decisions
from practice.agenda import raised_about
from practice.models import Decision
from practice.supervision.actions import items
from practice.supervision.models import Item
from practice.supervision.queries import who_may_do_it

SignedIn = Callable[[Staff], Client]


@pytest.fixture
def decision(item: Item, teammate: Staff, supervisor: Staff) -> Decision:
    return items.decide(item=item, by=supervisor, text="Ask Dana", owner=teammate)


def tab(family: Family) -> str:
    return f"/families/{family.pk}/supervision/"


def raised(family: Family) -> list[str]:
    return [one.text for one in raised_about([family.pk]) if one.why == "decision"]


def test_it_is_given_to_somebody_else_with_a_day(
    decision: Decision, family: Family, lead_worker: Staff, signed_in: SignedIn
) -> None:
    client = signed_in(lead_worker)
    url = f"{tab(family).removesuffix('supervision/')}decisions/{decision.pk}/give/"
    assert url in client.get(tab(family)).text
    assert "Tom Reed" in client.get(url).text
    client.post(url, {"owner": lead_worker.pk, "due_on": "2030-01-02"})
    decision.refresh_from_db()
    assert (decision.owner, str(decision.due_on)) == (lead_worker, "2030-01-02")
    assert "Ask Dana" in client.get("/supervision/").text
    assert AuditEvent.objects.filter(verb="decision.given", family_id=family.pk).count() == 1


def test_only_those_who_work_with_the_family_can_be_given_it(
    decision: Decision, family: Family, lead_worker: Staff, other_worker: Staff, auditor: Staff, signed_in: SignedIn
) -> None:
    url = f"/families/{family.pk}/decisions/{decision.pk}/give/"
    assert signed_in(lead_worker).post(url, {"owner": other_worker.pk}).status_code == 422
    for nobody in (other_worker, auditor):
        with pytest.raises(ValidationError):
            decisions.give(decision=decision, by=lead_worker, owner=nobody, due_on=None)
    with pytest.raises(PermissionDenied):
        decisions.give(decision=decision, by=other_worker, owner=lead_worker, due_on=None)


def test_what_is_closed_is_given_to_nobody(decision: Decision, family: Family, lead_worker: Staff, signed_in: SignedIn) -> None:  # fmt: skip  # noqa: E501
    decisions.close(decision=decision, by=lead_worker)
    url = f"/families/{family.pk}/decisions/{decision.pk}/give/"
    assert signed_in(lead_worker).post(url, {"owner": lead_worker.pk}).status_code == 403


def test_the_list_of_who_may_do_it_is_the_permission(
    case: Case, family: Family, lead_worker: Staff, co_worker: Staff, teammate: Staff, supervisor: Staff,
    manager: Staff, service_manager: Staff, other_worker: Staff, administrator: Staff, auditor: Staff,
) -> None:  # fmt: skip
    from cases.permissions import can_work_with_family

    everybody = Staff.objects.all()
    assert set(who_may_do_it(family)) == {one for one in everybody if can_work_with_family(one, family)}
    assert {lead_worker, co_worker, teammate, supervisor, manager} <= set(who_may_do_it(family))
    Membership.objects.filter(staff=co_worker).update(role=Role.AUDITOR)  # allocated still, and works with none
    assert set(who_may_do_it(family)) == {one for one in everybody.all() if can_work_with_family(one, family)}
    assert co_worker not in who_may_do_it(family)


def test_the_record_says_when_its_owner_has_moved_on(
    decision: Decision, family: Family, lead_worker: Staff, teammate: Staff, coast: Team, signed_in: SignedIn
) -> None:
    client = signed_in(lead_worker)
    assert "does not work with this family any more" not in client.get(tab(family)).text
    Membership.objects.filter(staff=teammate).update(team=coast)
    assert "Tom Reed does not work with this family any more." in client.get(tab(family)).text


def test_whoever_left_is_said_so_and_it_comes_up_in_supervision_without_waiting_for_its_day(
    decision: Decision, family: Family, lead_worker: Staff, teammate: Staff, signed_in: SignedIn
) -> None:
    assert raised(family) == []
    Staff.objects.filter(pk=teammate.pk).update(is_active=False)
    assert "Tom Reed works here no longer." in signed_in(lead_worker).get(tab(family)).text
    assert raised(family) == ["“Ask Dana” was for Tom R., who works here no longer"]


def test_one_without_a_day_is_asked_after_when_it_has_stood_for_four_weeks(decision: Decision, family: Family) -> None:
    Decision.objects.update(decided_on=timezone.localdate() - timedelta(days=28))
    assert raised(family) == []
    Decision.objects.update(decided_on=timezone.localdate() - timedelta(days=29))
    [text] = raised(family)
    assert "without a day, Tom R." in text


def test_when_the_case_closes_it_is_said_that_no_visit_will_close_it_and_it_can_be_closed_here(
    decision: Decision, family: Family, lead_worker: Staff, signed_in: SignedIn
) -> None:
    client = signed_in(lead_worker)
    assert "No visit will close these" not in client.get(tab(family)).text
    Case.objects.update(closed_on=timezone.localdate(), closure_reason="RC1")
    shown = client.get(tab(family)).text
    close = f"/families/{family.pk}/decisions/{decision.pk}/close/"
    assert "No visit will close these" in shown
    assert close in shown
    client.post(close, {"how_it_went": "She said so at the end"})
    decision.refresh_from_db()
    assert decision.closed_at is not None
    assert "No visit will close these" not in client.get(tab(family)).text
