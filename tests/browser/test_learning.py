"""Two people score one observation apart, on a phone and at a desk, and then compare. What is typed is never lost."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib.sessions.backends.cache import SessionStore
from playwright.sync_api import Page, expect

from hampshire.accounts.models import Staff
from practice.learning.models import Observation, SkillScore
from practice.learning.skills import DESCRIBED
from tests.browsers import assert_accessible
from tests.cast import PASSWORD
from tests.practice_learning.conftest import observation as planned

pytestmark = pytest.mark.django_db(transaction=True)
Opens = Callable[..., Page]

SAVED = re.compile(r"^saved \d\d:\d\d$")
observation = planned  # the fixture: planned for yesterday, and the family said yes


def score(page: Page, number: int, why: str, **others: int) -> None:
    """Tick a number of each skill, and say why of the first."""
    for skill, described in DESCRIBED.items():
        wanted = others.get(skill, number)
        page.locator(f'input[name="score-{skill}"][value="{wanted}"]').check()
        expect(page.get_by_role("heading", name=described.label)).to_be_visible()
    page.locator('textarea[name="why-understanding"]').fill(why)


def test_two_score_without_seeing_each_other_and_then_compare(
    phone: Opens, desktop: Opens, observation: Observation, lead_worker: Staff, supervisor: Staff
) -> None:
    worker, observer = phone(lead_worker), desktop(supervisor)

    observer.goto(observation.get_absolute_url())
    expect(observer.get_by_text("Amara O. scores first")).to_be_visible()

    worker.goto("/learning/")
    worker.get_by_role("link", name="Score my own practice").click()
    worker.get_by_role("link", name="Score my own practice").click()
    expect(worker.get_by_role("heading", name="How did I do?")).to_be_visible()
    assert worker.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it scrolls sideways at 360 px"
    assert_accessible(worker)
    score(worker, 1, "I talked too much.")
    worker.get_by_role("button", name="Keep my scores").click()
    expect(worker.get_by_text("Now it is Grace L.’s turn; then you compare.")).to_be_visible()

    observer.reload()
    expect(observer.get_by_text("Amara O. has scored. You see it once yours are in")).to_be_visible()
    assert "I talked too much." not in observer.content()
    observer.get_by_role("link", name="Score what I saw").click()
    assert "I talked too much." not in observer.content()
    score(observer, 2, "You waited for Leila.", child=4)
    observer.get_by_role("button", name="Keep my scores").click()
    expect(observer.get_by_text("I talked too much.")).to_be_visible()
    expect(observer.get_by_text("talk about this")).to_have_count(1)
    assert_accessible(observer)

    worker.reload()
    expect(worker.get_by_text("You waited for Leila.")).to_be_visible()
    worker.get_by_role("link", name="What we learnt together").click()
    worker.get_by_label("What did you learn together?").fill("The silence was help.")
    worker.get_by_role("button", name="Keep it").click()
    expect(worker.get_by_text("The silence was help.")).to_be_visible()
    assert_accessible(worker)


def open_scores(page: Page, observation: Observation) -> Page:
    page.goto(f"{observation.get_absolute_url()}score/")
    return page


def test_signed_out_while_scoring_and_back_with_all_of_it(
    phone: Opens, observation: Observation, lead_worker: Staff, expected_complaints: list[str]
) -> None:
    expected_complaints += ["status of 401", "status of 403"]
    lead_worker.set_password(PASSWORD)
    lead_worker.save(update_fields=["password"])
    page = open_scores(phone(lead_worker), observation)
    page.locator('textarea[name="why-child"]').fill("Leila drew.")
    expect(page.locator("#saved")).to_have_text(SAVED)
    session = next(one for one in page.context.cookies() if one["name"] == settings.SESSION_COOKIE_NAME)
    SessionStore(session["value"]).delete()

    page.locator('textarea[name="why-child"]').fill("Leila drew. I asked why.")
    page.locator('input[name="score-child"][value="3"]').check()
    trouble = page.locator("#save-trouble")
    expect(trouble).to_contain_text("You have been signed out; sign in to save")
    trouble.get_by_role("link", name="sign in to save").click()
    page.locator("#id_login").fill(lead_worker.email)
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("heading", name="How did I do?")).to_be_visible()
    expect(page.locator('textarea[name="why-child"]')).to_have_value("Leila drew. I asked why.")
    expect(page.locator('input[name="score-child"][value="3"]')).to_be_checked()
    score(page, 3, "I waited.")
    page.get_by_role("button", name="Keep my scores").click()
    expect(page.get_by_text("Now it is Grace L.’s turn; then you compare.")).to_be_visible()
    assert SkillScore.objects.get(skill="child").why == "Leila drew. I asked why."


def test_two_windows_of_one_person_lose_nothing_between_them(
    phone: Opens, observation: Observation, lead_worker: Staff, expected_complaints: list[str]
) -> None:
    """The second is told, its words are kept beside the first's, and the person says which goes on."""
    expected_complaints += ["status of 409"]
    first = open_scores(phone(lead_worker), observation)
    second = open_scores(first.context.new_page(), observation)
    first.locator('textarea[name="why-child"]').fill("From the first.")
    expect(first.locator("#saved")).to_have_text(SAVED)
    second.locator('textarea[name="why-child"]').fill("From the second.")
    expect(second.locator("#behind")).to_contain_text("You wrote on this page in another window")
    second.get_by_role("link", name="Choose which goes on").click()
    expect(second.get_by_text("From the second.")).to_be_visible()
    expect(second.locator('textarea[name="why-child"]')).to_have_value("From the first.")
    assert second.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it scrolls sideways at 360 px"
    assert_accessible(second)
    second.get_by_role("button", name="Go on with that instead").click()
    expect(second.locator('textarea[name="why-child"]')).to_have_value("From the second.")
    second.get_by_role("button", name="I have read it: put it away").click()
    expect(second.get_by_text("You also wrote here in another window")).to_have_count(0)
    score(second, 2, "I waited.")
    second.get_by_role("button", name="Keep my scores").click()
    expect(second.get_by_text("Now it is Grace L.’s turn; then you compare.")).to_be_visible()
    assert SkillScore.objects.get(skill="child").why == "From the second."


def test_without_script_scores_are_finished_later(phone: Opens, observation: Observation, lead_worker: Staff) -> None:
    page = open_scores(phone(lead_worker, java_script_enabled=False), observation)
    page.locator('textarea[name="why-child"]').fill("Half a thought")
    page.get_by_role("button", name="Finish later").click()
    expect(page.get_by_text("nobody else sees it")).to_be_visible()
    open_scores(page, observation)
    expect(page.locator('textarea[name="why-child"]')).to_have_value("Half a thought")
