"""Races of networks in the player: a panel for each plane, and all that training brings with it."""

import json

import pytest

from tests.browser.network_race import LAYERS, look, loss, message, off_plane
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
    names = ["With skips", "Without skips"] * 2
    assert titles(page) == titles(page, "relief") == names
    details = page.locator(f"{PLAYER} .stage .panel-title .detail").all_inner_texts()
    rules = ["Gradient descent", "Momentum", "Adam", "Gradient descent"]
    assert details == [f"{rule} · η = 0.1" for rule in rules]
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


def note(page):
    return page.locator(f"{PLAYER} .plane-note").inner_text()


def cells(page, name):
    return page.locator(f"{PLAYER} .standings tbody .{name}").all_inner_texts()


def show(page, quantity):
    page.get_by_label("What the curves show").select_option(quantity)
    page.locator(f"{PLAYER} .curve-area[aria-busy=false]").wait_for(timeout=10_000)


def number(text):
    return float(text.replace("−", "-"))


def test_how_far_the_plane_may_be_trusted_is_said_all_the_time(open_race):
    page = open_race("#at=80")
    page.wait_for_timeout(300)
    said = note(page)
    assert "explains 71.3 % + 12.0 % of the way (a random walk: 60.8 % + 15.2 %)" in said
    assert (
        f"Gradient descent: loss {loss(0, 80):#.3g}, on the plane {1.5 * loss(0, 80):#.3g}" in said
    )
    assert f"off the plane by {off_plane(0, 80):#.3g} of 1.20 walked" in said
    page.locator(f"{PLAYER} .standings tbody tr").nth(2).hover()
    page.wait_for_timeout(300)
    assert f"Adam: loss {loss(2, 80):#.3g}" in note(page)
    assert page.locator(f"{PLAYER} .stage .axis-name").all_inner_texts() == [
        "1st component",
        "2nd component",
    ]
    assert not page.get_by_role("button", name="Internals").is_visible()
    box = page.locator(f"{PLAYER} .stage .plot").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 8, box["y"] + box["height"] / 4)  # over the start
    page.wait_for_timeout(300)
    tip = page.locator(f"{PLAYER} .stage .tip").inner_text()
    assert "true loss" in tip
    assert "loss on the plane" in tip
    assert page.locator(f"{PLAYER} .plot.holds").count() == 0
    page.mouse.down()
    page.mouse.move(box["x"] + 300, box["y"] + 200, steps=3)
    page.mouse.up()
    page.wait_for_timeout(300)
    assert page.locator(f"{PLAYER} .notice").inner_text() == ""


def lines(page, kind):
    return page.locator(f"{PLAYER} .{kind} .plane-line")


def test_each_of_several_planes_says_it_in_the_head_of_its_panels(open_race):
    page = open_race("#at=80&dimension=both", surfaces=2, racers=4)
    page.wait_for_timeout(300)
    assert page.locator(f"{PLAYER} .plane-note").is_hidden()
    # Who leads on each plane: losses fall more slowly from racer to racer.
    for kind in ("stage", "relief"):
        for line, slot in zip(lines(page, kind).all(), (0, 1), strict=True):
            off, walked = f"{off_plane(slot, 80):#.3g}", "1.20"
            assert "71.3 % + 12.0 % (walk 60.8 + 15.2)" in line.inner_text()
            assert line.inner_text().endswith(f"off the plane {off} of {walked}")
            assert line.locator(".mark").count() == 1
            whole = line.get_attribute("title")
            assert "explains 71.3 % + 12.0 % of the way (a random walk: 60.8 % + 15.2 %)" in whole
            assert f"loss {loss(slot, 80):#.3g}, on the plane {1.5 * loss(slot, 80):#.3g}" in whole
            assert line.get_attribute("aria-label") == whole
    page.locator(f"{PLAYER} .standings tbody tr").nth(2).hover()
    page.wait_for_timeout(300)
    said = lines(page, "stage").all_inner_texts()
    assert f"off the plane {off_plane(2, 80):#.3g} of" in said[0]
    choose(page, "Side by side")
    for slot, said in enumerate(lines(page, "stage").all_inner_texts()):
        assert f"off the plane {off_plane(slot, 80):#.3g} of" in said
    assert page.locator(f"{PLAYER} .plane-line .mark").count() == 0


def test_racers_on_several_networks_are_told_apart_by_these(open_race):
    page = open_race("#at=80", surfaces=2)
    page.wait_for_timeout(300)
    names = page.locator(f"{PLAYER} .standings tbody strong")
    assert names.all_inner_texts() == ["With skips", "Without skips", "With skips"]
    assert names.evaluate_all("(all) => all.every((n) => n.scrollWidth <= n.clientWidth)")
    options = page.get_by_label("Racer whose network is shown").locator("option")
    assert options.all_text_contents()[1] == "Without skips (Momentum · η = 0.1)"
    page.get_by_text("The race as a table").click()
    heads = page.locator(f"{PLAYER} .race-table thead th").all_text_contents()
    assert heads[1:] == [
        f"{name} {rule} · η = 0.1"
        for name, rule in zip(
            names.all_inner_texts(), ["Gradient descent", "Momentum", "Adam"], strict=True
        )
    ]


