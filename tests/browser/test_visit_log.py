"""Logging a visit as people do: by thumb or by keys, without signal, signed out half-way, in two windows."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.cache import SessionStore
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Error, Page, Route, expect

from cases.models import Case, Family, Person
from hampshire.accounts.models import Staff
from practice.actions import goals, steps, strengths, worries
from practice.models import Draft, DraftAside, Goal, NextStep, Quote, Rating, Strength, Visit, Worry
from tests.browsers import assert_accessible, sign_in
from tests.cast import PASSWORD
from tests.practice.pages import log_url, page_of, save

pytestmark = pytest.mark.django_db(transaction=True)

SAVED = re.compile(r"^saved \d\d:\d\d$")
Opens = Callable[..., Page]


@pytest.fixture
def known_family(case: Case, family: Family, lead_worker: Staff, yusuf: Person) -> Family:
    """The family with something of everything that can be ticked."""
    before = timezone.localdate() - timedelta(days=8)
    strengths.notice(family=family, by=lead_worker, text="Nana collects them on Tuesdays", on=before)
    worries.note(family=family, by=lead_worker, text="Money at month's end", on=before)
    goal = goals.agree(family=family, by=lead_worker, text="Bedtime without shouting", on=before)
    goals.rate(goal=goal, by=lead_worker, voice="child", score=4, person=yusuf, on=before)
    steps.agree(family=family, by=lead_worker, text="Karim rings the school", owner="family")
    return family


def open_log(page: Page, family: Family) -> Page:
    page.goto(log_url(family))
    return page


def account(page: Page) -> object:
    return page.get_by_role("textbox", name="What happened", exact=True)


def tell(page: Page, words: str) -> None:
    page.get_by_role("textbox", name="What happened", exact=True).fill(words)


def wait_until_saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_text(SAVED)
    expect(page.locator("#save-trouble")).to_be_empty()


def kept_here(page: Page) -> list[str]:
    """What the browser keeps of pages that have not reached the server."""
    return page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('hampshire:'))")


# ---- By keyboard alone, at 360 pixels ----


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the thing of that id or label has the focus, as somebody without a mouse does."""
    for _ in range(140):
        page.keyboard.press("Tab")
        found = page.evaluate("(e => [e.id, e.name, e.innerText].filter(Boolean).join('|'))(document.activeElement)")
        if name in found:
            return
    raise AssertionError(f"Tab never came to {name}")


def test_a_visit_is_logged_at_phone_width_by_keyboard_alone(
    phone: Opens, known_family: Family, lead_worker: Staff, yusuf: Person, dana: Person
) -> None:
    page = open_log(phone(lead_worker), known_family)
    press, type_ = page.keyboard.press, page.keyboard.type
    tab_to(page, "minutes")
    type_("47")
    tab_to(page, f"child-{yusuf.pk}-alone")
    press("Space")
    tab_to(page, f"there-{dana.pk}")
    press("Space")
    tab_to(page, "account")
    type_("We drew the evening as a line.")
    press("Enter")
    type_("Then we made a new one.")
    tab_to(page, "quotes-0-text")
    type_("I slept all week.")
    tab_to(page, "quotes-0-who")
    type_("Yusuf")
    tab_to(page, "quotes-0-share")
    press("Space")
    tab_to(page, "Another quote")
    press("Enter")
    type_("She is trying.")
    tab_to(page, "quotes-1-who")
    type_("Dana")
    tab_to(page, "resighted")
    press("Space")
    tab_to(page, "strengths-0-text")
    type_("Dana rings first")
    press("Enter")  # does not finish the page
    tab_to(page, "worry-")
    type_("Easing")
    tab_to(page, f"-{yusuf.pk}")
    type_("6")
    tab_to(page, "done")
    press("Space")
    tab_to(page, "steps-0-text")
    type_("Ring about the bed")
    tab_to(page, "Finish visit")
    press("Enter")

    expect(page.get_by_text("Visit logged.")).to_be_visible()
    visit = Visit.objects.get()
    assert (visit.minutes, visit.account) == (47, "We drew the evening as a line.\nThen we made a new one.")
    assert visit.people.get(person=yusuf).seen_alone
    assert visit.people.get(person=dana).seen
    told = {(quote.speaker, quote.text, quote.may_be_shared) for quote in Quote.objects.select_related("person")}
    assert told == {("Yusuf", "I slept all week.", True), ("Dana", "She is trying.", False)}
    assert set(visit.sightings.values_list("strength__text", flat=True)) == {
        "Nana collects them on Tuesdays",
        "Dana rings first",
    }
    assert Worry.objects.get().state == "easing"
    assert Rating.objects.get(visit=visit).score == 6
    assert NextStep.objects.get(text="Karim rings the school").done_in_visit == visit
    assert kept_here(page) == []


