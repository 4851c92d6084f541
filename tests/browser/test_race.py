"""What a reader does on the race page, in a real browser."""

from urllib.parse import parse_qsl, urlparse

import pytest

from app import link
from app.experiment import DEFAULT, Racer
from tests.browser.player import MOVING, PLAYER, query, read, turn, wait_for

pytestmark = pytest.mark.browser

ADAM = Racer("adam", slot=4)
SLUGS = [*(racer.optimizer for racer in DEFAULT.racers), "adam", "adam"]
EIGHT = tuple(Racer(slug, slot=slot) for slot, slug in enumerate(SLUGS))


def stop(page, step=None):
    page.evaluate(
        "([root, step]) => { root.player.pause(); if (step !== null) root.player.seek(step); }",
        [page.query_selector(PLAYER), step],
    )
    if step is not None:
        wait_for(page, f"root.dataset.step === '{step}'")


def repainted(page, act):
    drawn = int(read(page, "drawn"))
    act()
    wait_for(page, f"Number(root.dataset.drawn) > {drawn}")


def shown(page):
    page.wait_for_timeout(400)  # the address follows when the hand rests
    return link.read(dict(parse_qsl(urlparse(page.url).query, keep_blank_values=True)))


def pixels(page):
    """A checksum of everything on the panels' canvases."""
    return page.evaluate(
        """(root) => [...root.querySelectorAll('.panel canvas')].map((canvas) => {
            const data = canvas.getContext('2d')
                .getImageData(0, 0, canvas.width, canvas.height).data;
            let sum = 0;
            for (let i = 0; i < data.length; i += 1) sum = (sum * 31 + data[i]) | 0;
            return sum;
        }).join()""",
        page.query_selector(PLAYER),
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_opens_on_a_race_that_plays_with_no_click(open_page, scheme):
    page = open_page(color_scheme=scheme, **MOVING)
    wait_for(page, "Number(root.dataset.step) > 5")
    before = pixels(page)
    wait_for(page, "Number(root.dataset.step) > 20")
    assert pixels(page) != before
    assert read(page, "state") == "playing"
    assert read(page, "theme") == scheme
    assert page.locator(f"{PLAYER} .standings tbody tr").count() == len(DEFAULT.racers)


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1920, 1080)])
def test_surface_curves_and_standings_fit_on_the_screen_without_scrolling(open_page, width, height):
    page = open_page(viewport={"width": width, "height": height})
    for part in (".toolbar", ".panel", ".curves", ".standings"):
        box = page.locator(f"{PLAYER} {part}").first.bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= height, part
        assert box["x"] + box["width"] <= width, part


def test_with_reduced_motion_it_stands_at_the_end(open_page):
    page = open_page(reduced_motion="reduce")
    wait_for(page, "root.dataset.step === '500'")
    assert read(page, "state") == "paused"


def test_play_pause_step_and_scrub(open_page):
    page = open_page()
    play = page.locator(f"{PLAYER} .play")
    play.click()
    wait_for(page, "root.dataset.state === 'paused'")
    stop(page, 100)
    page.get_by_label("One step on").click()
    wait_for(page, "root.dataset.step === '101'")
    page.get_by_label("One step back").click()
    wait_for(page, "root.dataset.step === '100'")
    page.locator(f"{PLAYER} .scrubber").fill("321")
    wait_for(page, "root.dataset.step === '321'")
    play.click()
    wait_for(page, "root.dataset.state === 'playing' && Number(root.dataset.step) > 325")


def test_the_keyboard_plays_steps_and_jumps(open_page):
    page = open_page()
    stop(page, 50)
    page.locator(PLAYER).focus()
    page.keyboard.press("ArrowRight")
    wait_for(page, "root.dataset.step === '51'")
    page.keyboard.press("End")
    wait_for(page, "root.dataset.step === '500'")
    page.keyboard.press("Home")
    wait_for(page, "root.dataset.step === '0'")
    page.keyboard.press("Space")
    wait_for(page, "root.dataset.state === 'playing'")


def test_it_stops_at_the_end_and_plays_again_from_the_start(open_page):
    page = open_page(query(steps=20), **MOVING)
    wait_for(page, "root.dataset.state === 'paused' && root.dataset.step === '20'")
    # A short race may be over before anybody looks, so all that it goes through is written down.
    page.evaluate(
        """(root) => {
            const write = () => root.passed.push([root.dataset.state, Number(root.dataset.step)]);
            root.passed = [];
            new MutationObserver(write).observe(root, { attributes: true });
        }""",
        page.query_selector(PLAYER),
    )
    page.locator(f"{PLAYER} .play").click()
    wait_for(page, "root.passed.some(([state, step]) => state === 'playing' && step < 15)")


def test_a_slider_change_repaints_without_remount_jump_or_loss_of_position_and_view(open_page):
    page = open_page(query(racers=(ADAM, Racer("lbfgs", slot=5))))
    page.get_by_role("button", name="Side by side").click()
    stop(page, 123)
    page.evaluate("(root) => { root.mine = true; }", page.query_selector(PLAYER))
    before, scrolled = pixels(page), page.evaluate("scrollY")
    turn(page, "racers.4.learning_rate")
    turn(page, "racers.4.b1")
    assert pixels(page) != before
    assert page.evaluate("(root) => root.mine", page.query_selector(PLAYER))
    assert page.locator(PLAYER).count() == 1
    assert (read(page, "step"), read(page, "view"), read(page, "state")) == (
        "123",
        "side",
        "paused",
    )
    assert page.evaluate("scrollY") == scrolled


