"""A decision closed and a strain mended on a visit's page: by keyboard on a phone, and with two tabs open."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.models import Case, Family, Person
from hampshire.accounts.models import Staff
from practice.actions import goals, quotes, strengths, worries
from practice.models import Decision, Rupture
from tests.browser.test_visit_log import open_log, tab_to, tell, wait_until_saved
from tests.browsers import assert_accessible
from tests.practice.between import decided, scale, strained, tool, worried

pytestmark = pytest.mark.django_db(transaction=True)

Opens = Callable[..., Page]
HALF_A_YEAR = timedelta(days=190)


@pytest.fixture
def busy(case: Case, family: Family, lead_worker: Staff, yusuf: Person) -> Family:
    """The family with a decision, a strain, a worry, a scale, and a tool in the kit."""
    decided(family, lead_worker)
    strained(family, lead_worker, yusuf)
    worried(family, lead_worker)
    scale(family, lead_worker)
    tool()
    return family


def test_a_decision_is_closed_and_a_strain_mended_at_phone_width_by_keyboard_alone(
    phone: Opens, busy: Family, lead_worker: Staff, yusuf: Person
) -> None:
    decision, rupture = Decision.objects.get(), Rupture.objects.get()
    page = open_log(phone(lead_worker), busy)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    press, type_ = page.keyboard.press, page.keyboard.type
    tab_to(page, "minutes")
    type_("47")
    tab_to(page, f"child-{yusuf.pk}-seen")
    press("Space")
    tab_to(page, "account")
    type_("We drew the evening as a line.")
    tab_to(page, "Tools you used together")
    press("Enter")
    tab_to(page, "tools")
    press("Space")
    tab_to(page, "A time it did not happen?")
    press("Enter")
    tab_to(page, "without-")
    type_("In August, when Nana did the shop")
    tab_to(page, f"decision-{decision.pk}")
    type_("Done")
    tab_to(page, f"decision-{decision.pk}-how")
    type_("He came, and stayed for tea.")
    tab_to(page, f"repair-{rupture.pk}")
    press("Space")
    tab_to(page, f"repair-{rupture.pk}-how")
    type_("We said sorry, and she laughed")
    assert_accessible(page)
    tab_to(page, "Finish visit")
    press("Enter")

    expect(page.get_by_text("Visit logged.")).to_be_visible()
    visit = busy.visits.latest_first()[0]
    assert visit.decision_reports.get().how_it_went == "He came, and stayed for tea."
    assert Decision.objects.get().closed_at is not None
    assert visit.repairs.get().how_repaired == "We said sorry, and she laughed"
    assert visit.worry_exceptions.get().text == "In August, when Nana did the shop"
    assert visit.tools_used.count() == 1


def test_what_is_folded_opens_where_something_is_written_and_nothing_of_two_tabs_is_lost(
    desktop: Opens, busy: Family, lead_worker: Staff
) -> None:
    decision = Decision.objects.get()
    first = open_log(desktop(lead_worker), busy)
    second = open_log(first.context.new_page(), busy)
    first.locator(f"#decision-{decision.pk}").select_option("done")
    first.locator(f"#decision-{decision.pk}-how").fill("He came.")
    first.get_by_text("A time it did not happen?").click()
    first.locator("[name^=without-]").fill("In August")
    wait_until_saved(first)
    tell(second, "Another account.")
    second.get_by_role("button", name="Show that one").click()
    expect(second.locator(f"#decision-{decision.pk}-how")).to_have_value("He came.")
    expect(second.locator("[name^=without-]")).to_be_visible()
    aside = busy.drafts.get().asides.get()
    assert aside.data["account"] == ["Another account."]


def test_the_pages_of_a_strength_and_a_worry_are_sound_on_a_phone(
    phone: Opens, busy: Family, lead_worker: Staff, yusuf: Person
) -> None:
    strength = strengths.notice(family=busy, by=lead_worker, text="Rings first", on=timezone.localdate() - HALF_A_YEAR)
    goals.lean(goal=goals.agree(family=busy, by=lead_worker, text="Sleep"), strength=strength, by=lead_worker)
    worry = busy.worries.get()
    worries.tell_exception(worry=worry, by=lead_worker, text="On Sunday", told_by=yusuf)
    quotes.note(family=busy, by=lead_worker, text="Spałem.", person=yusuf, language="Polish", translation="I slept.")
    page = phone(lead_worker)
    for name, ids in (
        ("strength-list", []), ("strength-detail", [strength.pk]), ("worry-list", []), ("worry-detail", [worry.pk]),
        ("quote-list", []),
    ):  # fmt: skip
        page.goto(reverse(f"practice:{name}", args=[busy.pk, *ids]))
        assert page.evaluate("document.documentElement.scrollWidth") == 360, name
        assert_accessible(page)
    page.goto(reverse("practice:strength-list", args=[busy.pk]))
    page.get_by_role("button", name=re.compile("^Not any more")).click()
    page.get_by_role("button", name=re.compile("^Undo: it holds")).click()
    expect(page.get_by_text("It holds after all.")).to_be_visible()
