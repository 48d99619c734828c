"""The family's page about a visit in their own language: written by an administrator, chosen by whoever answers."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, Family, Person
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from practice.models import Visit
from practice.relationship.actions import askings, wordings
from practice.relationship.facts import Whose
from practice.relationship.models import VisitRating, Wording
from practice.relationship.wording import SENTENCES
from tests.practice.life import visit as log
from tests.practice_relationship.said import sent
from tests.practice_relationship.test_asking import SignedIn

LIST = "/asking/languages/"


def written(prefix: str) -> dict[str, str]:
    """Every sentence, told apart from the English by what stands before it."""
    return {key: f"{prefix} {text}" for key, text in SENTENCES.items()}


def typed(prefix: str, **more: str) -> dict[str, str]:
    return {**{f"say-{key}": text for key, text in written(prefix).items()}, "is_offered": "on", **more}


@pytest.fixture
def visit(case: Case, family: Family, lead_worker: Staff) -> Visit:
    return log(family, lead_worker, days=1)


@pytest.fixture
def address(visit: Visit, lead_worker: Staff, dana: Person) -> str:
    _, token = askings.ask(visit=visit, by=lead_worker, whose=Whose(person=dana), how="link")
    return reverse("relationship:rating-give", args=[token])


@pytest.fixture
def arabic(administrator: Staff) -> Wording:
    return wordings.write(language="ar", by=administrator, sentences=written("AR"))


# ---- Whoever answers ------------------------------------------------------------------------------------------------


def test_a_family_chooses_a_language_by_its_own_name_and_reads_all_of_the_page_in_it(
    client: Client, address: str, arabic: Wording
) -> None:
    english = client.get(address).text
    assert "العربية" in english
    assert f'href="{address}?in=ar"' in english
    page = client.get(f"{address}?in=ar").text
    assert '<html lang="ar" dir="rtl"' in page
    later = {"problem", "tap", "too_long", "thanks", "hand_back", "have_it"}
    assert [key for key in SENTENCES.keys() - later if f"AR {SENTENCES[key]}" not in page] == []


def test_what_is_missing_and_the_thanks_are_said_in_it_too(client: Client, address: str, arabic: Wording) -> None:
    there = f"{address}?in=ar"
    wrong = client.post(there, {"words": "", "do": "send"})
    assert wrong.status_code == 422
    assert "AR Something is missing" in wrong.text
    assert f"AR Tap a face: AR {SENTENCES['listened']}" in wrong.text
    too_long = client.post(there, sent(3, words="ا" * 1001))
    assert "AR That is too long" in too_long.text
    assert "AR Thank you" in client.post(there, sent(3, words="شكرا")).text
    assert VisitRating.objects.get().words == "شكرا"


def test_the_choice_is_of_that_answer_alone(client: Client, address: str, arabic: Wording) -> None:
    client.get(f"{address}?in=ar")
    assert '<html lang="en-GB" dir="ltr"' in client.get(address).text


@pytest.mark.parametrize("asked", ["fr", "xx", "", "../ar", "<b>"])
def test_a_language_that_is_not_there_is_english(client: Client, address: str, arabic: Wording, asked: str) -> None:
    page = client.get(address, {"in": asked})
    assert page.status_code == 200
    assert "How was the visit?" in page.text
    assert "AR " not in page.text


def test_one_not_offered_or_with_a_sentence_missing_is_not_to_be_chosen(
    client: Client, address: str, arabic: Wording, administrator: Staff, signed_in: SignedIn
) -> None:
    wordings.write(language="pl", by=administrator, sentences=written("PL"), is_offered=False)
    half = {key: text for key, text in arabic.sentences.items() if key != "send"}
    Wording.objects.filter(pk=arabic.pk).update(sentences=half)  # as after a release that asks one thing more
    for language in ("ar", "pl"):
        assert "How was the visit?" in client.get(f"{address}?in={language}").text
    assert "?in=" not in client.get(address).text
    shown = signed_in(administrator).get(LIST).text
    assert "sentences missing" in shown
    assert "not offered" in shown


def test_whoever_asks_is_told_in_which_languages(
    visit: Visit, lead_worker: Staff, arabic: Wording, signed_in: SignedIn
) -> None:
    ask = reverse("relationship:rating-ask", args=[visit.family_id, visit.pk])
    assert "Arabic (العربية)" in signed_in(lead_worker).get(ask).text


# ---- Whoever writes it ----------------------------------------------------------------------------------------------


def test_an_administrator_writes_a_language_and_who_checked_it(administrator: Staff, signed_in: SignedIn) -> None:
    client = signed_in(administrator)
    assert "English only, so far" in client.get(LIST).text
    client.post(f"{LIST}pl/", typed("PL"))
    assert "checked by nobody yet" in client.get(LIST).text
    assert 'value="PL How was the visit?"' in client.get(f"{LIST}pl/").text
    client.post(f"{LIST}pl/", typed("PL", checked_by="Ola Nowak, interpreter"))
    shown = client.get(LIST).text
    assert "checked by nobody yet" not in shown
    assert "Ola Nowak, interpreter" in shown
    assert Wording.objects.get().sentences == written("PL")
    assert AuditEvent.objects.filter(verb="wording.written", by=administrator).count() == 2


def test_a_sentence_left_out_is_named_and_nothing_is_kept(administrator: Staff, signed_in: SignedIn) -> None:
    answer = signed_in(administrator).post(f"{LIST}pl/", typed("PL", **{"say-trust": " "}))
    assert answer.status_code == 422
    assert "Write “Do you trust us to do what we said?” in Polish" in answer.text
    assert 'value="PL Send"' in answer.text
    assert not Wording.objects.exists()


def test_a_language_we_do_not_know_is_not_there(administrator: Staff, signed_in: SignedIn) -> None:
    assert signed_in(administrator).get(f"{LIST}tlh/").status_code == 404


def test_what_was_written_is_shown_as_words(
    client: Client, address: str, administrator: Staff, signed_in: SignedIn
) -> None:
    signed_in(administrator).post(f"{LIST}pl/", typed("<b>PL</b> {x} 100%"))
    page = Client().get(f"{address}?in=pl").text
    assert "&lt;b&gt;PL&lt;/b&gt; {x} 100% How was the visit?" in page
    assert "<b>PL" not in page
