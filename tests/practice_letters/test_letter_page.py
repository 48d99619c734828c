"""A letter is read as they will read it, given, answered, put into their language; and, given in error, taken back."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import ChronologyEntry, Family, Person
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from practice.actions import quotes
from practice.letters.actions import letters, papers
from practice.letters.lines import LetterInFull
from practice.letters.models import Letter, LetterReply
from practice.letters.paper import Paper
from practice.models import Draft
from tests.practice.pages import said
from tests.practice_letters.life import OPENING, agreed, at, begin, give, page_of, quoted, strong, write

pytestmark = pytest.mark.usefixtures("case")


@pytest.fixture
def client(lead_worker: Staff) -> Client:
    client = Client()
    client.force_login(lead_worker)
    return client


@pytest.fixture
def letter(family: Family, lead_worker: Staff, dana: Person) -> Letter:
    """Written, with Dana's words, a strength and a step of ours in it."""
    brought = {
        "quotes": [quoted(family, lead_worker, dana).pk],
        "strengths": [strong(family, lead_worker).pk],
        "steps": [agreed(family, lead_worker, due_on=timezone.localdate() + timedelta(days=3)).pk],
    }
    return write(begin(family, lead_worker, dana), lead_worker, **brought)


def test_a_letter_is_given_by_hand_and_the_story_says_so(
    client: Client, family: Family, letter: Letter, lead_worker: Staff
) -> None:
    Draft.objects.create(staff=lead_worker, family=family, form="letter-write", about=str(letter.pk))
    Draft.objects.update(saved_at=letter.written_at)
    client.post(at("letter-give", family.pk, letter.pk), {"how": "read", "on": f"{timezone.localdate()}"})
    letter.refresh_from_db()
    assert (letter.given_on, letter.how, letter.given_by) == (timezone.localdate(), "read", lead_worker)
    entry = ChronologyEntry.objects.get(subject_id=str(letter.pk))
    assert entry.text == "Letter to Dana, read aloud together: After our visit"
    assert entry.url == letter.get_absolute_url()
    assert not Draft.objects.unfinished().exists()
    assert "given" in said(client.get(at("letter-list", family.pk)))
    assert AuditEvent.objects.get(verb="letter.given").details == {"how": "read", "kind": "after_visit"}


def test_how_and_when_a_letter_was_given_are_asked_for(client: Client, family: Family, letter: Letter) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    shown = said(client.post(at("letter-give", family.pk, letter.pk), {"on": f"{tomorrow}"}))
    assert "Say how they got it" in shown
    assert "That day has not come yet" in shown
    letter.refresh_from_db()
    assert letter.given_on is None


def test_words_that_may_no_longer_be_shared_keep_a_letter_from_being_given(
    client: Client, family: Family, letter: Letter, lead_worker: Staff
) -> None:
    quotes.let_share(quote=letter.quotes.get().quote, by=lead_worker, may_be_shared=False)
    shown = said(client.get(letter.get_absolute_url()))
    assert "“I slept all week.” may no longer be shared" in shown
    assert "Give it to them" not in shown
    assert client.get(at("letter-give", family.pk, letter.pk)).status_code == 403
    with pytest.raises(PermissionDenied):
        give(letter, lead_worker)
    page = page_of(letter, lead_worker)
    client.post(at("letter-write", family.pk, letter.pk), page)
    assert give(letter, lead_worker).is_given


def test_words_that_were_put_down_to_the_wrong_person_keep_a_letter_from_being_given(
    client: Client, family: Family, lead_worker: Staff, dana: Person, yusuf: Person
) -> None:
    his = quoted(family, lead_worker, yusuf)
    letter = write(begin(family, lead_worker, dana), lead_worker, quotes=[his.pk])
    quotes.reword(quote=his, by=lead_worker, text=his.text, person=dana)
    assert "was changed" in said(client.get(letter.get_absolute_url()))
    with pytest.raises(PermissionDenied, match="was changed"):
        give(letter, lead_worker)


