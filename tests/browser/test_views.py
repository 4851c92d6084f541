"""Ways to look at a race: from above, in space, on the whole screen, by curves and as a table."""

import pytest

from app.experiment import DEFAULT
from app.simulate import simulate
from tests.browser.player import PLAYER, read, stop, wait_for

pytestmark = pytest.mark.browser


def choose(page, name):
    page.locator(f"{PLAYER} .viewbar").get_by_role("button", name=name, exact=True).click()


def visible(page, kind):
    return page.locator(f"{PLAYER} .{kind} .panel:visible").count()


def test_every_view_can_be_chosen_by_button_and_by_key(open_page):
    page = open_page()
    stop(page, 60)
    counts = {}
    for view in ("Together", "Side by side"):
        choose(page, view)
        for dimension in ("2-D", "3-D", "Both"):
            choose(page, dimension)
            page.wait_for_timeout(100)
            counts[view, dimension] = visible(page, "stage"), visible(page, "relief")
    assert counts == {
        ("Together", "2-D"): (1, 0),
        ("Together", "3-D"): (0, 1),
        ("Together", "Both"): (1, 1),
        ("Side by side", "2-D"): (6, 0),
        ("Side by side", "3-D"): (0, 6),
        ("Side by side", "Both"): (6, 6),
    }
    page.locator(PLAYER).focus()
    page.keyboard.press("r")
    page.keyboard.press("v")
    wait_for(page, "root.dataset.dimension === '2d' && root.dataset.view === 'together'")
    assert read(page, "step") == "60"
    before = page.locator(f"{PLAYER} .stage .still canvas").evaluate("(c) => c.toDataURL()")
    choose(page, "Linear")
    page.wait_for_timeout(600)
    assert "high (log scale)" not in page.locator(f"{PLAYER} .stage .panel-title").inner_text()
    after = page.locator(f"{PLAYER} .stage .still canvas").evaluate("(c) => c.toDataURL()")
    assert after != before


def test_a_panel_fills_the_screen_and_presenting_leaves_out_the_controls(open_page):
    page = open_page()
    stop(page, 60)
    choose(page, "Side by side")
    third = page.locator(f"{PLAYER} .stage .panel").nth(2)
    third.hover()
    third.get_by_role("button", name="This panel on the full screen").click()
    wait_for(page, "root.dataset.screen === 'panel'")
    assert visible(page, "stage") == 1
    panel = page.locator(f"{PLAYER} .stage .panel")
    assert "Adagrad" in panel.inner_text()
    page.wait_for_timeout(300)
    assert panel.bounding_box()["width"] > 1200
    page.keyboard.press("ArrowRight")
    wait_for(page, "root.dataset.step === '61'")
    page.keyboard.press("Escape")
    wait_for(page, "root.dataset.screen === undefined")
    assert visible(page, "stage") == 6
    page.keyboard.press("p")
    wait_for(page, "root.dataset.screen === 'presentation'")
    page.wait_for_timeout(300)
    assert not page.locator(f"{PLAYER} .viewbar").is_visible()
    size = page.locator(PLAYER).evaluate("(root) => parseFloat(getComputedStyle(root).fontSize)")
    assert size >= 19
    for part in (".stage", ".curves", ".standings"):
        box = page.locator(f"{PLAYER} {part}").bounding_box()
        assert box["y"] + box["height"] <= 900, part
    page.keyboard.press("p")
    wait_for(page, "root.dataset.screen === undefined")


def test_hovering_a_curve_shows_that_moment_and_a_click_stays_there(open_page):
    page = open_page()
    stop(page, 40)
    area = page.locator(f"{PLAYER} .curve-area")
    box = area.bounding_box()
    x, y = box["x"] + box["width"] * 0.7, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    wait_for(page, "Number(root.dataset.step) > 250")
    page.mouse.move(x, box["y"] - 60)
    wait_for(page, "root.dataset.step === '40'")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.up()
    page.mouse.move(x, box["y"] - 60)
    page.wait_for_timeout(100)
    assert int(read(page, "step")) > 250


def test_the_race_can_be_read_as_a_table(open_page):
    page = open_page()
    page.get_by_text("The race as a table").click()
    table = page.locator(f"{PLAYER} .race-table")
    heads = table.locator("thead th").all_inner_texts()
    assert heads[0] == "steps"
    assert heads[1].startswith("Gradient descent")
    (result, *_) = simulate(DEFAULT)
    row = table.locator("tbody tr", has=page.locator("th", has_text="250")).first
    cell = row.locator("td").first.inner_text()
    x, y = result.trajectory.points[250]
    value = result.trajectory.values[250]
    numbers = [float(part.strip("(),").replace("−", "-")) for part in cell.split() if part != "at"]
    assert numbers == pytest.approx([value, x, y], rel=1e-3)
    assert "converged at step 36" in table.locator("tbody tr").last.inner_text()


def test_the_address_holds_how_the_race_is_looked_at_and_where_the_clock_stood(open_page):
    page = open_page("#dimension=both&view=side&heights=linear&axis=evaluations&at=77&view=over")
    wait_for(page, "root.dataset.step === '77' && root.dataset.state === 'paused'")
    looks = [read(page, name) for name in ("dimension", "view", "heights", "axis")]
    assert looks == ["both", "side", "linear", "evaluations"]
    choose(page, "Together")
    page.wait_for_function("!location.hash.includes('view')")
    assert "dimension=both" in page.url
    page.wait_for_timeout(500)
    page.reload()
    page.wait_for_selector(f"{PLAYER}[data-drawn]", timeout=60_000)
    assert (read(page, "dimension"), read(page, "view")) == ("both", "together")


def test_without_webgl_there_is_the_picture_from_above_and_a_sentence(open_page):
    page = open_page("#dimension=3d")
    page.wait_for_timeout(500)
    page.add_init_script(
        """for (const kind of [OffscreenCanvas, HTMLCanvasElement]) {
          const get = kind.prototype.getContext;
          kind.prototype.getContext = function (name, ...rest) {
            return name.startsWith("webgl") ? null : get.call(this, name, ...rest);
          };
        }"""
    )
    page.reload()
    page.wait_for_selector(f"{PLAYER}[data-drawn]", timeout=60_000)
    assert visible(page, "stage") == 1
    assert page.get_by_text("Three dimensions need WebGL 2").is_visible()
