"""The page that was taken away plays from a file, without a network and without a server."""

import pytest

from app.experiment import DEFAULT
from app.exports import page
from app.race import Race
from tests.app.networks.small import training_of
from tests.browser.player import PLAYER, read, stop, wait_for

pytestmark = pytest.mark.browser


@pytest.fixture
def open_file(browser, tmp_path):
    """Open text as a file of its own with the network off; at the end, fail on any complaint."""
    contexts, complaints = [], []

    def opened(text, **options):
        path = tmp_path / "race.html"
        path.write_text(text)
        options = {"viewport": {"width": 1280, "height": 900}, "offline": True, **options}
        contexts.append(browser.new_context(**options))
        sheet = contexts[-1].new_page()
        sheet.on("pageerror", lambda error: complaints.append(str(error)))
        sheet.on("requestfailed", lambda request: complaints.append(request.url[:200]))
        sheet.on(
            "console",
            lambda said: complaints.append(said.text) if said.type == "error" else None,
        )
        sheet.goto(path.as_uri())
        return sheet

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="module")
def text():
    return page.to_html(DEFAULT).decode()


def test_it_plays_and_its_numbers_are_those_of_the_race(open_file, text):
    sheet = open_file(text)
    sheet.wait_for_selector(f"{PLAYER}[data-state=playing]", timeout=30_000)
    before = int(read(sheet, "step"))
    wait_for(sheet, f"Number(root.dataset.step) > {before + 5}")
    stop(sheet, 36)
    # The standings follow the clock a few times a second.
    ended = sheet.get_by_role("row", name="L-BFGS").filter(has_text="converged at step 36")
    ended.wait_for(timeout=5_000)


def test_what_is_measured_along_the_way_is_in_it(open_file, text):
    sheet = open_file(text)
    sheet.wait_for_selector(f"{PLAYER}[data-drawn]", timeout=30_000)
    sheet.locator(".curves select").first.select_option("sharpness")
    sheet.locator(".curve-area[aria-busy=false]").wait_for(timeout=5_000)
    # The key of the curves' edge shows only where there are numbers.
    sheet.locator(".curve-key").wait_for(state="visible", timeout=5_000)


def test_it_wears_the_theme_of_the_reader_s_system(open_file, text):
    sheet = open_file(text, color_scheme="dark")
    sheet.wait_for_selector(f"{PLAYER}[data-theme=dark][data-drawn]", timeout=30_000)
    sheet.emulate_media(color_scheme="light")
    sheet.wait_for_selector(f"{PLAYER}[data-theme=light]", timeout=5_000)


def test_a_notebook_shows_it_in_a_frame(open_file):
    sheet = open_file(f"<!doctype html><title>notebook</title>{Race(DEFAULT)._repr_html_()}")
    frame = sheet.frame_locator("iframe")
    frame.locator(f"{PLAYER}[data-state=playing]").wait_for(timeout=30_000)


def test_a_race_of_networks_plays_and_says_what_only_a_server_can_show(open_file):
    sheet = open_file(page.to_html(training_of()).decode())
    sheet.wait_for_selector(f"{PLAYER}[data-state=playing]", timeout=30_000)
    stop(sheet, 20)
    ended = sheet.get_by_role("row", name="Adam").filter(has_text="still training")
    ended.wait_for(timeout=5_000)
    sheet.get_by_text("This page was taken away, and only the server").first.wait_for()


def test_pictures_can_be_taken_from_it_in_turn(open_file, text):
    sheet = open_file(text)
    sheet.wait_for_selector(f"{PLAYER}[data-drawn]", timeout=30_000)
    sheet.get_by_role("button", name="Take away").click()
    with sheet.expect_download() as taken:
        sheet.get_by_role("button", name="PNG").click()
    assert taken.value.path().read_bytes().startswith(b"\x89PNG")