def test_what_was_typed_since_is_finished_before_the_letter_is_given(
    client: Client, family: Family, letter: Letter, lead_worker: Staff
) -> None:
    client.post(at("letter-draft", family.pk, letter.pk), page_of(letter, lead_worker) | {"do": "save"})
    assert "More was typed since" in said(client.get(letter.get_absolute_url()))
    answer = client.post(at("letter-give", family.pk, letter.pk), {"how": "posted", "on": f"{timezone.localdate()}"})
    assert answer.status_code == 422
    assert "Finish writing it first" in said(answer)


def test_a_given_letter_stays_as_it_was_whatever_becomes_of_the_words_in_it(
    client: Client, family: Family, letter: Letter, lead_worker: Staff
) -> None:
    give(letter, lead_worker)
    quotes.withdraw(quote=letter.quotes.get().quote, by=lead_worker)
    shown = said(client.get(letter.get_absolute_url()))
    assert "“I slept all week.”" in shown
    assert "Change it before you give it" not in shown
    with pytest.raises(PermissionDenied, match="take it back and write it anew"):
        write(letter, lead_worker)


def test_the_paper_is_a_tagged_pdf_and_its_reading_is_recorded(client: Client, family: Family, letter: Letter) -> None:
    response = client.get(at("letter-keep", family.pk, letter.pk))
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Cache-Control"] == "no-store"
    pdf = response.getvalue()
    assert pdf.startswith(b"%PDF")
    assert b"/Lang" in pdf
    assert AuditEvent.objects.filter(verb="family.letter-kept-opened", family_id=family.pk).exists()


def test_the_paper_says_who_does_what_in_the_words_of_the_record(letter: Letter) -> None:
    paper = Paper(LetterInFull(letter)).data()
    assert (paper["title"], paper["dear"], paper["worker"]) == ("After our visit", "Dear Dana,", letter.author.name)
    by_heading = {block["heading"]: block for block in paper["blocks"]}
    assert by_heading[""]["text"] == OPENING
    assert by_heading["What was said"]["quotes"] == [{"text": "I slept all week.", "translation": "", "whose": ""}]
    assert by_heading["What is strong"]["strengths"] == ["Nana collects them on Tuesdays"]
    step = by_heading["What each of us does next"]["steps"][0]
    assert (step["text"], step["who"]) == ("Ask school about breakfast club", letter.author.name)
    assert step["when"].startswith("by ")


def test_words_said_in_another_language_stand_as_they_were_said_with_their_english(
    family: Family, lead_worker: Staff, dana: Person
) -> None:
    polish = quoted(family, lead_worker, dana, "Spałem.", language="Polish", translation="I slept.")
    letter = write(begin(family, lead_worker, dana), lead_worker, quotes=[polish.pk])
    block = next(one for one in Paper(LetterInFull(letter)).data()["blocks"] if "quotes" in one)
    assert block["quotes"] == [{"text": "Spałem.", "translation": "I slept.", "whose": ""}]


def test_a_letter_is_put_into_their_language_and_given_in_it(
    client: Client, family: Family, letter: Letter, lead_worker: Staff
) -> None:
    assert "Polish (polski)" in said(client.get(at("translation-choose", family.pk, letter.pk)))
    url = at("translation-write", family.pk, letter.pk, "pl")
    assert "Możesz odpowiedzieć na ten list" in client.get(url).content.decode()
    told = {"part-opening": "Dziękuję za wtorek.", "translated_by": "Ola Nowak", "label-reply": "Odpowiedz"}
    answer = client.post(url, told)
    shown = client.get(answer.headers["Location"]).content.decode()
    assert "Dziękuję za wtorek." in shown
    assert 'lang="pl"' in shown
    give(letter, lead_worker)
    letter.refresh_from_db()
    assert letter.given_as["pl"]["reply"] == "Odpowiedz"
    assert letter.given_as["pl"]["blocks"][1]["text"] == "Bedtimes."  # not translated: better in English than missing
    pdf = client.get(at("letter-keep", family.pk, letter.pk) + "?language=pl").getvalue()
    assert b"/Lang (pl)" in pdf or b"/Lang(pl)" in pdf
    assert client.get(url).status_code == 403  # given as it is


