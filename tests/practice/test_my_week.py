"""My week: what a practitioner sees first."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django import DjangoAssertNumQueries

from cases.actions import cases
from cases.models import Case, Family, Person
from hampshire.accounts.actions import staff as staff_actions
from hampshire.accounts.models import Role, Staff, Team
from hampshire.ids import new_id
from practice.actions import drafts, quotes, steps, visits
from practice.caseload import asking
from practice.caseload.week import Mine
from practice.drafting import DraftTicket
from practice.models.draft import VISIT_LOG
from practice.models.draft import Page as DraftedPage
from tests.browsers import assert_accessible
from tests.practice.life import look, many_families, step, visit

SignedIn = Callable[[Staff], Client]
WEDNESDAY = datetime(2026, 11, 18, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """The cast's case was opened sixty days before."""
    with time_machine.travel(WEDNESDAY, tick=True) as traveller:
        yield traveller


@pytest.fixture
def me(case: Case, lead_worker: Staff, signed_in: SignedIn) -> Client:
    return signed_in(lead_worker)


def page(client: Client) -> str:
    answer = client.get("/week/")
    assert answer.status_code == 200
    return answer.text


def week(client: Client) -> Any:
    return client.get("/week/").context["week"]


def row_of(client: Client, name: str = "Begum-Hale") -> Mine:
    return next(mine for mine in week(client).families if mine.row.name == name)


def make_draft(family: Family, by: Staff) -> None:
    ticket = DraftTicket(DraftedPage(family.pk, VISIT_LOG), new_id(), 0, {"account": ["We sat in the"]}, tab="one")
    drafts.save(ticket=ticket, family=family, by=by)


# ---- What is pressing -----------------------------------------------------------------------------------------------


def test_what_is_half_written_comes_first(me: Client, family: Family, lead_worker: Staff) -> None:
    visit(family, lead_worker, days=50, steps=[step("core group", in_days=2)])
    make_draft(family, lead_worker)
    shown = page(me)
    order = [shown.index(words) for words in ("Finish", "Visits due", "Agreed for this week", "My families")]
    assert order == sorted(order)
    assert f"/families/{family.pk}/visits/new/" in shown


def test_nobody_elses_drafts_are_shown(me: Client, family: Family, co_worker: Staff) -> None:
    make_draft(family, co_worker)
    assert week(me).drafts == []


def test_a_late_visit_says_by_how_much_and_when_it_was_due(me: Client, family: Family, lead_worker: Staff) -> None:
    visit(family, lead_worker, days=36)  # child in need: twenty working days, so due on 10 November
    shown = page(me)
    assert "8 days late" in shown
    assert "visit was due Tue 10 Nov" in shown
    assert "seen by you 36 days ago" in shown


def test_a_visit_within_the_week_is_due_and_one_after_it_is_not(me: Client, family: Family, lead_worker: Staff) -> None:
    visit(family, lead_worker, days=22)  # due on 24 November
    assert "due in 6 days" in page(me)
    visit(family, lead_worker, days=10)
    assert week(me).due == []


def test_the_latest_is_first_among_the_due(
    me: Client, family: Family, lead_worker: Staff, supervisor: Staff, east: Team
) -> None:
    visit(family, lead_worker, days=22)
    many_families(40, team=east, lead=lead_worker)
    days = [mine.row.visit_due_on for mine in week(me).due]
    assert days == sorted(days)
    assert len(days) > 10


def test_a_due_visit_is_the_lead_workers_and_not_the_co_workers(
    case: Case, family: Family, lead_worker: Staff, co_worker: Staff, signed_in: SignedIn
) -> None:
    visit(family, lead_worker, days=36)
    assert week(signed_in(co_worker)).due == []
    assert "co-worker" in page(signed_in(co_worker))


def test_a_family_new_to_me_asks_me_to_read_their_story(
    me: Client,
    other_family: Family,
    lead_worker: Staff,
    manager: Staff,
    east: Team,
    make_staff: Callable[..., Staff],
    service_manager: Staff,
) -> None:
    case = other_family.open_case()
    assert case is not None
    cases.transfer(case=case, team=east, by=service_manager)
    cases.allocate(case=case, worker=lead_worker, by=service_manager)
    shown = page(me)
    assert "new to you" in shown
    assert f"/families/{other_family.pk}/story/" in shown
    assert row_of(me, "Novak").is_new


def test_it_is_new_no_longer_once_i_have_seen_them(me: Client, family: Family, case: Case, lead_worker: Staff) -> None:
    case.allocations.filter(worker=lead_worker).update(starts_on="2026-11-10")
    assert row_of(me).is_new
    visit(family, lead_worker, days=1)
    assert not row_of(me).is_new


