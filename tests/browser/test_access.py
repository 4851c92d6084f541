"""For everybody: no serious violation that axe finds, and everything by keyboard alone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.player import PLAYER, read, wait_for

pytestmark = pytest.mark.browser

CONTRAST = ["color-contrast"]
STATES = {
    "opening": "",
    "both pictures, side by side": "root.player.choose({ dimension: 'both', view: 'side' })",
    "internals": "root.querySelector('.inside-menu button').click()",
    "take away": "root.querySelector('.inside-menu button').click();"
    "root.querySelector('.takeaway button').click()",
    "the table": "root.querySelector('details').open = true",
    "keys and gestures": "root.player.help.toggle()",
    "presenting": "root.player.help.toggle(); root.player.commands.present()",
}


# Themes differ in nothing but colours.
@pytest.mark.parametrize(("scheme", "rules"), [("light", {}), ("dark", {"runOnly": CONTRAST})])
def test_axe_finds_nothing_serious_in_any_state(open_page, scheme, rules):
    page = open_page(color_scheme=scheme)
    page.evaluate("(root) => root.player.pause()", page.query_selector(PLAYER))
    for state, act in STATES.items():
        page.evaluate(f"(root) => {{ {act} }}", page.query_selector(PLAYER))
        page.wait_for_timeout(400)
        found = Axe().run(page, options=rules).response["violations"]
        assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == [], state


def focused(page):
    """What has the focus, through all shadow roots: its label or its text."""
    return page.evaluate(
        """() => {
          let node = document.activeElement;
          while (node.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
          return node.getAttribute("aria-label") ?? node.textContent;
        }"""
    )


def test_every_control_is_reached_by_tab_and_works_by_keyboard(open_page):
    page = open_page()
    page.locator(PLAYER).focus()
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(focused(page))
    for name in (
        "η Learning rate",
        "η Learning rate, any value",
        "Back to the start",
        "Side by side",
    ):
        assert name in reached
    for name in ("3-D", "Linear", "Evaluations", "Present", "What the curves show"):
        assert name in reached
    page.locator(PLAYER).focus()
    while focused(page) != "3-D":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    wait_for(page, "root.dataset.dimension === '3d'")
    while focused(page) != "One step on":
        page.keyboard.press("Shift+Tab")
    page.evaluate(
        "(root) => { root.player.pause(); root.player.seek(7); }", page.query_selector(PLAYER)
    )
    page.keyboard.press("Enter")
    wait_for(page, "root.dataset.step === '8'")
    page.evaluate("(root) => root.player.choose({ dimension: '2d' })", page.query_selector(PLAYER))
    surface = page.locator(f"{PLAYER} .stage .plot")
    surface.focus()
    home = page.evaluate("(root) => root.player.pictures.stage.window", page.query_selector(PLAYER))
    for key in ("d", "w", "+"):
        page.keyboard.press(key)
    moved = page.evaluate(
        "(root) => root.player.pictures.stage.window", page.query_selector(PLAYER)
    )
    assert moved["x"][0] > home["x"][0]
    assert moved["x"][1] - moved["x"][0] < home["x"][1] - home["x"][0]
    page.keyboard.press("0")
    again = page.evaluate(
        "(root) => root.player.pictures.stage.window", page.query_selector(PLAYER)
    )
    assert again == home
    page.keyboard.press("?")
    page.locator(".help-panel").wait_for(state="visible")
    page.keyboard.press("Escape")
    page.locator(".help-panel").wait_for(state="hidden")
    assert read(page, "state") == "paused"
