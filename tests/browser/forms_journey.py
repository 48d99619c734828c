"""The builder's half of the journey from an empty form to an authorised assessment, for tests that go on from there."""

from playwright.sync_api import Page, expect

NAME = "Settling in"
LIFE, BALANCE, MEANING = "Life at home", "Strong, and worried about", "What it means"
STORY = "What is life like at home?"
BABY, YES, NO = "Is a baby expected?", "Yes", "No"
DUE = "When is the baby due?"
STRONG, SAFE, FACTORS = "What is working well?", "How safe is it at home?", "What did you find?"


def build_and_publish(page: Page) -> None:
    """From any page of an administrator: a form of three sections that asks six questions, published.

    Its questions' keys come from their words: what_is_life_like_at_home, is_a_baby_expected, when_is_the_baby_due
    (asked only where one is, and needed then), what_is_working_well, how_safe_is_it_at_home, what_did_you_find.
    """
    page.goto("/forms/")
    page.get_by_role("link", name="Build a form").click()
    page.get_by_label("Name").fill(NAME)
    page.get_by_label("What it is for").fill("How a family is doing in a new home.")
    page.get_by_label("Working days to finish it").fill("45")
    page.get_by_role("button", name="Go on to its sections").click()

    page.get_by_role("link", name="Add the first section").click()
    fill_section(page, LIFE)
    add_question(page, LIFE, "Words", STORY, required=True)
    add_question(page, LIFE, "One of several", BABY, choices=[YES, NO])
    add_question(page, LIFE, "A day", DUE, required=True, only_when=YES)
    add_section(page, BALANCE)
    add_question(page, BALANCE, "Strengths already noticed", STRONG, required=True)
    add_question(page, BALANCE, "A scale from 0 to 10, by voice", SAFE, ends=("nobody is safe", "everybody is"))
    add_section(page, MEANING)
    add_question(page, MEANING, "Factors, by DfE code", FACTORS, required=True)
    publish(page)


def add_section(page: Page, title: str) -> None:
    page.get_by_role("link", name="Add a section").click()
    fill_section(page, title)


def fill_section(page: Page, title: str) -> None:
    page.get_by_label("Title").fill(title)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()


def add_question(
    page: Page,
    section: str,
    kind: str,
    label: str,
    *,
    required: bool = False,
    choices: list[str] | None = None,
    only_when: str = "",
    ends: tuple[str, str] | None = None,
) -> None:
    """Add one to a section of the builder's page. `only_when` is one choice of a question before it."""
    page.get_by_role("link", name=f"Add a question to {section}").click()
    page.get_by_role("link", name=kind, exact=True).click()
    page.get_by_label("The question").fill(label)
    for number, choice in enumerate(choices or [], start=1):
        page.get_by_label(f"Choice {number}", exact=True).fill(choice)
    if ends:
        page.get_by_label("What 0 means").fill(ends[0])
        page.get_by_label("What 10 means").fill(ends[1])
    if required:
        page.get_by_label("It has to be answered").check()
    if only_when:
        page.get_by_role("group", name="Ask it only when").get_by_label(only_when, exact=True).check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".builder__label", has_text=label)).to_be_visible()


def publish(page: Page) -> None:
    """With a new entry in the towards-or-against register, as the page proposes it."""
    page.get_by_role("link", name="Publish").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("New assessments are written on it.")).to_be_visible()
