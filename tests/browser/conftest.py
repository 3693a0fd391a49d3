"""A real browser on the live server."""

import os
import re
from collections.abc import Iterator
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

# Playwright keeps an event loop in the test's thread, which Django mistakes for async
# code; the test still calls the database from one thread only.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LONGEST_MS = 30_000
WIDE = {"width": 1440, "height": 900}
# Chromium reports every such answer; these are ones that a page shows. htmx reports a
# request that a newer one took the place of.
ANSWERS = re.compile(
    r"the server responded with a status of (401|412|422|423|503) "
    r"|^htmx:(afterRequest|sendAbort), |^Response Status Error Code 503 "
)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[BrowserContext]:
    """The system's Chromium with a profile of its own."""
    with TemporaryDirectory() as profile, sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=chromium, args=FLAGS, viewport=WIDE
        )
        # On a loaded machine a first page takes long; nothing waits for its own sake.
        context.set_default_timeout(LONGEST_MS)
        expect.set_options(timeout=LONGEST_MS)
        yield context
        context.close()


@pytest.fixture
def page(browser: BrowserContext) -> Iterator[Page]:
    """A fresh page that fails the test on any error or violation it reports."""
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))

    def listen(said: ConsoleMessage) -> None:
        if said.type == "error" and not ANSWERS.search(said.text):
            faults.append(said.text)

    page.on("console", listen)
    yield page
    page.close()
    browser.clear_cookies()
    assert faults == []
