"""The caseload review: what a supervisor sees of the families of their teams."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.actions import cases, families
from cases.models import Case, Family, Involvement, Person
from hampshire.accounts.models import SavedView, Staff, Team
from hampshire.audit.models import AuditEvent
from practice.actions import quotes, worries
from practice.caseload.offers import MOST_WORKERS
from practice.caseload.rows import Row, Unheard
from tests.browsers import assert_accessible
from tests.practice.life import look, many_families, step, visit

SignedIn = Callable[[Staff], Client]
MakeStaff = Callable[..., Staff]
WEDNESDAY = datetime(2026, 11, 18, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """The cast's case was opened sixty days before."""
    with time_machine.travel(WEDNESDAY, tick=True) as traveller:
        yield traveller


@pytest.fixture
def grace(case: Case, supervisor: Staff, signed_in: SignedIn) -> Client:
    return signed_in(supervisor)


def rows(client: Client, query: str = "") -> list[Row]:
    answer = client.get(f"/caseload/{query}")
    assert answer.status_code == 200
    return list(answer.context["review"].page)


def names(client: Client, query: str = "") -> list[str]:
    return [row.name for row in rows(client, query)]


def row(client: Client, name: str = "Begum-Hale") -> Row:
    return next(row for row in rows(client) if row.name == name)


def page(client: Client, query: str = "") -> str:
    return client.get(f"/caseload/{query}").text


# ---- A row ----------------------------------------------------------------------------------------------------------


def test_a_row_says_who_they_are_who_leads_and_where_they_stand(grace: Client) -> None:
    found = row(grace)
    assert (found.children, found.lead, found.pathway) == (2, "Amara Obi", "child in need")
    assert "2 children · child in need" in page(grace)


def test_the_gravest_pathway_is_named_first(grace: Client, case: Case, yusuf: Person, supervisor: Staff) -> None:
    cases.step(involvement=Involvement.objects.get(case=case, child=yusuf), status="child_protection", by=supervisor)
    assert row(grace).pathway == "child protection, child in need"


def test_seen_by_the_lead_by_anyone_and_alone_are_three_days(
    grace: Client, family: Family, lead_worker: Staff, co_worker: Staff
) -> None:
    visit(family, lead_worker, days=36, alone=True)
    visit(family, co_worker, days=4)
    found = row(grace)
    today = timezone.localdate()
    days = (found.last_seen_by_lead_on, found.last_seen_on, found.last_seen_alone_on)
    assert days == (today - timedelta(days=36), today - timedelta(days=4), today - timedelta(days=36))
    shown = page(grace)
    assert "36 days ago" in shown
    assert "4 days ago" in shown


def test_late_is_said_of_a_family_their_own_worker_has_not_seen_in_time_whoever_else_has(
    grace: Client, family: Family, lead_worker: Staff, co_worker: Staff
) -> None:
    visit(family, lead_worker, days=36)
    visit(family, co_worker, days=4)
    found = row(grace)
    assert found.is_late
    assert found.visit is not None
    assert not found.visit.is_late
    visit(family, lead_worker, days=1)
    assert not row(grace).is_late


def test_a_new_lead_worker_is_not_given_the_visits_of_the_one_before(
    grace: Client, case: Case, family: Family, lead_worker: Staff, teammate: Staff, supervisor: Staff
) -> None:
    visit(family, lead_worker, days=5)
    cases.allocate(case=case, worker=teammate, by=supervisor)
    found = row(grace)
    assert (found.lead, found.lead_has_seen) == ("Tom Reed", False)
    assert "lead since Wed 18 Nov" in page(grace)


def test_a_family_nobody_leads_says_so(grace: Client, case: Case, lead_worker: Staff, supervisor: Staff) -> None:
    cases.end_allocation(allocation=case.allocations.get(worker=lead_worker), by=supervisor)
    assert row(grace).lead == ""
    assert "nobody yet" in page(grace)


def test_never_seen_is_told_as_not_yet(grace: Client) -> None:
    assert "not yet" in page(grace)


def test_what_changed_is_what_others_wrote_since_the_supervisor_looked(
    grace: Client, family: Family, lead_worker: Staff, supervisor: Staff, clock: time_machine.Traveller
) -> None:
    assert "You have not opened this yet" in page(grace)
    look(family, supervisor)
    clock.shift(timedelta(days=2))
    assert row(grace).changes == []
    visit(family, lead_worker, days=0, strengths=["Nana collects them"])
    assert "Nana collects them" in " ".join(row(grace).newest)