# ---- What was agreed ------------------------------------------------------------------------------------------------


def test_steps_of_this_week_and_late_ones_are_listed_the_soonest_first(
    me: Client, family: Family, lead_worker: Staff
) -> None:
    agreed = [
        step("core group", in_days=5),
        step("Ring the school", in_days=-2),
        step("review", in_days=30),
    ]
    visit(family, lead_worker, days=3, steps=agreed)
    assert [one.label for one in week(me).steps] == ["Ring the school", "core group"]
    shown = page(me)
    assert "2 days late" in shown
    assert "for us" in shown


def test_what_a_family_took_on_is_never_late_and_is_asked_about_after_what_is_ours(
    me: Client, family: Family, lead_worker: Staff
) -> None:
    agreed = [step("core group", in_days=5), step("Karim rings the school", in_days=-2, owner="family")]
    visit(family, lead_worker, days=3, steps=agreed)
    assert [one.label for one in week(me).steps] == ["core group", "Karim rings the school"]
    shown = page(me)
    assert "ask how it goes" in shown
    assert "2 days late" not in shown
    header = me.get(family.get_absolute_url()).text
    assert "ask how it goes: Karim rings the school" in header
    assert "days late" not in header


def test_a_step_that_is_done_is_listed_no_more(me: Client, family: Family, lead_worker: Staff) -> None:
    visit(family, lead_worker, days=3, steps=[step("core group", in_days=2)])
    steps.tick(step=family.next_steps.get(), by=lead_worker)
    assert week(me).steps == []


