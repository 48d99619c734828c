"""The story: one timeline, filtered in the address bar, with what is significant pinned on top."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases import chronology
from cases.actions import families
from cases.models import Case, ChronologyEntry, Family
from hampshire.accounts.models import Staff

SignIn = Callable[[Staff], Client]


def url(family: Family) -> str:
    return reverse("cases:story", args=[family.pk])


def test_the_story_is_told_newest_first(case: Case, family: Family, lead_worker: Staff, signed_in: SignIn) -> None:
    text = signed_in(lead_worker).get(url(family)).content.decode()
    begun = text.index("We began to work with the family")
    assert text.index("Referral: School") > begun
    assert "Amara Obi became their lead worker" in text


def test_the_story_can_be_narrowed_to_one_kind_in_the_address_bar(
    case: Case, family: Family, lead_worker: Staff, signed_in: SignIn
) -> None:
    client = signed_in(lead_worker)
    text = client.get(url(family), {"kind": "worker"}).content.decode()
    assert "Amara Obi became their lead worker" in text
    assert "We began to work with the family" not in text
    assert "We began to work with the family" in client.get(url(family), {"kind": "no such kind"}).content.decode()
    assert "Nothing of this kind" in client.get(url(family), {"kind": "placement"}).content.decode()


def test_a_significant_event_is_written_by_hand_and_pinned(
    family: Family, lead_worker: Staff, signed_in: SignIn
) -> None:
    client = signed_in(lead_worker)
    yesterday = timezone.localdate() - timedelta(days=1)
    response = client.post(
        reverse("cases:event-note", args=[family.pk]),
        {"happened_on": yesterday.isoformat(), "text": "Nana moved round the corner", "pinned": "on"},
    )
    assert response.status_code == 302
    entry = family.chronology.get(kind="event")
    assert (entry.text, entry.written_by, timezone.localdate(entry.happened_at)) == (
        "Nana moved round the corner",
        lead_worker,
        yesterday,
    )
    text = client.get(url(family)).content.decode()
    assert text.index("Pinned</h2>") < text.index("Nana moved round the corner") < text.index("What happened")


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        ({"happened_on": "2999-01-01", "text": "Later"}, "That day has not come yet."),
        ({"happened_on": "1820-01-01", "text": "Long ago"}, "before 1900"),
        ({"happened_on": "", "text": "When?"}, "When: this field is required."),
        ({"happened_on": "2025-01-01", "text": "  "}, "What happened: this field is required."),
    ],
)
def test_an_event_needs_a_day_that_has_come_and_words(
    family: Family, lead_worker: Staff, signed_in: SignIn, data: dict[str, str], complaint: str
) -> None:
    response = signed_in(lead_worker).post(reverse("cases:event-note", args=[family.pk]), data)
    assert response.status_code == 422
    assert complaint in response.content.decode()
    assert not family.chronology.filter(kind="event").exists()


def test_an_entry_is_pinned_and_let_go(case: Case, family: Family, lead_worker: Staff, signed_in: SignIn) -> None:
    client, entry = signed_in(lead_worker), family.chronology.get(kind="case")
    pin = reverse("cases:entry-pin", args=[family.pk, entry.pk])
    assert client.get(pin).status_code == 405
    client.post(pin, {"pinned": "1"})
    entry.refresh_from_db()
    assert entry.is_pinned
    assert entry.pinned_by == lead_worker
    client.post(pin, {"pinned": "0"})
    entry.refresh_from_db()
    assert not entry.is_pinned
    assert entry.pinned_by is None


def test_pinning_by_htmx_tells_the_list_to_fetch_itself_again(
    case: Case, family: Family, lead_worker: Staff, signed_in: SignIn
) -> None:
    entry = family.chronology.get(kind="case")
    response = signed_in(lead_worker).post(
        reverse("cases:entry-pin", args=[family.pk, entry.pk]),
        {"pinned": "1"},
        headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{url(family)}?pinning=1"},
    )
    assert response.status_code == 204
    assert "story-changed" in response["HX-Trigger"]


def test_the_buttons_to_pin_come_when_asked_for(
    case: Case, family: Family, lead_worker: Staff, signed_in: SignIn
) -> None:
    client = signed_in(lead_worker)
    assert "Pin to the top" not in client.get(url(family)).content.decode()
    text = client.get(url(family), {"pinning": "1", "kind": "case"}).content.decode()
    assert "Pin to the top" in text
    assert 'href="?kind=case"' in text


def test_an_entry_of_another_family_cannot_be_pinned_through_this_one(
    family: Family, other_family: Family, lead_worker: Staff, signed_in: SignIn
) -> None:
    entry = other_family.chronology.latest_first()[0]
    response = signed_in(lead_worker).post(reverse("cases:entry-pin", args=[family.pk, entry.pk]), {"pinned": "1"})
    assert response.status_code == 404


def test_what_was_withdrawn_stays_and_is_marked(
    case: Case, family: Family, lead_worker: Staff, signed_in: SignIn
) -> None:
    chronology.record(family, "visit", timezone.now(), "Visit at home", by=lead_worker, subject=case)
    chronology.withdraw(case)
    text = signed_in(lead_worker).get(url(family)).content.decode()
    assert "Visit at home" in text
    assert "withdrawn" in text


def test_a_long_story_is_told_page_by_page(family: Family, lead_worker: Staff, signed_in: SignIn) -> None:
    now = timezone.now()
    ChronologyEntry.objects.bulk_create(
        chronology.made(family, "event", now - timedelta(days=n), f"Event {n:03}", by=lead_worker) for n in range(60)
    )
    client = signed_in(lead_worker)
    first, second = (client.get(url(family), {"page": page}).content.decode() for page in ("1", "2"))
    assert "Event 000" in first
    assert "Event 055" not in first
    assert "Event 055" in second


def test_a_text_too_long_is_cut_and_says_so(family: Family, lead_worker: Staff) -> None:
    entry = chronology.record(family, "visit", timezone.now(), "word " * 100, by=lead_worker)
    assert len(entry.text) <= 300
    assert entry.text.endswith("…")


def test_nobody_writes_into_another_teams_story(family: Family, other_worker: Staff) -> None:
    with pytest.raises(PermissionDenied):
        families.note_event(family=family, happened_on=timezone.localdate(), text="A note", by=other_worker)
    entry = families.note_event(
        family=family, happened_on=timezone.localdate(), text="Theirs", by=family.created_by or other_worker
    )
    with pytest.raises(PermissionDenied):
        families.pin(entry=entry, by=other_worker, pinned=True)
