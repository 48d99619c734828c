"""The family's own page: by a link, without a sign-in, once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, ChronologyEntry, Family, Person
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.links import doors
from hampshire.links.models import OneTimeLink
from practice.actions import visits
from practice.models import Visit
from practice.relationship.actions import askings
from practice.relationship.facts import Whose
from practice.relationship.models import VisitRating
from tests.practice.life import visit as log
from tests.practice_relationship.said import sent


@pytest.fixture
def visit(case: Case, family: Family, lead_worker: Staff) -> Visit:
    return log(family, lead_worker, days=1)


@pytest.fixture
def address(visit: Visit, lead_worker: Staff, dana: Person) -> str:
    _, token = askings.ask(visit=visit, by=lead_worker, whose=Whose(person=dana), how="link")
    return reverse("relationship:rating-give", args=[token])


def test_four_taps_are_kept_as_hers_with_a_score_out_of_ten(client: Client, address: str, dana: Person) -> None:
    answer = client.post(address, sent(3, trust="4", words="You came when you said. ", do="send"))

    assert "Thank you" in answer.text
    rating = VisitRating.objects.get()
    assert (rating.person, rating.how, rating.entered_by) == (dana, "link", None)
    assert rating.out_of_ten == 8.1  # 13 of 16
    assert rating.words == "You came when you said."
    told = AuditEvent.objects.get(verb="rating.given")
    assert (told.by, told.family_id) == (None, rating.family_id)


def test_what_no_database_can_keep_is_refused_in_words(client: Client, address: str) -> None:
    answer = client.post(address, sent(3, words="Thank\x00you", do="send"))

    assert answer.status_code == 422
    assert "Null characters are not allowed" in answer.text
    assert not VisitRating.objects.exists()


def test_the_page_names_nobody_and_leads_nowhere(client: Client, address: str, family: Family, visit: Visit) -> None:
    page = client.get(address)

    body = page.text
    for name in ("Begum", "Hale", "Dana", "Yusuf", "Leila", "Amara", str(family.pk), str(visit.pk), "Sign in"):
        assert name not in body
    assert "<nav" not in body
    assert [line for line in body.split('href="')[1:] if not line.startswith(("/static", "#"))] == []
    assert page["Cache-Control"] == "no-store"


def test_it_is_used_once(client: Client, address: str) -> None:
    client.post(address, sent(4))

    assert client.get(address).status_code == 410
    again = client.post(address, sent(0))
    assert again.status_code == 410
    assert "This link is finished" in again.text
    assert VisitRating.objects.count() == 1


def test_a_second_tap_on_send_is_the_same_answer_and_thanked_for(client: Client, address: str) -> None:
    first, second = (client.post(address, sent(3, words="Good", do="send")) for _ in range(2))
    assert "Thank you" in first.text
    assert "Thank you" in second.text
    assert VisitRating.objects.count() == 1
    OneTimeLink.objects.update(used_at=timezone.now() - timedelta(minutes=3))
    assert client.post(address, sent(3, words="Good", do="send")).status_code == 410


def test_a_second_tap_on_rather_not_say_is_the_same_answer(client: Client, address: str) -> None:
    said = {"words": "", "do": "rather-not-say"}
    assert ["Thank you" in client.post(address, said).text for _ in range(2)] == [True, True]
    assert client.post(address, sent(0)).status_code == 410
    assert VisitRating.objects.count() == 1


def test_rather_not_say_is_an_answer_and_keeps_no_tap(client: Client, address: str) -> None:
    client.post(address, {"listened": "0", "words": "", "do": "rather-not-say"})

    rating = VisitRating.objects.get()
    assert rating.rather_not_say
    assert (rating.listened, rating.score, rating.out_of_ten) == (None, None, None)


def test_a_missing_tap_is_said_and_what_was_tapped_stays(client: Client, address: str) -> None:
    answer = client.post(address, {"listened": "2", "mattered": "2", "suited": "2", "words": "", "do": "send"})

    assert answer.status_code == 422
    assert "Tap a face: Do you trust us to do what we said?" in answer.text
    assert answer.text.count("checked") == 3
    assert not VisitRating.objects.exists()
    assert client.get(address).status_code == 200  # the link is still theirs


@pytest.mark.parametrize("tap", ["5", "-1", "good", "1.5"])
def test_nothing_but_the_five_faces_is_taken(client: Client, address: str, tap: str) -> None:
    assert client.post(address, sent(3, trust=tap)).status_code == 422
    assert not VisitRating.objects.exists()


def test_one_of_us_cannot_answer_for_them(client: Client, address: str, lead_worker: Staff) -> None:
    client.force_login(lead_worker)
    assert client.get(address).status_code == 403
    refused = client.post(address, sent(4))
    assert refused.status_code == 403
    assert "Only the family answers here" in refused.text
    assert not VisitRating.objects.exists()


def test_a_link_out_of_date_and_one_never_made_look_the_same(client: Client, address: str) -> None:
    long_ago = timezone.now() - timedelta(days=15)
    OneTimeLink.objects.update(made_at=long_ago, expires_at=long_ago + timedelta(days=14))
    late = client.get(address)
    never = client.get(reverse("relationship:rating-give", args=["no-such-secret"]))
    assert (late.status_code, never.status_code) == (410, 410)
    assert "once, and for two weeks" in late.text
    assert "once, and for two weeks" in never.text


def test_a_visit_withdrawn_meanwhile_asks_nothing_any_more(
    client: Client, address: str, visit: Visit, lead_worker: Staff
) -> None:
    visits.withdraw(visit=visit, by=lead_worker, reason="Another family's")
    assert client.get(address).status_code == 410
    assert client.post(address, sent(4)).status_code == 410
    assert not VisitRating.objects.exists()


def test_guessing_is_slow(client: Client, visit: Visit) -> None:
    answers = [
        client.get(reverse("relationship:rating-give", args=[f"guess-{n}"])).status_code for n in range(doors.TRIES + 1)
    ]
    assert answers[-2:] == [410, 429]


def test_what_they_say_is_not_in_the_story(client: Client, address: str, family: Family) -> None:
    before = ChronologyEntry.objects.filter(family=family).count()
    client.post(address, sent(1, words="You did not listen."))
    assert ChronologyEntry.objects.filter(family=family).count() == before


@pytest.mark.parametrize(
    "changed",
    [
        {"listened": None},
        {"rather_not_say": True},
        {"trust": 5},
        {"person": None},
        {"how": "paper"},
        {"asking": None},
        {"withdrawn_at": timezone.now()},
    ],
)
def test_the_database_refuses_half_an_answer(client: Client, address: str, changed: dict[str, object]) -> None:
    client.post(address, sent(3))
    with pytest.raises(IntegrityError), transaction.atomic():
        VisitRating.objects.update(**changed)
