"""How a visit was for them: on our device handed over, and by a link on their own phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from cases.models import Case, Family, Person
from hampshire.accounts.models import Staff
from practice.models import Visit
from practice.relationship.actions import askings, wordings
from practice.relationship.facts import Whose
from practice.relationship.models import Asking, VisitRating
from practice.relationship.wording import SENTENCES
from tests.browsers import OpenPage, assert_accessible
from tests.practice.life import visit as log

pytestmark = pytest.mark.django_db(transaction=True)

QUESTIONS = ("listened", "mattered", "suited", "trust")
FINISHED = "This link is finished"


@pytest.fixture
def visit(case: Case, family: Family, lead_worker: Staff) -> Visit:
    return log(family, lead_worker, days=1)


@pytest.fixture
def expected_complaints(expected_complaints: list[str]) -> list[str]:
    """A link that was used answers 410 Gone."""
    return [*expected_complaints, r"status of 410"]


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def go_on_by_keyboard(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).focus()
    press(page, "Enter")


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_the_device_is_handed_over_answered_by_keyboard_and_stays_closed_to_the_record(
    visit: Visit, family: Family, lead_worker: Staff, dana: Person, phone: OpenPage
) -> None:
    page = phone(lead_worker)
    page.goto(visit.get_absolute_url())
    page.get_by_role("link", name="Ask how this visit was").focus()
    press(page, "Enter")
    page.get_by_role("radio", name="Dana").focus()
    press(page, "Space")
    assert_accessible(page)
    assert fits(page)
    go_on_by_keyboard(page, "Go on")

    expect(page.get_by_role("heading", name="How was the visit?")).to_be_visible()
    assert_accessible(page)
    assert fits(page)
    assert family.name not in page.content()
    page.locator("input[name=listened]").first.focus()
    press(page, "Space", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "Tab")  # fully
    press(page, "Space", "ArrowRight", "ArrowRight", "ArrowRight", "Tab")  # mostly
    press(page, "Space", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "Tab")
    press(page, "Space", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "Tab")
    page.keyboard.type("You came on time")
    press(page, "Tab")
    expect(page.get_by_role("button", name="Send")).to_be_focused()
    press(page, "Enter")

    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert_accessible(page)
    rating = VisitRating.objects.get()
    assert (rating.person, rating.how, rating.out_of_ten) == (dana, "device", 9.4)
    for way_back in (visit.get_absolute_url(), family.get_absolute_url(), "/"):
        page.goto(way_back)
        expect(page).to_have_url(re.compile("/accounts/login/"))


def test_back_from_the_familys_page_shows_nothing_of_the_record(
    visit: Visit, family: Family, lead_worker: Staff, dana: Person, phone: OpenPage
) -> None:
    page = phone(lead_worker)
    page.goto(visit.get_absolute_url())
    page.get_by_role("link", name="Ask how this visit was").click()
    page.get_by_role("radio", name="Dana").check()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="How was the visit?")).to_be_visible()
    page.go_back()
    expect(page).to_have_url(re.compile("/accounts/login/"))
    assert family.name not in page.content()


def test_a_link_is_opened_signed_out_used_once_and_says_so_the_second_time(
    visit: Visit, lead_worker: Staff, dana: Person, desktop: OpenPage, phone: OpenPage
) -> None:
    ours = desktop(lead_worker)
    ours.goto(visit.get_absolute_url())
    ours.get_by_role("link", name="Ask how this visit was").click()
    ours.get_by_role("radio", name="Dana").check()
    ours.get_by_role("radio", name=re.compile("^Make a link")).check()
    ours.get_by_role("button", name="Go on").click()
    expect(ours.get_by_role("img", name=re.compile("^A code"))).to_be_visible()
    assert_accessible(ours)
    address = ours.get_by_label("The link").input_value()

    theirs = phone()
    theirs.goto(address)
    for question in QUESTIONS:
        theirs.locator(f"input[name={question}]").nth(3).check()
    theirs.get_by_role("button", name="Send").click()
    expect(theirs.get_by_role("heading", name="Thank you")).to_be_visible()
    assert VisitRating.objects.get().out_of_ten == 7.5

    theirs.goto(address)
    expect(theirs.get_by_role("heading", name=FINISHED)).to_be_visible()
    assert_accessible(theirs)
    assert VisitRating.objects.count() == 1

    ours.goto(f"/families/{visit.family_id}/relationship/")
    expect(ours.get_by_text("Asked 1 time: 1 said how a visit was.")).to_be_visible()
    assert_accessible(ours)


def test_rather_not_say_without_script_is_one_tap(
    visit: Visit, lead_worker: Staff, dana: Person, phone: OpenPage
) -> None:
    page = phone(lead_worker, java_script_enabled=False)
    page.goto(visit.get_absolute_url())
    page.get_by_role("link", name="Ask how this visit was").click()
    page.get_by_role("radio", name="Dana").check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="I would rather not say").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert VisitRating.objects.get().rather_not_say


def test_they_read_it_in_their_language_from_right_to_left_and_two_taps_send_it_once(
    visit: Visit, lead_worker: Staff, administrator: Staff, dana: Person, phone: OpenPage
) -> None:
    said = {key: f"AR {text}" for key, text in SENTENCES.items()}
    wordings.write(language="ar", by=administrator, sentences=said)
    _, token = askings.ask(visit=visit, by=lead_worker, whose=Whose(person=dana), how="link")
    page = phone(java_script_enabled=False)  # so that nothing here holds the second tap back
    page.goto(f"/how-was-it/{token}/")
    page.get_by_role("link", name="العربية").click()
    expect(page.get_by_role("heading", name="AR How was the visit?")).to_be_visible()
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert fits(page)
    for question in QUESTIONS:
        page.locator(f"input[name={question}]").nth(4).check()
    page.get_by_role("button", name="AR Send").dblclick()
    expect(page.get_by_role("heading", name="AR Thank you")).to_be_visible()
    assert VisitRating.objects.get().out_of_ten == 10


def test_slips_for_two_of_a_family_are_ticked_and_drawn_up_on_a_phone(
    visit: Visit, lead_worker: Staff, phone: OpenPage
) -> None:
    page = phone(lead_worker)
    page.goto("/asking/slips/")
    page.get_by_role("checkbox", name="Dana").check()
    page.get_by_role("checkbox", name="Yusuf").check()
    assert_accessible(page)
    assert fits(page)
    with page.expect_response("**/asking/slips/") as answered:
        page.get_by_role("button", name="Draw up the slips").click()
    assert answered.value.header_value("content-type") == "application/pdf"
    assert Asking.objects.count() == 2
