"""What a network does beside its race, and a plane that is worked out ever finer."""

import io
import json
import re
import time
from urllib.parse import urlencode

import numpy as np
import pytest
from PIL import Image, ImageColor

from app.player.palette import STYLES
from tests.app.networks import small
from tests.browser.player import PLAYER, stop

pytestmark = pytest.mark.browser

LOOK = f"{PLAYER} .look[data-look=%s]"
STEPS = 90


def query(net="mlp,depth:1,width:6~tanh~he~moons,points:120~training,batch:32"):
    return {
        "net": net,
        "plane": "random,seed:0",
        "show": "loss",
        "steps": str(STEPS),
        "seed": "0",
        "run": "0.gradient-descent,learning_rate:0.2;4.adam,learning_rate:0.02",
    }


@pytest.fixture
def open_race(open_page):
    """Open a race of networks at a step; `page.looks` is all that it has asked by then."""

    def opened(asked=None, at=0, **options):
        page = open_page("_stcore/health", wait=False, **options)
        page.looks = []
        page.on(
            "request",
            lambda request: (
                page.looks.append(json.loads(request.post_data)["look"])
                if request.url.endswith("/look")
                else None
            ),
        )
        origin = page.url.removesuffix("/_stcore/health")
        page.goto(f"{origin}/?{urlencode(asked or query())}#at={at}")
        page.wait_for_selector(f"{PLAYER}[data-drawn]", timeout=120_000)
        return page

    return opened


def asked(page, kind):
    return [look for look in page.looks if look["kind"] == kind]


def wait_for_step(page, step, name="Gradient descent"):
    """Wait until both pictures are painted for a step."""
    line = page.locator(f"{PLAYER} .insight-line")
    line.filter(has_text=re.compile(rf"^step {step}$")).wait_for(timeout=60_000)
    for look in ("output", "around"):
        painted(page, look, f"{name}.* at step {step}\\b")


def painted(page, look, pattern):
    """Wait until the picture says that it shows this."""
    page.wait_for_function(
        "([canvas, pattern]) => new RegExp(pattern).test(canvas.ariaLabel)",
        arg=[page.query_selector(f"{LOOK % look} canvas"), pattern],
        timeout=60_000,
    )


def numbers(text):
    return [float(number.replace("−", "-")) for number in re.findall(r"−?[\d.]+(?:e−?\d+)?", text)]


def label(page, look):
    return page.locator(f"{LOOK % look} canvas").get_attribute("aria-label")


def picture(page, selector):
    return page.locator(selector).first.evaluate("(canvas) => canvas.toDataURL()")


def test_looks_follow_the_clock_and_what_was_seen_is_not_asked_again(open_race):
    page = open_race(at=20)
    wait_for_step(page, 20)
    before = picture(page, f"{LOOK % 'output'} canvas")
    here, curve = numbers(page.locator(f"{LOOK % 'around'} .look-note").inner_text())
    assert here == pytest.approx(curve, rel=2e-3)
    stop(page, STEPS)
    wait_for_step(page, STEPS)
    assert picture(page, f"{LOOK % 'output'} canvas") != before
    here, curve = numbers(page.locator(f"{LOOK % 'around'} .look-note").inner_text())
    assert here == pytest.approx(curve, rel=2e-3)
    page.looks.clear()
    stop(page, 20)
    wait_for_step(page, 20)
    assert picture(page, f"{LOOK % 'output'} canvas") == before
    assert asked(page, "output") == asked(page, "around") == []
    page.get_by_label("Racer whose network is shown").select_option("4")
    wait_for_step(page, 20, "Adam")
    assert {look["racer"] for look in page.looks} == {"4"}


def test_while_it_plays_a_picture_asks_one_question_at_a_time_and_few_in_a_second(open_race):
    page = open_race(at=1)
    wait_for_step(page, 1)
    page.looks.clear()
    times, open_now, most = [], set(), []

    def begin(request):
        if request.url.endswith("/look") and '"output"' in request.post_data:
            times.append(time.monotonic())
            open_now.add(request)
            most.append(len(open_now))

    page.on("request", begin)
    page.on("requestfinished", lambda request: open_now.discard(request))
    page.evaluate("(root) => root.player.play()", page.query_selector(PLAYER))
    wait_for_step(page, STEPS)
    assert max(most) == 1
    assert 3 <= len(times) <= 12 * (times[-1] - times[0]) + 2
    steps = [look["step"] for look in asked(page, "output")]
    assert steps == sorted(steps)


def test_a_plane_is_worked_out_row_by_row_as_finely_as_is_chosen_and_no_further(open_race):
    page = open_race(at=20)
    still = f"{PLAYER} .still canvas"
    grid = page.get_by_role("group", name="Points of the plane")
    grid.get_by_role("button", name="101²").click()
    page.wait_for_function("() => location.hash.includes('resolution=101')")
    deadline = time.monotonic() + 60
    while sum(look["count"] for look in asked(page, "slice") if look["side"] == 101) < 101:
        assert time.monotonic() < deadline
        page.wait_for_timeout(100)
    page.wait_for_timeout(1500)
    for side in (51, 101):
        blocks = [look for look in asked(page, "slice") if look["side"] == side]
        rows = [
            row
            for block in blocks
            for row in range(block["first"], block["first"] + block["count"])
        ]
        assert rows == list(range(side))
    # A finer plane asks nothing anew beside it.
    steps = [look["step"] for look in asked(page, "output")]
    assert steps[steps.index(20) :] == [20]
    assert [look["side"] for look in asked(page, "slice")] == sorted(
        look["side"] for look in asked(page, "slice")
    )
    fine = picture(page, still)
    page.looks.clear()
    grid.get_by_role("button", name="25²").click()
    page.wait_for_timeout(1500)
    assert picture(page, still) != fine
    assert asked(page, "slice") == []


