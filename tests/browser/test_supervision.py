"""Supervision as the two have it: an agenda that saves itself, a decision that a visit closes, two writing at once."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.models import Case, Family, Person
from hampshire.accounts.models import Staff
from practice.models import Decision
from practice.supervision.actions import items, supervisions
from practice.supervision.models import Item, Reflection, Supervision
from tests.browsers import assert_accessible
from tests.practice.pages import log_url

pytestmark = pytest.mark.django_db(transaction=True)

Opens = Callable[..., Page]


@pytest.fixture
def planned(case: Case, supervisor: Staff, lead_worker: Staff) -> Supervision:
    return supervisions.plan(by=supervisor, worker=lead_worker, planned_for=timezone.localdate())


@pytest.fixture
def brought(planned: Supervision, family: Family, lead_worker: Staff) -> Item:
    return items.bring(
        supervision=planned, by=lead_worker, family=family, text="Whom they ring on a Sunday", kind="reflective"
    )


def card(page: Page, item: Item) -> object:
    return page.locator(f"#item-{item.pk}")


def test_a_decision_made_in_supervision_is_closed_by_a_visit(
    planned: Supervision, family: Family, supervisor: Staff, lead_worker: Staff, yusuf: Person,
    desktop: Opens, phone: Opens,
) -> None:  # fmt: skip
    # Grace chooses from what the caseload says, thinks aloud, notes, and decides.
    page = desktop(supervisor)
    page.goto(planned.get_absolute_url())
    page.get_by_role("checkbox", name="Past its day").check()
    page.get_by_role("group", name="Begum-Hale family").locator("xpath=..").get_by_role(
        "button", name="Put on the agenda"
    ).click()
    item = page.locator(".agenda__item")
    expect(item).to_have_count(1)
    item.get_by_label("Thinking together").fill("Four weeks without the children: what are we avoiding?")
    item.get_by_label("For the family’s record").fill("A visit is arranged for this week.")
    expect(item.get_by_text("saved ", exact=False)).to_be_visible()
    item.get_by_text("Decide something").click()
    item.get_by_label("What was decided").fill("Ask Dana who she rings on a Sunday")
    item.get_by_role("button", name="Decide", exact=True).click()
    expect(item.get_by_role("listitem").filter(has_text="Ask Dana who she rings on a Sunday")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="We met").click()
    page.get_by_role("button", name="Keep it as held").click()
    expect(page.get_by_text("not agreed yet")).to_be_visible()

    # Amara finds it in her week, and on the visit's page; it is done there.
    hand = phone(lead_worker)
    hand.goto("/week/")
    expect(hand.get_by_text("Ask Dana who she rings on a Sunday", exact=True)).to_be_visible()
    hand.goto(log_url(family))
    decision = Decision.objects.get()
    hand.locator(f"select[name='decision-{decision.pk}']").select_option("done")
    hand.get_by_role("textbox", name="What happened", exact=True).fill("We drew everybody she rings. Eleven names.")
    hand.locator(f"#child-{yusuf.pk}-seen").check(force=True)
    hand.locator("#minutes").fill("45")
    hand.get_by_role("button", name="Finish visit").tap()
    expect(hand).not_to_have_url(re.compile("/visits/new/"))

    # The record says at which visit, and Grace sees that it reached the family.
    decision.refresh_from_db()
    assert decision.closed_at is not None
    report = decision.reports.get()
    assert report.visit == family.visits.get()
    page.goto(f"/families/{family.pk}/supervision/")
    expect(page.get_by_role("link", name="a visit", exact=True)).to_have_attribute(
        "href", f"/families/{family.pk}/visits/{report.visit_id}/"
    )
    expect(page.get_by_text("what are we avoiding")).to_have_count(0)
    page.goto("/supervision/")
    expect(page.get_by_role("link", name="1 of 1")).to_be_visible()


def test_nobody_agrees_what_they_have_not_read(
    planned: Supervision, brought: Item, supervisor: Staff, lead_worker: Staff, desktop: Opens, phone: Opens,
    expected_complaints: list[str],
) -> None:  # fmt: skip
    expected_complaints.append(r"/agree/: Failed to load resource: .* 409")
    supervisions.hold(supervision=planned, by=supervisor, on=planned.planned_for)
    theirs, mine = desktop(supervisor), phone(lead_worker)
    theirs.goto(planned.get_absolute_url())
    mine.goto(planned.get_absolute_url())
    theirs.locator(".agenda__item").get_by_label("For the family’s record").fill("Nana rings on Sundays.")
    expect(theirs.locator(".agenda__item").get_by_text("saved ", exact=False)).to_be_visible()

    mine.get_by_role("button", name="I agree this record").tap()
    expect(mine.get_by_text("It was changed since you opened it")).to_be_visible()
    expect(mine.locator(".agenda__item").get_by_label("For the family’s record")).to_have_value(
        "Nana rings on Sundays."
    )
    assert_accessible(mine)
    mine.get_by_role("button", name="I agree this record").tap()
    expect(mine.get_by_text("Amara Obi has agreed it.")).to_be_visible()

    # Whoever wrote it has read it: she agrees from the page on which she wrote.
    theirs.get_by_role("button", name="I agree this record").click()
    expect(theirs.get_by_text("agreed by both")).to_be_visible()


def test_a_supervisor_is_told_on_my_team_what_is_due(
    planned: Supervision, family: Family, supervisor: Staff, desktop: Opens, phone: Opens
) -> None:
    for page in (phone(supervisor), desktop(supervisor)):
        page.goto("/caseload/")
        expect(page.get_by_role("heading", name="Supervision, soon")).to_be_visible()
        expect(page.get_by_role("link", name=re.compile("^Open ?: Amara Obi, case supervision"))).to_be_visible()
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("checkbox", name="Choose Begum-Hale").check()
    page.get_by_role("button", name="Start supervision").click()
    expect(page.get_by_role("checkbox", name="Begum-Hale family led by Amara Obi")).to_be_checked()
    assert_accessible(page)


def test_two_who_write_in_one_card_lose_nothing(
    planned: Supervision, brought: Item, supervisor: Staff, lead_worker: Staff, desktop: Opens, phone: Opens
) -> None:
    theirs, mine = desktop(supervisor), phone(lead_worker)
    for page in (theirs, mine):
        page.goto(planned.get_absolute_url())
    theirs.get_by_label("Thinking together").fill("Grace’s words")
    expect(theirs.locator(".agenda__save")).to_contain_text("saved")
    mine.get_by_label("Thinking together").fill("Amara’s words")
    expect(mine.get_by_text("The other of you wrote here meanwhile")).to_be_visible()
    expect(mine.get_by_text("Grace’s words")).to_be_visible()
    expect(mine.get_by_label("Thinking together")).to_have_value("Amara’s words")
    assert Reflection.objects.get().text == "Grace’s words"
    assert_accessible(mine)
    mine.get_by_label("Thinking together").fill("Grace’s words, and Amara’s")
    mine.get_by_role("button", name="I have read it").tap()
    expect(mine.get_by_text("The other of you wrote here meanwhile")).to_have_count(0)
    assert Reflection.objects.get().text == "Grace’s words, and Amara’s"


def test_one_person_typing_on_is_never_in_their_own_way(
    planned: Supervision, brought: Item, lead_worker: Staff, desktop: Opens
) -> None:
    page = desktop(lead_worker)
    page.goto(planned.get_absolute_url())
    words = page.get_by_label("Thinking together")
    for text in ("One", "One, two", "One, two, three"):
        words.fill(text)
        page.get_by_text("Talked about", exact=True).click()  # which saves at once, while the last is under way
    expect(page.locator("form[data-kept]")).to_have_attribute("data-state", "saved")
    expect(page.get_by_text("The other of you wrote here meanwhile")).to_have_count(0)
    assert Reflection.objects.get().text == "One, two, three"


def test_what_was_typed_without_signal_is_there_when_the_page_is_opened_again(
    planned: Supervision, brought: Item, lead_worker: Staff, desktop: Opens, expected_complaints: list[str]
) -> None:
    expected_complaints += [r"Failed to load resource", r"htmx:"]
    page = desktop(lead_worker)
    page.goto(planned.get_absolute_url())
    page.context.set_offline(True)
    page.get_by_label("Thinking together").fill("Written in the lift")
    expect(page.get_by_text("We could not reach Hampshire")).to_be_visible()
    page.context.set_offline(False)
    page.reload()
    expect(page.get_by_label("Thinking together")).to_have_value("Written in the lift")
    expect(page.locator(".agenda__save")).to_contain_text("saved")
    assert Reflection.objects.get().text == "Written in the lift"


def test_without_script_a_card_is_saved_by_its_button(
    planned: Supervision, brought: Item, lead_worker: Staff, phone: Opens
) -> None:
    page = phone(lead_worker, java_script_enabled=False)
    page.goto(planned.get_absolute_url())
    page.get_by_label("Thinking together").fill("By hand")
    page.get_by_role("button", name="Save", exact=True).tap()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert Reflection.objects.get().text == "By hand"


def test_the_agenda_is_worked_by_keys_alone(
    planned: Supervision, brought: Item, supervisor: Staff, desktop: Opens
) -> None:
    page = desktop(supervisor)
    page.goto(planned.get_absolute_url())
    page.get_by_label("Thinking together").focus()
    page.keyboard.type("Typed")
    page.keyboard.press("Tab")
    page.keyboard.type("For all to read")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Procedural")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("form[data-kept]")).to_have_attribute("data-state", "saved")
    brought.refresh_from_db()
    assert (brought.kind, brought.notes) == ("procedural", "For all to read")
    assert timezone.now() - brought.written_at < timedelta(minutes=1)
