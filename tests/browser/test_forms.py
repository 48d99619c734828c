"""Building an assessment form as an administrator does: from nothing, by keys, in two windows, after a wrong link."""

import re
from collections.abc import Callable

import pytest
from django.contrib.sessions.backends.cache import SessionStore
from playwright.sync_api import Page, expect

from hampshire.accounts.models import Staff
from practice.assessments.definition import Kind
from practice.assessments.models import Form, FormVersion
from practice.register.models import Entry
from tests.browser.forms_journey import BABY, DUE, NAME, STORY, YES, add_section, build_and_publish
from tests.browsers import assert_accessible
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

Opens = Callable[..., Page]


@pytest.fixture
def built(administrator: Staff) -> FormVersion:
    """A draft with one section and two questions."""
    form = Form.objects.create(name="Going home", slug="going-home", purpose="Before a child goes home.")
    questions = [
        {"key": "who", "kind": "text", "label": "Who lives there?"},
        {"key": "when", "kind": "date", "label": "When do they go?"},
    ]
    definition = {"sections": [{"key": "home", "title": "Home", "questions": questions}]}
    return FormVersion.objects.create(form=form, number=1, definition=definition, made_by=administrator)


def test_an_administrator_builds_a_form_from_nothing_and_publishes_it(desktop: Opens, administrator: Staff) -> None:
    page = desktop(administrator)
    build_and_publish(page)
    [version] = FormVersion.objects.in_use()
    assert [question.kind for question in version.questions.questions()] == [
        Kind.TEXT,
        Kind.CHOICE,
        Kind.DATE,
        Kind.STRENGTHS,
        Kind.SCALE,
        Kind.FACTORS,
    ]
    assert Entry.objects.get(kind="form").name == NAME

    page.get_by_role("link", name="Look at it").click()
    assert_accessible(page)
    due = page.get_by_label(DUE)
    expect(due).to_be_hidden()
    page.get_by_role("group", name=BABY).get_by_label(YES, exact=True).check()
    expect(due).to_be_visible()


def test_a_form_is_built_on_a_phone_by_its_buttons_without_script(phone: Opens, administrator: Staff) -> None:
    page = phone(administrator, java_script_enabled=False)
    build_and_publish(page)
    assert Form.objects.get(name=NAME).latest_published is not None
    page.get_by_role("link", name="Look at it").click()
    expect(page.get_by_text(f"Only when “{BABY}” is “{YES}”")).to_be_visible()
    expect(page.get_by_label(DUE)).to_be_visible()
    expect(page.get_by_label(STORY)).to_be_visible()


def test_questions_move_by_keys_and_the_focus_stays_with_the_one_that_moves(
    desktop: Opens, administrator: Staff, built: FormVersion
) -> None:
    page = desktop(administrator)
    page.goto(f"/forms/{built.form_id}/build/")
    assert_accessible(page)
    button = page.get_by_role("button", name="Move Who lives there? down")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".builder__label")).to_have_text(["When do they go?", "Who lives there?"])
    expect(page.locator(":focus")).to_have_id("question-down-who")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".builder__label")).to_have_text(["Who lives there?", "When do they go?"])
    expect(page.locator(":focus")).to_have_id("question-up-who")
    add_section(page, "Later")  # the page goes on from where it stands


def test_what_was_typed_comes_back_after_a_wrong_link(desktop: Opens, administrator: Staff, built: FormVersion) -> None:
    page = desktop(administrator)
    page.goto(f"/forms/{built.form_id}/questions/who/")
    page.get_by_label("The question").fill("Who lives there, and who visits?")
    page.get_by_role("link", name="Cancel").click()
    page.goto(f"/forms/{built.form_id}/questions/who/")
    expect(page.get_by_label("The question")).to_have_value("Who lives there, and who visits?")
    expect(page.get_by_text("What you had typed here and not saved is back.")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".builder__label").first).to_have_text("Who lives there, and who visits?")
    page.goto(f"/forms/{built.form_id}/questions/who/")
    expect(page.get_by_text("What you had typed here and not saved is back.")).to_be_hidden()


def test_what_was_typed_outlives_the_sign_in(
    desktop: Opens, administrator: Staff, built: FormVersion, expected_complaints: list[str]
) -> None:
    expected_complaints.append("status of 403")
    administrator.set_password(PASSWORD)
    administrator.save(update_fields=["password"])
    page = desktop(administrator)
    address = f"/forms/{built.form_id}/questions/who/"
    page.goto(address)
    session = next(cookie for cookie in page.context.cookies() if cookie["name"] == "sessionid")
    SessionStore(session["value"]).delete()
    page.get_by_label("The question").fill("Who lives there, and who visits?")
    page.get_by_role("button", name="Save").click()

    page.goto(address)
    page.locator("#id_login").fill(administrator.email)
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile(address))
    expect(page.get_by_label("The question")).to_have_value("Who lives there, and who visits?")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".builder__label").first).to_have_text("Who lives there, and who visits?")


def test_two_windows_do_not_write_over_one_another(
    desktop: Opens, administrator: Staff, built: FormVersion, expected_complaints: list[str]
) -> None:
    expected_complaints.append("status of 409")
    first, second = desktop(administrator), desktop(administrator)
    for page in (first, second):
        page.goto(f"/forms/{built.form_id}/questions/who/")
    first.get_by_label("The question").fill("Who lives there now?")
    first.get_by_role("button", name="Save").click()
    expect(first.locator(".builder__label").first).to_have_text("Who lives there now?")

    second.get_by_label("The question").fill("Who sleeps there?")
    second.get_by_role("button", name="Save").click()
    expect(second.get_by_text("Somebody changed this form while you were here")).to_be_visible()
    expect(second.get_by_text("Who lives there now?")).to_be_visible()
    expect(second.get_by_label("The question")).to_have_value("Who sleeps there?")
    second.get_by_role("button", name="Save").click()
    expect(second.locator(".builder__label").first).to_have_text("Who sleeps there?")
