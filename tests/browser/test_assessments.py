"""Assessments as people write them: from an empty form to an authorised paper, two at once, without signal."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.backends.cache import SessionStore
from playwright.sync_api import Page, expect

from cases.models import Case, Family, Person
from hampshire.accounts.models import Staff
from practice.actions import strengths
from practice.assessments.models import Assessment, SectionAnswers, SectionRevision
from practice.models import Goal, Strength
from tests.browser import forms_journey as journey
from tests.browsers import assert_accessible, sign_in
from tests.practice_assessments.small import address, begun_by, small_form, stands, submitted

pytestmark = pytest.mark.django_db(transaction=True)

SAVED = re.compile(r"^saved \d\d:\d\d$")
Opens = Callable[..., Page]


@pytest.fixture
def assessment(case: Case, lead_worker: Staff, yusuf: Person) -> Assessment:
    return begun_by(lead_worker, case, small_form(), [yusuf])


def open_section(page: Page, assessment: Assessment, key: str = "life") -> Page:
    page.goto(address("section-write", assessment, key))
    return page


def tell(page: Page, words: str) -> None:
    page.locator("#q-story").fill(words)


def wait_until_saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_text(SAVED)
    expect(page.locator("#save-trouble")).to_be_empty()


def kept_here(page: Page) -> Any:
    """What the browser keeps of pages that have not reached the server."""
    return page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('hampshire:'))")


# ---- From nothing to a paper the family keeps ----


def test_from_an_empty_form_to_an_authorised_paper(
    desktop: Opens, phone: Opens, case: Case, family: Family, administrator: Staff, lead_worker: Staff,
    supervisor: Staff, yusuf: Person,
) -> None:  # fmt: skip
    journey.build_and_publish(desktop(administrator))

    page = phone(lead_worker)
    page.goto(family.get_absolute_url() + "assessments/")
    page.get_by_role("link", name="Begin the first").click()
    page.get_by_label(journey.NAME).check()
    page.get_by_label("Why now").fill("They have moved here from far away.")
    page.get_by_role("button", name="Begin").click()
    _write_it(page, yusuf)
    page.get_by_role("button", name="Submit it").click()
    expect(page.get_by_text("Submitted. A supervisor will read it.")).to_be_visible()
    made = Assessment.objects.get()
    assert Strength.objects.get().text == "They cook together"
    assert Goal.objects.get(kind="scale").ratings.count() == 2

    reader = desktop(supervisor)
    reader.goto("/week/")
    reader.get_by_role("link", name="To authorise").click()
    reader.get_by_role("link", name=f"Begum-Hale family: {journey.NAME}").click()
    expect(reader.get_by_text("Boxes everywhere, and singing.")).to_be_visible()
    reader.get_by_role("link", name="Authorise", exact=True).click()
    reader.get_by_role("button", name="Authorise it").click()
    expect(reader.get_by_text("Authorised. The family can have their copy now.")).to_be_visible()
    made.refresh_from_db()
    assert (made.state, made.authorised_by) == ("authorised", supervisor)

    link = reader.get_by_role("link", name="The family’s copy (PDF)")
    paper = reader.request.get(str(link.get_attribute("href")))
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.body().startswith(b"%PDF-")


def _write_it(page: Page, yusuf: Person) -> None:
    """Its three sections, by their buttons; what is needed and missing is named on the way."""
    page.get_by_label(journey.STORY).fill("Boxes everywhere, and singing.")
    expect(page.get_by_label(journey.DUE)).to_be_hidden()
    page.get_by_label(journey.YES, exact=True).check()
    expect(page.get_by_label(journey.DUE)).to_be_visible()
    page.get_by_label(journey.NO, exact=True).check()
    expect(page.get_by_label(journey.DUE)).to_be_hidden()
    page.get_by_role("button", name="Save and go on").click()

    expect(page.get_by_role("heading", name=journey.BALANCE)).to_be_visible()
    page.get_by_label("Another strength, in a few words").fill("They cook together")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("checkbox", name="They cook together")).to_be_checked()
    scale = page.get_by_role("group", name=journey.SAFE)
    scale.get_by_label("Yusuf").select_option("4")
    scale.get_by_label("Worker").select_option("7")
    page.get_by_role("button", name="Save and go on").click()

    expect(page.get_by_role("heading", name=journey.MEANING)).to_be_visible()
    page.get_by_role("button", name="Check and submit").click()
    page.get_by_role("link", name=journey.FACTORS).click()
    page.get_by_label("Mental health: a parent or carer").check()
    page.get_by_role("button", name="Check and submit").click()
    expect(page.get_by_text("Everything needed is there.")).to_be_visible()


# ---- Two people, one section ----


def test_two_people_writing_one_assessment_lose_nothing(
    desktop: Opens, phone: Opens, assessment: Assessment, lead_worker: Staff, co_worker: Staff,
    expected_complaints: list[str],
) -> None:  # fmt: skip
    expected_complaints.append("status of 409")
    amara = open_section(desktop(lead_worker), assessment)
    ben = open_section(phone(co_worker), assessment)
    tell(amara, "Amara: mornings are calm.")
    amara.get_by_label("No", exact=True).check()
    wait_until_saved(amara)

    tell(ben, "Ben: evenings are loud.")
    ben.get_by_label("Grandparents").check()
    expect(ben.locator("#behind .notice__title")).to_contain_text("Amara Obi wrote in this section at")
    expect(ben.locator("#saved")).to_have_text("kept beside it")
    tell(ben, "Ben: evenings are loud. Nana calms them.")  # typed on: kept beside it too
    expect_aside("Ben: evenings are loud. Nana calms them.", ben)
    assert stands(assessment, "life").answers == {"story": "Amara: mornings are calm.", "baby": "no"}
    assert_accessible(ben)

    ben.get_by_role("link", name="Put the two together").click()
    assert_accessible(ben)
    both = ben.get_by_label("Both together: What is life like at home?")
    expect(both).to_have_value("Amara: mornings are calm.\n\nBen: evenings are loud. Nana calms them.")
    ben.get_by_role("button", name="Save what stands").click()
    expect(ben.get_by_text("Put together. Both are kept as they were")).to_be_visible()
    now = stands(assessment, "life").answers
    assert now["story"] == "Amara: mornings are calm.\n\nBen: evenings are loud. Nana calms them."
    assert (now["baby"], now["helpers"]) == ("no", ["nana"])

    tell(amara, "Amara: mornings are calm. Leila sings.")  # her page is now behind: nothing is overwritten
    expect(amara.locator("#behind .notice__title")).to_contain_text("Ben Cole wrote in this section at")
    assert stands(assessment, "life").answers == now
    amara.get_by_role("link", name="Put the two together").click()
    amara.get_by_role("button", name="Save what stands").click()
    expect(amara.get_by_text("Put together. Both are kept as they were")).to_be_visible()
    assert "Leila sings." in stands(assessment, "life").answers["story"]

    said = {str(one.answers.get("story")) for one in SectionRevision.objects.all()}
    assert said >= {
        "Amara: mornings are calm.",
        "Ben: evenings are loud. Nana calms them.",
        "Amara: mornings are calm. Leila sings.",
    }


def expect_aside(words: str, page: Page) -> None:
    """The server has these words beside the section's own, after a moment."""
    for _ in range(40):
        if SectionRevision.objects.filter(kind="aside", answers__story=words).exists():
            return
        page.wait_for_timeout(150)
    raise AssertionError(f"never kept: {words}")


