"""Every page in a real browser, on a phone and on a desk: nothing in the console, nothing wider than the phone, one h1,
a title, and no rule of WCAG 2.2 AA that axe can check broken. Each page as the first of the cast who may open it."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page

from hampshire.accounts.models import Staff
from tests.browsers import DESKTOP, PHONE, OpenPage
from tests.test_access import TABLE, YES, address_of
from tests.world import World

AXE = Axe()
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
# What the width can change; the rest is the same page.
RULES_OF_A_PHONE = {
    "runOnly": {"type": "rule", "values": ["target-size", "scrollable-region-focusable", "color-contrast"]},
    "resultTypes": ["violations"],
}

# Whoever is asked first opens the page.
OPENERS = ["stranger", "lead_worker", "supervisor", "manager", "administrator", "auditor", "nobody"]
# Pages that show others something else as well.
AS_WELL = {
    "supervisor": ["cases:family-detail", "cases:case-detail", "cases:referral-detail", "practice:visit-list"],
    "administrator": ["jobs:job-list"],
    "nobody": ["home"],
}
# Forms to be sent as they are opened, with nothing in them.
FORMS = {
    "stranger": ["account_login", "relationship:rating-give"],
    "lead_worker": [
        "cases:event-note",
        "cases:referral-take",
        "practice:visit-log",
        "practice:goal-agree",
        "relationship:rating-ask",
        "relationship:rating-enter",
    ],
    "supervisor": ["cases:case-close"],
    "administrator": [
        "accounts:staff-new",
        "cases:return-new",
        "assessments:form-new",
        "assessments:form-import",
        "assessments:question-new",
    ],
}


def is_page(client: Client, url: str) -> bool:
    """Whether a browser draws it: not what only takes POST, leads elsewhere or is a file to keep."""
    response = client.get(url)
    return response.status_code in {200, 403} and response.headers.get("Content-Type", "").startswith("text/html")


def client_of(who: str, world: World) -> Client:
    client = Client()
    if who != "stranger":
        client.force_login(world.cast[who])
    return client


def pages_of(who: str, world: World) -> Iterator[tuple[str, str]]:
    """Route and address of each page that this one of the cast opens."""
    client, before = client_of(who, world), OPENERS[: OPENERS.index(who)]
    for name, row in TABLE.items():
        mine = row.expects(who, "get") == YES and not any(row.expects(earlier, "get") == YES for earlier in before)
        url = address_of(name, world)
        if (mine or name in AS_WELL.get(who, [])) and is_page(client, url):
            yield name, url


class Look:
    """One browser page, led from address to address; what is wrong is gathered, so that one run tells all."""

    def __init__(self, page: Page) -> None:
        self.page, self.wrong = page, []  # type: tuple[Page, list[str]]
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("pageerror", lambda error: self._hear("error", str(error)))
        self.at = ""

    def _hear(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.wrong.append(f"{self.at}: the console says: {text}")

    def open(self, name: str, url: str) -> None:
        self.at = name
        self.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
        self.page.goto(url)
        self.judge()

    def judge(self) -> None:
        """As it stands, at both widths."""
        if not self.page.title().strip():
            self.wrong.append(f"{self.at}: no title")
        if (found := self.page.locator("h1").count()) != 1:
            self.wrong.append(f"{self.at}: {found} h1")
        self._ask_axe("desk", RULES)
        self.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        wide: int = self.page.evaluate("document.documentElement.scrollWidth")
        if wide > PHONE["width"]:
            self.wrong.append(f"{self.at}: {wide} px wide on a phone: {self._widest()}")
        self._ask_axe("phone", RULES_OF_A_PHONE)

    def _ask_axe(self, where: str, rules: dict[str, Any]) -> None:
        found = AXE.run(self.page, options=rules).response
        assert found["passes"], "axe looked at nothing"
        for rule in found["violations"]:
            nodes = [node["html"][:160] for node in rule["nodes"]]
            self.wrong.append(f"{self.at} on a {where}: {rule['id']}: {rule['help']}: {nodes[:3]}")

    def _widest(self) -> Any:
        return self.page.evaluate(
            """() => [...document.querySelectorAll("main *")]
                .filter(one => one.getBoundingClientRect().right > innerWidth)
                .slice(0, 3).map(one => one.outerHTML.slice(0, 120))"""
        )


def open_as(who: str, world: World, desktop: OpenPage) -> Look:
    staff: Staff | None = None if who == "stranger" else world.cast[who]
    return Look(desktop(staff))


@pytest.fixture
def expected_complaints() -> list[str]:
    """A page that refuses, and a form sent back, are errors to Chromium; what a page complains of, Look gathers."""
    return [".*"]


@pytest.mark.parametrize("who", OPENERS)
def test_every_page_is_sound_on_a_phone_and_on_a_desk(who: str, world: World, desktop: OpenPage) -> None:
    look = open_as(who, world, desktop)
    pages = list(pages_of(who, world))
    assert pages
    for name, url in pages:
        look.open(name, url)
    wrong = [told for told in look.wrong if "status of 403" not in told or who != "nobody"]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("who", FORMS)
def test_a_form_that_is_not_yet_right_is_sound_too(who: str, world: World, desktop: OpenPage) -> None:
    look = open_as(who, world, desktop)
    for name in FORMS[who]:
        look.page.goto(address_of(name, world))
        look.at = f"{name}, sent empty"
        look.page.locator("main form[method=post] button.govuk-button:not(.govuk-button--secondary)").last.click()
        look.page.locator(".govuk-error-summary").wait_for()
        look.judge()
    wrong = [told for told in look.wrong if "status of 422" not in told]
    assert not wrong, "\n".join(wrong)
