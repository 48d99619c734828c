"""A plan from beginning to end, in a real browser: at a desk, on a phone, and without script."""

import pytest
from playwright.sync_api import Page, expect

from cases.models import Family, Person
from hampshire.accounts.models import Staff
from practice.actions import goals, quotes, strengths
from practice.plans.models import Plan
from tests.browsers import OpenPage, assert_accessible, screenshot
from tests.practice_plans.life import make_plan

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("case")]


def no_sideways(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without script"])
def test_a_plan_is_made_on_a_phone_and_kept_by_the_family(
    phone: OpenPage, family: Family, lead_worker: Staff, yusuf: Person, has_script: bool
) -> None:
    goals.agree(family=family, by=lead_worker, text="Bedtime without shouting")
    quotes.note(family=family, by=lead_worker, text="I want to be asleep at nine.", person=yusuf, may_be_shared=True)
    strengths.notice(family=family, by=lead_worker, text="Nana collects them on Tuesdays")
    page = phone(lead_worker, java_script_enabled=has_script)
    page.goto(f"/families/{family.pk}/plan/")
    page.get_by_role("link", name="Make a plan with them").click()
    page.get_by_label("What they call it").fill("Quiet nights")
    page.get_by_label("I want to be asleep at nine.").check()
    page.get_by_label("Nana collects them on Tuesdays").check()
    page.get_by_label("What will be done").first.fill("Move the telly downstairs")
    page.get_by_label("Who, by name").first.fill("Dana")
    page.get_by_role("button", name="Add another action").first.click()
    expect(page.get_by_label("What will be done")).to_have_count(2)
    expect(page.get_by_label("What they call it")).to_have_value("Quiet nights")
    expect(page.get_by_label("I want to be asleep at nine.")).to_be_checked()
    page.get_by_label("What will be done").nth(1).fill("Ask school about breakfast club")
    page.get_by_role("button", name="Make this plan").click()
    expect(page.get_by_text("Say why we have a plan").first).to_be_visible()
    expect(page.get_by_label("What will be done").nth(1)).to_have_value("Ask school about breakfast club")
    page.get_by_label("Why we have a plan").fill("Nobody sleeps.")
    page.get_by_role("button", name="Make this plan").click()
    expect(page.get_by_role("heading", name="“Quiet nights”")).to_be_visible()
    expect(page.get_by_text("I want to be asleep at nine.")).to_be_visible()
    no_sideways(page)
    page.get_by_role("link", name="to read or print here").click()
    expect(page.get_by_role("heading", name="In our own words")).to_be_visible()
    no_sideways(page)
    plan = Plan.objects.get(family=family)
    paper = page.request.get(f"/families/{family.pk}/plan/{plan.pk}/keep/")
    assert paper.headers["content-type"] == "application/pdf"


def test_a_review_by_keyboard_says_what_changed(desktop: OpenPage, family: Family, lead_worker: Staff) -> None:
    plan = make_plan(family, lead_worker)
    page = desktop(lead_worker)
    page.goto(plan.get_absolute_url())
    page.get_by_role("link", name="Review it together").focus()
    page.keyboard.press("Enter")
    page.get_by_label("What people said").fill("Dana sleeps on Tuesdays.")
    page.get_by_role("button", name="Keep this review").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Review 1")).to_be_visible()
    expect(page.get_by_text("Dana sleeps on Tuesdays.")).to_be_visible()
    assert_accessible(page)


PAGES = ["", "change/", "paper/", "words/", "reviews/new/", "languages/", "languages/pl/", "replies/new/", "end/"]


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_every_page_of_a_plan_is_accessible_and_fits(
    size: str, request: pytest.FixtureRequest, family: Family, lead_worker: Staff
) -> None:
    plan = make_plan(family, lead_worker)
    page: Page = request.getfixturevalue(size)(lead_worker)
    for path in [f"/families/{family.pk}/plan/new/", *(plan.get_absolute_url() + path for path in PAGES)]:
        page.goto(path)
        assert_accessible(page)
        no_sideways(page)
        screenshot(page, f"plan-{size}-{path.rstrip('/').rpartition('/')[2][:12]}")
