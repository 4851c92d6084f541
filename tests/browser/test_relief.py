"""The surface in three dimensions: what is drawn where, by one WebGL context, under one camera."""

import base64
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from app import assets
from app.experiment import DEFAULT, Experiment
from app.player.payload import message
from app.simulate import simulate
from landscapes import LANDSCAPES
from tests.browser import chromium

pytestmark = pytest.mark.browser

# A page with nothing but a relief: `frame` draws it, `pixels` sums one layer of a panel up.
BUILD = """async ([base, message, width, height]) => {
  const files = ["relief/relief.js", "message.js", "theme.js", "progress.js", "sheets.js",
    "surface/heights.js", "relief/terrain.js", "relief/pose.js", "relief/way.js", "relief/sight.js",
    "relief/painter.js", "relief/camera.js"];
  const loaded = await Promise.all(files.map((file) => import(`${base}/player/${file}`)));
  const modules = (window.modules = Object.assign({}, ...loaded));
  const bytes = Uint8Array.from(atob(message), (letter) => letter.charCodeAt(0));
  window.race = modules.readRace(bytes);
  window.contexts = [];
  const given = OffscreenCanvas.prototype.getContext;
  OffscreenCanvas.prototype.getContext = function (kind, ...rest) {
    const context = given.call(this, kind, ...rest);
    if (kind === "webgl2") contexts.push(context);
    return context;
  };
  const host = document.createElement("div");
  host.className = "descent";
  host.style.cssText = `width:${width}px;height:${height}px;display:grid;font:14px sans-serif`;
  document.body.append(host);
  await modules.adopt(host, ["base.css", "player.css"]);
  const progress = new modules.Progress(race, "steps");
  let asked = false;
  window.frame = (position = progress.position, playing = false) => {
    progress.move(position);
    relief.draw(progress, playing);
  };
  window.build = () => {
    window.relief = new modules.Relief({ onChange: () => (asked = true) });
    relief.setTheme(modules.readTheme(host));
    relief.setRace(race);
    host.append(relief.root);
  };
  window.settled = async () => {
    for (let quiet = 0; quiet < 4; quiet += 1) {
      await new Promise((resolve) => setTimeout(resolve, 60));
      if (asked) quiet = 0;
      asked = false;
      frame();
    }
  };
  window.panels = () => [...relief.root.querySelectorAll(".panel")];
  window.pixels = (panel, layer) => {
    const canvas = panels()[panel].querySelector(`canvas.${layer}`);
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return data.reduce((sum, value) => (sum * 31 + value) | 0, 0);
  };
  window.progress = progress;
  build();
  await settled();
}"""
# A hill across the middle of a square, as high as the block.
HILL = """const values = Array.from({ length: 41 }, (_, i) =>
  Float32Array.from({ length: 41 }, () => Math.exp(-(((i - 20) / 4) ** 2))));
const surface = { key: "hill", x: [-1, 1], y: [-1, 1], values, floor: null, heights: "linear" };
const terrain = new modules.Terrain(surface);"""


def experiment(slug, **changed):
    landscape = LANDSCAPES[slug]
    parts = {"landscape": slug, "start": landscape.start, "parameters": (), "steps": 60}
    return Experiment(**vars(DEFAULT) | parts | changed)


@pytest.fixture(scope="module")
def build(browser, server):
    """Build a relief of an experiment on a page of its own."""
    contexts, complaints = [], []

    def built(raced, width=900, height=520):
        contexts.append(browser.new_context(viewport={"width": 1000, "height": 620}))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{server}/_stcore/health")
        page.evaluate("document.body.replaceChildren()")
        results = simulate(raced)
        sent = base64.b64encode(message(raced, results)).decode()
        page.evaluate(BUILD, [server + assets.base_url("/"), sent, width, height])
        return page, results

    yield built
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="module")
def relief(build):
    """One relief of Himmelblau's wells for the tests that leave it as they found it."""
    page, _ = build(experiment("himmelblau"))
    return page


def settle(page):
    page.evaluate("settled()")


def at_home(page):
    page.evaluate("() => { relief.setView('together'); relief.setSolo(null); }")
    page.locator(".plot").first.press("0")
    settle(page)


