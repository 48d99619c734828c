"""Drafts: kept as typed, one a page, never overwritten by a stale window, finished once."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.actions import cases
from cases.models import Case, Family, Person
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from practice.models import Draft, DraftAside, Visit
from tests.practice.pages import draft_url, log_url, page_of, said, save


@pytest.fixture
def client(case: Case, lead_worker: Staff) -> Client:
    client = Client()
    client.force_login(lead_worker)
    return client


def test_a_draft_saves_with_any_field_blank(client: Client, family: Family, lead_worker: Staff) -> None:
    page = page_of(lead_worker, happened_on="", happened_time="", minutes="", place="", purpose="", account="")
    answer = save(client, family, page)
    assert (answer.status_code, answer.json()["version"]) == (200, 1)
    assert Draft.objects.get().data == {}


def test_a_draft_keeps_what_was_typed_and_the_page_shows_it_again(
    client: Client, family: Family, lead_worker: Staff
) -> None:
    page = page_of(lead_worker) | {"account": "Half a sent", "minutes": "about an hour", "quotes-2-text": "third row"}
    save(client, family, page)
    shown = client.get(log_url(family)).content.decode()
    assert "Half a sent</textarea>" in shown
    assert 'value="about an hour"' in shown
    assert "third row</textarea>" in shown
    assert f'name="draft" value="{page["draft"]}"' in shown


def test_each_save_is_a_version_on_and_only_the_first_is_audited(
    client: Client, family: Family, lead_worker: Staff
) -> None:
    page = page_of(lead_worker)
    for version in range(4):
        answer = save(client, family, page, version=version, account=f"said {version} things")
        assert answer.json()["version"] == version + 1
    assert Draft.objects.get().data["account"] == ["said 3 things"]
    assert AuditEvent.objects.filter(verb="draft.started").count() == 1


def test_a_stale_window_never_overwrites(client: Client, family: Family, lead_worker: Staff) -> None:
    page = page_of(lead_worker)
    save(client, family, page, account="the first window")
    save(client, family, page, version=1, tab="another", account="the second window")
    answer = save(client, family, page, version=1, account="the first again")
    assert answer.status_code == 409
    assert answer.json()["words"].startswith("This page was changed in another tab, today ")
    assert Draft.objects.get().data["account"] == ["the second window"]


def test_a_second_page_begun_beside_a_draft_is_a_stale_window_too(
    client: Client, family: Family, lead_worker: Staff
) -> None:
    save(client, family, page_of(lead_worker), account="the first window")
    answer = save(client, family, page_of(lead_worker), tab="another", account="the second window")
    assert answer.status_code == 409
    assert Draft.objects.get().data["account"] == ["the first window"]


def test_a_save_whose_answer_was_lost_is_the_same_window_s_and_no_conflict(
    client: Client, family: Family, lead_worker: Staff
) -> None:
    page = page_of(lead_worker)
    save(client, family, page, account="one")
    save(client, family, page, version=1, account="one two")  # saved, and the answer lost on the way
    answer = save(client, family, page, version=1, account="one two three")
    assert (answer.status_code, answer.json()["version"]) == (200, 3)
    assert Draft.objects.get().data["account"] == ["one two three"]


@pytest.mark.parametrize("through", ["script", "buttons"])
def test_keeping_what_is_here_sets_the_other_aside(
    client: Client, family: Family, lead_worker: Staff, through: str
) -> None:
    page = page_of(lead_worker)
    save(client, family, page, account="mine")
    save(client, family, page, version=1, tab="another", account="theirs")
    mine = page | {"version": "1", "account": "mine, and more", "do": "keep-mine"}
    if through == "script":
        assert save(client, family, mine, do="keep-mine").json()["version"] == 3
    else:
        assert client.post(log_url(family), mine)["Location"] == log_url(family)
    assert Draft.objects.get().data["account"] == ["mine, and more"]
    assert DraftAside.objects.get().data["account"] == ["theirs"]


def test_showing_the_other_sets_what_is_here_aside(client: Client, family: Family, lead_worker: Staff) -> None:
    page = page_of(lead_worker)
    save(client, family, page, account="mine")
    save(client, family, page, version=1, tab="another", account="theirs")
    client.post(log_url(family), page | {"version": "1", "account": "mine, and more", "do": "show-other"})
    assert "theirs</textarea>" in client.get(log_url(family)).content.decode()
    assert DraftAside.objects.get().data["account"] == ["mine, and more"]


def test_without_script_a_stale_page_offers_the_choice(client: Client, family: Family, lead_worker: Staff) -> None:
    page = page_of(lead_worker)
    save(client, family, page, account="theirs")
    response = client.post(log_url(family), page_of(lead_worker) | {"account": "mine", "tab": "another"})
    assert response.status_code == 409
    words = said(response)
    assert "This page was changed in another tab" in words
    assert "Keep what is here" in words
    assert "Show that one" in words
    assert "mine</textarea>" in response.content.decode()
    assert not Visit.objects.exists()


def test_what_was_set_aside_can_be_read_and_gone_on_with(client: Client, family: Family, lead_worker: Staff) -> None:
    page = page_of(lead_worker)
    save(client, family, page, account="mine")
    save(client, family, page, version=1, tab="another", account="theirs")
    save(client, family, page, version=1, account="mine, and more", do="show-other")
    aside = DraftAside.objects.get()
    url = reverse("practice:draft-aside", args=[family.pk, aside.pk])
    assert url in client.get(reverse("practice:draft-list")).content.decode()
    assert "mine, and more" in said(client.get(url))
    assert client.post(url)["Location"] == log_url(family)
    aside.refresh_from_db()
    assert Draft.objects.get().data["account"] == ["mine, and more"]
    assert aside.data["account"] == ["theirs"]


def test_a_draft_becomes_a_visit_once_however_often_it_is_submitted(
    client: Client, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    page = page_of(lead_worker, yusuf)
    for _ in range(3):
        assert client.post(log_url(family), page)["Location"] == family.get_absolute_url()
    assert Visit.objects.count() == 1
    assert AuditEvent.objects.filter(verb="visit.logged").count() == 1


def test_typing_on_after_it_was_finished_elsewhere_loses_nothing(
    client: Client, family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    page = page_of(lead_worker, yusuf)
    save(client, family, page)
    client.post(log_url(family), page | {"version": "1"})
    answer = save(client, family, page, version=1, tab="another", account="one more thing")
    assert answer.status_code == 409
    assert answer.json()["unfinished"] is False
    assert answer.json()["words"].startswith("This page was finished in another tab, today ")
    kept = save(client, family, page, version=1, tab="another", account="one more thing", do="keep-mine").json()
    assert kept["draft"] != page["draft"]
    assert Draft.objects.unfinished().get().data["account"] == ["one more thing"]
    assert Visit.objects.get().account == "We drew the evening as a line."


def test_the_list_shows_what_is_to_be_finished_and_discarding_can_be_undone(
    client: Client, family: Family, lead_worker: Staff
) -> None:
    save(client, family, page_of(lead_worker) | {"happened_on": "2026-03-02", "happened_time": "16:10"})
    draft = Draft.objects.get()
    drafts = reverse("practice:draft-list")
    assert "Visit to the Begum-Hale family" in said(client.get(drafts))
    assert "16:10" in said(client.get(drafts))
    client.post(reverse("practice:draft-discard", args=[draft.pk]))
    assert "Discarded lately" in said(client.get(drafts))
    assert "account" not in client.get(log_url(family)).context["page"].raw
    client.post(reverse("practice:draft-restore", args=[draft.pk]))
    assert Draft.objects.unfinished().get() == draft


def test_a_discarded_draft_does_not_push_aside_one_begun_since(
    client: Client, family: Family, lead_worker: Staff
) -> None:
    save(client, family, page_of(lead_worker), account="the first")
    first = Draft.objects.get()
    client.post(reverse("practice:draft-discard", args=[first.pk]))
    save(client, family, page_of(lead_worker), account="the second")
    response = client.post(reverse("practice:draft-restore", args=[first.pk]))
    assert response.status_code == 403
    assert Draft.objects.unfinished().get().data["account"] == ["the second"]


def test_a_draft_is_its_writer_s_alone(
    client: Client, family: Family, lead_worker: Staff, co_worker: Staff, supervisor: Staff
) -> None:
    save(client, family, page_of(lead_worker), account="for my eyes")
    draft = Draft.objects.get()
    for somebody in (co_worker, supervisor):
        other = Client()
        other.force_login(somebody)
        assert "for my eyes" not in other.get(log_url(family)).content.decode()
        assert other.post(reverse("practice:draft-discard", args=[draft.pk])).status_code == 404
        page = page_of(somebody) | {"draft": str(draft.pk), "version": "1"}
        assert save(other, family, page, account="mine now").status_code == 403
    draft.refresh_from_db()
    assert draft.data["account"] == ["for my eyes"]


def test_signed_out_while_typing_is_said_in_json_and_saves_nothing(family: Family, lead_worker: Staff) -> None:
    answer = save(Client(), family, page_of(lead_worker))
    assert answer.status_code == 401
    assert not Draft.objects.exists()


def test_a_case_closed_while_somebody_types_is_said_and_the_draft_stays(
    client: Client, family: Family, lead_worker: Staff, case: Case, supervisor: Staff
) -> None:
    page = page_of(lead_worker)
    save(client, family, page, account="so far")
    cases.close(case=case, reason="RC1", by=supervisor)
    answer = save(client, family, page, version=1, account="so far, so good")
    assert answer.status_code == 403
    assert "No case is open" in answer.json()["detail"]
    assert Draft.objects.get().data["account"] == ["so far"]


def test_the_state_of_a_draft_comes_with_a_fresh_token(client: Client, family: Family, lead_worker: Staff) -> None:
    assert client.get(draft_url(family)).json()["draft"] is None
    save(client, family, page_of(lead_worker))
    told = client.get(draft_url(family)).json()
    assert told["draft"]["version"] == 1
    assert len(told["token"]) == 64


def test_a_page_larger_than_anybody_types_is_refused(client: Client, family: Family, lead_worker: Staff) -> None:
    assert save(client, family, page_of(lead_worker), account="x" * 300_000).status_code == 400


def test_a_null_character_and_carriage_returns_are_kept_out(client: Client, family: Family, lead_worker: Staff) -> None:
    page = page_of(lead_worker) | {"\x00account": "one\r\ntwo\x00", "quotes-rows": "²", "quotes-²-text": "none of ours"}
    save(client, family, page, tab="a\x00window")
    assert Draft.objects.get().data["account"] == ["one\ntwo"]
