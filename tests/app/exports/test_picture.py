"""Pictures and films of a race: of the right size, with the right things in the right places."""

import io
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image

from app.experiment import DEFAULT, Experiment, Racer
from app.exports import film, picture
from app.exports.look import colour, theme
from app.exports.sheet import FINE, Look, Sheet
from app.player.palette import STYLES
from app.simulate import simulate

SIZE = {"width": 800, "height": 500}
LOOK = Look(**SIZE)
BOWL = Experiment(
    landscape="stretched-bowl",
    start=(-1.8, 0.9),
    steps=30,
    racers=(
        Racer("gradient-descent", (("learning_rate", 0.001),)),
        Racer("momentum", (("learning_rate", 0.03), ("momentum", 0.5)), 3),
    ),
)


def read(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def at(point, experiment=BOWL, look=LOOK):
    """The pixel of a point of the plane."""
    sheet = Sheet(look, legend=True)
    left, top, *_ = sheet.panels[0]
    x, y = sheet.placed(np.array([point]), experiment.surface.window)[0] + [left, top]
    return int(x / FINE), int(y / FINE)


def looks_like(pixel, expected):
    return max(abs(a - b) for a, b in zip(pixel[:3], expected, strict=True)) <= 12


@pytest.mark.parametrize("dark", [False, True])
def test_every_head_stands_where_the_race_ended_in_its_own_colour(dark):
    image = read(picture.to_png(BOWL, **SIZE, dark=dark)).convert("RGB")
    assert image.size == (800, 500)
    for racer, result in zip(BOWL.racers, simulate(BOWL), strict=True):
        style = STYLES[racer.slot]
        ink = colour(style.dark if dark else style.light)
        assert looks_like(image.getpixel(at(result.trajectory.points[-1])), ink), racer.optimizer
    assert image.getpixel((2, 2)) == theme(dark).ground


def test_a_trail_joins_the_points_of_its_run():
    image = read(picture.to_png(BOWL, **SIZE)).convert("RGB")
    points = simulate(BOWL)[1].trajectory.points
    ink = colour(STYLES[3].light)
    middles = [at((before + after) / 2) for before, after in pairwise(points)]
    away = [pixel for pixel in middles if np.hypot(*np.subtract(pixel, at(BOWL.start))) > 15]
    assert np.mean([looks_like(image.getpixel(pixel), ink) for pixel in away]) > 0.9


def test_the_higher_the_surface_the_darker_its_paper():
    image = read(picture.to_png(replace(BOWL, racers=()), **SIZE)).convert("L")
    sheet = Sheet(LOOK, legend=False)
    left, top, right, bottom = (place // FINE for place in sheet.panels[0])
    pixels = np.asarray(image)[top + 3 : bottom - 3, left + 3 : right - 3]
    middle, edge = pixels[len(pixels) // 2 - 15, 20:-20].mean(), pixels[:10].mean()
    assert edge < middle - 30


def test_the_film_shows_the_race_from_its_start_to_its_end():
    data = film.to_gif(BOWL, **SIZE)
    image = Image.open(io.BytesIO(data))
    assert (image.format, image.size, image.n_frames) == ("GIF", (800, 500), 31)
    frames = []
    for number in range(image.n_frames):
        image.seek(number)
        frames.append(np.asarray(image.convert("RGB")).astype(int))
    changes = [np.abs(b - a).max() for a, b in pairwise(frames)]
    assert min(changes) > 50
    ink, points = colour(STYLES[3].light), simulate(BOWL)[1].trajectory.points
    for number in (0, 4, 30):
        x, y = at(points[number])
        assert looks_like(frames[number][y, x], ink)
    assert image.info["loop"] == 0


def test_the_film_of_the_opening_race_is_small():
    data = film.to_gif(DEFAULT)
    assert len(data) < 1_000_000
    assert Image.open(io.BytesIO(data)).n_frames == film.FRAMES


def test_lost_and_crowded_races_are_drawn_too():
    racers = (
        Racer("gradient-descent", (("learning_rate", 10.0),)),
        *(Racer("adam", slot=slot) for slot in range(1, 8)),
    )
    experiment = Experiment(landscape="rastrigin", start=(1.1, 2.2), steps=20, racers=racers)
    image = read(picture.to_png(experiment, width=400, height=300))
    assert image.size == (400, 300)


def test_a_size_that_is_out_of_range_is_refused_with_a_sentence():
    with pytest.raises(ValueError, match="it goes from 320 × 240 to 4000 × 4000"):
        Look(width=100_000)