@pytest.mark.parametrize("slug", ["stretched-bowl", "rosenbrock"])
def test_a_trail_ends_where_the_matrix_takes_the_true_point_and_loss(build, slug):
    page, results = build(experiment(slug))
    told = page.evaluate(
        """() => ({
          matrix: [...relief.scene.pose.matrix], size: relief.scene.pose.size,
          range: relief.scene.terrains[0].range, lift: modules.LIFT,
          ends: relief.scene.ways.map(({ xy }) => [...xy.slice(-2)]) })"""
    )
    (left, bottom), (right, top) = LANDSCAPES[slug].window
    low, high = told["range"]
    matrix = np.reshape(told["matrix"], (4, 4)).T
    inside = 0
    for result, end in zip(results, told["ends"], strict=True):
        (x, y), loss = result.trajectory.points[-1], result.trajectory.values[-1]
        if not (left < x < right and bottom < y < top):
            continue
        height = page.evaluate("(f) => modules.readHeights(race.surfaces[0]).heightOf(f)", loss)
        share = np.clip((height - low) / (high - low), 0, 1) + told["lift"]
        place = (2 * (x - left) / (right - left) - 1, 2 * (y - bottom) / (top - bottom) - 1)
        across, up, _, depth = matrix @ [*place, share, 1]
        pixel = [(1 + across / depth) / 2, (1 - up / depth) / 2]
        expected = np.multiply(pixel, [told["size"]["width"], told["size"]["height"]])
        np.testing.assert_allclose(end, expected, atol=0.05)
        inside += 1
    assert inside >= 2


def test_the_card_paints_the_block_where_the_canvases_above_project_it(relief):
    painted, projected = relief.evaluate(
        """() => {
          const { pose, terrains: [terrain] } = relief.scene;
          const painter = new modules.Painter(() => {});
          painter.setTerrains([terrain]);
          painter.setTheme(modules.readTheme(relief.root));
          const picture = painter.paint(0, pose, relief.camera, 1, true);
          const { width, height } = picture;
          const context = new OffscreenCanvas(width, height).getContext("2d");
          context.drawImage(picture, 0, 0);
          painter.remove();
          const { data } = context.getImageData(0, 0, width, height);
          const box = ([l, t, r, b], [x, y]) =>
            [Math.min(l, x), Math.min(t, y), Math.max(r, x), Math.max(b, y)];
          const none = [Infinity, Infinity, -Infinity, -Infinity];
          let painted = none;
          for (let i = 0; i < width * height; i += 1) {
            const pixel = [(i % width) + 0.5, Math.floor(i / width) + 0.5];
            if (data[4 * i + 3]) painted = box(painted, pixel);
          }
          let projected = none;
          for (let u = -1; u <= 1; u += 0.01) for (let v = -1; v <= 1; v += 0.01) {
            projected = box(projected, modules.project(pose, u, v, terrain.at(u, v)));
            if (Math.max(Math.abs(u), Math.abs(v)) > 0.999)
              projected = box(projected, modules.project(pose, u, v, modules.GROUND));
          }
          return [painted, projected];
        }"""
    )
    np.testing.assert_allclose(painted, projected, atol=1.5)


def test_whatever_the_panel_the_block_fills_it_and_stays_inside(relief):
    for width, height in ((1440, 500), (500, 500), (240, 160), (300, 700)):
        for azimuth in (0.0, 0.8, 2.0, 4.4):
            for elevation in (0.05, 0.6, 1.5):
                corners = np.array(
                    relief.evaluate(
                        """([camera, size]) => {
                          const pose = modules.poseOf({ ...camera, zoom: 1, pan: [0, 0] }, size);
                          const ends = [-1, 1];
                          return ends.flatMap((u) => ends.flatMap((v) =>
                            [modules.GROUND, 1].map((h) => modules.project(pose, u, v, h))));
                        }""",
                        [
                            {"azimuth": azimuth, "elevation": elevation},
                            {"width": width, "height": height, "margin": [20, 10]},
                        ],
                    )
                )
                free = np.array([width, height]) / 2 - np.abs(
                    corners - np.array([width, height]) / 2
                ).max(axis=0)
                assert (free >= np.array([20, 10]) - 0.5).all()
                assert (free <= np.array([20, 10]) + 1).any()


def test_places_behind_a_hill_are_hidden_and_those_before_it_are_not(relief):
    seen = relief.evaluate(
        f"""() => {{
          {HILL}
          const look = (eye, v) => modules.isSeen(terrain, eye, 0, v, terrain.at(0, v) + 0.01);
          const [low, steep] = [[0, -6, 2], [0, -0.5, 9]];
          return [look(low, -0.6), look(low, 0), look(low, 0.5), look(steep, 0.5)];
        }}"""
    )
    assert seen == [True, True, False, True]


