"""The panel of curves: which quantity it shows, on which scale."""

import pytest

from app.experiment import DEFAULT, Part, Racer
from landscapes import LANDSCAPES
from tests.browser.player import PLAYER, query, read, stop, turn, wait_for

pytestmark = pytest.mark.browser

FLOORLESS = [slug for slug, landscape in LANDSCAPES.items() if landscape.floor is None]
HOLLOW = [slug for slug, landscape in LANDSCAPES.items() if not landscape.minima]
RANGE = """async ([name, race, scale]) => {
  const files = performance.getEntriesByType("resource").map(({ name }) => name);
  const player = files.find((name) => name.endsWith("/bundle.js"));
  const load = (file) => import(player.replace("bundle.js", file));
  const { axisRange } = await load("curves/range.js");
  const { QUANTITIES } = await load("curves/quantities.js");
  const numbers = (line) => Float32Array.from(line, (value) => value ?? NaN);
  const racers = race.map((racer) =>
    Object.fromEntries(Object.entries(racer).map(([key, line]) =>
      [key, Array.isArray(line) ? numbers(line) : line])));
  const { lines } = QUANTITIES[name];
  const shown = { racers, surfaces: [{ floor: 0 }] };
  const { low, high } = axisRange(QUANTITIES[name], racers.map(lines), shown, scale);
  return [low, high];
}"""


def picker(page):
    return page.get_by_label("What the curves show")


def label(page):
    canvas = page.locator(f"{PLAYER} .curve-area canvas[role=img]")
    return canvas.get_attribute("aria-label")


def scale(page):
    return page.locator(f"{PLAYER} .curve-head [aria-pressed=true]").inner_text()


def painted(page):
    """A checksum of the lines and of the axes."""
    return page.evaluate(
        """(root) => [...root.querySelectorAll(".curve-area canvas")].map((canvas) => {
            const data = canvas.getContext("2d")
                .getImageData(0, 0, canvas.width, canvas.height).data;
            return data.reduce((sum, value) => (sum * 31 + value) | 0, 0);
        }).join()""",
        page.query_selector(PLAYER),
    )


def choose(page, quantity):
    picker(page).select_option(quantity)
    note = page.locator(f"{PLAYER} .curve-note")
    page.wait_for_function("(note) => note.textContent === ''", arg=note.element_handle())
    page.wait_for_timeout(100)


def test_it_opens_on_the_loss_and_shows_any_other_quantity(open_page):
    page = open_page()
    stop(page, 200)
    assert label(page) == "Loss f − min f of every racer against steps, log scale"
    pictures = {painted(page)}
    for quantity, title in [
        ("gradient", "Gradient norm ‖∇f‖"),
        ("rate", "Learning rate η"),
        ("distance", "Distance to the nearest minimum"),
        ("sharpness", "Sharpness λmax"),
    ]:
        choose(page, quantity)
        assert label(page).startswith(f"{title} of every racer")
        pictures.add(painted(page))
    assert len(pictures) == 5


def test_sharpness_is_asked_for_once_and_kept(open_page):
    page = open_page()
    stop(page, 200)
    drawn = int(read(page, "drawn"))
    page.evaluate(
        """() => {
          const fetched = window.fetch;
          const later = () => new Promise((resolve) => setTimeout(resolve, 500));
          window.fetch = async (...what) => (await later(), fetched(...what));
        }"""
    )
    picker(page).select_option("sharpness")
    assert page.locator(f"{PLAYER} .curve-note").inner_text() == "computing…"
    wait_for(page, f"Number(root.dataset.drawn) === {drawn + 1}")
    assert page.locator(f"{PLAYER} .curve-note").inner_text() == ""
    assert page.locator(f"{PLAYER} .curve-key").inner_text().split() == ["λmax", "λmin", "2/η"]
    assert read(page, "step") == "200"
    choose(page, "loss")
    assert not page.locator(f"{PLAYER} .curve-key").is_visible()
    choose(page, "sharpness")
    turn(page, "racers.0.learning_rate")
    assert page.locator(f"{PLAYER} .curve-note").inner_text() == ""
    assert label(page).startswith("Sharpness")
    assert int(read(page, "drawn")) == drawn + 2


def test_sharpness_has_a_linear_scale_of_its_own(open_page):
    page = open_page()
    assert scale(page) == "log"
    choose(page, "sharpness")
    assert scale(page) == "linear"
    page.locator(".curves").get_by_role("button", name="log").click()
    choose(page, "loss")
    page.locator(".curves").get_by_role("button", name="linear").click()
    choose(page, "gradient")
    assert scale(page) == "linear"
    choose(page, "sharpness")
    assert scale(page) == "log"