def test_what_takes_long_shows_how_far_it_is_without_moving_anything_and_can_be_cancelled(
    open_race,
):
    page = open_race(at=20)

    def late(route):
        page.wait_for_timeout(300)
        route.continue_()

    page.wait_for_timeout(1500)
    page.route("**/look", late)
    grid = page.get_by_role("group", name="Points of the plane")
    grid.get_by_role("button", name="201²").click()
    place = grid.bounding_box()
    bar = page.get_by_role("progressbar", name="How much of the plane is worked out")
    bar.wait_for(timeout=20_000)
    first = bar.evaluate("(bar) => bar.value")
    assert 0 < first < 1
    assert grid.bounding_box() == place
    for width, height in [(390, 844), (1440, 900)]:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(200)
        assert bar.is_visible()
        assert page.locator(PLAYER).evaluate("(root) => root.scrollWidth <= root.clientWidth")
    page.wait_for_function("([bar, first]) => bar.value > first", arg=[bar.element_handle(), first])
    page.get_by_role("button", name="Cancel").click()
    bar.wait_for(state="hidden")
    page.wait_for_timeout(1000)
    page.unroute("**/look")
    page.looks.clear()
    page.wait_for_timeout(1000)
    assert asked(page, "slice") == []
    grid.get_by_role("button", name="201²").click()
    page.wait_for_timeout(1000)
    assert asked(page, "slice")[0]["first"] > 0


def test_the_spectrum_of_where_the_racer_stands_is_asked_for_when_unfolded_and_shown(open_race):
    page = open_race(at=30)
    wait_for_step(page, 30)
    assert asked(page, "spectrum") == []
    with page.expect_response(lambda one: "spectrum" in (one.request.post_data or "")) as answer:
        page.get_by_text("Spectrum").click()
    header, array = small.opened(answer.value.body())
    painted(page, "spectrum", "at step 30")
    assert [look["step"] for look in asked(page, "spectrum")] == [30]
    eigenvalues = np.sort(array(header["eigenvalues"]))[::-1]
    shown = numbers(label(page, "spectrum").partition("All:")[2])
    assert len(shown) == 10
    assert shown == pytest.approx(eigenvalues, rel=2e-3, abs=2e-4)


def test_pictures_and_confusions_say_what_is_mistaken(open_race):
    page = open_race(query("linear~tanh~xavier~digits~training,batch:64"), at=STEPS)
    wait_for_step(page, STEPS)
    said = numbers(page.locator(f"{LOOK % 'output'} .look-note").inner_text())
    page.get_by_role("button", name="Confusion").click()
    table = page.locator(f"{LOOK % 'output'} .confusion")
    rows = table.locator("tbody tr").all()
    counts = np.array(
        [[int(cell.inner_text() or 0) for cell in row.locator("td").all()] for row in rows]
    )
    assert counts.shape == (10, 10)
    assert 100 * counts.trace() / counts.sum() == pytest.approx(said[1], abs=0.06)


def test_without_an_answer_a_sentence_stands_in_the_picture_s_place(open_race, open_page):
    page = open_race(at=20)
    wait_for_step(page, 20)
    page.route("**/look", lambda route: route.abort())
    stop(page, 21)
    for look in ("output", "around"):
        sentence = page.locator(f"{LOOK % look} .look-sentence")
        sentence.get_by_text("The server does not answer").wait_for(timeout=5_000)
        assert page.locator(f"{LOOK % look} canvas").is_hidden()
    page.unroute("**/look")
    stop(page, 22)
    wait_for_step(page, 22)
    # What the test itself has cut off.
    open_page.complaints[:] = [
        said for said in open_page.complaints if "/look" not in said and "ERR_FAILED" not in said
    ]


def test_solutions_are_drawn_by_each_racers_ink_and_told_in_a_table(open_race):
    page = open_race()
    page.get_by_text("Solutions in numbers").click()
    chart = page.get_by_test_id("stVegaLiteChart")
    chart.locator("canvas, svg").first.wait_for(timeout=30_000)
    inks = [ImageColor.getrgb(STYLES[slot].light) for slot in (0, 4)]
    # What it is drawn on may be there before the drawing.
    deadline = time.monotonic() + 5
    while min(many := [dots(chart, ink) for ink in inks]) < 60:
        assert time.monotonic() < deadline, many
        page.wait_for_timeout(100)
    table = page.get_by_test_id("stTable")
    assert {"Gradient descent", "Adam"} <= set(table.get_by_role("cell").all_inner_texts())


def dots(chart, ink):
    """How many pixels of a chart have a colour."""
    picture = Image.open(io.BytesIO(chart.screenshot())).convert("RGB")
    return int((np.asarray(picture) == ink).all(axis=-1).sum())