def test_a_way_is_cut_at_the_edge_of_the_surface_and_at_the_crest_of_a_hill(relief):
    way = relief.evaluate(
        f"""() => {{
          {HILL}
          const points = Float32Array.of(0, -0.8, 0, 0.8, 0, 2, 0.5, 2, 0.5, -0.8);
          const places = terrain.lift({{ rows: 5, points }});
          const size = {{ width: 600, height: 600, margin: [10, 10] }};
          const camera = {{ azimuth: 0, elevation: 0.4, zoom: 1, pan: [0, 0] }};
          const pose = modules.poseOf(camera, size);
          const {{ at, state }} = modules.layWay(places, terrain, pose, 1);
          return [[...at], [...state]];
        }}"""
    )
    at, state = np.array(way)
    seen, hidden, away = 0, 1, 2
    assert state[0] == seen
    crest = at[np.argmax(state == hidden)]
    assert 0.4 < crest < 0.7
    assert (state[(at >= crest) & (at < 1)] == hidden).all()
    left, back = at[state == away][0], at[at > at[state == away][0]][0]
    assert left == pytest.approx(1 + 0.2 / 1.2, abs=1e-6)
    assert back == pytest.approx(3 + 1 / 2.8, abs=1e-6)
    assert state[at > back][-2] == seen


def test_hand_and_keys_turn_move_zoom_and_reset_one_camera_for_all_panels(relief):
    at_home(relief)
    relief.evaluate("relief.setView('side')")
    settle(relief)
    count = relief.evaluate("panels().length")
    assert count == len(DEFAULT.racers)
    camera = lambda: relief.evaluate("relief.camera")  # noqa: E731
    grounds = lambda: relief.evaluate("panels().map((_, i) => pixels(i, 'ground'))")  # noqa: E731
    home, pictures = camera(), [set(grounds())]
    plot = relief.locator(".plot").nth(1)
    box = plot.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def drag(*keys):
        relief.mouse.move(x, y)
        for key in keys:
            relief.keyboard.down(key)
        relief.mouse.down()
        relief.mouse.move(x + 30, y + 20, steps=3)
        relief.mouse.up()
        for key in keys:
            relief.keyboard.up(key)

    def changed():
        settle(relief)
        pictures.append(set(grounds()))
        return {name for name, value in camera().items() if value != home[name]}

    drag()
    assert changed() == {"azimuth", "elevation"}
    assert camera()["azimuth"] < home["azimuth"]
    assert camera()["elevation"] > home["elevation"]
    relief.mouse.dblclick(x, y)
    assert changed() == set()
    drag("Shift")
    assert changed() == {"pan"}
    plot.press("0")
    relief.mouse.wheel(0, -200)
    assert "zoom" in changed()
    plot.press("0")
    for key in "wd":
        plot.press(key)
    assert changed() == {"azimuth", "elevation"}
    for key in "sa":
        plot.press(key)
    plot.press("+")
    assert changed() >= {"zoom"}
    plot.press("0")
    assert changed() == set()
    assert all(len(picture) == 1 for picture in pictures)  # each time the same in every panel
    assert pictures[0] == pictures[2] == pictures[-1]
    assert len({next(iter(picture)) for picture in pictures}) == 6


def test_two_fingers_zoom(relief):
    at_home(relief)
    before, after = relief.evaluate(
        """() => {
          const plot = panels()[0].querySelector(".plot");
          plot.setPointerCapture = () => {};
          const box = plot.getBoundingClientRect();
          const touch = (type, pointerId, x) => plot.dispatchEvent(new PointerEvent(type,
            { pointerId, pointerType: "touch", clientX: box.left + x, clientY: box.top + 200 }));
          const before = relief.camera;
          touch("pointerdown", 1, 300);
          touch("pointerdown", 2, 400);
          touch("pointermove", 2, 500);
          touch("pointermove", 1, 200);
          touch("pointerup", 1, 200);
          touch("pointerup", 2, 500);
          delete plot.setPointerCapture;
          return [before, relief.camera];
        }"""
    )
    assert after["zoom"] == pytest.approx(3 * before["zoom"])
    assert [after[name] for name in ("azimuth", "elevation")] == [
        before[name] for name in ("azimuth", "elevation")
    ]


def test_neither_playing_nor_a_new_race_on_the_surface_paints_it_anew(relief):
    at_home(relief)
    before = relief.evaluate("[relief.paintings, pixels(0, 'trails'), pixels(0, 'ground')]")
    relief.evaluate("for (let step = 0; step <= 50; step += 0.5) frame(step, true)")
    relief.evaluate("relief.setRace({ ...race })")
    relief.evaluate("frame(50)")
    after = relief.evaluate("[relief.paintings, pixels(0, 'trails'), pixels(0, 'ground')]")
    assert after[0] == before[0]
    assert after[1] != before[1]
    assert after[2] == before[2]


def test_a_panel_of_its_own_shows_the_racer_and_its_outcome(relief):
    at_home(relief)
    relief.evaluate("() => { relief.setView('side'); relief.setSolo(1); }")
    settle(relief)
    relief.evaluate("frame(60)")
    name, text = relief.evaluate("[race.racers[1].name, race.racers[1].outcome.text]")
    assert relief.locator(".panel").count() == 1
    assert relief.locator(".panel-title strong").inner_text() == name
    assert relief.locator(".badge").inner_text() == text
    relief.evaluate("frame(0)")
    assert relief.locator(".badge").text_content() == ""


