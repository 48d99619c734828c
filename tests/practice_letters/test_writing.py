"""A letter is begun, written in plain parts with what is on record brought in, and kept as it is typed."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from cases.actions import cases
from cases.models import Case, Family, Person
from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from practice.facts import NewStep, NewStrength, Said, Seen, VisitFacts
from practice.letters.models import Letter
from practice.models import Draft, Quote, Visit
from tests.practice.life import days_ago
from tests.practice.pages import said
from tests.practice_letters.life import OPENING, agreed, at, begin, page_of, quoted, strong, write

pytestmark = pytest.mark.usefixtures("case")


@pytest.fixture
def client(lead_worker: Staff) -> Client:
    client = Client()
    client.force_login(lead_worker)
    return client


@pytest.fixture
def letter(family: Family, lead_worker: Staff, dana: Person) -> Letter:
    return begin(family, lead_worker, dana)


@pytest.fixture
def visit(family: Family, lead_worker: Staff, yusuf: Person) -> Visit:
    from practice.actions import visits

    facts = VisitFacts(
        happened_at=days_ago(2),
        account="We drew the evening.",
        people=[Seen(yusuf.pk)],
        quotes=[Said("I slept all week.", yusuf.pk, "", True), Said("Not this one.", yusuf.pk)],
        strengths=[NewStrength("He tells people when he is cross")],
        next_steps=[NewStep("Bring the bus times", owner="us")],
    )
    return visits.log(family=family, by=lead_worker, facts=facts)


def test_a_letter_after_a_visit_begins_with_what_was_said_seen_and_agreed_there(
    client: Client, family: Family, visit: Visit, yusuf: Person, lead_worker: Staff
) -> None:
    older = quoted(family, lead_worker, yusuf, "Long ago.")
    card = client.get(reverse("practice:visit-detail", args=[family.pk, visit.pk])).content.decode()
    begins = f"{at('letter-begin', family.pk)}?visit={visit.pk}"
    assert begins in card
    shown = client.get(begins).content.decode()
    assert f'value="{visit.pk}"' in shown
    answer = client.post(
        at("letter-begin", family.pk), {"kind": "after_visit", "to": str(yusuf.pk), "visit": str(visit.pk)}
    )
    letter = Letter.objects.get()
    assert (letter.visit, letter.dear, letter.author) == (visit, "Yusuf", lead_worker)
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Thank you for seeing me on " in page
    ticked = {name for name in ("quotes", "strengths", "steps") if f'name="{name}"' in page}
    assert ticked == {"quotes", "strengths", "steps"}
    brought = Quote.objects.get(text="I slept all week.")
    assert checked(page, str(brought.pk))
    assert checked(page, str(visit.next_steps.get().pk))
    assert checked(page, str(visit.sightings.get().strength_id))
    assert not checked(page, str(older.pk))
    assert "Not this one." not in page  # it may not be shared yet


def checked(page: str, value: str) -> bool:
    box = next(tag for tag in page.split("<input") if f'value="{value}"' in tag)
    return "checked" in box.split(">")[0]


def test_writing_keeps_the_parts_and_what_is_ticked_as_it_was_said(
    client: Client, family: Family, letter: Letter, lead_worker: Staff, dana: Person
) -> None:
    quote, strength = quoted(family, lead_worker, dana), strong(family, lead_worker)
    step = agreed(family, lead_worker, owner="family", who="Dana")
    page = page_of(letter, lead_worker, part__talked="Bedtimes.\n\nAnd mornings.", part__closing="  ") | {
        "quotes": [str(quote.pk)],
        "strengths": [str(strength.pk)],
        "steps": [str(step.pk)],
    }
    answer = client.post(at("letter-write", family.pk, letter.pk), page)
    assert answer.headers["Location"] == letter.get_absolute_url()
    letter.refresh_from_db()
    assert letter.parts == {"opening": OPENING, "talked": "Bedtimes.\n\nAnd mornings."}
    assert [(one.quote, one.text, one.whose) for one in letter.quotes.all()] == [(quote, "I slept all week.", "Dana")]
    assert [one.text for one in letter.strengths.all()] == [strength.text]
    assert [(one.owner, one.who) for one in letter.steps.all()] == [("family", "Dana")]
    event = AuditEvent.objects.get(verb="letter.written")
    assert event.details == {"quotes": 1, "strengths": 1, "steps": 1}
    shown = said(client.get(letter.get_absolute_url()))
    for words in (OPENING, "Bedtimes.", "“I slept all week.”", "Nana collects them on Tuesdays", "You can answer"):
        assert words in shown


def test_what_is_typed_is_a_draft_of_its_writers_until_the_letter_is_given(
    client: Client, family: Family, letter: Letter, lead_worker: Staff
) -> None:
    page = page_of(letter, lead_worker, part__opening="Half a sent") | {"do": "save"}
    answer = client.post(at("letter-draft", family.pk, letter.pk), page)
    assert answer.json()["version"] == 1
    assert "Half a sent</textarea>" in client.get(at("letter-write", family.pk, letter.pk)).content.decode()
    for place in ("practice:my-week", "practice:draft-list"):
        shown = client.get(reverse(place)).content.decode()
        assert "Letter to Dana: After our visit, Begum-Hale family" in shown
        assert at("letter-write", family.pk, letter.pk) in shown


def test_what_was_typed_can_still_be_read_when_the_case_has_closed(
    client: Client, case: Case, letter: Letter, lead_worker: Staff, supervisor: Staff
) -> None:
    url = at("letter-write", letter.family_id, letter.pk)
    page = page_of(letter, lead_worker, part__opening="Half a sent") | {"do": "save"}
    client.post(at("letter-draft", letter.family_id, letter.pk), page)
    cases.close(case=case, reason="RC1", by=supervisor)
    shown = said(client.get(url))
    assert "Half a sent" in shown
    assert "No case is open for this family." in shown
    assert client.post(url, page).status_code == 403


def test_a_stale_window_never_overwrites_a_letter(
    client: Client, family: Family, letter: Letter, lead_worker: Staff
) -> None:
    url = at("letter-draft", family.pk, letter.pk)
    page = page_of(letter, lead_worker) | {"do": "save"}
    client.post(url, page)
    client.post(url, page | {"version": "1", "tab": "another", "part-opening": "From the phone."})
    assert client.post(url, page | {"version": "1"}).status_code == 409
    answer = client.post(at("letter-write", family.pk, letter.pk), page | {"version": "1", "do": "finish"})
    assert answer.status_code == 409
    assert "This page was changed in another tab" in said(answer)
    letter.refresh_from_db()
    assert letter.written_at is None
    client.post(at("letter-write", family.pk, letter.pk), page | {"version": "1", "do": "show-other"})
    aside = Draft.objects.get().asides.get()
    read = said(client.get(reverse("practice:draft-aside", args=[family.pk, aside.pk])))
    assert OPENING in read


def test_a_beginning_that_needs_an_end_is_asked_for_and_nothing_is_lost(
    client: Client, family: Family, lead_worker: Staff, dana: Person
) -> None:
    letter = begin(family, lead_worker, dana, "before_meeting")
    begins = "There is going to be a meeting about you and your family. It is on"
    page = page_of(letter, lead_worker, part__opening=begins, part__who="Everybody")
    answer = client.post(at("letter-write", family.pk, letter.pk), page)
    assert answer.status_code == 422
    assert "Finish this sentence, or write it another way" in said(answer)
    assert Draft.objects.get().data["part-who"] == ["Everybody"]
    blank = page | {"part-opening": " ", "dear": "", "version": "1"}
    again = said(client.post(at("letter-write", family.pk, letter.pk), blank))
    assert "Say how it begins" in again
    assert "Say what they are called" in again
    letter.refresh_from_db()
    assert letter.written_at is None


def test_only_its_author_writes_a_letter_and_others_are_told_so(
    family: Family, letter: Letter, co_worker: Staff, supervisor: Staff
) -> None:
    for somebody in (co_worker, supervisor):
        with pytest.raises(PermissionDenied, match="who writes this letter"):
            write(letter, somebody)
    client = Client()
    client.force_login(co_worker)
    shown = said(client.get(letter.get_absolute_url()))
    assert "Not written yet" in shown
    assert "who writes this letter, can change it." in shown


def test_nobody_elses_words_and_none_that_may_not_be_shared_come_into_a_letter(
    family: Family, letter: Letter, lead_worker: Staff, dana: Person
) -> None:
    secret = quoted(family, lead_worker, dana, may_be_shared=False)
    faded = strong(family, lead_worker)
    faded.faded_on, faded.faded_by = faded.noticed_on, lead_worker
    faded.save()
    for told in ({"quotes": [secret.pk]}, {"strengths": [faded.pk]}, {"steps": [letter.pk]}):
        with pytest.raises(ValidationError):
            write(letter, lead_worker, **told)
    assert not letter.quotes.exists()


def test_a_letter_is_to_somebody_of_the_family_or_around_it(
    client: Client, family: Family, lead_worker: Staff, dana: Person
) -> None:
    stranger = Person.objects.create(first_name="Ada", last_name="Ellis")
    with pytest.raises(ValidationError):
        begin(family, lead_worker, stranger)
    answer = client.post(at("letter-begin", family.pk), {"kind": "hello", "to": str(stranger.pk)})
    assert answer.status_code == 422
    missing = said(client.post(at("letter-begin", family.pk), {"kind": ""}))
    assert "Say whom you are writing to" in missing
    assert not Letter.objects.exists()


def test_the_same_letter_begun_twice_is_one(family: Family, lead_worker: Staff, dana: Person) -> None:
    first = begin(family, lead_worker, dana)
    assert begin(family, lead_worker, dana) == first
    assert AuditEvent.objects.filter(verb="letter.begun").count() == 1
    write(first, lead_worker)
    assert begin(family, lead_worker, dana) != first


def test_long_words_emoji_and_words_from_right_to_left_are_kept(
    client: Client, family: Family, letter: Letter, lead_worker: Staff
) -> None:
    text = "Donaudampfschifffahrt" * 12 + " 🙂 مرحبا بك"
    client.post(at("letter-write", family.pk, letter.pk), page_of(letter, lead_worker, part__opening=text))
    letter.refresh_from_db()
    assert letter.parts["opening"] == text
    too_long = page_of(letter, lead_worker, part__opening="x" * 5000) | {"version": "1", "draft": str(letter.pk)}
    assert client.post(at("letter-write", family.pk, letter.pk), too_long).status_code in {409, 422}
