"""/register/: the headline, the worst ten, and everything, narrowed and sorted in the address bar."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hampshire.accounts.models import Staff
from practice.register.actions import changes, entries
from practice.register.models import Entry
from practice.register.queries import Overview
from tests.practice_register.conftest import Say

URL = "/register/"
SignIn = Callable[[Staff], Client]


def text_of(client: Client, url: str = URL) -> str:
    return " ".join(client.get(url).content.decode().split())


@pytest.fixture
def letter(manager: Staff) -> Entry:
    return entries.enter(kind="letter", name="Missed visit letter", about="To say we came.", owner=None, by=manager)


def test_it_is_reached_from_the_navigation_by_everybody_with_a_role(
    signed_in: SignIn, lead_worker: Staff, administrator: Staff, auditor: Staff
) -> None:
    for person in (lead_worker, administrator, auditor):
        assert f'<a href="{URL}"' in text_of(signed_in(person), "/jobs/")


def test_an_empty_register_says_what_will_stand_there(
    signed_in: SignIn, lead_worker: Staff, administrator: Staff
) -> None:
    assert "Nothing stands here yet" in text_of(signed_in(lead_worker))
    assert reverse("register:entry-new") not in text_of(signed_in(lead_worker))
    assert reverse("register:entry-new") in text_of(signed_in(administrator))


def test_the_headline_has_its_share_its_n_its_interval_and_what_is_missing(
    signed_in: SignIn, lead_worker: Staff, minutes: Entry, letter: Entry, by_staff: Say, by_families: Say
) -> None:
    by_staff(minutes, towards=6, neutral=1, against=2)
    by_families(minutes, against=1)
    text = text_of(signed_in(lead_worker))
    assert '<p class="standing__share">60%</p>' in text
    assert "of 10 votes say <b>towards</b>" in text
    assert "likely 31 to 83%" in text
    assert "6 towards, 1 neither, 3 against. 1 vote came from families." in text
    assert "1 of them has no vote yet" in text


def test_the_worst_have_five_votes_and_stand_lowest_first(
    minutes: Entry, letter: Entry, manager: Staff, by_staff: Say
) -> None:
    tool = entries.enter(kind="tool", name="Three houses", about="Drawn with a child.", owner=None, by=manager)
    few = entries.enter(kind="target", name="Ten-day target", about="Assess in ten days.", owner=None, by=manager)
    by_staff(minutes, towards=1, against=4)
    by_staff(letter, towards=2, against=8)
    by_staff(tool, towards=5)
    by_staff(few, against=4)
    worst = [row.entry.name for row in Overview.read().worst]
    assert worst == [
        "Missed visit letter",
        "Core group minutes",
    ]  # same share: more votes first; liked or few: not there


def test_there_are_ten_of_the_worst_at_most(manager: Staff, by_staff: Say) -> None:
    for number in range(11):
        entry = entries.enter(kind="form", name=f"Form {number:02}", about="Asks.", owner=None, by=manager)
        by_staff(entry, against=5)
    assert [row.entry.name for row in Overview.read().worst] == [f"Form {number:02}" for number in range(10)]


def test_beside_the_worst_stands_what_was_done_last_and_the_votes_since(
    signed_in: SignIn, lead_worker: Staff, co_worker: Staff, minutes: Entry, by_staff: Say
) -> None:
    by_staff(minutes, against=4, days_ago=20)
    by_staff(minutes, towards=1, against=1, days_ago=3)
    for days_ago, text in ((30, "Put into bigger type."), (10, "Cut from nine pages to two.")):
        day = timezone.localdate() - timedelta(days=days_ago)
        changes.write(entry=minutes, text=text, made_on=day, by=co_worker)
    text = text_of(signed_in(lead_worker))
    assert "Cut from nine pages to two." in text
    assert "Put into bigger type." not in text
    assert "Since then: 1 towards, 0 neither, 1 against." in text


def rows(client: Client, query: str) -> list[str]:
    return [entry.name for entry in client.get(f"{URL}?{query}").context["page"]]


def test_the_list_is_narrowed_and_sorted_by_the_address_bar(
    signed_in: SignIn, lead_worker: Staff, co_worker: Staff, minutes: Entry, letter: Entry, by_staff: Say
) -> None:
    by_staff(letter, towards=1)
    by_staff(minutes, against=2)
    changes.write(entry=minutes, text="Cut.", made_on=timezone.localdate(), by=co_worker)
    client = signed_in(lead_worker)
    assert rows(client, "") == ["Core group minutes", "Missed visit letter"]
    assert rows(client, "kind=letter") == ["Missed visit letter"]
    assert rows(client, f"owner={co_worker.pk}") == ["Core group minutes"]
    assert rows(client, "owner=nobody") == ["Missed visit letter"]
    assert rows(client, "q=who+minutes") == ["Core group minutes"]
    assert rows(client, "show=no-vote") == []
    assert rows(client, "show=acted") == ["Core group minutes"]
    assert rows(client, "sort=-towards") == ["Missed visit letter", "Core group minutes"]
    assert rows(client, "sort=-votes") == ["Core group minutes", "Missed visit letter"]
    assert rows(client, "sort=nonsense&kind=nonsense") == ["Core group minutes", "Missed visit letter"]


def test_what_is_retired_counts_nowhere_and_shows_when_asked_for(
    signed_in: SignIn, lead_worker: Staff, manager: Staff, minutes: Entry, letter: Entry, by_staff: Say
) -> None:
    by_staff(letter, against=6)
    entries.retire(entry=letter, because="We ring now.", by=manager)
    client, overview = signed_in(lead_worker), Overview.read()
    assert (overview.entries, overview.split.n, overview.worst) == (1, 0, [])
    assert rows(client, "") == ["Core group minutes"]
    assert rows(client, "show=retired") == ["Missed visit letter"]


def test_htmx_gets_the_list_alone(signed_in: SignIn, lead_worker: Staff, minutes: Entry) -> None:
    response = signed_in(lead_worker).get(URL, headers={"HX-Request": "true"})
    assert "Core group minutes" in response.content.decode()
    assert "How it stands" not in response.content.decode()
