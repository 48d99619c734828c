"""The family's page: its header, its panels, what changed since you looked, and who may open it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from cases import panels
from cases.actions import cases as case_actions
from cases.actions import families, people, referrals
from cases.models import Case, Family, Person
from hampshire.accounts.models import Staff, Team
from hampshire.audit.models import AuditEvent
from hampshire.permissions import YES, no

SignIn = Callable[[Staff], Client]


def page(client: Client, family: Family) -> str:
    response = client.get(family.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_the_header_says_who_they_are_where_they_stand_and_who_leads(
    case: Case, family: Family, supervisor: Staff, signed_in: SignIn
) -> None:
    text = page(signed_in(supervisor), family)
    opened = case.opened_on
    assert "Begum-Hale family" in text
    assert f"child in need since {opened.day} {opened:%b}" in text
    assert "lead Amara O., 2 months" in text
    assert "with Ben C." in text
    assert "East team" in text
    for name in ("Yusuf", "Leila", "Dana", "Karim"):
        assert name in text


def test_children_who_stand_in_different_places_are_named(
    case: Case, family: Family, yusuf: Person, lead_worker: Staff, signed_in: SignIn
) -> None:
    involvement = case.involvements.get(child=yusuf)
    case_actions.step(involvement=involvement, status="child_protection", by=lead_worker)
    text = page(signed_in(lead_worker), family)
    assert "child protection (Yusuf) since" in text
    assert "child in need (Leila) since" in text


def test_a_late_visit_is_said_before_anything_else(
    case: Case, family: Family, supervisor: Staff, signed_in: SignIn
) -> None:
    assert case.visit_due_on is not None
    late = (timezone.localdate() - case.visit_due_on).days
    text = page(signed_in(supervisor), family)
    assert f"first visit {late} days late" in text
    assert "next:" not in text


def test_a_visit_to_come_is_next(family: Family, lead_worker: Staff, supervisor: Staff, signed_in: SignIn) -> None:
    from tests.cast import open_case

    open_case(family, lead=lead_worker, co=None, by=supervisor, days_ago=0)
    text = page(signed_in(lead_worker), family)
    assert "next: first visit" in text
    assert "days late" not in text


def test_a_referral_that_waits_is_said_in_the_header_with_the_way_to_it(
    family: Family, yusuf: Person, lead_worker: Staff, signed_in: SignIn
) -> None:
    referral = referrals.take(family=family, children=[yusuf], source="2A", reason="Tired.", by=lead_worker)
    text = page(signed_in(lead_worker), family)
    assert "referral due" in text
    assert reverse("cases:referral-detail", args=[referral.pk]) in text


def test_the_need_for_an_interpreter_is_said_in_the_header(
    family: Family, dana: Person, lead_worker: Staff, signed_in: SignIn
) -> None:
    people.amend(person=dana, family=family, by=lead_worker, needs_interpreter=True, first_language="Sylheti")
    assert "interpreter for Dana: Sylheti" in page(signed_in(lead_worker), family)


def test_a_family_brought_by_a_return_is_shown_by_identifier_and_can_be_named(
    east: Team, supervisor: Staff, signed_in: SignIn
) -> None:
    family = imported_family(east, "RND123")
    client = signed_in(supervisor)
    text = page(client, family)
    assert "Child RND123" in text
    assert "Name this family" in text

    response = client.post(reverse("cases:family-rename", args=[family.pk]), {"name": "Okafor family"})
    assert response.status_code == 302
    text = page(client, family)
    assert "Okafor family" in text
    assert "Okafor family family" not in text
    assert "Name this family" not in text


def imported_family(team: Team, known_by: str) -> Family:
    """As a return brings one: one child without a name."""
    family = Family.objects.create(team=team, known_by=known_by)
    child = Person.objects.create(la_child_id=known_by, imported_from="cin")
    family.members.create(person=child, role="child")
    return family


def test_the_first_look_says_that_the_family_is_new_to_you(
    case: Case, family: Family, teammate: Staff, signed_in: SignIn
) -> None:
    client = signed_in(teammate)
    assert "New to you" in page(client, family)
    assert "New to you" not in page(client, family)


def test_what_others_wrote_since_you_looked_is_shown_once(
    case: Case, family: Family, lead_worker: Staff, supervisor: Staff, signed_in: SignIn
) -> None:
    client = signed_in(supervisor)
    page(client, family)
    families.note_event(family=family, happened_on=timezone.localdate(), text="Nana moved in", by=lead_worker)
    families.note_event(family=family, happened_on=timezone.localdate(), text="My own note", by=supervisor)

    text = page(client, family)
    changed = text[text.index("What changed since you looked") : text.index("Story</h2>")]
    assert "Nana moved in" in changed
    assert "My own note" not in changed
    assert "What changed since you looked" not in page(client, family)


def test_every_page_of_a_family_records_that_it_was_read(
    case: Case, family: Family, yusuf: Person, supervisor: Staff, signed_in: SignIn
) -> None:
    client = signed_in(supervisor)
    referral = family.referrals.get()
    urls = [
        reverse(f"cases:{name}", args=[family.pk])
        for name in ("family-detail", "story", "people", "case-detail", "look-list", "person-add", "case-close")
    ]
    urls += [
        reverse("cases:person-detail", args=[family.pk, yusuf.pk]),
        reverse("cases:referral-detail", args=[referral.pk]),
        reverse("cases:family-panel", args=[family.pk, "story"]),
    ]
    for url in urls:
        before = AuditEvent.objects.about_family(family.pk).reads().by_person(supervisor.pk).count()
        assert client.get(url).status_code == 200
        assert client.get(url, headers={"HX-Request": "true"}).status_code == 200
        after = AuditEvent.objects.about_family(family.pk).reads().by_person(supervisor.pk).count()
        assert after == before + 2, url


def test_another_teams_family_is_not_there(
    case: Case, family: Family, other_worker: Staff, administrator: Staff, signed_in: SignIn
) -> None:
    for somebody in (other_worker, administrator):
        assert signed_in(somebody).get(family.get_absolute_url()).status_code == 404
        assert not AuditEvent.objects.about_family(family.pk).reads().by_person(somebody.pk).exists()


def test_an_allocated_worker_of_another_team_opens_the_family_and_writes(
    case: Case, family: Family, other_worker: Staff, service_manager: Staff, signed_in: SignIn
) -> None:
    case = Case.objects.get(pk=case.pk)
    with pytest.raises(PermissionDenied):
        families.note_event(family=family, happened_on=timezone.localdate(), text="A note", by=other_worker)
    case_actions.allocate(case=case, worker=other_worker, by=service_manager, role="co_worker")
    assert "with Ben C., Olu M." in page(signed_in(other_worker), family)
    families.note_event(family=family, happened_on=timezone.localdate(), text="A note", by=other_worker)


def test_the_overview_takes_the_same_few_queries_however_full_the_record(
    case: Case,
    family: Family,
    lead_worker: Staff,
    signed_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Of this floor alone: what higher floors put on the page is counted by theirs.
    monkeypatch.setattr(panels, "_panels", {key: panels._panels[key] for key in ("story", "people")})
    monkeypatch.setattr(panels, "_actions", {})
    monkeypatch.setattr(panels, "_dues", [])
    client = signed_in(lead_worker)
    page(client, family)
    with django_assert_num_queries(OVERVIEW):
        page(client, family)
    for n in range(12):
        families.note_event(family=family, happened_on=timezone.localdate(), text=f"Event {n}", by=lead_worker)
        families.meet(
            family=family,
            names={"first_name": f"Friend {n}"},
            phone="",
            who_they_are="friend",
            by=lead_worker,
        )
        people_in = {"first_name": f"Child {n}"}
        families.add_member(family=family, details=people_in, membership={"role": "child"}, by=lead_worker)
    with django_assert_num_queries(OVERVIEW):
        page(client, family)


# Who is asking 2, the gate with their last look 1, the changes since 1, recording the look 4 (with its savepoint),
# the story 1, the network 1, the header: members with where they stand, the case with who works on it 2.
OVERVIEW = 12


# Each with the header: who is asking 2, the gate 1, recording the read 1, the header 3.
QUERIES = {
    "story": 10,
    "people": 13,
    "case-detail": 14,
    "look-list": 9,
    "event-note": 8,
    "person-add": 9,
    "network-add": 8,
    "relationship-add": 10,
    "referral-take": 10,
    "case-allocate": 11,
    "case-transfer": 10,
    "case-close": 9,
}


@pytest.mark.parametrize(("name", "queries"), QUERIES.items())
def test_every_page_of_a_family_takes_a_known_number_of_queries(
    case: Case,
    family: Family,
    supervisor: Staff,
    signed_in: SignIn,
    name: str,
    queries: int,
    django_assert_num_queries: DjangoAssertNumQueries,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(panels, "_actions", {})
    monkeypatch.setattr(panels, "_dues", [])
    client, url = signed_in(supervisor), reverse(f"cases:{name}", args=[family.pk])
    client.get(url)
    with django_assert_num_queries(queries):
        assert client.get(url).status_code == 200


class TestPanels:
    """What other apps put on the page."""

    @pytest.fixture(autouse=True)
    def own_registry(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(panels, "_panels", {})
        monkeypatch.setattr(panels, "_actions", {})
        monkeypatch.setattr(panels, "_dues", [])

    def test_a_late_panel_is_a_link_until_it_is_fetched(
        self, family: Family, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        asked: list[Family] = []

        def context(user: Staff, family: Family) -> dict[str, object]:
            asked.append(family)
            return {"entries": []}

        panels.register(panels.Panel("slow", "Slow things", "cases/panels/story.html", context, late=True))
        client, url = signed_in(lead_worker), reverse("cases:family-panel", args=[family.pk, "slow"])
        text = page(client, family)
        assert f'hx-get="{url}"' in text
        assert f'<a href="{url}">' in text
        assert not asked

        whole = client.get(url).content.decode()
        assert "<html" in whole
        assert "Nothing written yet" in whole
        fragment = client.get(url, headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in fragment
        assert "Nothing written yet" in fragment
        assert asked == [family, family]

    def test_an_unknown_panel_is_not_there(self, family: Family, lead_worker: Staff, signed_in: SignIn) -> None:
        url = reverse("cases:family-panel", args=[family.pk, "nothing-of-the-kind"])
        assert signed_in(lead_worker).get(url).status_code == 404

    def test_the_button_is_its_reason_where_one_may_not(
        self, family: Family, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        decisions = {True: YES, False: no("Not before the first visit.")}
        may = [True]
        panels.register_action(
            panels.Action("do", "Do the thing", "cases:event-note", lambda user, family: decisions[may[0]])
        )
        client = signed_in(lead_worker)
        assert "Do the thing" in page(client, family)
        may[0] = False
        text = page(client, family)
        assert "Do the thing" not in text
        assert "Not before the first visit." in text

    def test_a_header_has_one_button(self) -> None:
        one = panels.Action("one", "One", "cases:story", lambda user, family: YES)
        panels.register_action(one)
        panels.register_action(one)
        with pytest.raises(ValueError, match="its button already"):
            panels.register_action(panels.Action("two", "Two", "cases:story", lambda user, family: YES))

    def test_what_is_due_soonest_is_next_and_what_is_late_is_said(
        self, family: Family, lead_worker: Staff, signed_in: SignIn
    ) -> None:
        today = timezone.localdate()
        panels.register_due(
            lambda family: [
                panels.Due("core group", today + timedelta(days=8)),
                panels.Due("review", today + timedelta(days=4)),
                panels.Due("call to school", today - timedelta(days=2)),
            ]
        )
        text = page(signed_in(lead_worker), family)
        assert "next: review" in text
        assert "call to school 2 days late" in text
        assert "core group" not in text

    def test_nothing_is_due_or_late_once_their_case_has_closed(
        self, family: Family, case: Case, lead_worker: Staff, supervisor: Staff, signed_in: SignIn
    ) -> None:
        panels.register_due(lambda family: [panels.Due("call to school", timezone.localdate() - timedelta(days=2))])
        case_actions.close(case=case, reason="RC7", by=supervisor)
        assert "call to school" not in page(signed_in(lead_worker), family)
