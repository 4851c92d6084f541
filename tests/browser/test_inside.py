"""Numbers read off the picture, and what goes on inside a step drawn on it."""

import numpy as np
import pytest

from app.experiment import DEFAULT
from app.simulate import simulate
from optimizers.replay import steps_of
from tests.browser.player import PLAYER, query, stop

pytestmark = pytest.mark.browser

ADAM = 4
LINES = """(node) => Object.fromEntries(
  [...node.querySelectorAll("dt")].map((dt) => [dt.textContent, dt.nextSibling.textContent])
)"""
PICTURE = """(root) => {
  const layers = root.querySelectorAll(".panel .trails, .panel .heads");
  return [...layers].map((canvas) => canvas.toDataURL()).join();
}"""
# A piece of the race in which nobody hides behind another.
RACE = {"racers": DEFAULT.racers[ADAM:], "steps": 60}


def number(text):
    return float(text.replace("−", "-"))


def place(page, point):
    """Where on the page a point of the plane is, on the first panel."""
    box = page.locator(f"{PLAYER} .plot").first.bounding_box()
    (left, bottom), (right, top) = DEFAULT.surface.window
    across = (point[0] - left) / (right - left)
    down = (top - point[1]) / (top - bottom)
    return box["x"] + across * box["width"], box["y"] + down * box["height"]


def tip(page):
    return page.locator(f"{PLAYER} .tip").first


def picture(page):
    page.wait_for_timeout(120)
    return page.evaluate(PICTURE, page.query_selector(PLAYER))


def switch_on(page):
    page.get_by_role("button", name="Internals").click()
    page.get_by_role("switch", name="Show internals").check()
    page.wait_for_function("(root) => root.ariaBusy === 'false'", arg=button(page))
    return page.get_by_role("group", name="Internals")


def part(sheet, name):
    return sheet.get_by_role("checkbox", name=name, exact=True)


def button(page):
    return page.get_by_role("button", name="Internals").element_handle()


def test_a_row_under_the_pointer_is_said_with_all_its_digits(open_page):
    page = open_page(query(racers=(DEFAULT.racers[ADAM],), steps=60))
    stop(page, 60)
    trajectory = simulate(DEFAULT)[ADAM].trajectory
    assert not tip(page).is_visible()
    for row in (0, 7, 23):
        page.mouse.move(*place(page, trajectory.points[row]))
        tip(page).wait_for()
        lines = tip(page).evaluate(LINES)
        assert lines.pop("step") == str(row)
        expected = {
            "x": trajectory.points[row, 0],
            "y": trajectory.points[row, 1],
            "f": trajectory.values[row],
            "‖∇f‖": np.linalg.norm(trajectory.gradients[row]),
            "η": trajectory.learning_rates[row],
        }
        assert {name: number(text) for name, text in lines.items()} == pytest.approx(
            expected, rel=1e-6
        )
        assert "Adam" in tip(page).inner_text()
    ring = page.locator(f"{PLAYER} .hover-ring").first.bounding_box()
    centre = ring["x"] + ring["width"] / 2, ring["y"] + ring["height"] / 2
    assert centre == pytest.approx(place(page, trajectory.points[23]), abs=1)
    page.mouse.move(5, 5)
    tip(page).wait_for(state="hidden")


def test_only_what_is_drawn_is_read_and_a_resting_pointer_follows_the_clock(open_page):
    page = open_page(query(racers=(DEFAULT.racers[0],), steps=200))
    points = simulate(DEFAULT)[0].trajectory.points
    stop(page, 0)
    page.mouse.move(*place(page, points[199]))
    page.wait_for_timeout(100)
    assert not tip(page).is_visible()
    stop(page, 200)
    tip(page).wait_for()


def test_a_finger_that_rests_reads_and_does_not_move_the_start(open_page):
    page = open_page(query(racers=(DEFAULT.racers[ADAM],), steps=60), has_touch=True)
    stop(page, 60)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    x, y = place(page, simulate(DEFAULT)[ADAM].trajectory.points[9])
    touch = page.context.new_cdp_session(page)
    finger = [{"x": x, "y": y}]
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": finger})
    tip(page).wait_for()
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(400)
    assert tip(page).evaluate(LINES)["step"] == "9"
    assert not [url for url in asked if url.endswith("/race")]