def test_next_is_the_soonest_of_the_visit_due_and_what_was_agreed(
    grace: Client, family: Family, lead_worker: Staff
) -> None:
    visit(family, lead_worker, days=1, steps=[step("core group", in_days=3), step("review", in_days=60)])
    assert [one.label for one in row(grace).nexts] == ["core group", "visit"]


def test_the_balance_counts_strengths_and_worries_that_stand(grace: Client, family: Family, lead_worker: Staff) -> None:
    visit(family, lead_worker, days=1, strengths=["One", "Two"], worries=["Money", "Nights"])
    worries.change_state(worry=family.worries.get(text="Money"), by=lead_worker, state="resolved")
    assert (row(grace).strengths, row(grace).worries) == (2, 1)


def test_the_child_whose_own_words_are_oldest_is_named(
    grace: Client, family: Family, lead_worker: Staff, yusuf: Person, leila: Person
) -> None:
    today = timezone.localdate()
    assert "not once yet" in page(grace)
    quotes.note(family=family, by=lead_worker, text="I slept.", person=yusuf, on=today - timedelta(days=19))
    assert row(grace).unheard == Unheard("Leila", None)
    kept = quotes.note(family=family, by=lead_worker, text="Me too.", person=leila, on=today - timedelta(days=2))
    assert row(grace).unheard == Unheard("Yusuf", today - timedelta(days=19))
    assert "19 days ago" in page(grace)
    quotes.withdraw(quote=kept, by=lead_worker)
    assert row(grace).unheard == Unheard("Leila", None)


def test_families_are_put_in_order_and_narrowed_by_their_childrens_own_words(
    grace: Client, family: Family, lead_worker: Staff, east: Team, yusuf: Person, leila: Person
) -> None:
    today = timezone.localdate()
    for child, days in ((yusuf, 61), (leila, 1)):
        quotes.note(family=family, by=lead_worker, text="I slept.", person=child, on=today - timedelta(days=days))
    heard, never = (case.family for case in many_families(2, team=east, lead=lead_worker))
    child = heard.members.get().person
    quotes.note(family=heard, by=lead_worker, text="I sing.", person=child, on=today - timedelta(days=3))
    order = [one.family_id for one in rows(grace, "?sort=heard")]
    assert order == [never.pk, family.pk, heard.pk]
    assert [one.family_id for one in rows(grace, "?sort=-heard")] == order[::-1]
    assert {one.family_id for one in rows(grace, "?unheard=on")} == {never.pk, family.pk}


# ---- Whose families -------------------------------------------------------------------------------------------------


def test_only_families_of_the_teams_somebody_oversees(
    grace: Client, other_family: Family, manager: Staff, service_manager: Staff, signed_in: SignedIn
) -> None:
    assert names(grace) == ["Begum-Hale"]
    assert names(signed_in(manager)) == ["Begum-Hale"]
    assert sorted(names(signed_in(service_manager))) == ["Begum-Hale", "Novak"]


def test_a_closed_case_is_not_listed(grace: Client, case: Case, supervisor: Staff) -> None:
    cases.close(case=case, reason="RC1", by=supervisor)
    assert names(grace) == []
    assert "No open cases" in page(grace)


@pytest.mark.parametrize("who", ["lead_worker", "administrator", "auditor", "nobody"])
def test_it_is_for_those_who_oversee(who: str, request: pytest.FixtureRequest, signed_in: SignedIn) -> None:
    client = signed_in(request.getfixturevalue(who))
    assert client.get("/caseload/").status_code == 403
    assert client.get("/caseload/print/").status_code == 403


def test_an_address_can_be_shared_and_shows_each_their_own(
    grace: Client, other_family: Family, other_supervisor: Staff, signed_in: SignedIn, east: Team
) -> None:
    address = "?pathway=child_in_need&sort=family"
    assert names(grace, address) == ["Begum-Hale"]
    assert names(signed_in(other_supervisor), address) == ["Novak"]
    assert names(signed_in(other_supervisor), f"?team={east.pk}") == ["Novak"]  # not a team of theirs: not a filter


# ---- Narrowing ------------------------------------------------------------------------------------------------------


@pytest.fixture
def dev(service_manager: Staff, case: Case, other_family: Family, signed_in: SignedIn) -> Client:
    """Oversees the Begum-Hale family of the East team and the Novak family of the Coast team."""
    return signed_in(service_manager)


def test_by_team_with_all_that_stands_below(dev: Client, north: Team, coast: Team) -> None:
    assert names(dev, f"?team={north.pk}") == ["Begum-Hale"]
    assert names(dev, f"?team={coast.pk}") == ["Novak"]


