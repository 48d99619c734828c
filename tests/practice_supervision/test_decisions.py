"""Decisions: taken in supervision, on the family's page and in the owner's week, closed or taken back, and counted."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from cases.models import Case, ChronologyEntry, Family
from hampshire.accounts.models import Staff
from practice.actions import decisions
from practice.models import Decision, DecisionReport
from practice.supervision.actions import items
from practice.supervision.models import Item, Supervision
from tests.practice.life import visit

SignedIn = Callable[[Staff], Client]
HX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """Late enough in the day for a visit to have been this morning."""
    with time_machine.travel(datetime(2026, 11, 18, 10, tzinfo=UTC), tick=True) as traveller:
        yield traveller


def asked_of(client: Client) -> list[str]:
    """What my week says is to be done from supervision."""
    asked = dict(client.get("/week/").context["week"].asked)
    return [one.text for one in asked.get("From supervision", ()) if "/families/" in one.url]


def tab(family: Family) -> str:
    return f"/families/{family.pk}/supervision/"


@pytest.fixture
def decision(item: Item, lead_worker: Staff, supervisor: Staff) -> Decision:
    due = timezone.localdate() + timedelta(days=7)
    return items.decide(item=item, by=supervisor, text="Ask Dana who she rings", owner=lead_worker, due_on=due)


def test_a_decision_is_taken_from_an_items_card(
    supervision: Supervision, item: Item, supervisor: Staff, lead_worker: Staff, signed_in: SignedIn
) -> None:
    sent = {"text": "Ask Dana", "owner": lead_worker.pk, "due_on": "2030-01-02"}
    signed_in(supervisor).post(f"{supervision.get_absolute_url()}items/{item.pk}/decide/", sent)
    found = Decision.objects.get()
    assert (found.text, found.owner, found.decided_by, found.taken_in.item) == (
        "Ask Dana", lead_worker, supervisor, item,
    )  # fmt: skip
    item.refresh_from_db()
    assert item.talked_about
    assert ChronologyEntry.objects.filter(kind="decision", text="Decided: Ask Dana").exists()


def test_with_script_only_the_cards_decisions_come_back(
    supervision: Supervision, item: Item, supervisor: Staff, signed_in: SignedIn
) -> None:
    url = f"{supervision.get_absolute_url()}items/{item.pk}/decide/"
    good = signed_in(supervisor).post(url, {"text": "Ask Dana"}, headers=HX)
    assert good.status_code == 200
    assert good.text.count("Ask Dana") == 1  # in the list, and not in the form any more
    assert "<html" not in good.text
    wrong = signed_in(supervisor).post(url, {"text": ""}, headers=HX)
    assert wrong.status_code == 422
    assert "Say what was decided" in wrong.text


def test_only_those_who_take_part_are_offered_as_owners(
    supervision: Supervision, item: Item, supervisor: Staff, other_worker: Staff, signed_in: SignedIn
) -> None:
    url = f"{supervision.get_absolute_url()}items/{item.pk}/decide/"
    sent = {"text": "Ask Dana", "owner": other_worker.pk}
    assert signed_in(supervisor).post(url, sent).status_code == 422
    assert not Decision.objects.exists()


def test_nothing_is_decided_about_a_family_whose_case_is_closed(item: Item, supervisor: Staff, case: Case) -> None:
    Case.objects.update(closed_on=timezone.localdate(), closure_reason="RC1")
    with pytest.raises(PermissionDenied):
        items.decide(item=item, by=supervisor, text="Ask Dana")


def test_it_stands_on_the_familys_page_and_in_the_owners_week(
    decision: Decision, family: Family, lead_worker: Staff, co_worker: Staff, signed_in: SignedIn
) -> None:
    client = signed_in(lead_worker)
    assert "Ask Dana who she rings" in client.get(f"/families/{family.pk}/panels/decisions/").text
    assert asked_of(client) == ["Ask Dana who she rings"]
    assert "Ask Dana who she rings" in client.get("/supervision/").text
    assert asked_of(signed_in(co_worker)) == []


def test_it_is_closed_outside_a_visit(
    decision: Decision, family: Family, lead_worker: Staff, signed_in: SignedIn
) -> None:
    client = signed_in(lead_worker)
    client.post(f"/families/{family.pk}/decisions/{decision.pk}/close/", {"how_it_went": "Eleven names"})
    decision.refresh_from_db()
    assert decision.closed_at is not None
    assert "Eleven names" in client.get(tab(family)).text
    assert asked_of(client) == []
    assert client.post(f"/families/{family.pk}/decisions/{decision.pk}/close/").status_code == 403


def test_it_may_be_said_at_which_visit_it_was_done(
    decision: Decision, family: Family, lead_worker: Staff, signed_in: SignedIn
) -> None:
    before = visit(family, lead_worker, days=3)
    there = visit(family, lead_worker, days=0)
    url = f"/families/{family.pk}/decisions/{decision.pk}/close/"
    client = signed_in(lead_worker)
    assert client.post(url, {"visit": before.pk}).status_code == 422
    client.post(url, {"visit": there.pk, "how_it_went": "Eleven names"})
    assert DecisionReport.objects.get().visit == there
    with pytest.raises(PermissionDenied):
        decisions.close(decision=decision, by=lead_worker, visit=there)


def test_a_visit_to_another_family_is_not_where_it_was_done(
    decision: Decision, other_family: Family, other_worker: Staff, lead_worker: Staff
) -> None:
    elsewhere = visit(other_family, other_worker, days=0)
    with pytest.raises(ValidationError):
        decisions.close(decision=decision, by=lead_worker, visit=elsewhere)


def test_whoever_wrote_it_takes_it_back_and_the_story_says_so(
    decision: Decision, family: Family, supervisor: Staff, lead_worker: Staff, signed_in: SignedIn
) -> None:
    url = f"/families/{family.pk}/decisions/{decision.pk}/withdraw/"
    assert signed_in(lead_worker).post(url).status_code == 403
    client = signed_in(supervisor)
    client.post(url)
    assert "Ask Dana who she rings" not in client.get(tab(family)).text
    assert ChronologyEntry.objects.get(kind="decision").withdrawn_at is not None
    assert client.post(url).status_code == 404


# ---- The share that reached a visit ---------------------------------------------------------------------------------


def _decided(item: Item, by: Staff, *, closed: bool = False, at_visit: bool = False, due: int = 7) -> Decision:
    due_on = timezone.localdate() + timedelta(days=due)
    found = items.decide(item=item, by=by, text=f"Ask, {Decision.objects.count()}", due_on=due_on)
    if closed or at_visit:
        there = visit(item.family, item.added_by, days=0) if at_visit else None
        decisions.close(decision=found, by=by, visit=there)
    return found


def test_the_share_counts_those_a_visit_spoke_of(item: Item, supervisor: Staff, signed_in: SignedIn) -> None:
    _decided(item, supervisor, at_visit=True)
    _decided(item, supervisor, closed=True)
    _decided(item, supervisor)
    _decided(item, supervisor, due=-1)
    gone = _decided(item, supervisor)
    decisions.withdraw(decision=gone, by=supervisor)
    reached = signed_in(supervisor).get("/supervision/").context["reached"]
    assert (reached.total, reached.reached, reached.outside, reached.waiting, reached.to_come) == (4, 1, 1, 2, 1)


@pytest.mark.parametrize(("which", "rows"), [("all", 3), ("reached", 1), ("outside", 1), ("waiting", 1), ("x", 3)])
def test_behind_each_count_stand_exactly_its_rows(
    item: Item, supervisor: Staff, signed_in: SignedIn, which: str, rows: int
) -> None:
    _decided(item, supervisor, at_visit=True)
    _decided(item, supervisor, closed=True)
    _decided(item, supervisor)
    shown = signed_in(supervisor).get(f"/supervision/decisions/?which={which}")
    assert len(shown.context["decisions"]) == rows


def test_decisions_of_anothers_supervision_and_of_long_ago_are_not_counted(
    item: Item, supervisor: Staff, manager: Staff, signed_in: SignedIn
) -> None:
    old = _decided(item, supervisor)
    Decision.objects.filter(pk=old.pk).update(decided_on=timezone.localdate() - timedelta(days=183))
    for who in (supervisor, manager):
        assert signed_in(who).get("/supervision/").context["reached"].total == 0
    _decided(item, supervisor)
    assert signed_in(supervisor).get("/supervision/").context["reached"].total == 1
    assert signed_in(manager).get("/supervision/").context["reached"].total == 0


def test_a_worker_is_shown_no_share(item: Item, supervisor: Staff, lead_worker: Staff, signed_in: SignedIn) -> None:
    _decided(item, supervisor)
    assert signed_in(lead_worker).get("/supervision/").context["reached"] is None
    assert "Did it reach the family?" not in signed_in(lead_worker).get("/supervision/").text