def test_internals_are_asked_for_once_and_every_part_of_them_is_drawn(open_page):
    page = open_page(query(**RACE))
    stop(page, 0)
    asked = []
    page.on("request", lambda request: asked.append(request.post_data or ""))
    without = picture(page)
    sheet = switch_on(page)
    for name in ("Gradient", "Momentum", "Step"):
        assert part(sheet, name).is_checked()
        part(sheet, name).uncheck()
    pictures = {without}
    for name in ("Gradient", "Momentum", "Step", "Effective step", "Quadratic model"):
        box = part(sheet, name)
        box.check()
        pictures.add(picture(page))
        box.uncheck()
    assert len(pictures) == 6
    assert not page.get_by_role("switch", name="Show internals").is_checked()
    assert picture(page) == without
    assert sum("internals" in data for data in asked) == 1


def test_vain_trials_of_the_highlighted_racer_are_marked(open_page):
    page = open_page(query(racers=DEFAULT.racers[-1:], steps=40))
    evaluations = simulate(DEFAULT)[-1].trajectory.evaluations
    row = int(np.flatnonzero(np.diff(evaluations) > 1)[0])
    stop(page, row)
    sheet = switch_on(page)
    before = picture(page)
    part(sheet, "Trials").check()
    assert picture(page) != before
    stop(page, row + 1)
    assert np.diff(evaluations)[row + 1] == 1
    before = picture(page)
    part(sheet, "Trials").uncheck()
    assert picture(page) == before


def test_the_figures_are_those_of_the_step(open_page):
    page = open_page(query(**RACE))
    stop(page, 20)
    part(switch_on(page), "Numbers").check()
    racer, trajectory = DEFAULT.racers[ADAM], simulate(DEFAULT)[ADAM].trajectory
    fn = DEFAULT.surface.fn
    parameters = [value for _, value in DEFAULT.parameters]
    settings = dict(racer.settings)
    steps = steps_of(trajectory, fn, racer.entry, settings=settings, parameters=parameters)
    said = page.locator(f"{PLAYER} .inside-readout").first
    said.wait_for()
    lines = said.evaluate(LINES)
    expected = {
        "(x, y)": steps.points[20],
        "η": steps.rates[20:21],
        "∇f": steps.gradients[20],
        "m̂": racer.entry.inside.follows(steps)[20],
        "η / (√v̂ + ε)": racer.entry.inside.reach.of(steps)[20],
        "step Δ": steps.moves[20],
        "λ(H)": np.linalg.eigvalsh(steps.hessians[20])[::-1],
    }
    assert lines["step"] == "20"
    for label, numbers in expected.items():
        shown = [number(text) for text in lines[label].split(", ")]
        assert shown == pytest.approx(list(numbers), rel=2e-3), label


HESSIANS = [[3, 1, 2], [900, 400, 180], [-2, 0.5, -1], [2, 1, -1], [1, 3, 1], [5, 0, -4]]
LEVELS = """async (hessians) => {
  const names = performance.getEntriesByType("resource").map(({ name }) => name);
  const player = names.find((name) => name.endsWith("/player/bundle.js"));
  const { levelCurve, spectrum } = await import(player.replace("bundle.js", "inside/model.js"));
  return hessians.map((hessian) => {
    const { values, axes } = spectrum(hessian);
    const slopes = axes.map(([u, v]) => 2 * u - 0.7 * v);
    const centre = values.map((value, i) => -slopes[i] / value);
    const height = ([a, b]) => {
      const [x, y] = [centre[0] + a, centre[1] + b];
      return slopes[0] * x + slopes[1] * y + (values[0] * x * x + values[1] * y * y) / 2;
    };
    const branches = levelCurve(values, centre);
    const size = (point) => 1 + Math.hypot(...point) ** 2 * Math.max(...values.map(Math.abs));
    const errors = branches.flat().map((point) => Math.abs(height(point)) / size(point));
    const away = branches.flat().map(([a, b]) => Math.hypot(a + centre[0], b + centre[1]));
    return [branches.length, Math.max(...errors), Math.min(...away), values];
  });
}"""


def test_the_dashed_curve_passes_the_point_and_is_as_high_everywhere(open_page):
    shapes = open_page().evaluate(LEVELS, HESSIANS)
    for (branches, error, away, values), (xx, xy, yy) in zip(shapes, HESSIANS, strict=True):
        expected = np.linalg.eigvalsh([[xx, xy], [xy, yy]])
        assert values == pytest.approx(list(expected), rel=1e-9)
        assert branches == (1 if expected.prod() > 0 else 2)
        assert error < 1e-9
        assert away < 1e-9
