"""The hand on start and knobs: the race follows while it moves, the page when it rests."""

from urllib.parse import parse_qsl, urlparse

import pytest

from app import link
from app.experiment import DEFAULT, Racer
from tests.browser.player import PLAYER, query, read, stop, turn, wait_for

pytestmark = pytest.mark.browser

START = ".st-key-start-x input"


def at(page, x, y):
    """Where a point of Rosenbrock's window lies on the screen."""
    box = page.locator(f"{PLAYER} .plot").first.bounding_box()
    return box["x"] + (x + 2) / 4 * box["width"], box["y"] + (3 - y) / 4 * box["height"]


def read_link(url):
    return link.read(dict(parse_qsl(urlparse(url).query, keep_blank_values=True)))


def shown(page):
    return read_link(page.url)


def field(page, path):
    return page.locator(f'.knob[data-path="{path}"] input[type=text]')


def test_races_follow_the_start_while_it_is_dragged_and_the_page_once_it_is_dropped(open_page):
    page = open_page()
    stop(page, 100)
    asked = []
    page.on("request", lambda request: asked.append(request) if "/race" in request.url else None)
    answered = []
    page.on("requestfinished", lambda r: answered.append(r) if "/race" in r.url else None)
    page.mouse.move(*at(page, -1.2, 1))
    page.mouse.down()
    drawn = int(read(page, "drawn"))
    for k in range(1, 21):
        page.mouse.move(*at(page, -1.2 + 0.1 * k, 1 + 0.05 * k))
        # One question at a time: the others wait for its answer, and only the newest is asked.
        assert len(asked) - len(answered) <= 1
    wait_for(page, f"Number(root.dataset.drawn) >= {drawn + 2}")
    assert page.locator(START).input_value() == "-1.2"
    page.mouse.up()
    wait_for(page, "root.dataset.step === '100'")
    page.wait_for_function(f"Math.abs(document.querySelector('{START}').value - 0.8) < 0.01")
    page.wait_for_timeout(400)
    assert shown(page).start == pytest.approx((0.8, 2.0), abs=0.01)
    stop(page, 0)
    page.wait_for_timeout(150)
    x, y = page.locator(f"{PLAYER} .standings .point").nth(1).inner_text().split(",")
    assert (float(x), float(y)) == pytest.approx(shown(page).start, rel=1e-3)
    before = read(page, "drawn")
    page.wait_for_timeout(500)
    assert read(page, "drawn") == before, "the page's own answer must not draw the race again"


def test_a_start_dragged_off_the_surface_stays_at_its_edge(open_page):
    page = open_page(query(racers=()))
    page.mouse.move(*at(page, -1.2, 1))
    page.mouse.down()
    page.mouse.move(*at(page, -3, 1), steps=4)
    page.mouse.up()
    page.wait_for_function("location.search.includes('from=-2.0%2C')")


def test_a_knob_takes_numbers_between_its_marks_and_refuses_others_with_a_sentence(open_page):
    page = open_page(query(racers=(Racer("adam", slot=4),)))
    rate = field(page, "racers.4.learning_rate")
    rate.fill("0.0123456")
    rate.press("Enter")
    page.wait_for_function("location.search.includes('0.0123456')")
    assert dict(shown(page).racers[0].settings)["learning_rate"] == 0.0123456
    for text in ("many", "1e9", ""):
        rate.fill(text)
        rate.press("Enter")
        page.get_by_text("Learning rate is “" + text + "”, but it must be a number from").wait_for()
    assert dict(shown(page).racers[0].settings)["learning_rate"] == 0.0123456
    turn(page, "racers.4.learning_rate")
    assert float(rate.input_value()) < 0.0123456


def test_knobs_of_the_sidebar_turn_the_race_too(open_page):
    page = open_page(query(racers=()))
    turn(page, "parameters.steepness")
    turn(page, "steps")
    page.wait_for_function("!location.search.includes('steps=500')")
    page.wait_for_timeout(300)
    experiment = shown(page)
    assert experiment.steps < 500
    assert dict(experiment.parameters)["steepness"] < 100
    stop(page, experiment.steps)


def test_what_is_turned_before_a_racer_goes_is_kept(open_page):
    page = open_page(query(racers=DEFAULT.racers[:2]))
    turn(page, "racers.0.learning_rate")
    page.wait_for_url(lambda url: read_link(url).racers[0] != DEFAULT.racers[0])
    changed = shown(page).racers[0]
    page.locator(".st-key-tuned").get_by_text("Momentum").click()
    page.locator('.knob[data-path="racers.1.momentum"]').wait_for()
    page.get_by_role("button", name="Remove").click()
    wait_for(page, "root.querySelectorAll('.standings tbody tr').length === 1")
    page.wait_for_url(lambda url: read_link(url).racers == (changed,))


def test_a_server_that_does_not_answer_is_said_and_nothing_is_lost(open_page):
    page = open_page(query(racers=()))
    page.route("**/race", lambda route: route.abort())
    page.locator('.knob[data-path="steps"] input[type=range]').press("ArrowLeft")
    page.get_by_text("The server does not answer, so the picture stays as it is.").wait_for()
    page.unroute("**/race")
    turn(page, "steps")
    assert page.locator(f"{PLAYER} .notice").inner_text() == ""
    assert all("/race" in said or "ERR_FAILED" in said for said in open_page.complaints)
    open_page.complaints.clear()
