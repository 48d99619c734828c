"""The search box in the header: from any page, as you type, by keyboard, on a phone, and without script."""

import re

import pytest
from playwright.sync_api import Page, expect

from cases.models import Case, Family, Person
from hampshire.accounts.models import Staff
from tests.browsers import OpenPage, assert_accessible

pytestmark = pytest.mark.django_db(transaction=True)

WEEK = "/week/"


def type_into_box(page: Page, text: str) -> None:
    page.get_by_role("searchbox", name="Search people, families, ids").press_sequentially(text)


def listed(page: Page) -> object:
    return page.locator("#top-found")


def test_people_are_listed_as_you_type_and_reached_by_the_arrow_keys(
    case: Case, family: Family, yusuf: Person, lead_worker: Staff, desktop: OpenPage
) -> None:
    page = desktop(lead_worker)
    page.goto(WEEK)
    expect(listed(page)).to_be_hidden()
    type_into_box(page, "yusuf")
    link = listed(page).get_by_role("link", name=yusuf.full_name)
    expect(link).to_be_visible()
    expect(listed(page).get_by_role("status")).to_contain_text(re.compile(r"\d+ (person|people) found\."))
    assert_accessible(page)
    page.keyboard.press("ArrowDown")
    expect(link).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#top-search")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/families/{family.pk}/")


def test_escape_leaves_the_list_and_keeps_what_was_typed(
    case: Case, family: Family, yusuf: Person, lead_worker: Staff, desktop: OpenPage
) -> None:
    page = desktop(lead_worker)
    page.goto(WEEK)
    type_into_box(page, "yusuf")
    expect(listed(page)).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(listed(page)).to_be_hidden()
    expect(page.locator("#top-search")).to_be_focused()
    expect(page.locator("#top-search")).to_have_value("yusuf")
    page.keyboard.press("ArrowDown")
    expect(listed(page)).to_be_visible()
    page.locator("#main").click(position={"x": 2, "y": 2})
    expect(listed(page)).to_be_hidden()
    page.locator("#top-search").fill("")
    expect(listed(page)).to_be_hidden()


def test_it_fits_a_phone_and_tells_another_team_no_more_than_the_search_page(
    case: Case, family: Family, yusuf: Person, other_worker: Staff, phone: OpenPage
) -> None:
    page = phone(other_worker)
    page.goto(WEEK)
    type_into_box(page, yusuf.full_name)
    closed = listed(page).locator(".found__closed")
    expect(closed).to_contain_text("known to the service")
    expect(listed(page).get_by_role("link")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert_accessible(page)


def test_without_script_it_leads_to_the_search_page(
    case: Case, family: Family, yusuf: Person, lead_worker: Staff, desktop: OpenPage
) -> None:
    page = desktop(lead_worker, java_script_enabled=False)
    page.goto(WEEK)
    page.locator("#top-search").fill("yusuf")
    page.locator("#top-search").press("Enter")
    page.wait_for_url("**/search/?q=yusuf")
    expect(page.locator("#found")).to_contain_text(yusuf.full_name)


def test_who_sees_no_families_has_no_box(administrator: Staff, desktop: OpenPage) -> None:
    page = desktop(administrator)
    page.goto("/jobs/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".top__search")).to_have_count(0)
