"""A race of networks to take away: every file holds what was trained, or is refused."""

import base64
import csv
import gzip
import io
import json
import re
import sys

import numpy as np
import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient

from app import __main__, asked, server
from app.experiment import Part, Racer
from app.exports import FORMS, film, page, picture, training_table
from app.exports.look import colour
from app.exports.sheet import FINE, Look, Sheet
from app.networks import trained as training_runs
from app.networks.payload import on_plane
from app.networks.simulate import forget, planes, simulate
from app.player.palette import STYLES
from app.player.payload import GRID
from landscapes.networks import measure
from landscapes.planes import Plane, at, project
from tests.app.networks.small import (
    MOONS,
    STEPS,
    WAVES,
    opened,
    part,
    setup_of,
    training_of,
)

OTHER = setup_of(part("mlp", depth=1, width=3))
BOTH = training_of(MOONS, OTHER, lanes=((3, 1),))
RACE = training_of()
SIZE = {"width": 800, "height": 500}


def table(training):
    return list(csv.DictReader(io.StringIO(training_table.to_csv(training).decode())))


def column(rows, name):
    return np.array([float(row[name] or "nan") for row in rows], np.float32)


def test_a_row_of_the_table_holds_the_float32_of_its_step():
    rows = table(BOTH)
    assert len(rows) == 2 * (STEPS + 1)
    for name, number, result in zip(
        ("Gradient descent", "Adam"), (0, 1), simulate(BOTH), strict=True
    ):
        mine = [row for row in rows if row["racer"] == name]
        assert {row["network"][0] for row in mine} == {"AB"[number]}
        assert [int(row["step"]) for row in mine] == [*range(STEPS + 1)]
        coordinates, away = on_plane(result, planes(BOTH)[number])
        expected = {
            "training_loss": result.measures.training,
            "validation_loss": result.measures.validation,
            "training_accuracy": result.measures.training_accuracy,
            "validation_accuracy": result.measures.validation_accuracy,
            "batch_loss": result.batch_losses,
            "learning_rate": result.learning_rates,
            "evaluations": result.evaluations,
            "x": coordinates[:, 0],
            "y": coordinates[:, 1],
            "off_plane": away,
        }
        for title, values in expected.items():
            np.testing.assert_array_equal(column(mine, title), np.float32(values), err_msg=title)
        norms = np.linalg.norm(result.layer_norms, axis=1)
        np.testing.assert_allclose(column(mine, "gradient_norm"), norms, rtol=1e-6)


def test_what_was_not_measured_is_an_empty_cell(monkeypatch):
    monkeypatch.setattr(training_runs, "MOST_KEPT", 7 * MOONS.task.size)
    forget()
    rows = [row for row in table(training_of()) if row["racer"] == "Adam"]
    forget()
    assert len(rows) == STEPS + 1
    for step, row in enumerate(rows):
        known = {name for name, cell in row.items() if cell}
        measured = {"training_loss", "validation_accuracy", "x", "off_plane"}
        assert (measured <= known) == (step % 3 == 0)
        assert not known & measured or step % 3 == 0
        assert {"batch_loss", "gradient_norm", "evaluations"} <= known
    assert {row["training_accuracy"] for row in table(training_of(WAVES))} == {""}


def test_json_holds_what_was_asked_and_where_everybody_ended():
    data = json.loads(training_table.to_json(BOTH))
    assert asked.opened(data["link"]) == BOTH
    assert {"descent-lab", "jax", "optax", "numpy"} == set(data["versions"])
    assert data["experiment"]["setups"][1]["network"][0] == "mlp"
    assert [one["parameters"] for one in data["networks"]] == [MOONS.task.size, OTHER.task.size]
    for racer, number, result in zip(data["racers"], (0, 1), simulate(BOTH), strict=True):
        setup, plane = BOTH.setups[number], data["networks"][number]["plane"]
        assert racer["network"] == number
        assert racer["outcome"]["kind"] == "moving"
        point = np.array(racer["parameters"], np.float32)
        np.testing.assert_array_equal(point, result.points[-1])
        measures = measure(setup.task, point[None], setup.examples(0))
        assert racer["steps"]["training_loss"][-1] == pytest.approx(measures.training[0], rel=1e-6)
        laid = Plane(np.array(plane["origin"]), np.array(plane["directions"]))
        ((x, y),) = project(laid, point[None])
        assert (x, y) == pytest.approx(
            (racer["steps"]["x"][-1], racer["steps"]["y"][-1]), rel=1e-3, abs=1e-5
        )
    assert data["racers"][1]["settings"]["learning_rate"] == 0.02


def test_json_of_a_racer_that_diverged_has_no_number_that_is_none():
    wild = Racer("gradient-descent", (("learning_rate", 1000.0),))
    data = json.loads(training_table.to_json(training_of(WAVES, racers=(wild,))))
    (racer,) = data["racers"]
    assert racer["outcome"]["kind"] == "diverged"
    assert racer["steps"]["training_accuracy"][0] is None
    assert all(isinstance(value, float) for value in racer["parameters"])