def test_what_is_suggested_for_one_kind_of_letter_is_not_for_another(
    client: Client, family: Family, dana: Person, lead_worker: Staff
) -> None:
    hello = write(begin(family, lead_worker, dana, kind="hello"), lead_worker)
    told = {"label-title": "Ahoj", "label-dear": "Milá"}
    papers.translate(letter=hello, by=lead_worker, language="cs", lines=told, translated_by="Ola Nowak")
    goodbye = write(begin(family, lead_worker, dana, kind="goodbye"), lead_worker)
    page = client.get(at("translation-write", family.pk, goodbye.pk, "cs")).text
    assert 'value="Milá"' in page
    assert "Ahoj" not in page


def test_english_that_changed_while_it_was_put_into_a_language_is_looked_at_before_it_is_kept(
    client: Client, family: Family, letter: Letter, lead_worker: Staff
) -> None:
    url = at("translation-write", family.pk, letter.pk, "cs")
    told = {"part-opening": "Děkuji.", "translated_by": "Ola Nowak", "english": english_of(client.get(url).text)}
    write(letter, lead_worker, parts={"opening": "I am sorry I was late."})
    again = client.post(url, told)
    assert "was changed while you wrote" in said(again)
    assert "I am sorry I was late." in said(again)
    assert 'value="Děkuji."' in again.text
    assert not letter.translations.exists()
    client.post(url, told | {"part-opening": "Promiňte.", "english": english_of(again.text)})
    assert letter.translations.get().lines["part-opening"] == {"of": "I am sorry I was late.", "is": "Promiňte."}


def english_of(page: str) -> str:
    found = re.search(r'name="english" value="(\w+)"', page)
    assert found
    return found[1]


def test_what_stays_in_english_in_a_letter_from_right_to_left_runs_as_english_does(
    client: Client, family: Family, letter: Letter, lead_worker: Staff
) -> None:
    told = {"part-opening": "شكرا لك."}
    papers.translate(letter=letter, by=lead_worker, language="ar", lines=told, translated_by="Mona Aziz")
    page = client.get(f"{letter.get_absolute_url()}?language=ar").text
    assert '<article class="letter" lang="ar" dir="rtl"' in page
    assert '<p class="narrative" dir="auto">شكرا لك.</p>' in page
    assert '<p class="narrative" dir="auto">Bedtimes.</p>' in page
    assert '<li dir="auto">Nana collects them on Tuesdays</li>' in page


def test_what_they_say_to_it_is_kept_with_the_letter_and_printed(
    client: Client, family: Family, letter: Letter, lead_worker: Staff, monkeypatch: pytest.MonkeyPatch, dana: Person
) -> None:
    assert client.get(at("reply-write", family.pk, letter.pk)).status_code == 403  # they do not have it yet
    give(letter, lead_worker)
    told = {"text": "You spelt Leila wrong.", "who": str(dana.pk), "received_on": f"{timezone.localdate()}"}
    client.post(at("reply-write", family.pk, letter.pk), told)
    assert "You spelt Leila wrong." in said(client.get(letter.get_absolute_url()))
    assert "Answered" in said(client.get(at("letter-list", family.pk)))
    printed = []
    monkeypatch.setattr(
        "practice.letters.views.letters.typeset", lambda template, data: printed.append(data) or b"%PDF"
    )
    client.get(at("letter-keep", family.pk, letter.pk))
    assert [(one["whose"], one["text"]) for one in printed[0]["replies"]] == [("Dana", "You spelt Leila wrong.")]
    reply = LetterReply.objects.get()
    client.post(at("reply-withdraw", family.pk, letter.pk, reply.pk))
    assert "You spelt Leila wrong." not in said(client.get(letter.get_absolute_url()))