def test_by_lead_worker_and_by_nobody(
    dev: Client, case: Case, lead_worker: Staff, other_worker: Staff, supervisor: Staff
) -> None:
    assert names(dev, f"?worker={other_worker.pk}") == ["Novak"]
    assert names(dev, "?worker=nobody") == []
    cases.end_allocation(allocation=case.allocations.get(worker=lead_worker), by=supervisor)
    assert names(dev, "?worker=nobody") == ["Begum-Hale"]
    assert names(dev, "?worker=rubbish") == []


def test_workers_are_offered_while_they_are_few_and_otherwise_those_of_the_chosen_team(
    dev: Client, east: Team, coast: Team, lead_worker: Staff, other_worker: Staff, make_staff: Callable[..., Staff]
) -> None:
    def offered(query: str = "") -> list[str]:
        form = dev.get(f"/caseload/{query}").context["review"].filter.form
        return [word for _, word in form.fields["worker"].widget.choices]

    assert {"Amara Obi", "Olu Marsh", "Nobody yet"} <= set(offered())
    for n in range(MOST_WORKERS):
        make_staff(f"Worker {n}", east)
    assert offered() == ["Anybody", "Nobody yet", "Choose a team to see its workers"]
    assert "Olu Marsh" in offered(f"?team={coast.pk}")
    assert "Amara Obi" in offered(f"?worker={lead_worker.pk}")  # a shared address says who it is about


def test_by_pathway(dev: Client, case: Case, yusuf: Person, supervisor: Staff) -> None:
    cases.step(involvement=Involvement.objects.get(case=case, child=yusuf), status="child_protection", by=supervisor)
    assert names(dev, "?pathway=child_protection") == ["Begum-Hale"]
    assert sorted(names(dev, "?pathway=child_in_need")) == ["Begum-Hale", "Novak"]


def test_late_only(dev: Client, family: Family, other_family: Family, lead_worker: Staff, other_worker: Staff) -> None:
    visit(family, lead_worker, days=1)
    visit(other_family, other_worker, days=29)
    assert names(dev, "?late=on") == ["Novak"]


def test_changed_since_i_looked(
    dev: Client, family: Family, other_family: Family, service_manager: Staff, lead_worker: Staff,
    clock: time_machine.Traveller,
) -> None:  # fmt: skip
    assert sorted(names(dev, "?changed=on")) == ["Begum-Hale", "Novak"]
    look(family, service_manager)
    look(other_family, service_manager)
    assert names(dev, "?changed=on") == []
    clock.shift(timedelta(days=1))
    visit(family, lead_worker, days=0)
    assert names(dev, "?changed=on") == ["Begum-Hale"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("begum", ["Begum-Hale"]),
        ("BEGUM-HALE", ["Begum-Hale"]),
        ("hale", ["Begum-Hale"]),
        ("yusuf", ["Begum-Hale"]),
        ("mia nov", ["Novak"]),
        ("yusuf novak", []),
        ("%", []),
        ("a", ["Begum-Hale", "Novak"]),
    ],
)
def test_by_a_word_of_the_family_or_of_somebody_in_it(text: str, found: list[str], dev: Client) -> None:
    answer = dev.get("/caseload/", {"q": text, "sort": "family"})
    expected = found if text != "%" else ["Begum-Hale", "Novak"]  # nothing to look for is no filter
    assert [row.name for row in answer.context["review"].page] == expected


