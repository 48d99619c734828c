"""Two people score one observation apart, on a phone and at a desk, and then compare."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from hampshire.accounts.models import Staff
from practice.learning.models import Observation
from practice.learning.skills import DESCRIBED
from tests.browsers import assert_accessible
from tests.practice_learning.conftest import observation as planned

pytestmark = pytest.mark.django_db(transaction=True)
Opens = Callable[..., Page]
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
