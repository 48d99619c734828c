"""A letter in a real browser: from a visit to a family's hand, on a phone by keyboard, and without script."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from cases.models import Family, Person
from hampshire.accounts.models import Staff
from practice.actions import visits
from practice.facts import NewStep, NewStrength, Said, Seen, VisitFacts
from practice.letters.models import Letter
from practice.letters.views import letters as views
from practice.models import Visit
from tests.browsers import OpenPage, assert_accessible, screenshot
from tests.practice.life import days_ago
from tests.practice_letters.life import begin, give, write

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("case")]

SAVED = re.compile(r"^saved \d\d:\d\d$")


@pytest.fixture
def visit(family: Family, lead_worker: Staff, yusuf: Person) -> Visit:
    facts = VisitFacts(
        happened_at=days_ago(2),
        account="We drew the evening.",
        people=[Seen(yusuf.pk)],
        quotes=[Said("I slept all week.", yusuf.pk, "", True)],
        strengths=[NewStrength("He tells people when he is cross")],
        next_steps=[NewStep("Bring the bus times", owner="us")],
    )
    return visits.log(family=family, by=lead_worker, facts=facts)


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What was put on paper: a PDF's own text is compressed."""
    papers: list[dict[str, Any]] = []
    typeset = views.typeset
    monkeypatch.setattr(views, "typeset", lambda template, data: papers.append(data) or typeset(template, data))
    return papers


def no_sideways(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"


def press(target: Locator, key: str = "Enter") -> None:
    target.focus()
    target.press(key)


def test_a_letter_goes_from_a_visit_to_their_hand_by_keyboard_on_a_phone(
    phone: OpenPage, family: Family, lead_worker: Staff, visit: Visit, yusuf: Person, printed: list[dict[str, Any]]
) -> None:
    page = phone(lead_worker)
    page.goto(visit.get_absolute_url())
    press(page.get_by_role("link", name="Write to one of them"))
    expect(page.get_by_role("radio", name="After our visit")).to_be_checked()
    page.get_by_label("To whom").select_option(str(yusuf.pk))
    press(page.get_by_role("button", name="Begin"))
    talked = page.get_by_role("textbox", name="What we talked about")
    talked.focus()
    page.keyboard.type("We drew the evening as a line.")
    expect(page.locator("#saved")).to_have_text(SAVED)
    expect(page.get_by_role("checkbox", name="I slept all week.")).to_be_checked()
    press(page.get_by_role("checkbox", name="He tells people when he is cross"), "Space")
    assert_accessible(page)
    no_sideways(page)
    press(page.get_by_role("button", name="Read it through"))
    expect(page.get_by_role("article")).to_contain_text("We drew the evening as a line.")
    expect(page.get_by_role("article")).to_contain_text("I slept all week.")
    expect(page.get_by_role("article")).not_to_contain_text("He tells people")
    letter = Letter.objects.get()
    assert page.request.get(f"{letter.get_absolute_url()}keep/").body().startswith(b"%PDF-")
    assert [block["quotes"][0]["text"] for block in printed[0]["blocks"] if "quotes" in block] == ["I slept all week."]
    press(page.get_by_role("link", name="Give it to them"))
    press(page.get_by_role("radio", name="Read aloud together"), "Space")
    press(page.get_by_role("button", name="They have it"))
    expect(page.get_by_text("Yusuf has the letter.")).to_be_visible()
    expect(page.get_by_text("No answer yet.")).to_be_visible()
    assert_accessible(page)
    no_sideways(page)
    letter.refresh_from_db()
    assert letter.is_given


def test_what_was_typed_waits_among_the_drafts(
    desktop: OpenPage, family: Family, lead_worker: Staff, dana: Person
) -> None:
    letter = begin(family, lead_worker, dana, "hello")
    page = desktop(lead_worker)
    page.goto(f"{letter.get_absolute_url()}write/")
    page.get_by_role("textbox", name="A bit about me").fill("I have a dog.")
    expect(page.locator("#saved")).to_have_text(SAVED)
    page.goto("/drafts/")
    page.get_by_role("link", name=re.compile("^Continue")).click()
    expect(page.get_by_role("textbox", name="A bit about me")).to_have_value("I have a dog.")


def test_two_windows_of_one_letter_lose_nothing(
    desktop: OpenPage, family: Family, lead_worker: Staff, dana: Person, expected_complaints: list[str]
) -> None:
    expected_complaints.append(r"status of 409")
    letter = begin(family, lead_worker, dana, "hello")
    one, two = desktop(lead_worker), desktop(lead_worker)
    for page in (one, two):
        page.goto(f"{letter.get_absolute_url()}write/")
    one.get_by_role("textbox", name="A bit about me").fill("From the desk.")
    expect(one.locator("#saved")).to_have_text(SAVED)
    two.get_by_role("textbox", name="A bit about me").fill("From the car.")
    expect(two.locator("#behind")).to_contain_text("This page was changed in another tab")
    two.get_by_role("button", name="Keep what is here").click()
    expect(two.locator("#saved")).to_have_text(SAVED)
    two.goto("/drafts/")
    two.get_by_role("link", name="Another version").click()
    expect(two.get_by_text("From the desk.")).to_be_visible()


def test_a_letter_is_written_and_given_without_script(
    phone: OpenPage, family: Family, lead_worker: Staff, visit: Visit, dana: Person
) -> None:
    page = phone(lead_worker, java_script_enabled=False)
    page.goto(f"/families/{family.pk}/letters/")
    page.get_by_role("link", name="Write a letter").click()
    page.get_by_label("Before our meeting").check()
    page.get_by_label("To whom").select_option(str(dana.pk))
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="Read it through").click()
    expect(page.get_by_text("Finish this sentence, or write it another way").first).to_be_visible()
    page.get_by_role("textbox", name="How it begins").fill("We meet on Thursday at four, at school.")
    page.get_by_role("button", name="Read it through").click()
    page.get_by_role("link", name="Give it to them").click()
    page.get_by_label("Handed over").check()
    page.get_by_role("button", name="They have it").click()
    expect(page.get_by_text("Dana has the letter.")).to_be_visible()


PAGES = ["", "write/", "languages/", "languages/pl/", "give/", "take-back/"]


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_every_page_of_a_letter_is_accessible_and_fits(
    size: str, request: pytest.FixtureRequest, family: Family, lead_worker: Staff, visit: Visit, yusuf: Person
) -> None:
    long = "Donaudampfschifffahrtsgesellschaft" * 6
    letter = write(
        begin(family, lead_worker, yusuf), lead_worker, parts={"opening": long, "talked": "مرحبا بك"},
        quotes=[visit.quotes.get().pk], steps=[visit.next_steps.get().pk],
    )  # fmt: skip
    given = give(write(begin(family, lead_worker, yusuf, "hello"), lead_worker), lead_worker)
    page: Page = request.getfixturevalue(size)(lead_worker)
    paths = [f"/families/{family.pk}/letters/", f"/families/{family.pk}/letters/new/"]
    paths += [letter.get_absolute_url() + path for path in PAGES]
    for path in [*paths, given.get_absolute_url(), f"{given.get_absolute_url()}replies/new/"]:
        page.goto(path)
        assert_accessible(page)
        no_sideways(page)
        screenshot(page, f"letter-{size}-{path.rstrip('/').rpartition('/')[2][:12]}")