def test_a_highlighted_racer_stands_out_from_the_others(relief):
    at_home(relief)
    share = """(index) => {
      relief.highlight(index);
      frame(60);
      const canvas = panels()[0].querySelector("canvas.trails");
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      const ink = race.racers[0].light.match(/[0-9a-f]{2}/g).map((part) => parseInt(part, 16));
      let found = 0;
      for (let i = 0; i < data.length; i += 4)
        found += ink.every((value, side) => data[i + side] === value) && data[i + 3] === 255;
      return found;
    }"""
    own, none, other = (relief.evaluate(share, index) for index in (0, None, 1))
    assert own >= none > 0
    assert other == 0
    relief.evaluate("relief.highlight(null)")


def test_a_print_fills_its_box_and_nothing_else_at_any_ratio(relief):
    at_home(relief)
    relief.evaluate("relief.setView('side')")
    inside, outside, paintings = relief.evaluate(
        """() => {
          const canvas = new OffscreenCanvas(2 * 800, 2 * 600);
          const context = canvas.getContext("2d");
          context.scale(2, 2);
          const before = relief.paintings;
          progress.move(60);
          for (let i = 0; i < 3; i += 1)
            relief.print(context, { left: 50, top: 40, width: 700, height: 500 }, progress);
          const count = (left, top, width, height) => {
            const { data } = context.getImageData(2 * left, 2 * top, 2 * width, 2 * height);
            return data.filter((value, i) => i % 4 === 3 && value).length;
          };
          const [inside, all] = [count(50, 40, 700, 500), count(0, 0, 800, 600)];
          return [inside / (4 * 700 * 500), all - inside, relief.paintings - before];
        }"""
    )
    assert inside > 0.2
    assert outside == 0
    assert paintings == 1


def test_twenty_changes_of_view_need_one_context_and_leaving_gives_it_back(build):
    page, _ = build(experiment("himmelblau"), width=700, height=400)
    page.evaluate(
        """async () => {
          for (let i = 0; i < 20; i += 1) {
            relief.setView(i % 2 ? "together" : "side");
            relief.root.parentElement.style.width = `${600 + 10 * i}px`;
            relief.setTheme({ ...modules.readTheme(relief.root), dark: i % 3 === 0 });
            relief.setRace({ ...race, surfaces: [{ ...race.surfaces[0] }] });
            await new Promise(requestAnimationFrame);
            frame();
          }
        }"""
    )
    assert page.evaluate("contexts.length") == 1
    assert page.evaluate("contexts[0].isContextLost()") is False
    page.evaluate("relief.remove()")
    page.wait_for_function("contexts[0].isContextLost()")
    assert page.evaluate("document.querySelector('.relief')") is None


def test_a_lost_context_comes_back_with_its_picture(build):
    page, _ = build(experiment("himmelblau"), width=600, height=400)
    page.evaluate("window.before = [pixels(0, 'ground'), relief.paintings]")
    page.evaluate(
        """async () => {
          const gl = contexts[0];
          window.loss = gl.getExtension("WEBGL_lose_context");
          const lost = new Promise((done) => gl.canvas.addEventListener("webglcontextlost", done));
          loss.loseContext();
          await lost;
          relief.setTheme({ ...modules.readTheme(relief.root) });
          await settled();
        }"""
    )
    assert page.evaluate("relief.paintings") == page.evaluate("before[1]")
    assert page.evaluate("pixels(0, 'ground')") != page.evaluate("before[0]")
    page.evaluate(
        """async () => {
          const back = new Promise((done) =>
            contexts[0].canvas.addEventListener("webglcontextrestored", done));
          loss.restoreContext();
          await back;
          await settled();
        }"""
    )
    assert page.evaluate("pixels(0, 'ground')") == page.evaluate("before[0]")


def test_where_webgl_is_switched_off_a_sentence_says_so(browser, server, relief):
    assert relief.evaluate("modules.Relief.obstacle()") == ""
    with ThreadPoolExecutor(
        1
    ) as thread:  # this one belongs to Playwright, which must not run twice
        path = thread.submit(chromium.find).result()
    flags = [*chromium.FLAGS, "--disable-gpu", "--disable-software-rasterizer"]
    bare = browser.browser_type.launch(executable_path=path, args=flags)
    page = bare.new_page()
    page.goto(f"{server}/_stcore/health")
    said = page.evaluate(
        "async (url) => (await import(url)).Relief.obstacle()",
        f"{server}{assets.base_url('/')}/player/relief/relief.js",
    )
    bare.close()
    assert said.startswith("Three dimensions need WebGL 2")