def test_nobody_answers_a_letter_before_they_had_it_nor_without_end(
    client: Client, family: Family, letter: Letter, dana: Person, lead_worker: Staff
) -> None:
    give(letter, lead_worker)
    url, yesterday = at("reply-write", family.pk, letter.pk), timezone.localdate() - timedelta(days=1)
    told = {"text": "Thank you.", "who": str(dana.pk), "received_on": f"{timezone.localdate()}"}
    early = client.post(url, told | {"received_on": f"{yesterday}"})
    assert "They did not have the letter yet on that day" in said(early)
    assert "Ensure this value has at most 5000 characters" in said(client.post(url, told | {"text": "x" * 5001}))
    assert not letter.replies.exists()


def test_a_letter_given_in_error_is_taken_back_for_a_reason_and_written_anew(
    client: Client, family: Family, letter: Letter, lead_worker: Staff, dana: Person
) -> None:
    give(letter, lead_worker)
    url = at("letter-take-back", family.pk, letter.pk)
    assert "Say why it should not stand" in said(client.post(url, {"reason": " "}))
    client.post(url, {"reason": "The wrong day in it"})
    shown = client.get(letter.get_absolute_url())
    assert "This letter was taken back" in said(shown)
    assert "The wrong day in it" in said(shown)
    assert OPENING in said(shown)  # it stays to be read
    assert ChronologyEntry.objects.get(subject_id=str(letter.pk)).withdrawn_at
    again = f"{at('letter-begin', family.pk)}?anew={letter.pk}"
    assert again in shown.content.decode()
    client.post(at("letter-begin", family.pk), {"kind": letter.kind, "to": str(dana.pk), "anew": str(letter.pk)})
    anew = Letter.objects.get(anew_from=letter)
    page = client.get(at("letter-write", family.pk, anew.pk)).content.decode()
    assert OPENING in page
    assert "Bedtimes.</textarea>" in page
    with pytest.raises(PermissionDenied):
        letters.take_back(letter=letter, by=lead_worker, reason="Twice")


def test_a_supervisor_may_take_a_letter_back_and_a_teammate_may_not(
    letter: Letter, supervisor: Staff, teammate: Staff, lead_worker: Staff
) -> None:
    give(letter, lead_worker)
    with pytest.raises(PermissionDenied):
        letters.take_back(letter=letter, by=teammate, reason="No")
    assert letters.take_back(letter=letter, by=supervisor, reason="To the wrong sister").taken_back_by == supervisor


def test_a_draft_put_away_is_no_longer_among_the_drafts(
    client: Client, family: Family, lead_worker: Staff, dana: Person
) -> None:
    letter = begin(family, lead_worker, dana)
    client.post(at("letter-draft", family.pk, letter.pk), page_of(letter, lead_worker) | {"do": "save"})
    client.post(at("letter-take-back", family.pk, letter.pk), {"reason": "We met instead"})
    assert not Draft.objects.unfinished().exists()
    assert client.get(at("letter-write", family.pk, letter.pk)).status_code == 403


def test_their_words_say_where_they_went(client: Client, family: Family, letter: Letter, lead_worker: Staff) -> None:
    url = reverse("practice:quote-list", args=[family.pk])
    assert "Went into" not in said(client.get(url))
    give(letter, lead_worker)
    shown = client.get(url)
    assert "Went into letter to Dana" in said(shown)
    assert letter.get_absolute_url() in shown.content.decode()


def test_the_family_page_leads_to_its_letters(client: Client, family: Family, letter: Letter) -> None:
    page = client.get(family.get_absolute_url()).content.decode()
    assert at("letter-list", family.pk) in page
    panel = client.get(reverse("cases:family-panel", args=[family.pk, "letters"]))
    assert "After our visit" in said(panel)


def test_where_there_is_no_letter_the_page_says_what_they_are_for(client: Client, family: Family) -> None:
    shown = said(client.get(at("letter-list", family.pk)))
    assert "No letters yet" in shown
    assert "Write a letter" in shown