def test_standings_say_what_training_brings_and_early_stopping_is_no_failure(open_race):
    page = open_race("#at=150")
    page.wait_for_timeout(300)
    heads = page.locator(f"{PLAYER} .standings thead th").all_text_contents()
    assert heads == [
        *("Optimizer", "Loss", "Validation", "Accuracy, %", "Gradient"),
        *("Off the plane", "Rate", "Evals", "Outcome"),
    ]
    assert number(cells(page, "validation")[0]) == pytest.approx(1.2 * loss(0, 150), rel=1e-3)
    told = 1 - loss(2, 150) / 2.6
    assert cells(page, "accuracy")[2] == f"{100 * told:.1f} / {90 * told:.1f}"
    assert number(cells(page, "off")[1]) == pytest.approx(off_plane(1, 120), rel=1e-3)
    assert cells(page, "outcome")[1] == "stopped early at step 120"
    colour = "(node) => getComputedStyle(node).color"
    outcomes = page.locator(f"{PLAYER} .standings tbody .outcome")
    text = page.locator(f"{PLAYER} .standings tbody .loss").first.evaluate(colour)
    assert outcomes.nth(1).evaluate(colour) == text
    page.get_by_text("The race as a table").click()
    row = page.locator(f"{PLAYER} .race-table tbody tr", has=page.locator("th", has_text="100"))
    first = row.first.locator("td").first.inner_text()
    expected = [loss(0, 100), 1.2 * loss(0, 100), off_plane(0, 100)]
    assert [number(part) for part in first.split(" / ")] == pytest.approx(expected, rel=1e-3)


def test_the_curves_show_what_training_brings(open_race):
    page = open_race("#at=80")
    options = page.get_by_label("What the curves show").locator("option").all_text_contents()
    assert options == [
        "Training loss",
        "Validation loss",
        "Training accuracy in %",
        "Validation accuracy in %",
        "Loss of the batch",
        "Gradient norm as told",
        "Gradient norm of each layer",
        "Distance from the plane",
        "Loss on the plane against the true loss",
        "Learning rate η",
        "Sharpness λmax",
    ]
    area = page.locator(f"{PLAYER} .curve-area")
    key = page.locator(f"{PLAYER} .curve-key")
    for quantity, words in [
        ("validation", ["validation", "training"]),
        ("layers", ["Gradient descent", *LAYERS]),
        ("plane-loss", ["true", "on the plane"]),
        ("sharpness", ["λmax", "2/η", "measured every 20 steps"]),
    ]:
        show(page, quantity)
        assert key.locator("span").all_inner_texts() == words
        inside, around = key.bounding_box(), area.bounding_box()
        assert inside["x"] >= around["x"]
    shades = "(spans) => spans.map((span) => getComputedStyle(span, '::before').borderTopColor)"
    show(page, "layers")
    assert len(set(key.locator(".main").evaluate_all(shades))) == len(LAYERS)
    page.locator(f"{PLAYER} .standings tbody tr").nth(1).focus()
    page.wait_for_timeout(200)
    assert key.locator("span").first.inner_text() == "Momentum"
    show(page, "accuracy")
    assert page.locator(f"{PLAYER} .curve-head [aria-pressed=true]").inner_text() == "linear"


def test_where_nothing_is_told_apart_there_is_no_accuracy(open_race):
    page = open_race(classifies=False)
    option = page.get_by_label("What the curves show").locator("option[value=accuracy]")
    assert option.is_disabled()
    assert "nothing is told right or wrong" in option.get_attribute("title")
    heads = page.locator(f"{PLAYER} .standings thead th").all_text_contents()
    assert "Accuracy, %" not in heads


def test_pictures_that_are_taken_away_say_it_too(open_race):
    page = open_race("#at=80", surfaces=2)
    page.get_by_role("button", name="Take away").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="SVG").click()
    text = taken.value.path().read_text()
    assert "With skips: Principal components of all paths · explains 71.3 %" in text
    assert text.count("1st component") == 2
    assert text.count(">Without skips<") == 2  # above its panel, and in the legend
    assert page.get_by_text("Numbers (.csv)").is_visible()
    assert not page.get_by_text("Code (.py)").is_visible()


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_is_cut_at_either_side(open_race, width):
    page = open_race("#at=80", viewport={"width": width, "height": 900}, surfaces=2)
    page.wait_for_timeout(500)
    scene, beside = (
        page.locator(f"{PLAYER} .{name}").bounding_box() for name in ("pictures", "beside")
    )
    assert scene["x"] >= 0
    assert beside["x"] + beside["width"] <= width
    below = beside["y"] >= scene["y"] + scene["height"] - 1
    assert below == (width < 1000)
