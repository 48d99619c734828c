"""Voting: one tap, one standing vote, without a name; what those who keep the register see of it."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from practice.register.actions import entries, votes
from practice.register.models import Entry, Vote
from tests.practice_register.conftest import Say

SignIn = Callable[[Staff], Client]


def vote(client: Client, entry: Entry, direction: str, reason: str = "", **headers: str) -> object:
    url = reverse("register:vote-cast", args=[entry.pk])
    told = {"direction": direction, "reason": reason} if reason else {"direction": direction}
    return client.post(url, told, headers=headers)


def page(client: Client, entry: Entry) -> str:
    return " ".join(client.get(entry.get_absolute_url()).content.decode().split())


def test_one_tap_votes_and_the_page_says_so(signed_in: SignIn, lead_worker: Staff, minutes: Entry) -> None:
    client = signed_in(lead_worker)
    assert "Your name is not shown" in page(client, minutes)  # before they vote
    assert vote(client, minutes, "against").url == minutes.get_absolute_url()  # type: ignore[attr-defined]
    assert "You say <b>against</b>" in page(client, minutes)
    assert 'value="against" aria-pressed="true"' in page(client, minutes)
    assert AuditEvent.objects.get(verb="register.voted").details == {}


def test_a_reason_may_be_added_to_a_vote_of_the_same_day(signed_in: SignIn, lead_worker: Staff, minutes: Entry) -> None:
    client = signed_in(lead_worker)
    vote(client, minutes, "against")
    vote(client, minutes, "against", "Nine pages,\n and two are blank.")
    assert [(one.reason, one.replaced_at) for one in Vote.objects.all()] == [("Nine pages, and two are blank.", None)]


def test_a_tap_alone_keeps_the_reason_of_the_same_vote_and_takes_none_along_to_another(
    signed_in: SignIn, lead_worker: Staff, minutes: Entry
) -> None:
    client = signed_in(lead_worker)
    vote(client, minutes, "against", "Nine pages.")
    vote(client, minutes, "against")
    assert Vote.objects.standing().get().reason == "Nine pages."
    vote(client, minutes, "towards")
    assert Vote.objects.standing().get().reason == ""


def test_a_change_of_mind_keeps_the_vote_before_it(signed_in: SignIn, lead_worker: Staff, minutes: Entry) -> None:
    client = signed_in(lead_worker)
    vote(client, minutes, "against", "Nine pages.")
    vote(client, minutes, "towards", "Two pages now.")
    old, new = Vote.objects.order_by("id")
    assert (old.direction, old.replaced_at == new.voted_at) == ("against", True)
    assert (new.direction, new.replaced_at) == ("towards", None)
    assert "Nine pages." not in page(client, minutes)


def test_the_same_vote_on_a_later_day_is_a_vote_anew(lead_worker: Staff, minutes: Entry) -> None:
    votes.cast(entry=minutes, direction="against", reason="", by=lead_worker)
    votes.cast(entry=minutes, direction="against", reason="", by=lead_worker)
    assert Vote.objects.count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        votes.cast(entry=minutes, direction="against", reason="", by=lead_worker)
    assert (Vote.objects.count(), Vote.objects.standing().count()) == (2, 1)


def test_the_database_holds_a_worker_to_one_standing_vote(lead_worker: Staff, minutes: Entry) -> None:
    votes.cast(entry=minutes, direction="against", reason="", by=lead_worker)
    with pytest.raises(IntegrityError, match="vote_one_standing_a_worker"), transaction.atomic():
        Vote.objects.create(entry=minutes, direction="towards", by=lead_worker)


def test_nobody_reads_whose_a_vote_or_a_reason_is(
    signed_in: SignIn,
    lead_worker: Staff,
    co_worker: Staff,
    manager: Staff,
    administrator: Staff,
    auditor: Staff,
    minutes: Entry,
) -> None:
    votes.cast(entry=minutes, direction="against", reason="Nine pages.", by=lead_worker)
    for reader in (co_worker, manager, administrator, auditor):
        text = page(signed_in(reader), minutes)
        assert "Nine pages." in text
        assert "somebody who works here" in text
        assert lead_worker.name not in text
        assert lead_worker.short_name not in text


def test_an_answer_that_is_none_of_the_three_is_sent_back(
    signed_in: SignIn, lead_worker: Staff, minutes: Entry
) -> None:
    response = vote(signed_in(lead_worker), minutes, "")
    assert response.status_code == 422  # type: ignore[attr-defined]
    assert "Say towards, neither or against." in response.content.decode()  # type: ignore[attr-defined]
    assert not Vote.objects.exists()


def test_to_htmx_a_vote_is_an_event_that_the_page_listens_for(
    signed_in: SignIn, lead_worker: Staff, minutes: Entry
) -> None:
    client = signed_in(lead_worker)
    here = f"http://testserver{minutes.get_absolute_url()}"
    response = vote(client, minutes, "towards", **{"HX-Request": "true", "HX-Current-URL": here})
    assert response.status_code == 204  # type: ignore[attr-defined]
    assert "vote-cast" in json.loads(response["HX-Trigger"])  # type: ignore[index]
    again = client.get(minutes.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert "You say <b>towards</b>" in again
    assert "<h1" not in again


def test_who_works_with_no_family_reads_and_does_not_vote(
    signed_in: SignIn, administrator: Staff, minutes: Entry
) -> None:
    client = signed_in(administrator)
    assert "Those who work with families vote here, and families." in page(client, minutes)
    assert vote(client, minutes, "towards").status_code == 403  # type: ignore[attr-defined]


def test_nothing_is_voted_on_once_it_is_retired(
    signed_in: SignIn, lead_worker: Staff, manager: Staff, minutes: Entry
) -> None:
    entries.retire(entry=minutes, because="The plan says it.", by=manager)
    client = signed_in(lead_worker)
    assert vote(client, minutes, "towards").status_code == 403  # type: ignore[attr-defined]
    assert "The plan says it." in page(client, minutes)


def test_the_page_tells_families_apart_only_from_three_on(
    signed_in: SignIn, lead_worker: Staff, minutes: Entry, by_staff: Say, by_families: Say
) -> None:
    by_staff(minutes, towards=4)
    by_families(minutes, against=2, reason="I could not read it.")
    client = signed_in(lead_worker)
    text = page(client, minutes)
    assert "2 votes are from families." in text
    assert "I could not read it." not in text
    assert "2 reasons from families will show here" in text
    assert "Families: " not in text
    by_families(minutes, towards=1)
    text = page(client, minutes)
    assert "Families: 1 towards, 0 neither, 2 against." in text
    assert "Those who work here: 4 towards, 0 neither, 0 against." in text
    assert text.count("I could not read it.") == 2
