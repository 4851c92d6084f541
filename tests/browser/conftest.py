"""One server and one browser for all tests; a fresh page, and its complaints, for each."""

import os

import pytest
from playwright.sync_api import sync_playwright

from tests.browser import chromium
from tests.browser.serving import served

# What Chromium says of speed, which the benchmarks measure.
IDLE = ("willReadFrequently", "GL Driver Message")


@pytest.fixture(scope="session")
def server():
    with served() as url:
        yield url


@pytest.fixture(scope="session")
def browser():
    path = os.environ.get("CHROMIUM") or chromium.find()
    if path is None:
        pytest.fail("No Chromium, Chrome or Edge starts here: run `python -m tests`.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser, server):
    """Open the app; at the end of the test, fail on anything the browser complained of."""
    contexts, complaints = [], []

    def note(kind):
        return lambda event: complaints.append(f"{kind}: {event}")

    def opened(query="", *, wait=True, **options):
        options = {"viewport": {"width": 1440, "height": 900}, **options}
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.on("pageerror", note("error"))
        page.on("requestfailed", lambda request: complaints.append(f"failed: {request.url}"))
        page.on(
            "console",
            lambda said: (
                complaints.append(f"console: {said.text}")
                if said.type in ("error", "warning") and not any(map(said.text.__contains__, IDLE))
                else None
            ),
        )
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((server, server.replace("http", "ws"), "data:", "blob:"))
                else complaints.append(f"from elsewhere: {request.url}")
            ),
        )
        page.goto(f"{server}/{query}")
        if wait:
            page.wait_for_selector(".descent-player[data-drawn]", timeout=60_000)
        return page

    opened.complaints = complaints
    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
