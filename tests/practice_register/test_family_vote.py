"""A family's vote: by a link that works once, that shows nothing of them and of which nothing leads back to them."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.links.models import OneTimeLink
from practice.register.actions import entries, votes
from practice.register.models import Entry, Vote

SignIn = Callable[[Staff], Client]


@pytest.fixture
def door(minutes: Entry, lead_worker: Staff) -> str:
    return reverse("register:family-vote", args=[votes.ask_family(entry=minutes, by=lead_worker)])


def test_a_worker_makes_a_link_with_a_picture_to_scan(
    signed_in: SignIn, lead_worker: Staff, minutes: Entry, client: Client
) -> None:
    response = signed_in(lead_worker).post(reverse("register:link-make", args=[minutes.pk]))
    url, text = response.context["url"], response.content.decode()
    assert url in text
    assert "data:image/svg+xml" in text
    assert "Core group minutes" in client.get(url).content.decode()


def test_a_family_votes_without_signing_in_and_the_link_is_spent(door: str, client: Client, minutes: Entry) -> None:
    assert "Who does what by when." in client.get(door).content.decode()
    answer = client.post(door, {"direction": "against", "reason": "I could not read it."})
    assert "Thank you" in answer.content.decode()
    vote = Vote.objects.get()
    assert (vote.entry, vote.direction, vote.reason, vote.by) == (minutes, "against", "I could not read it.", None)
    assert client.get(door).status_code == 410
    assert client.post(door, {"direction": "towards"}).status_code == 410
    assert Vote.objects.count() == 1


def test_nothing_kept_of_a_vote_leads_to_the_family(door: str, client: Client) -> None:
    client.post(door, {"direction": "against"})
    vote, link = Vote.objects.get(), OneTimeLink.objects.get()
    assert vote.voted_at.astimezone().strftime("%S.%f") == "00.000000"  # a day, not the moment the link was used
    assert link.family_id is None
    event = AuditEvent.objects.get(verb="register.voted-by-link")
    assert (event.by, event.family_id, event.details) == (None, None, {})
    assert event.subject_id == str(vote.entry_id)  # and not the vote


def test_the_page_shows_nothing_but_what_is_asked_about(door: str, client: Client, lead_worker: Staff) -> None:
    text = client.get(door).content.decode()
    assert lead_worker.name not in text
    assert "/register/" not in text
    assert 'aria-label="Main"' not in text


def test_a_family_chooses_before_it_sends(door: str, client: Client) -> None:
    response = client.post(door, {"reason": "It is long."})
    assert response.status_code == 422
    assert "Please choose one of the three." in response.content.decode()
    assert client.post(door, {"direction": "neutral"}).status_code == 200  # the link is not spent by a mistake


def test_a_link_to_what_is_retired_is_finished(door: str, client: Client, minutes: Entry, manager: Staff) -> None:
    entries.retire(entry=minutes, because="Gone.", by=manager)
    assert client.get(door).status_code == 410
    assert client.post(door, {"direction": "towards"}).status_code == 410


def test_a_link_of_another_purpose_opens_nothing(client: Client, minutes: Entry, lead_worker: Staff) -> None:
    from hampshire.links.actions import links

    _, token = links.make(purpose="another", subject=minutes, by=lead_worker)
    assert client.get(reverse("register:family-vote", args=[token])).status_code == 410


def test_who_works_with_no_family_makes_no_link(signed_in: SignIn, administrator: Staff, minutes: Entry) -> None:
    assert signed_in(administrator).post(reverse("register:link-make", args=[minutes.pk])).status_code == 403
    assert not OneTimeLink.objects.exists()
