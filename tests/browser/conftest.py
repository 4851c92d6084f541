"""One server and one browser for all tests; a fresh page, and its complaints, for each."""

import json
import os

import pytest
from playwright.sync_api import sync_playwright

from tests.browser import chromium
from tests.browser.serving import served

# What Chromium says of speed, which the benchmarks measure.
IDLE = ("willReadFrequently", "GL Driver Message")
# A race that plays keeps a core busy, so it does only where that is looked at: see MOVING.
COMMON = {"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce"}
STORED = "cookies,indexeddb,local_storage"


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


@pytest.fixture(scope="session")
def context_of(browser):
    """A context by its options: one for all tests, so that scripts are fetched and parsed once."""
    contexts = {}

    def context(options):
        name = json.dumps(options, sort_keys=True)
        if name not in contexts:
            contexts[name] = browser.new_context(**options)
        return contexts[name]

    return context


@pytest.fixture
def open_page(context_of, server):
    """Open the app; at the end of the test, fail on anything the browser complained of."""
    pages, complaints = [], []

    def note(kind):
        return lambda event: complaints.append(f"{kind}: {event}")

    def opened(query="", *, wait=True, **options):
        page = context_of({**COMMON, **options}).new_page()
        pages.append(page)
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
    for page in pages:
        # What a page has stored is not for the next one; fetched scripts are.
        session = page.context.new_cdp_session(page)
        session.send("Storage.clearDataForOrigin", {"origin": server, "storageTypes": STORED})
        page.close()
    assert complaints == []