def test_a_change_while_playing_plays_on(open_page):
    page = open_page(**MOVING)
    wait_for(page, "Number(root.dataset.step) > 30")
    turn(page, "racers.0.learning_rate")
    assert read(page, "state") == "playing"
    assert int(read(page, "step")) > 30


def test_a_click_on_the_surface_moves_the_start_in_the_widgets_and_in_the_link(open_page):
    page = open_page()
    box = page.locator(f"{PLAYER} .panel .plot").bounding_box()
    x, y = box["x"] + box["width"] / 4, box["y"] + box["height"] / 4
    repainted(page, lambda: page.mouse.click(x, y))
    page.wait_for_function("!new URLSearchParams(location.search).get('from').startsWith('-1.2,')")
    assert shown(page).start == pytest.approx((-1.0, 2.0), abs=0.02)
    widget = page.locator(".st-key-start-x input")
    assert float(widget.input_value()) == pytest.approx(-1.0, abs=0.02)


def test_dragging_pans_without_moving_the_start_and_a_double_click_brings_the_view_back(open_page):
    page = open_page()
    stop(page, 10)
    plot = page.locator(f"{PLAYER} .panel .plot")
    box = plot.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    home = pixels(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 80, y + 30, steps=5)
    page.mouse.up()
    page.wait_for_timeout(400)
    assert pixels(page) != home
    page.mouse.wheel(0, -300)
    page.wait_for_timeout(400)
    page.mouse.dblclick(x, y)
    page.wait_for_timeout(600)
    assert pixels(page) == home
    assert shown(page).start == DEFAULT.start


def test_a_link_opens_in_another_window_on_the_same_race(open_page):
    page = open_page()
    turn(page, "racers.0.learning_rate")
    page.wait_for_function("location.search.includes('learning_rate%3A0.0014')")
    again = open_page(f"?{urlparse(page.url).query}")
    assert shown(again) == shown(page) != DEFAULT


def test_eight_racers_have_eight_panels_and_eight_rows(open_page):
    page = open_page(query(racers=EIGHT))
    page.get_by_role("button", name="Side by side").click()
    assert page.locator(f"{PLAYER} .panel").count() == 8
    rows = page.locator(f"{PLAYER} .standings tbody tr")
    assert rows.count() == 8
    last = rows.nth(7).bounding_box()
    assert last["y"] + last["height"] <= 900


def test_the_standings_are_the_numbers_of_the_step_shown(open_page):
    racers = (Racer("gradient-descent", (("learning_rate", 1e-3),)),)
    page = open_page(query(racers=racers))
    stop(page, 0)
    row = page.locator(f"{PLAYER} .standings tbody tr")
    page.wait_for_timeout(150)
    first = row.inner_text()
    assert "−1.200, 1.000" in first
    assert "24.20" in first
    assert "232.9" in first  # |(-215.6, -88)|
    stop(page, 1)
    page.wait_for_timeout(150)
    assert "−0.9844, 1.088" in row.inner_text()


def test_divergence_is_named_on_the_page_in_the_table_and_drawn_up_to_there(open_page):
    racers = (Racer("gradient-descent", (("learning_rate", 0.01),)), Racer("adam", slot=1))
    page = open_page(query(racers=racers), reduced_motion="reduce")
    page.get_by_text("Gradient descent diverged at step 3 and is drawn up to there").wait_for()
    row = page.locator(f"{PLAYER} .standings tbody tr").first
    assert "diverged at step 3" in row.inner_text()


def test_without_racers_the_surface_stays_and_a_sentence_says_what_to_do(open_page):
    page = open_page(query(racers=()))
    assert page.locator(f"{PLAYER} .panel").count() == 1
    assert "No optimizer is racing" in page.locator(f"{PLAYER} .standings").inner_text()


def test_a_broken_link_opens_the_opening_race_with_a_sentence(open_page):
    page = open_page("?on=everest")
    page.get_by_text("This link could not be read: it lacks from").wait_for()
    assert shown(page) == DEFAULT


def test_how_an_optimizer_works_can_be_read(open_page):
    page = open_page(query(racers=(ADAM,)))
    page.get_by_text("How Adam works").click()
    page.locator(".katex-display").wait_for()
    assert page.get_by_text("Conventions.").is_visible()


def test_a_theme_switched_while_it_runs_is_followed(open_page):
    page = open_page(color_scheme="light")
    wait_for(page, "root.dataset.theme === 'light'")
    page.emulate_media(color_scheme="dark")
    wait_for(page, "root.dataset.theme === 'dark'")
    assert page.locator(PLAYER).count() == 1


def test_the_player_survives_a_narrow_screen(open_page):
    page = open_page(viewport={"width": 390, "height": 844})
    panel = page.locator(f"{PLAYER} .panel").first.bounding_box()
    assert panel["width"] > 250
    assert panel["height"] > 150