@pytest.fixture
def core_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without what the parts of the practice ask of a week, which each of them tests for itself."""
    monkeypatch.setattr(asking, "_providers", {})


@pytest.mark.usefixtures("core_alone")
def test_a_quiet_week_says_so(me: Client, family: Family, lead_worker: Staff) -> None:
    visit(family, lead_worker, days=1)
    assert "Nothing is due this week" in page(me)


# ---- My families ----------------------------------------------------------------------------------------------------


def test_a_family_not_opened_yet_says_so(me: Client) -> None:
    assert "You have not opened this yet" in page(me)


def test_what_others_wrote_since_i_looked_is_shown_and_what_i_wrote_is_not(
    me: Client, family: Family, lead_worker: Staff, co_worker: Staff, clock: time_machine.Traveller
) -> None:
    look(family, lead_worker)
    clock.shift(timedelta(days=1))
    visit(family, lead_worker, days=0, worries=["Money at month's end"])
    assert row_of(me).row.changes == []
    assert "nothing since Wed 18 Nov" in page(me)
    visit(family, co_worker, days=0, strengths=["Nana collects them"])
    changes = row_of(me).row.changes
    assert any("Nana collects them" in change for change in changes)
    assert not any("Money" in change for change in changes)


def test_the_newest_change_comes_first_and_looking_clears_them(
    me: Client, family: Family, lead_worker: Staff, co_worker: Staff, clock: time_machine.Traveller
) -> None:
    look(family, lead_worker)
    for strength in ("First", "Last"):
        clock.shift(timedelta(days=1))
        visit(family, co_worker, days=0, strengths=[strength])
    row = row_of(me).row
    assert "Last" in " ".join(row.newest)
    assert "First" not in " ".join(row.newest)
    assert row.has_more_changes
    look(family, lead_worker)
    assert row_of(me).row.changes == []


def test_what_was_withdrawn_is_no_change(
    me: Client, family: Family, lead_worker: Staff, co_worker: Staff, clock: time_machine.Traveller
) -> None:
    look(family, lead_worker)
    clock.shift(timedelta(days=1))
    logged = visit(family, co_worker, days=0)
    assert row_of(me).row.changes
    visits.withdraw(visit=logged, by=co_worker, reason="The wrong family")
    assert not any("seen" in change for change in row_of(me).row.changes)


def test_seen_by_me_and_seen_by_anyone_are_two_clocks(
    me: Client, family: Family, lead_worker: Staff, co_worker: Staff
) -> None:
    visit(family, lead_worker, days=36)
    visit(family, co_worker, days=4)
    row = row_of(me).row
    assert row.last_seen_by_me is not None
    assert (row.last_seen_by_me.date().isoformat(), str(row.last_seen_on)) == ("2026-10-13", "2026-11-14")
    assert row.visit is not None
    assert not row.visit.is_late
    assert row.is_late  # by their own worker


def test_a_visit_without_a_child_is_no_seeing(me: Client, family: Family, lead_worker: Staff, dana: Person) -> None:
    visit(family, lead_worker, days=2, seen=[dana])
    row = row_of(me).row
    assert row.last_seen_by_me is None
    assert row.last_seen_on is None


def test_what_is_next_is_the_visit_and_the_step_the_soonest_first(
    me: Client, family: Family, lead_worker: Staff
) -> None:
    visit(family, lead_worker, days=1, steps=[step("core group", in_days=3)])
    assert [one.label for one in row_of(me).row.nexts] == ["core group", "visit"]


def test_a_family_that_is_no_longer_mine_is_not_listed(
    me: Client, case: Case, lead_worker: Staff, supervisor: Staff
) -> None:
    cases.end_allocation(allocation=case.allocations.get(worker=lead_worker), by=supervisor)
    assert week(me).families == []


def test_a_family_whose_case_is_closed_is_not_listed(me: Client, case: Case, supervisor: Staff) -> None:
    cases.close(case=case, reason="RC1", by=supervisor)
    assert week(me).families == []


def test_nobody_elses_family_is_listed(me: Client, other_family: Family, east: Team, teammate: Staff) -> None:
    many_families(3, team=east, lead=teammate)
    assert [mine.row.name for mine in week(me).families] == ["Begum-Hale"]


# ---- Logging a visit, from here -------------------------------------------------------------------------------------


def test_with_one_family_log_a_visit_opens_its_page(me: Client, family: Family) -> None:
    assert me.get("/week/visit/").headers["Location"] == f"/families/{family.pk}/visits/new/"


def test_with_more_it_asks_to_which(me: Client, family: Family, lead_worker: Staff, east: Team) -> None:
    many_families(2, team=east, lead=lead_worker)
    shown = me.get("/week/visit/").text
    assert "To which family?" in shown
    assert f"/families/{family.pk}/visits/new/" in shown


# ---- Whose week it is -----------------------------------------------------------------------------------------------


def test_without_families_it_teaches(teammate: Staff, signed_in: SignedIn) -> None:
    shown = page(signed_in(teammate))
    assert "No families yet" in shown
    assert "Log a visit" not in shown


def test_a_supervisor_who_carries_families_sees_both(
    case: Case, supervisor: Staff, manager: Staff, signed_in: SignedIn
) -> None:
    cases.allocate(case=case, worker=supervisor, by=manager)
    shown = page(signed_in(supervisor))
    assert "Begum-Hale" in shown
    assert 'href="/caseload/"' in shown
    assert 'href="/week/"' in signed_in(supervisor).get("/caseload/").text


@pytest.mark.parametrize("who", ["administrator", "auditor", "nobody"])
def test_who_works_with_no_family_has_no_week(who: str, request: pytest.FixtureRequest, signed_in: SignedIn) -> None:
    assert signed_in(request.getfixturevalue(who)).get("/week/").status_code == 403


def test_home_is_my_week_for_a_practitioner(me: Client) -> None:
    assert me.get("/").headers["Location"] == "/week/"


def test_home_follows_the_roles_somebody_holds(lead_worker: Staff, east: Team, signed_in: SignedIn) -> None:
    staff_actions.give_role(staff=lead_worker, team=east, role=Role.SUPERVISOR, by=None)
    assert signed_in(Staff.objects.get(pk=lead_worker.pk)).get("/").headers["Location"] == "/caseload/"


# ---- What it costs --------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("core_alone")
def test_it_costs_the_same_for_one_family_as_for_forty(
    me: Client, family: Family, lead_worker: Staff, east: Team, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    visit(family, lead_worker, days=36, steps=[step("core group", in_days=2)])
    make_draft(family, lead_worker)
    with django_assert_num_queries(5):
        me.get("/week/")
    many_families(40, team=east, lead=lead_worker)
    with django_assert_num_queries(5):
        me.get("/week/")


@pytest.mark.django_db(transaction=True)
def test_it_is_accessible_on_a_phone_and_at_a_desk(
    case: Case,
    family: Family,
    lead_worker: Staff,
    co_worker: Staff,
    east: Team,
    phone: Callable[[Staff], Page],
    desktop: Callable[[Staff], Page],
) -> None:
    make_draft(family, lead_worker)
    look(family, lead_worker, days=1)
    visit(family, co_worker, days=36, steps=[step("core group", in_days=2)])
    for opened in (phone(lead_worker), desktop(lead_worker)):
        opened.goto("/week/")
        assert_accessible(opened)
        assert opened.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_row_says_whose_own_words_were_written_down_longest_ago(
    me: Client, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    assert "not once yet" in page(me)
    for member in family.members.children():
        quotes.note(family=family, by=lead_worker, text="I slept.", person=member.person)
    unheard = row_of(me).row.unheard
    assert unheard is not None
    assert unheard.last_on == timezone.localdate()