# ---- Without signal, signed out, by keyboard ----


def test_without_signal_it_is_kept_and_goes_when_the_signal_is_back(
    phone: Opens, assessment: Assessment, lead_worker: Staff
) -> None:
    page = open_section(phone(lead_worker), assessment)
    tell(page, "Busy.")
    wait_until_saved(page)
    page.context.set_offline(True)
    tell(page, "Busy, and loud.")
    expect(page.locator("#saved")).to_have_text("not saved, will retry")
    assert len(kept_here(page)) == 1
    page.close()
    page.context.set_offline(False)
    again = open_section(page.context.new_page(), assessment)
    expect(again.locator("#q-story")).to_have_value("Busy, and loud.")
    again.wait_for_function("() => localStorage.length === 0")  # the server has it
    assert stands(assessment, "life").answers == {"story": "Busy, and loud."}


def test_a_closed_browsers_words_do_not_write_over_what_came_after(
    phone: Opens, desktop: Opens, assessment: Assessment, lead_worker: Staff, co_worker: Staff,
    expected_complaints: list[str],
) -> None:  # fmt: skip
    expected_complaints.append("status of 409")
    page = open_section(phone(lead_worker), assessment)
    page.context.set_offline(True)
    tell(page, "From the kerb.")
    expect(page.locator("#saved")).to_have_text("not saved, will retry")
    page.close()
    other = open_section(desktop(co_worker), assessment)
    tell(other, "From the desk.")
    wait_until_saved(other)
    page.context.set_offline(False)
    again = open_section(page.context.new_page(), assessment)
    expect(again.locator("#behind")).to_be_visible()
    assert stands(assessment, "life").answers == {"story": "From the desk."}
    assert SectionRevision.objects.get(kind="aside").answers == {"story": "From the kerb."}


def test_signed_out_meanwhile_the_words_are_kept_and_go_after_signing_in_again(
    phone: Opens, assessment: Assessment, lead_worker: Staff, live_server: Any, expected_complaints: list[str]
) -> None:
    expected_complaints.append("status of 401")
    page = open_section(phone(lead_worker), assessment)
    tell(page, "Busy.")
    wait_until_saved(page)
    session = next(one for one in page.context.cookies() if one["name"] == "sessionid")
    SessionStore(session["value"]).flush()
    tell(page, "Busy, and loud.")
    expect(page.get_by_role("link", name="sign in to save")).to_be_visible()
    sign_in(page.context, lead_worker, live_server.url)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    wait_until_saved(page)
    assert stands(assessment, "life").answers == {"story": "Busy, and loud."}


def test_a_section_is_written_at_phone_width_by_keyboard_alone(
    phone: Opens, assessment: Assessment, family: Family, lead_worker: Staff
) -> None:
    strengths.notice(family=family, by=lead_worker, text="Dana rings first")
    page = open_section(phone(lead_worker), assessment, "balance")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.get_by_role("checkbox", name="Dana rings first").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Nana collects them")
    page.keyboard.press("Enter")  # adds it; does not leave the page
    expect(page.get_by_role("checkbox", name="Nana collects them")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Dana rings first")).to_be_checked()
    assert Strength.objects.count() == 2
    assert len(stands(assessment, "balance").answers["strong"]) == 2
    assert_accessible(page)


def test_what_is_read_reviewed_and_listed_is_accessible(
    phone: Opens, desktop: Opens, assessment: Assessment, lead_worker: Staff, supervisor: Staff
) -> None:
    submitted(assessment, lead_worker)
    assert SectionAnswers.objects.filter(version=0).count() == 0
    for opens in (phone, desktop):
        page = opens(supervisor)
        for name in ("assessment-review", "assessment-detail", "assessment-return"):
            page.goto(address(name, assessment))
            assert_accessible(page)
            if opens is phone:
                assert page.evaluate("document.documentElement.scrollWidth") == 360
