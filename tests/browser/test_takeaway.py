"""What a reader takes away in the browser: every file is opened and held against the page."""

import base64
import io
import math
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlparse
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from app.experiment import DEFAULT
from app.player.palette import STYLES
from tests.browser.player import PLAYER, query, read, stop

pytestmark = pytest.mark.browser

STEPS = 60
RACE = replace(DEFAULT, steps=STEPS)
COLOURS = [STYLES[racer.slot].light for racer in RACE.racers]
PANEL = ".takeaway-panel"
NOTE = f"{PANEL} [role=status]"

# Decodes a film frame by frame: each at its time, and how many differ from the one before.
WATCH = """async ([file, kind, rate, count]) => {
  const video = document.createElement("video");
  video.src = `data:video/${kind};base64,${file}`;
  video.muted = true;
  await new Promise((resolve, reject) => {
    video.addEventListener("canplaythrough", resolve, { once: true });
    video.addEventListener("error", () => reject(video.error), { once: true });
  });
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const look = (frame) => new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`frame ${frame} does not come`)), 10000);
    const watch = (_, { mediaTime }) => {
      const other = Math.abs(mediaTime - frame / rate) > 0.1 / rate;
      if (other) return video.requestVideoFrameCallback(watch);
      clearTimeout(late);
      context.drawImage(video, 0, 0);
      resolve(context.getImageData(0, 0, canvas.width, canvas.height).data);
    };
    video.requestVideoFrameCallback(watch);
    video.currentTime = (frame + 0.5) / rate;
  });
  let before = await look(count - 1);
  let changes = 0;
  for (let frame = 0; frame < count; frame += 1) {
    const pixels = await look(frame);
    changes += Number(pixels.some((value, i) => Math.abs(value - before[i]) > 40));
    before = pixels;
  }
  return { seconds: video.duration, size: [video.videoWidth, video.videoHeight], changes };
}"""

# Draws an SVG file alone, as any program that opens it would.
DRAW = """async (text) => {
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: 2560, height: 1440 });
  canvas.getContext("2d").drawImage(image, 0, 0, 2560, 1440);
  return canvas.toDataURL().split(",")[1];
}"""


@pytest.fixture
def page(open_page):
    page = open_page(
        query(steps=STEPS), permissions=["clipboard-read", "clipboard-write"], color_scheme="light"
    )
    page.locator(f"{PLAYER} .play").wait_for()
    stop(page, 0)
    return page


def unfold(page):
    page.locator(".takeaway > button").click()
    page.locator(PANEL).wait_for(state="visible")


def press(page, name):
    page.locator(PANEL).get_by_role("button", name=name, exact=True).click()


def choose(page, label, value):
    page.locator(PANEL).get_by_label(label).select_option(value)


def taken(page, name):
    """The file that a press on the button `name` brings."""
    with page.expect_download(timeout=120_000) as download:
        press(page, name)
    return download.value


def pixels(data):
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB")).astype(np.int16)


def area(picture, colour):
    """How many pixels have a colour given as #rrggbb."""
    channels = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    planes = [abs(picture[..., i] - channel) <= 6 for i, channel in enumerate(channels)]
    return int(np.logical_and.reduce(planes).sum())


def filmed(page, kind, height):
    choose(page, "Kind of film", kind)
    choose(page, "Pace of the film", "60")
    choose(page, "Size of the film", str(height))
    film = taken(page, "Make film")
    assert film.suggested_filename == f"rosenbrock-race.{kind}"
    return Path(film.path()).read_bytes()


