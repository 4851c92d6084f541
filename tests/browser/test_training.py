"""Races of networks in the player: a panel for each plane, and all that training brings with it."""

import json

import pytest

from tests.browser.network_race import look, message
from tests.browser.player import PLAYER, stop

pytestmark = pytest.mark.browser


def asked(route):
    return json.loads(route.request.post_data)


@pytest.fixture
def open_race(open_page, server):
    """Open the page on a race of networks; a second call of the fixture's value changes it."""

    def opened(query="", viewport=None, **made):
        size = viewport or {"width": 1440, "height": 900}
        page = open_page("_stcore/health", wait=False, viewport=size)

        def answer(route):
            route.fulfill(body=message(**made, parts=asked(route)["parts"]))

        page.route("**/race", answer)
        page.route("**/look", lambda route: route.fulfill(body=look(asked(route)["look"])))
        page.goto(f"{server}/{query}")
        page.wait_for_selector(f"{PLAYER}[data-drawn]", timeout=60_000)
        return page

    return opened


def choose(page, name):
    page.locator(f"{PLAYER} .viewbar").get_by_role("button", name=name, exact=True).click()
    page.wait_for_timeout(300)


def titles(page, kind="stage"):
    return page.locator(f"{PLAYER} .{kind} .panel-title strong").all_inner_texts()


def stills(page, layer):
    """A checksum of one layer of every panel that is seen."""
    return page.locator(f"{PLAYER} {layer}").evaluate_all(
        """(nodes) => nodes.map((canvas) => {
          const { data } = canvas.getContext("2d")
            .getImageData(0, 0, canvas.width, canvas.height);
          return data.reduce((sum, value) => (sum * 31 + value) | 0, 0);
        })"""
    )


def test_every_plane_has_a_panel_and_every_racer_alone_is_on_its_own(open_race):
    page = open_race("#dimension=both&at=80", surfaces=2, racers=4)
    page.locator(f"{PLAYER} .still canvas").nth(1).wait_for(timeout=10_000)
    assert titles(page) == titles(page, "relief") == ["With skips", "Without skips"]
    page.wait_for_timeout(1000)
    for layer in (".stage .still canvas", ".relief .ground", ".stage .trails"):
        assert len(set(stills(page, layer))) == 2
    together = stills(page, ".stage .still canvas")
    choose(page, "Side by side")
    names = ["Gradient descent", "Momentum", "Adam", "Gradient descent"]
    assert titles(page) == titles(page, "relief") == names
    page.wait_for_timeout(1000)
    for layer in (".stage .still canvas", ".relief .ground"):
        first, second, third, fourth = stills(page, layer)
        assert (first, second) == (third, fourth)
        assert first != second
    choose(page, "Together")
    page.wait_for_timeout(1000)
    assert stills(page, ".stage .still canvas") == together
    stop(page, 80)
    page.locator(f"{PLAYER} .stage .plot").nth(1).hover()
    second = page.locator(f"{PLAYER} .stage .panel").nth(1)
    second.get_by_role("button", name="This panel on the full screen").click()
    assert titles(page) == ["Without skips"]
