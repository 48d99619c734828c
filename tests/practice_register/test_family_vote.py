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
    _, token = votes.ask_family(entry=minutes, by=lead_worker)
    return reverse("register:family-vote", args=[token])


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
    """Not the hour: not in the row, nor in its id, which would tell it to the thousandth of a second; and not from
    where: their address is theirs."""
    client.post(door, {"direction": "against"})
    vote, link = Vote.objects.get(), OneTimeLink.objects.get()
    assert vote.pk.version == 4
    assert vote.voted_at.astimezone().strftime("%S.%f") == "00.000000"  # a day, not the moment the link was used
    assert link.family_id is None
    event = AuditEvent.objects.get(verb="register.voted-by-link")
    assert (event.by, event.family_id, event.details) == (None, None, {})
    assert (event.address, event.request_id) == (None, "")
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


def take_back(client: Client, entry: Entry, link: OneTimeLink) -> int:
    return client.post(reverse("register:link-take-back", args=[entry.pk, link.pk])).status_code


def test_an_open_link_is_taken_back_and_opens_nothing(
    signed_in: SignIn, lead_worker: Staff, minutes: Entry, door: str, client: Client
) -> None:
    mine, link = signed_in(lead_worker), OneTimeLink.objects.get()
    assert "Take it back" in mine.get(minutes.get_absolute_url()).content.decode()
    assert take_back(mine, minutes, link) == 302
    assert client.get(door).status_code == 410
    assert client.post(door, {"direction": "against"}).status_code == 410
    assert not Vote.objects.exists()
    text = mine.get(minutes.get_absolute_url()).content.decode()
    assert "Taken back: it opens nothing from now on." in text
    assert "Links for families" not in text
    assert AuditEvent.objects.filter(verb="register.link-taken-back", by=lead_worker).count() == 1


def test_whoever_takes_a_link_back_does_not_learn_whether_it_was_used(
    signed_in: SignIn, lead_worker: Staff, minutes: Entry, door: str, client: Client
) -> None:
    """The votes before it and since would tell them how that family voted: a used link stands in the list as an open
    one does, goes from it as one does, and is spoken of in the same words."""
    mine, link = signed_in(lead_worker), OneTimeLink.objects.get()
    client.post(door, {"direction": "against"})
    assert "Take it back" in mine.get(minutes.get_absolute_url()).content.decode()
    assert take_back(mine, minutes, link) == 302
    text = mine.get(minutes.get_absolute_url()).content.decode()
    assert "Taken back: it opens nothing from now on." in text
    assert "Take it back" not in text
    assert Vote.objects.get().direction == "against", "the vote stands"


def test_a_link_is_taken_back_by_its_maker_or_who_keeps_the_register(
    signed_in: SignIn, minutes: Entry, door: str, teammate: Staff, manager: Staff, lead_worker: Staff
) -> None:
    link = OneTimeLink.objects.get()
    assert take_back(signed_in(teammate), minutes, link) == 403
    assert "Take it back" not in signed_in(teammate).get(minutes.get_absolute_url()).content.decode()
    assert f"by {lead_worker.name}" in signed_in(manager).get(minutes.get_absolute_url()).content.decode()
    assert take_back(signed_in(manager), minutes, link) == 302


def test_a_link_of_another_entry_is_not_taken_back_here(
    signed_in: SignIn, minutes: Entry, door: str, manager: Staff
) -> None:
    other = entries.enter(kind="form", name="Another", about="Else.", owner=None, by=manager)
    assert take_back(signed_in(manager), other, OneTimeLink.objects.get()) == 404
