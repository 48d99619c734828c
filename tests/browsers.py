"""Real browsers, on a live server over the test database: `phone(staff)` and `desktop(staff)` open a page, signed in.

A test that uses them fails on anything the page complains of in its console: an error in a script, a file that is not
there, or what the content security policy refused.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer

from hampshire.accounts.models import Staff

PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
BROWSER_FIXTURES = {"phone", "desktop", "browser"}
LONG = {*BROWSER_FIXTURES, "celery_worker_process", "world"}

# A form sent back with its errors is an answer to htmx; Chromium calls it an error all the same.
EXPECTED = [r"status of 422", r"net::ERR_INTERNET_DISCONNECTED"]

OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives a browser, so that `-m "not browser"` leaves it out; and begin with what takes long, so that no
    process is still at it when the others have nothing left to take over."""
    for item in items:
        if BROWSER_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: not LONG & set(getattr(item, "fixturenames", ())))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's own Chromium where there is one; its sandbox cannot be used by root."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    path = {"executable_path": found} if found else {}
    return {**browser_type_launch_args, **path, "args": ["--no-sandbox"] if os.geteuid() == 0 else []}


@pytest.fixture(scope="session")
def browser(browser: Browser) -> Iterator[Browser]:
    """Playwright's, which runs an event loop in this thread. While it does, Django keeps other connections for this
    thread than before; nobody else would close them, and they would keep the test database from being dropped."""
    yield browser
    connections.close_all()


@pytest.fixture
def expected_complaints() -> list[str]:
    """Regular expressions for what the console may say in this test; a test adds its own."""
    return list(EXPECTED)


@pytest.fixture
def complaints(expected_complaints: list[str]) -> Iterator[list[str]]:
    """What pages complained of; the test fails at its end when there is anything."""
    heard: list[str] = []
    yield heard
    unexpected = [text for text in heard if not any(re.search(pattern, text) for pattern in expected_complaints)]
    assert not unexpected, "the browser's console:\n" + "\n".join(unexpected)


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer, complaints: list[str]) -> Iterator[OpenPage]:
    """Open a page of a size, signed in as somebody or not; each in a context of its own, as if on another device."""
    contexts: list[BrowserContext] = []

    def open_one(staff: Staff | None, viewport: dict[str, int], **options: Any) -> Page:
        context = browser.new_context(
            base_url=live_server.url, viewport=viewport, locale="en-GB", timezone_id=settings.TIME_ZONE, **options
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        if staff is not None:
            sign_in(context, staff, live_server.url)
        page = context.new_page()
        page.on("console", lambda message: _listen(message, complaints))
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def phone(open_page: OpenPage) -> OpenPage:
    """`phone(lead_worker)`: a page 360 wide on a touch screen. Further options go to Playwright's new_context."""
    return lambda staff=None, **options: open_page(staff, PHONE, **{"has_touch": True, "is_mobile": True, **options})


@pytest.fixture
def desktop(open_page: OpenPage) -> OpenPage:
    """`desktop(supervisor)`: a page 1280 wide. Further options go to Playwright's new_context."""
    return lambda staff=None, **options: open_page(staff, DESKTOP, **options)


def sign_in(context: BrowserContext, staff: Staff, url: str) -> None:
    """Give the browser the cookie of a session signed in as this person, without the form."""
    client = Client()
    client.force_login(staff)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": url}])


def assert_accessible(page: Page) -> None:
    """No rule of axe is broken by the page as it stands."""
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()


def screenshot(page: Page, name: str) -> Path:
    """Keep a picture of the page under var/test/screens/, for a person to look at."""
    path = settings.BASE_DIR / "var" / "test" / "screens" / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=True)
    return path


def _listen(message: ConsoleMessage, complaints: list[str]) -> None:
    if message.type == "error":
        complaints.append(f"{message.location.get('url', '')}: {message.text}")