def test_a_common_word_is_found_as_a_rare_one_is(dev: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from practice.caseload import filters

    monkeypatch.setattr(filters, "RARE", 0)
    assert names(dev, "?q=yusuf") == ["Begum-Hale"]
    assert names(dev, "?q=mia+nov") == ["Novak"]


def test_a_family_is_found_by_a_name_nobody_in_it_has(grace: Client, family: Family, lead_worker: Staff) -> None:
    families.rename(family=family, name="Sunnyside", by=lead_worker)
    assert names(grace, "?q=sunny") == ["Sunnyside"]


def test_filters_work_together_and_say_what_they_are(dev: Client, north: Team) -> None:
    assert names(dev, f"?team={north.pk}&q=novak") == []
    shown = page(dev, f"?team={north.pk}&q=novak")
    assert "No family like that" in shown
    assert "2 on" in shown


# ---- Order and pages ------------------------------------------------------------------------------------------------


@pytest.fixture
def three(grace: Client, family: Family, lead_worker: Staff, east: Team) -> Client:
    """Begum-Hale seen yesterday; Family 0000 and Family 0001 seen today and yesterday by a bulk of their own."""
    visit(family, lead_worker, days=3, alone=True)
    many_families(2, team=east, lead=lead_worker)
    return grace


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("family", ["Begum-Hale", "Family 0000", "Family 0001"]),
        ("-family", ["Family 0001", "Family 0000", "Begum-Hale"]),
        ("seen", ["Begum-Hale", "Family 0001", "Family 0000"]),
        ("-seen", ["Family 0000", "Family 0001", "Begum-Hale"]),
        ("lead-seen", ["Begum-Hale", "Family 0001", "Family 0000"]),
        ("-alone", ["Begum-Hale"]),
        ("due", ["Begum-Hale", "Family 0001", "Family 0000"]),
        ("-due", ["Family 0000", "Family 0001", "Begum-Hale"]),
        ("rubbish", ["Begum-Hale", "Family 0001", "Family 0000"]),
    ],
)
def test_it_is_sorted_by_the_address_bar(sort: str, expected: list[str], three: Client) -> None:
    assert names(three, f"?sort={sort}")[: len(expected)] == expected


def test_never_seen_comes_before_seen_longest_ago(three: Client) -> None:
    assert names(three, "?sort=alone")[-1] == "Begum-Hale"


def test_without_asking_the_visit_due_soonest_comes_first(three: Client) -> None:
    due = [row.visit_due_on for row in rows(three)]
    assert due == sorted(due, key=lambda day: day or timezone.localdate())


def test_pages_follow_one_another_without_a_gap_or_a_repeat(grace: Client, lead_worker: Staff, east: Team) -> None:
    many_families(60, team=east, lead=lead_worker)
    for sort in ("due", "-seen", "family", "alone"):
        pages = [names(grace, f"?sort={sort}&page={number}") for number in (1, 2, 3, 4)]
        assert [len(one) for one in pages] == [25, 25, 11, 0]
        assert len({name for one in pages for name in one}) == 61


def test_a_page_holds_25_50_or_100(grace: Client, lead_worker: Staff, east: Team) -> None:
    many_families(110, team=east, lead=lead_worker)
    sizes = {query: len(rows(grace, query)) for query in ("", "?size=50", "?size=100", "?size=9999")}
    assert sizes == {"": 25, "?size=50": 50, "?size=100": 100, "?size=9999": 25}


def test_htmx_gets_only_the_list(grace: Client) -> None:
    fragment = grace.get("/caseload/?late=on", headers={"HX-Request": "true"}).text
    assert fragment.strip().startswith('<div id="caseload">')


# ---- What it costs --------------------------------------------------------------------------------------------------


def queries(client: Client, address: str = "/caseload/?size=100") -> int:
    with CaptureQueriesContext(connection) as made:
        client.get(address)
    assert not any("COUNT(*)" in query["sql"] and "FROM cases_case" in query["sql"] for query in made)
    return len(made)


def test_it_costs_the_same_queries_for_20_families_as_for_500(grace: Client, lead_worker: Staff, east: Team) -> None:
    many_families(20, team=east, lead=lead_worker)
    few = queries(grace)
    many_families(480, team=east, lead=lead_worker, start=20)
    assert len(rows(grace, "?size=100")) == 100
    assert queries(grace) == few == 5  # who, roles, what is offered, the page's cases, their rows


@pytest.mark.parametrize("query", ["late=on", "changed=on", "pathway=child_in_need", "q=fam", "worker=nobody"])
def test_no_filter_makes_it_cost_more_than_twelve(query: str, grace: Client, lead_worker: Staff, east: Team) -> None:
    many_families(120, team=east, lead=lead_worker)
    assert queries(grace, f"/caseload/?size=100&{query}") <= 8


def test_printing_500_costs_no_more(grace: Client, lead_worker: Staff, east: Team) -> None:
    many_families(520, team=east, lead=lead_worker)
    assert queries(grace, "/caseload/print/") <= 12


# ---- Printing -------------------------------------------------------------------------------------------------------


def test_the_printed_list_is_whole_and_says_what_it_is(
    grace: Client, lead_worker: Staff, supervisor: Staff, east: Team
) -> None:
    many_families(120, team=east, lead=lead_worker)
    answer = grace.get("/caseload/print/?pathway=child_in_need&page=3")
    assert len(answer.context["review"].page) == 121
    assert "121 families" in answer.text
    assert "Only: pathway Child in need" in answer.text
    assert "for Grace Lund" in answer.text


