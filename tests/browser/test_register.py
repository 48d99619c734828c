"""Voting on what we ask of people: on a phone, by keyboard alone; by a family's link; and without script."""

import pytest
from playwright.sync_api import Page, expect

from hampshire.accounts.models import Staff
from practice.register.actions import entries, votes
from practice.register.models import Entry, Vote
from tests.browsers import OpenPage, assert_accessible

pytestmark = pytest.mark.django_db(transaction=True)

WAYS = ("Towards", "Neither", "Against")


@pytest.fixture
def minutes(manager: Staff) -> Entry:
    return entries.enter(
        kind="form", name="Core group minutes", about="Who does what by when.", owner=manager, by=manager
    )


def tab_to(page: Page, role: str, name: str) -> None:
    """Press Tab until it has the focus: at most as often as there are things to reach."""
    wanted = page.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{name} cannot be reached by Tab")


def test_a_worker_votes_and_says_why_on_a_phone_by_keyboard(
    minutes: Entry, lead_worker: Staff, phone: OpenPage
) -> None:
    page = phone(lead_worker)
    page.goto("/register/")
    assert_accessible(page)
    tab_to(page, "link", "Core group minutes")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{minutes.get_absolute_url()}")
    expect(page.get_by_text("Your name is not shown")).to_be_visible()
    tab_to(page, "button", "Against")
    page.keyboard.press("Space")
    expect(page.get_by_text("You say against")).to_be_visible()
    expect(page.get_by_role("button", name="Against", exact=True)).to_be_focused()
    expect(page.get_by_role("button", name="Against", exact=True)).to_have_attribute("aria-pressed", "true")
    tab_to(page, "textbox", "Why? (optional)")
    page.keyboard.type("Nine pages, and the family is on the last.")
    tab_to(page, "button", "Save why")
    page.keyboard.press("Enter")
    expect(page.locator(".reasons")).to_contain_text("Nine pages, and the family is on the last.")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    vote = Vote.objects.get()
    assert (vote.direction, vote.by, vote.reason) == (
        "against",
        lead_worker,
        "Nine pages, and the family is on the last.",
    )


def test_a_family_votes_by_the_link_on_a_phone_by_keyboard(
    minutes: Entry, lead_worker: Staff, desktop: OpenPage, phone: OpenPage
) -> None:
    worker = desktop(lead_worker)
    worker.goto(minutes.get_absolute_url())
    worker.get_by_role("button", name="Make a link for a family").click()
    expect(worker.get_by_role("img", name="Picture to scan")).to_be_visible()
    assert_accessible(worker)
    link = worker.get_by_label("The link", exact=True).input_value()

    family = phone()
    family.goto(link)
    expect(family.get_by_role("heading", level=1)).to_have_text("Does this help you?")
    assert_accessible(family)
    tab_to(family, "radio", "It helps")
    family.keyboard.press("ArrowDown")
    family.keyboard.press("ArrowDown")
    expect(family.get_by_role("radio", name="It gets in the way")).to_be_checked()
    tab_to(family, "button", "Send")
    family.keyboard.press("Enter")
    expect(family.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert_accessible(family)
    vote = Vote.objects.get()
    assert (vote.direction, vote.by) == ("against", None)


def test_it_works_without_script(minutes: Entry, lead_worker: Staff, phone: OpenPage) -> None:
    page = phone(lead_worker, java_script_enabled=False)
    page.goto(minutes.get_absolute_url())
    for name in WAYS:
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.get_by_text(f"You say {name.lower()}")).to_be_visible()
    page.get_by_label("Why?").fill("Too long.")
    page.get_by_role("button", name="Save why").click()
    expect(page.locator(".reasons")).to_contain_text("Too long.")
    assert Vote.objects.standing().count() == 1


def test_the_list_is_narrowed_as_it_is_chosen_and_keeps_it_in_the_address(
    minutes: Entry, manager: Staff, lead_worker: Staff, desktop: OpenPage
) -> None:
    letter = entries.enter(kind="letter", name="Missed visit letter", about="To say we came.", owner=None, by=manager)
    votes.cast(entry=letter, direction="against", reason="", by=lead_worker)
    page = desktop(lead_worker)
    page.goto("/register/")
    listed = page.locator("#entries")
    expect(listed).to_contain_text("Core group minutes")
    page.get_by_label("Kind").select_option("letter")
    expect(listed).not_to_contain_text("Core group minutes")
    expect(listed).to_contain_text("Missed visit letter")
    assert "kind=letter" in page.url
    page.get_by_label("Name, or what it is for").fill("nothing like it")
    page.get_by_role("button", name="Show").click()
    expect(listed).to_contain_text("Nothing like that")
    assert_accessible(page)