def test_what_has_the_focus_is_never_hidden_by_the_foot(phone: Opens, known_family: Family, lead_worker: Staff) -> None:
    page = open_log(phone(lead_worker), known_family)
    hidden = """() => {
      const foot = document.querySelector(".visit__foot"), here = document.activeElement;
      if (!here.closest("form#visit") || foot.contains(here)) return "";
      const box = here.getBoundingClientRect();
      return box.bottom > foot.getBoundingClientRect().top + 1 && box.height < 400 ? here.id || here.innerText : "";
    }"""
    page.locator("#happened_on").focus()
    for _ in range(60):
        page.keyboard.press("Tab")
        assert page.evaluate(hidden) == ""


def test_nothing_is_wider_than_the_phone_and_every_target_is_large_enough(
    phone: Opens, known_family: Family, lead_worker: Staff
) -> None:
    page = open_log(phone(lead_worker), known_family)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    small = page.evaluate(
        """() => [...document.querySelectorAll("form#visit :is(input, select, textarea, button, summary)")]
          .filter((e) => e.type !== "hidden" && e.offsetParent && !e.matches(".visit__default"))
          .map((e) => [e.id || e.innerText, (e.labels?.[0] || e).getBoundingClientRect(), e.getBoundingClientRect()])
          .filter(([, a, b]) => Math.max(a.height, b.height) < 36)
          .map(([name]) => name)"""
    )
    assert small == []


# ---- The page helps ----


