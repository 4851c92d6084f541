"""The same racer with other seeds: a bundle of thin trails below its own."""

import math
from dataclasses import replace

import pytest

from app.experiment import DEFAULT, Part, Racer
from optimizers.noise import NOISES
from tests.browser.player import PLAYER, query, read, stop, wait_for

pytestmark = pytest.mark.browser

NOISE = Part("gaussian", tuple((knob.name, 5.0) for knob in NOISES["gaussian"].hyperparameters))
NOISY = (
    Racer("gradient-descent", (("learning_rate", 1e-3),), slot=0, noise=NOISE),
    Racer("adam", (("learning_rate", 0.05),), slot=4, noise=NOISE),
)
INKED = """(root) => [...root.querySelectorAll(".panel .bundles")].map((canvas) => {
  const { width, height, hidden } = canvas;
  if (hidden) return 0;
  const data = canvas.getContext("2d").getImageData(0, 0, width, height).data;
  let sum = 0;
  for (let i = 3; i < data.length; i += 4) sum += data[i] / 255;
  return sum;
})"""


def inked(page):
    page.wait_for_timeout(100)
    return page.evaluate(INKED, page.query_selector(PLAYER))


def noisy(open_page, seeds=6, steps=120):
    return open_page(query(racers=NOISY, seeds=seeds, steps=steps))


def test_other_seeds_are_drawn_in_every_panel(open_page):
    page = noisy(open_page)
    stop(page, 120)
    assert min(inked(page)) > 100
    page.get_by_role("button", name="Side by side").click()
    assert len(inked(page)) == 2
    assert min(inked(page)) > 50


def test_with_one_seed_there_is_no_bundle(open_page):
    page = noisy(open_page, seeds=1)
    stop(page, 120)
    assert inked(page) == [0]


def test_they_follow_the_clock_forwards_and_back(open_page):
    page = noisy(open_page)
    stop(page, 0)
    assert inked(page) == [0]
    stop(page, 40)
    half = inked(page)[0]
    stop(page, 120)
    assert inked(page)[0] > half > 0
    stop(page, 40)
    assert inked(page)[0] == half


def test_what_grew_while_playing_equals_what_is_drawn_at_once(open_page):
    page = noisy(open_page)
    stop(page, 0)
    page.locator(f"{PLAYER} .play").click()
    wait_for(page, "root.dataset.state === 'paused' && root.dataset.step === '120'")
    grown = inked(page)[0]
    stop(page, 60)
    stop(page, 120)
    assert grown == pytest.approx(inked(page)[0], rel=0.03)


def test_they_fade_with_their_racer(open_page):
    page = noisy(open_page)
    stop(page, 120)
    shade = """(root) => {
      const canvas = root.querySelector(".panel .bundles");
      const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
      return data.reduce((sum, value, i) => (i % 4 < 3 ? sum + value : sum), 0);
    }"""
    root = page.query_selector(PLAYER)
    page.wait_for_timeout(100)
    before = page.evaluate(shade, root)
    page.locator(f"{PLAYER} .standings tbody tr").first.hover()
    page.wait_for_timeout(100)
    assert page.evaluate(shade, root) != before


def test_they_move_with_the_window_and_are_drawn_anew_when_the_hand_rests(open_page):
    page = noisy(open_page)
    stop(page, 120)
    page.wait_for_timeout(100)
    # The canvas holds this until the hand rests, and a slow machine might look only after that.
    before = inked(page)[0]
    moved = page.evaluate(
        """(root) => {
          const plot = root.querySelector(".panel .plot");
          const { left, top } = plot.getBoundingClientRect();
          const place = { clientX: left, clientY: top, deltaY: -100, cancelable: true };
          plot.dispatchEvent(new WheelEvent("wheel", place));
          return plot.querySelector(".bundles").style.transform;
        }""",
        page.query_selector(PLAYER),
    )
    scale = float(moved.removeprefix("matrix(").split(",")[0])
    assert scale == pytest.approx(math.exp(0.16), rel=1e-3)
    wait_for(page, "root.querySelector('.panel .bundles').style.transform === ''")
    # They are drawn in the frame after.
    page.wait_for_timeout(200)
    assert inked(page)[0] > 1.02 * before


def test_eight_racers_with_sixteen_seeds_play(open_page):
    racers = tuple(replace(NOISY[slot % 2], slot=slot) for slot in range(8))
    page = open_page(query(racers=racers, seeds=16, steps=500))
    page.get_by_role("button", name="Side by side").click()
    stop(page, 0)
    page.locator(f"{PLAYER} .play").click()
    wait_for(page, "Number(root.dataset.step) >= 60")
    assert read(page, "state") == "playing"
    assert min(inked(page)) > 0


def test_racers_without_chance_have_no_bundle_beside_those_with(open_page):
    racers = (NOISY[0], DEFAULT.racers[4])
    page = open_page(query(racers=racers, seeds=4, steps=120))
    stop(page, 120)
    page.get_by_role("button", name="Side by side").click()
    with_chance, without = inked(page)
    assert with_chance > 0
    assert without == 0