def test_the_menu_gives_the_address_and_the_files_of_the_race_and_leaves_the_player_alone(page):
    button = page.locator(".takeaway > button")
    button.focus()
    page.keyboard.press("Enter")
    page.locator(PANEL).wait_for(state="visible")
    press(page, "Copy")
    page.locator(NOTE).get_by_text("copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    copied, hash, at = copied.partition("#at=")
    assert copied == page.url.partition("#")[0]
    assert hash
    assert at == read(page, "step")
    assert parse_qs(urlparse(copied).query)["steps"] == [str(STEPS)]
    for suffix in ("html", "csv", "json", "py"):
        link = page.locator(f"{PANEL} a[download$='.{suffix}']")
        href = link.get_attribute("href")
        assert href == copied.replace("/?", f"/take/race.{suffix}?")
        assert link.get_attribute("download") == f"rosenbrock-race.{suffix}"
    table = page.request.get(page.locator(f"{PANEL} a[download$='.csv']").get_attribute("href"))
    assert len(table.text().splitlines()) == 1 + len(RACE.racers) * (STEPS + 1)
    page.locator(PANEL).get_by_label("Pace of the film").focus()
    speed = page.locator(f"{PLAYER} .speed").input_value()
    page.keyboard.press("7")
    page.keyboard.press("Escape")
    page.locator(PANEL).wait_for(state="hidden")
    assert page.locator(f"{PLAYER} .speed").input_value() == speed
    assert button.evaluate("node => node === node.getRootNode().activeElement")


def test_pictures_show_what_the_page_shows_and_bring_it_back(page):
    stop(page, 20)
    unfold(page)
    files = {}
    for step in (20, STEPS):
        stop(page, step)
        download = taken(page, "PNG")
        assert download.suggested_filename == "rosenbrock-race.png"
        files[step] = Path(download.path()).read_bytes()
    early, late = pixels(files[20]), pixels(files[STEPS])
    assert early.shape == (1440, 2560, 3)
    assert all(area(late, colour) > 500 for colour in COLOURS)
    assert (early != late).any(axis=2).sum() > 10_000
    assert Image.open(io.BytesIO(files[20])).text["Source"] == f"{page.url}#at=20"

    vectors = Path(taken(page, "SVG").path()).read_text(encoding="utf-8")
    root = ElementTree.fromstring(vectors)
    words = {node.text for node in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {f"step {STEPS} of {STEPS}", *(racer.entry.title for racer in RACE.racers)} <= words
    assert not list(root.iter("{http://www.w3.org/2000/svg}image"))
    drawn = pixels(base64.b64decode(page.evaluate(DRAW, vectors)))
    for colour in COLOURS:
        assert math.isclose(area(drawn, colour), area(late, colour), rel_tol=0.1)
    # The letters are other ones; what lies on the surface is the same to a pixel's edge.
    surface = (slice(110, 1300), slice(160, 1600))
    assert abs(drawn[surface] - late[surface]).mean() < 1.5

    choose(page, "What the picture or the film shows", "0")
    alone = pixels(Path(taken(page, "PNG").path()).read_bytes())
    assert area(alone, COLOURS[0]) > 500
    assert all(area(alone, colour) < 50 for colour in COLOURS[1:])

    choose(page, "What the picture or the film shows", "all")
    page.evaluate("(root) => root.player.choose({ dimension: '3d' })", page.query_selector(PLAYER))
    page.locator(f"{PLAYER} .relief").wait_for()
    space = pixels(Path(taken(page, "PNG").path()).read_bytes())
    assert all(area(space, colour) > 500 for colour in COLOURS)
    assert abs(space[surface] - late[surface]).mean() > 20


def test_films_hold_every_frame_and_can_be_stopped(page):
    unfold(page)
    for kind in ("mp4", "webm"):
        film = base64.b64encode(filmed(page, kind, 540)).decode()
        # One second of the race, thirty frames, and its end held for a while.
        seen = page.evaluate(WATCH, [film, kind, 30, STEPS // 2 + 1])
        assert seen["size"] == [960, 540]
        assert seen["seconds"] == pytest.approx(1 + 1.2, abs=0.02)
        assert seen["changes"] == STEPS // 2 + 1

    gif = Image.open(io.BytesIO(filmed(page, "gif", 540)))
    assert gif.size == (960, 540)
    assert gif.n_frames == STEPS // 3 + 1
    frames = []
    for frame in range(gif.n_frames):
        gif.seek(frame)
        assert gif.info["duration"] == (1500 if frame == STEPS // 3 else 50)
        frames.append(np.asarray(gif.convert("RGB")).astype(np.int16))
    assert all((a != b).any() for a, b in pairwise(frames))
    assert all(area(frames[-1], colour) > 30 for colour in COLOURS)

    downloads = []
    page.on("download", lambda download: downloads.append(download))
    choose(page, "Kind of film", "webm")
    choose(page, "Size of the film", "1080")
    choose(page, "Pace of the film", "5")
    press(page, "Make film")
    page.wait_for_function(
        "(root) => root.querySelector('.takeaway progress').value > 0",
        arg=page.query_selector(PLAYER),
    )
    assert "left" in page.locator(f"{PANEL} .takeaway-work").inner_text()
    press(page, "Cancel")
    page.locator(NOTE).get_by_text("stopped").wait_for()
    assert page.locator(PANEL).get_by_role("button", name="Make film").is_enabled()
    assert page.locator(".takeaway > button").inner_text() == "Take away"
    assert downloads == []
