"""One server and one browser for all tests; a fresh page, and its complaints, for each."""

import json
import os

import pytest
from playwright.sync_api import sync_playwright

from tests.browser import chromium
from tests.browser.serving import served

# What Chromium says of speed, which the benchmarks measure.
IDLE = ("willReadFrequently", "GL Driver Message")
SIZE = {"width": 1440, "height": 900}
STORED = "cookies,indexeddb,local_storage"


@pytest.fixture(scope="session")
def server():
    with served() as url:
        yield url


@pytest.fixture(scope="session")
def chrome():
    """The kind of browser, and with what it is started."""
    path = os.environ.get("CHROMIUM") or chromium.find()
    if path is None:
        pytest.fail("No Chromium, Chrome or Edge starts here: run `python -m tests`.")
    with sync_playwright() as playwright:
        yield playwright.chromium, {"executable_path": path, "args": chromium.FLAGS}


@pytest.fixture(scope="session")
def browser(chrome):
    kind, started = chrome
    browser = kind.launch(**started)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def common(chrome, tmp_path_factory):
    """One context for all pages that can do with it.

    It has a folder of its own, without which Chromium would compile all scripts for every page.
    """
    kind, started = chrome
    context = kind.launch_persistent_context(tmp_path_factory.mktemp("chromium"), **started)
    yield context
    context.close()


@pytest.fixture(scope="session")
def context_of(browser):
    """A context by its options, which are more than a page can be told."""
    contexts = {}

    def context(options):
        name = json.dumps(options, sort_keys=True)
        if name not in contexts:
            contexts[name] = browser.new_context(**options)
        return contexts[name]

    return context


@pytest.fixture
def new_page(common, request):
    """An empty page by what Playwright calls the options of a context."""

    def new(viewport=SIZE, reduced_motion="reduce", color_scheme="light", **options):
        # Most tests need no second browser.
        context = request.getfixturevalue("context_of")(options) if options else common
        page = context.new_page()
        page.set_viewport_size(viewport)
        # A race that plays keeps a core busy, so it does only where that is looked at: see MOVING.
        page.emulate_media(reduced_motion=reduced_motion, color_scheme=color_scheme)
        return page

    return new


@pytest.fixture
def open_page(new_page, server):
    """Open the app; at the end of the test, fail on anything the browser complained of."""
    pages, complaints = [], []

    def note(kind):
        return lambda event: complaints.append(f"{kind}: {event}")

    def opened(query="", *, wait=True, **options):
        page = new_page(**options)
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
