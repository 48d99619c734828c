"""Takes the README's pictures from a running demo: `bin/screenshots`."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).resolve().parent / "screenshots"
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 860}
PASSWORD = "demo-hampshire"  # noqa: S105  (the demo's, known to everybody)


def signed_in(browser: Browser, address: str, role: str, size: dict[str, int]) -> Page:
    page = browser.new_context(viewport=size, device_scale_factor=1).new_page()  # type: ignore[arg-type]
    page.goto(address)
    page.get_by_label("Email", exact=True).fill(f"{role}@hampshire.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state("networkidle")
    page.goto(page.url)  # once more, so that "signed in" is no longer said
    return page


def open_a_family(page: Page) -> None:
    """One of which much is known: the made-up families are the same at every load."""
    page.locator("table a[href^='/families/']", has_text="Dunmore").first.click()
    page.wait_for_load_state("networkidle")


def open_a_plan(page: Page) -> None:
    open_a_family(page)
    page.get_by_role("link", name="Plan", exact=True).click()
    page.wait_for_load_state("networkidle")


def open_the_next_supervision(page: Page) -> None:
    page.get_by_role("link", name="Supervision", exact=True).click()
    page.get_by_role("link", name="Agenda").first.click()


def log_a_visit(page: Page) -> None:
    open_a_family(page)
    page.goto(page.url.rstrip("/") + "/visits/new/")


def nothing_more(page: Page) -> None:
    """The page is the one somebody comes home to."""


PICTURES: list[tuple[str, str, dict[str, int], Callable[[Page], None]]] = [
    ("my-week", "practitioner", DESKTOP, nothing_more),
    ("family", "practitioner", DESKTOP, open_a_family),
    ("log-a-visit-phone", "practitioner", PHONE, log_a_visit),
    ("caseload-review", "supervisor", DESKTOP, nothing_more),
    ("outcomes", "manager", DESKTOP, nothing_more),
    ("plan", "practitioner", DESKTOP, open_a_plan),
    ("supervision", "supervisor", DESKTOP, open_the_next_supervision),
]


def main(address: str) -> None:
    HERE.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        program = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"] if program else [])
        for name, role, size, go in PICTURES:
            page = signed_in(browser, address, role, size)
            go(page)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=HERE / f"{name}.png")
            page.context.close()
            print(f"docs/screenshots/{name}.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