def test_where_curvature_is_negative_the_log_scale_is_refused(open_page):
    # Near its maximum Himmelblau's surface curves down in every direction.
    page = open_page(query(landscape="himmelblau", start=(-0.3, -0.9)))
    choose(page, "sharpness")
    log = page.locator(".curves").get_by_role("button", name="log")
    assert log.is_disabled()
    assert "not positive everywhere" in page.get_by_label("Scale of the curves").get_attribute(
        "title"
    )
    choose(page, "loss")
    assert log.is_enabled()


@pytest.mark.parametrize("slug", FLOORLESS[:1])
def test_without_a_floor_only_the_loss_lacks_a_log_scale(open_page, slug):
    page = open_page(query(landscape=slug, start=LANDSCAPES[slug].start))
    assert label(page) == "Loss f of every racer against steps, linear scale"
    assert page.locator(".curves").get_by_role("button", name="log").is_disabled()
    choose(page, "gradient")
    assert scale(page) == "log"


@pytest.mark.parametrize("slug", HOLLOW[:1])
def test_without_a_minimum_there_is_no_distance_and_the_menu_says_why(open_page, slug):
    page = open_page(query(landscape=slug, start=LANDSCAPES[slug].start))
    option = picker(page).locator("option[value=distance]")
    assert option.is_disabled()
    assert option.get_attribute("title") == "This surface has no minimum"


def test_a_click_on_the_curves_moves_the_clock(open_page):
    page = open_page()
    stop(page, 0)
    box = page.locator(f"{PLAYER} .curve-area").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    wait_for(page, "Math.abs(Number(root.dataset.step) - 230) < 60")
    assert read(page, "state") == "paused"


def test_the_rate_in_the_table_is_the_one_in_force(open_page):
    racer = Racer("gradient-descent", (("learning_rate", 1e-3),), schedule=Part("cosine"))
    page = open_page(query(racers=(racer,)))
    cell = page.locator(f"{PLAYER} .standings tbody .rate")
    stop(page, 0)
    page.wait_for_timeout(150)
    assert cell.inner_text() == "0.001"
    stop(page, 250)
    page.wait_for_timeout(150)
    assert float(cell.inner_text().replace("−", "-")) == pytest.approx(5e-4, rel=0.02)


def test_long_details_are_cut_on_the_page_and_whole_in_the_title(open_page):
    page = open_page(query(racers=tuple(racer for racer in DEFAULT.racers if racer.slot < 2)))
    head = page.locator(f"{PLAYER} .standings tbody th").nth(1)
    detail = head.locator(".detail")
    assert head.get_attribute("title") == f"Momentum {detail.text_content()}"
    assert detail.evaluate("(node) => getComputedStyle(node).textOverflow") == "ellipsis"


def axis(page, name, race, scale):
    return page.evaluate(RANGE, [name, race, scale])


def test_ranges_show_every_rate_and_keep_runaways_from_flattening_the_rest(open_page):
    page = open_page()
    rates = [{"learning_rates": [1e-4]}, {"learning_rates": [0.5] * 1000}]
    low, high = axis(page, "rate", rates, "log")
    assert low < -4
    assert high > -0.31
    gaps = [{"gaps": [1.0, 0.1, 0.01]}, {"gaps": [1.0, 1e10, 1e30]}]
    assert axis(page, "loss", gaps, "log")[1] == pytest.approx(2, abs=0.3)
    assert axis(page, "loss", gaps, "linear")[1] == pytest.approx(1.5, abs=0.1)


def test_the_range_of_the_sharpness_holds_zero_and_the_edges_of_stability_near_it(open_page):
    page = open_page()
    racer = {"sharpness": [10.0, None, 20.0], "flatness": [-5.0, None, 1.0], "edged": True}
    near, far = {"learning_rates": [0.06]}, {"learning_rates": [1e-6]}
    low, high = axis(page, "sharpness", [racer | near], "linear")
    assert low < -5
    assert 2 / 0.06 < high < 40
    for racers in ([racer | far], [racer | near | {"edged": False}]):
        assert 20 < axis(page, "sharpness", racers, "linear")[1] < 25
    low, high = axis(page, "sharpness", [racer | far], "log")
    assert low < 1
    assert high > 1.3