def test_a_printed_list_stops_at_500_and_says_so(grace: Client, lead_worker: Staff, east: Team) -> None:
    many_families(510, team=east, lead=lead_worker)
    answer = grace.get("/caseload/print/")
    assert len(answer.context["review"].page) == 500
    assert "the first 500" in answer.text


def test_drawing_up_a_list_for_paper_is_recorded(grace: Client, supervisor: Staff) -> None:
    grace.get("/caseload/print/")
    event = AuditEvent.objects.get(verb="caseload.printed")
    assert (event.by, event.is_read, event.details) == (supervisor, True, {"families": 1})


# ---- Saved views ----------------------------------------------------------------------------------------------------


def save(client: Client, name: str, query: str) -> Any:
    return client.post("/caseload/views/", {"name": name, "query": query}, follow=True)


def test_a_view_is_saved_and_stands_above_the_list(grace: Client, supervisor: Staff) -> None:
    answer = save(grace, "Late", "late=on&sort=family&page=3&q=")
    assert answer.redirect_chain == [("/caseload/?late=on&sort=family", 302)]
    assert "is kept above the list" in answer.text
    assert SavedView.objects.get(staff=supervisor).query == "late=on&sort=family"
    assert '<a href="?late=on&amp;sort=family" aria-current="true">Late</a>' in answer.text
    assert AuditEvent.objects.filter(verb="view.saved", by=supervisor).exists()


def test_saving_under_the_same_name_writes_over(grace: Client, supervisor: Staff) -> None:
    save(grace, "Mine", "late=on")
    save(grace, "Mine", "changed=on")
    assert SavedView.objects.get(staff=supervisor).query == "changed=on"


def test_nothing_strange_is_saved(grace: Client, supervisor: Staff) -> None:
    save(grace, "Mine", "late=on&next=https://example.com&size=50")
    assert SavedView.objects.get(staff=supervisor).query == "late=on&size=50"


def test_a_view_needs_a_name(grace: Client) -> None:
    assert "Give the view a name" in save(grace, "", "late=on").text
    assert not SavedView.objects.exists()


def test_there_is_room_for_twelve(grace: Client) -> None:
    for n in range(12):
        save(grace, f"View {n}", "late=on")
    assert "Forget one first" in save(grace, "One more", "late=on").text
    assert "is kept" in save(grace, "View 3", "changed=on").text


def test_a_view_is_its_owners_alone(grace: Client, manager: Staff, signed_in: SignedIn, supervisor: Staff) -> None:
    save(grace, "Late", "late=on")
    view = SavedView.objects.get()
    mary = signed_in(manager)
    assert "Late</a>" not in mary.get("/caseload/").text
    assert mary.post(f"/caseload/views/{view.pk}/forget/").status_code == 404
    assert grace.post(f"/caseload/views/{view.pk}/forget/").status_code == 302
    assert not SavedView.objects.exists()


# ---- In a browser ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_filters_live_in_the_address_bar_and_survive_back(
    case: Case, family: Family, lead_worker: Staff, supervisor: Staff, east: Team, desktop: Callable[[Staff], Page]
) -> None:
    visit(family, lead_worker, days=1)
    many_families(40, team=east, lead=lead_worker)
    opened = desktop(supervisor)
    opened.goto("/caseload/?size=50")
    assert_accessible(opened)
    expect(opened.get_by_role("link", name="Begum-Hale")).to_be_visible()
    opened.get_by_label("Late only").check()
    expect(opened).to_have_url(re.compile("late=on"))
    expect(opened.get_by_role("link", name="Begum-Hale")).to_have_count(0)
    opened.get_by_role("link", name="Seen by lead").click()
    expect(opened).to_have_url(re.compile("late=on.*sort=lead-seen|sort=lead-seen.*late=on"))
    opened.go_back()
    opened.go_back()
    expect(opened).not_to_have_url(re.compile("late=on"))
    expect(opened.get_by_role("link", name="Begum-Hale")).to_be_visible()


@pytest.mark.django_db(transaction=True)
def test_it_is_accessible_on_a_phone(
    case: Case, family: Family, lead_worker: Staff, supervisor: Staff, phone: Callable[[Staff], Page]
) -> None:
    visit(family, lead_worker, days=36, steps=[step("core group", in_days=2)])
    opened = phone(supervisor)
    for address in ("/caseload/", "/caseload/print/"):
        opened.goto(address)
        assert_accessible(opened)
    opened.goto("/caseload/")
    assert opened.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