def test_alone_says_seen_and_the_balance_and_its_question_follow_what_is_named(
    phone: Opens, known_family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    page = open_log(phone(lead_worker), known_family)
    page.locator(f"#child-{yusuf.pk}-alone").check()
    expect(page.locator(f"#child-{yusuf.pk}-seen")).to_be_checked()
    balance = page.locator("#balance")
    page.get_by_label(re.compile("Money at month")).select_option("Still live")
    expect(balance).to_contain_text("1 worry")
    expect(balance).to_contain_text("What went well, however small?")
    page.get_by_role("checkbox", name=re.compile("Nana collects them")).check()
    expect(balance).to_contain_text("1 strength")
    expect(balance).not_to_contain_text("What went well")
    expect(balance.locator(".balance__row--strength .shape")).to_have_count(1)


def test_a_quote_asks_whose_words_when_it_is_begun_and_who_that_is_for_somebody_else(
    phone: Opens, known_family: Family, lead_worker: Staff
) -> None:
    page = open_log(phone(lead_worker), known_family)
    expect(page.locator("#quotes-0-who")).to_be_hidden()
    page.locator("#quotes-0-text").fill("Bless them.")
    expect(page.locator("#quotes-0-who")).to_be_visible()
    expect(page.locator("#quotes-0-whose")).to_be_hidden()
    page.locator("#quotes-0-who").select_option("someone")
    page.locator("#quotes-0-whose").fill("Nana")
    wait_until_saved(page)
    assert Draft.objects.get().data["quotes-0-whose"] == ["Nana"]


def test_nothing_is_stored_before_the_first_change_and_then_it_says_when(
    phone: Opens, known_family: Family, lead_worker: Staff
) -> None:
    page = open_log(phone(lead_worker), known_family)
    page.wait_for_load_state("networkidle")
    assert not Draft.objects.exists()
    assert kept_here(page) == []
    tell(page, "We met.")
    wait_until_saved(page)
    assert Draft.objects.get().data["account"] == ["We met."]
    assert kept_here(page) == []


def test_what_is_missing_is_named_and_one_press_away_and_the_page_stays_accessible(
    phone: Opens, desktop: Opens, known_family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    for opens in (phone, desktop):
        page = open_log(opens(lead_worker), known_family)
        assert_accessible(page)
        page.locator(f"#child-{yusuf.pk}-seen").check()
        page.locator("#quotes-0-text").fill("I slept.")
        page.get_by_role("button", name="Finish visit").click()
        expect(page.locator(".govuk-error-summary")).to_be_focused()
        assert_accessible(page)
        page.get_by_role("link", name="Say what happened").click()
        expect(page.locator("#account")).to_be_focused()
        page.get_by_role("link", name="Say whose words these are").click()
        expect(page.locator("#quotes-0-who")).to_be_focused()
    assert not Visit.objects.exists()


# ---- Without signal ----


def test_without_signal_nothing_is_lost_and_it_goes_when_the_signal_is_back(
    phone: Opens, known_family: Family, lead_worker: Staff
) -> None:
    page = open_log(phone(lead_worker), known_family)
    tell(page, "We met.")
    wait_until_saved(page)
    page.context.set_offline(True)
    tell(page, "We met. He said a great deal.")
    expect(page.locator("#saved")).to_have_text("not saved, will retry")
    assert len(kept_here(page)) == 1
    page.get_by_role("button", name="Finish visit").click()
    expect(page.locator("#save-trouble")).to_contain_text("No connection, so this is not finished yet.")
    expect(page.locator("#account")).to_have_value("We met. He said a great deal.")
    page.context.set_offline(False)
    wait_until_saved(page)
    assert Draft.objects.get().data["account"] == ["We met. He said a great deal."]
    assert kept_here(page) == []


@pytest.mark.parametrize("saved_before", [True, False], ids=["saved before", "never saved"])
def test_a_browser_closed_without_signal_has_the_page_again_when_it_is_opened(
    phone: Opens, known_family: Family, lead_worker: Staff, yusuf: Person, saved_before: bool
) -> None:
    page = open_log(phone(lead_worker), known_family)
    if saved_before:
        tell(page, "We met.")
        wait_until_saved(page)
    page.context.set_offline(True)
    tell(page, "We met. He said a great deal.")
    page.locator(f"#child-{yusuf.pk}-alone").check()
    page.get_by_role("button", name="Another quote").click()
    page.locator("#quotes-1-text").fill("I slept all week.")
    expect(page.locator("#saved")).to_have_text("not saved, will retry")
    page.close()

    page.context.set_offline(False)
    again = open_log(page.context.new_page(), known_family)
    expect(again.locator("#account")).to_have_value("We met. He said a great deal.")
    expect(again.locator(f"#child-{yusuf.pk}-alone")).to_be_checked()
    expect(again.locator("#quotes-1-text")).to_have_value("I slept all week.")
    again.wait_for_function("() => localStorage.length === 0")  # the server has it
    wait_until_saved(again)
    assert Draft.objects.get().data["quotes-1-text"] == ["I slept all week."]


def test_a_closed_browser_s_page_is_sent_as_soon_as_any_page_is_opened(
    phone: Opens, known_family: Family, lead_worker: Staff
) -> None:
    page = open_log(phone(lead_worker), known_family)
    page.context.set_offline(True)
    tell(page, "We met.")
    expect(page.locator("#saved")).to_have_text("not saved, will retry")
    page.close()
    page.context.set_offline(False)
    other = page.context.new_page()
    other.goto(reverse("practice:draft-list"))
    expect(other.get_by_text("What you wrote for the Begum-Hale family is saved now.")).to_be_visible()
    assert Draft.objects.get().data["account"] == ["We met."]
    assert kept_here(other) == []


def test_signing_out_leaves_nothing_of_a_child_in_the_browser(
    phone: Opens, known_family: Family, lead_worker: Staff, expected_complaints: list[str]
) -> None:
    expected_complaints.append("net::ERR_FAILED")
    page = open_log(phone(lead_worker), known_family)
    page.route(re.compile("/visits/draft/"), lambda route: route.abort())
    tell(page, "We met.")
    expect(page.locator("#saved")).to_have_text("not saved, will retry")
    assert len(kept_here(page)) == 1
    page.locator(".top__user summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile("/accounts/"))
    assert kept_here(page) == []


def test_what_one_worker_left_in_a_shared_browser_is_not_shown_to_the_next(
    phone: Opens, known_family: Family, lead_worker: Staff, co_worker: Staff, live_server: object
) -> None:
    page = open_log(phone(lead_worker), known_family)
    page.context.set_offline(True)
    tell(page, "For my eyes.")
    expect(page.locator("#saved")).to_have_text("not saved, will retry")
    with suppress(Error):
        page.goto("chrome://crash")  # not closed: a page that closes sends what it has, if there is any signal by then
    page.close()
    page.context.set_offline(False)
    sign_in(page.context, co_worker, live_server.url)  # type: ignore[attr-defined]
    theirs = open_log(page.context.new_page(), known_family)
    theirs.wait_for_load_state("networkidle")
    expect(theirs.locator("#account")).to_have_value("")
    assert not Draft.objects.exists()
    sign_in(page.context, lead_worker, live_server.url)  # type: ignore[attr-defined]
    expect(open_log(page.context.new_page(), known_family).locator("#account")).to_have_value("For my eyes.")


def test_what_is_typed_before_the_script_is_here_is_kept_too(
    phone: Opens, known_family: Family, lead_worker: Staff
) -> None:
    page = phone(lead_worker)
    held: list[Route] = []
    page.route("**/js/kept.js", lambda route: held.append(route))
    page.goto(log_url(known_family), wait_until="commit")
    tell(page, "We met at the gate.")
    held[0].continue_()
    wait_until_saved(page)
    assert Draft.objects.get().data["account"] == ["We met at the gate."]


def test_a_page_nobody_typed_in_makes_no_draft(phone: Opens, known_family: Family, lead_worker: Staff) -> None:
    page = open_log(phone(lead_worker), known_family)
    assert not page.evaluate("""async () => {
        const {touched} = await import(document.querySelector("script[src*='js/kept']").src)
        return touched(document.getElementById("visit"))
    }""")
    assert not Draft.objects.exists()


# ---- Two windows ----


def test_a_stale_window_does_not_overwrite_and_the_choice_loses_nothing(
    phone: Opens, known_family: Family, lead_worker: Staff, expected_complaints: list[str]
) -> None:
    expected_complaints.append("status of 409")
    first = open_log(phone(lead_worker), known_family)
    tell(first, "By the first.")
    wait_until_saved(first)
    second = open_log(first.context.new_page(), known_family)
    tell(second, "By the second.")
    wait_until_saved(second)
    tell(first, "By the first, and more.")
    behind = first.locator("#behind")
    expect(behind).to_be_visible()
    expect(behind).to_contain_text(re.compile(r"This page was changed in another tab, today \d\d:\d\d"))
    assert Draft.objects.get().data["account"] == ["By the second."]
    assert_accessible(first)

    behind.get_by_role("button", name="Show that one").click()
    expect(first.locator("#account")).to_have_value("By the second.")
    assert DraftAside.objects.get().data["account"] == ["By the first, and more."]
    assert kept_here(first) == []

    tell(second, "By the second, on.")
    wait_until_saved(second)
    tell(first, "By the first after all.")
    first.locator("#behind").get_by_role("button", name="Keep what is here").click()
    expect(first.locator("#behind")).to_have_count(0)
    wait_until_saved(first)
    assert Draft.objects.get().data["account"] == ["By the first after all."]
    kept = {aside.data["account"][0] for aside in DraftAside.objects.all()}
    assert kept == {"By the first, and more.", "By the second, on."}


def test_a_window_left_open_after_the_visit_was_finished_in_another_keeps_what_is_new_as_a_draft(
    phone: Opens, known_family: Family, lead_worker: Staff, yusuf: Person, expected_complaints: list[str]
) -> None:
    expected_complaints.append("status of 409")
    first = open_log(phone(lead_worker), known_family)
    tell(first, "We met.")
    wait_until_saved(first)
    second = open_log(first.context.new_page(), known_family)
    second.locator("#minutes").fill("30")
    second.locator(f"#child-{yusuf.pk}-seen").check()
    second.get_by_role("button", name="Finish visit").click()
    expect(second.get_by_text("Visit logged.")).to_be_visible()
    tell(first, "We met. And one thing more.")
    expect(first.locator("#behind")).to_contain_text("This page was finished in another tab")
    first.locator("#behind").get_by_role("button", name="Keep what is here").click()
    wait_until_saved(first)
    assert Draft.objects.unfinished().get().data["account"] == ["We met. And one thing more."]
    assert Visit.objects.get().account == "We met."


# ---- Signed out half-way ----


def test_signed_out_while_writing_and_back_with_all_of_it(
    phone: Opens,
    known_family: Family,
    lead_worker: Staff,
    yusuf: Person,
    expected_complaints: list[str],
) -> None:
    expected_complaints += ["status of 401", "status of 403"]
    lead_worker.set_password(PASSWORD)
    lead_worker.save(update_fields=["password"])
    page = open_log(phone(lead_worker), known_family)
    tell(page, "We met.")
    wait_until_saved(page)
    session = next(cookie for cookie in page.context.cookies() if cookie["name"] == "sessionid")
    SessionStore(session["value"]).delete()

    tell(page, "We met. He said a great deal.")
    trouble = page.locator("#save-trouble")
    expect(trouble).to_contain_text("You have been signed out; sign in to save")
    page.locator(f"#child-{yusuf.pk}-seen").check()
    trouble.get_by_role("link", name="sign in to save").click()
    page.locator("#id_login").fill(lead_worker.email)
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    page.wait_for_url(re.compile("/visits/new/"))
    expect(page.locator("#account")).to_have_value("We met. He said a great deal.")
    expect(page.locator(f"#child-{yusuf.pk}-seen")).to_be_checked()
    wait_until_saved(page)
    page.locator("#minutes").fill("30")
    page.get_by_role("button", name="Finish visit").click()
    expect(page.get_by_text("Visit logged.")).to_be_visible()
    assert Visit.objects.get().account == "We met. He said a great deal."


def test_signed_in_again_in_another_window_this_one_goes_on_by_itself(
    phone: Opens, known_family: Family, lead_worker: Staff, live_server: object, expected_complaints: list[str]
) -> None:
    """Signing in gives every window another token: the page must not stand on the one it was opened with."""
    expected_complaints += ["status of 401", "status of 403"]
    page = open_log(phone(lead_worker), known_family)
    tell(page, "We met.")
    wait_until_saved(page)
    page.context.clear_cookies()
    tell(page, "We met. He said a great deal.")
    expect(page.locator("#saved")).to_have_text("not saved")
    sign_in(page.context, lead_worker, live_server.url)  # type: ignore[attr-defined]
    page.locator("#minutes").fill("30")
    wait_until_saved(page)
    assert Draft.objects.get().data["minutes"] == ["30"]


# ---- Without script ----


def test_without_script_the_page_does_all_of_it_by_its_buttons(
    phone: Opens, known_family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    page = open_log(phone(lead_worker, java_script_enabled=False), known_family)
    page.locator("#account").fill("We met.")
    page.get_by_role("button", name="Another quote").click()
    page.locator("#quotes-1-text").fill("I slept all week.")
    page.locator("#quotes-1-who").select_option(str(yusuf.pk))
    page.get_by_role("button", name="Finish visit").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.locator("#minutes").fill("30")
    page.locator(f"#child-{yusuf.pk}-seen").check()
    page.get_by_role("button", name="Keep as draft").click()
    expect(page.get_by_text("Kept as a draft.")).to_be_visible()
    open_log(page, known_family)
    expect(page.locator("#quotes-1-text")).to_have_value("I slept all week.")
    page.get_by_role("button", name="Finish visit").click()
    expect(page.get_by_text("Visit logged.")).to_be_visible()
    assert Visit.objects.get().quotes.get().text == "I slept all week."


def test_without_script_enter_keeps_the_page_and_finishes_nothing(
    phone: Opens, known_family: Family, lead_worker: Staff, yusuf: Person
) -> None:
    page = open_log(phone(lead_worker, java_script_enabled=False), known_family)
    page.locator("#minutes").fill("30")
    page.locator(f"#child-{yusuf.pk}-seen").check()
    page.locator("#account").fill("We met.")
    page.locator("#minutes").press("Enter")
    expect(page.locator("#saved")).to_have_text(SAVED)
    assert not Visit.objects.exists()
    assert Draft.objects.get().data["account"] == ["We met."]


def test_without_script_a_stale_page_chooses_by_its_buttons(
    phone: Opens, known_family: Family, lead_worker: Staff, expected_complaints: list[str]
) -> None:
    expected_complaints.append("status of 409")
    page = open_log(phone(lead_worker, java_script_enabled=False), known_family)
    elsewhere = Client()
    elsewhere.force_login(lead_worker)
    save(elsewhere, known_family, page_of(lead_worker), account="By another window.")
    page.locator("#account").fill("By this one.")
    page.get_by_role("button", name="Finish visit").click()
    expect(page.locator("#behind")).to_contain_text("This page was changed in another tab")
    page.get_by_role("button", name="Keep what is here").click()
    expect(page.locator("#account")).to_have_value("By this one.")
    assert DraftAside.objects.get().data["account"] == ["By another window."]


# ---- On the family's page ----


def test_a_strength_is_seen_again_and_a_worry_eases_without_leaving_the_family(
    phone: Opens, known_family: Family, lead_worker: Staff
) -> None:
    page = phone(lead_worker)
    page.goto(known_family.get_absolute_url())
    strong = page.locator("#panel-strengths")
    expect(strong).to_contain_text("once")
    strong.get_by_role("button", name=re.compile("Seen again")).click()
    expect(strong).to_contain_text("2 times, last today")
    worried = page.locator("#panel-worries")
    worried.get_by_text(re.compile("^Change")).click()
    worried.get_by_role("button", name=re.compile("^Easing")).click()
    expect(worried.locator(".tag--easing")).to_be_visible()
    page.locator("#panel-steps").get_by_role("button", name=re.compile("^Done")).click()
    expect(page.locator("#panel-steps")).to_contain_text("Nothing agreed is waiting to be done.")
    assert Strength.objects.get().sightings.count() == 2
    assert Worry.objects.get().state == "easing"


# ---- A new goal, and what it leans on ----


def test_a_new_goal_leans_on_a_strength_written_a_moment_ago_and_all_children_are_seen_in_one_tap(
    phone: Opens, known_family: Family, lead_worker: Staff, yusuf: Person, leila: Person
) -> None:
    page = open_log(phone(lead_worker), known_family)
    page.get_by_role("button", name="All 2 children seen").click()
    for child in (yusuf, leila):
        expect(page.locator(f"#child-{child.pk}-seen")).to_be_checked()
    page.locator("#minutes").fill("30")
    tell(page, "We talked about school.")
    page.get_by_text("A new goal, in their words").click()
    page.locator("#goals-0-text").fill("School every day")
    page.get_by_text("What it can lean on").first.click()
    offered = page.locator("[data-leans]").first
    expect(offered.get_by_text("Nana collects them on Tuesdays")).to_be_visible()
    expect(offered.locator("[data-row]")).to_be_hidden()  # nothing new is written yet
    page.locator("#strengths-0-text").fill("Dana rings first")
    expect(offered.get_by_text("Dana rings first")).to_be_visible()
    page.locator("#goals-0-leans-strengths-0").check()
    assert_accessible(page)
    wait_until_saved(page)
    page.reload()
    expect(page.locator("#goals-0-leans-strengths-0")).to_be_checked()
    page.get_by_role("button", name="Finish visit").click()
    expect(page.get_by_text("Visit logged.")).to_be_visible()
    goal = Goal.objects.get(text="School every day")
    assert [lean.strength.text for lean in goal.leans.select_related("strength")] == ["Dana rings first"]