def read(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def pixel(training, number, coordinates):
    """The pixel of a point of one of the planes."""
    sheet = Sheet(Look(**SIZE), legend=True, grounds=len(training.setups))
    left, top, *_ = sheet.panels[number]
    window = planes(training)[number].window
    x, y = sheet.placed(np.array([coordinates]), window)[0] + [left, top]
    return int(x / FINE), int(y / FINE)


def looks_like(shown, expected):
    return max(abs(a - b) for a, b in zip(shown[:3], expected, strict=True)) <= 12


@pytest.mark.parametrize("training", [RACE, BOTH], ids=["one network", "two networks"])
def test_every_head_stands_where_its_way_ended_on_its_own_plane(training):
    image = read(picture.to_png(training, **SIZE)).convert("RGB")
    assert image.size == (800, 500)
    for racer, result in zip(training.racers, simulate(training), strict=True):
        number = training.number_of(racer)
        coordinates, _ = on_plane(result, planes(training)[number])
        ink = colour(STYLES[racer.slot].light)
        assert looks_like(image.getpixel(pixel(training, number, coordinates[-1])), ink)


def test_the_higher_the_loss_the_darker_the_plane():
    shown = training_of(racers=(), plane=Part("random"))
    image = read(picture.to_png(shown, **SIZE)).convert("L")
    ((plane, _, (low, high), _),) = planes(shown)
    sheet = Sheet(Look(**SIZE), legend=False)
    left, top, *_ = sheet.panels[0]
    places = np.random.default_rng(0).uniform(low, high, (200, 2))
    pixels = ((sheet.placed(places, (low, high)) + np.array([left, top])) / FINE).astype(int)
    light = np.array([image.getpixel((int(x), int(y))) for x, y in pixels])
    losses = measure(MOONS.task, at(plane, places).astype(np.float32), MOONS.examples(0)).training
    assert np.corrcoef(np.log(losses), light)[0, 1] < -0.8


def test_four_planes_share_the_sheet_without_touching():
    sheet = Sheet(Look(**SIZE), legend=True, grounds=4)
    sizes = {(right - left, bottom - top) for left, top, right, bottom in sheet.panels}
    assert len(set(sheet.panels)) == 4
    assert sizes == {sheet.panel_size}
    for a in sheet.panels:
        for b in sheet.panels:
            apart = a[2] < b[0] or b[2] < a[0] or a[3] < b[1] or b[3] < a[1]
            assert apart or a == b
    left, top, right, bottom = sheet.area
    assert 0 < left < right < sheet.size[0]
    assert 0 < top < bottom < sheet.size[1]


def test_the_film_shows_every_step():
    image = Image.open(io.BytesIO(film.to_gif(RACE, **SIZE)))
    assert (image.format, image.size, image.n_frames) == ("GIF", (800, 500), STEPS + 1)


def packed(text, name):
    (found,) = re.findall(f'id="{name}">([^<]*)</script>', text)
    return gzip.decompress(base64.b64decode(found))


def test_the_page_holds_the_race_with_a_fine_surface_and_all_measures():
    text = page.to_html(RACE).decode()
    header, array = opened(packed(text, "message"))
    assert header["kind"] == "network"
    assert asked.read(header["link"]) == RACE
    assert array(header["surfaces"][0]["values"]).shape == (GRID, GRID)
    assert all("sharpness" in racer for racer in header["racers"])
    assert f"<title>{MOONS.title}</title>" in text
    assert not re.search(r"https?://", text)


@pytest.fixture
def no_programs_on_disk(monkeypatch):
    monkeypatch.setattr("app.cache.folder", lambda: None)


@pytest.mark.usefixtures("no_programs_on_disk")
def test_the_command_writes_every_form_that_networks_have(monkeypatch, tmp_path, capsys):
    paths = [tmp_path / f"race.{suffix}" for suffix, form in FORMS.items() if form.of_networks]
    wanted = [word for path in paths for word in ("--to", str(path))]
    link = asked.address(RACE)
    monkeypatch.setattr(
        sys, "argv", ["descent-lab", "export", link, *wanted, "--size", "400x300", "--dark"]
    )
    __main__.main()
    assert [path.suffix for path in paths] == [".html", ".csv", ".json", ".png", ".gif"]
    assert all(path.stat().st_size > 1000 for path in paths)
    monkeypatch.setattr(
        sys, "argv", ["descent-lab", "export", link, "--to", str(tmp_path / "race.py")]
    )
    with pytest.raises(SystemExit):
        __main__.main()
    said = capsys.readouterr().err
    assert "A race of networks cannot be taken away as .py: it can be .html, .csv" in said
    assert not (tmp_path / "race.py").exists()


def test_the_route_answers_with_a_file_named_after_network_and_data():
    client = TestClient(Starlette(routes=server.build()._user_routes))
    answer = client.get(f"/take/race.csv{asked.query(RACE)}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].endswith('filename="mlp-moons-race.csv"')
    assert answer.content == training_table.to_csv(RACE)
    refused = client.get(f"/take/race.py{asked.query(RACE)}")
    assert refused.status_code == 400
    assert refused.text.startswith("A race of networks cannot be taken away as .py: it can be")
    unread = client.get("/take/race.csv?net=mlp")
    assert unread.text.startswith("This link could not be read: it lacks plane")
