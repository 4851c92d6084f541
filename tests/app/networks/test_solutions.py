"""What the racers found, as a table and as a chart."""

import json

import jax
import numpy as np
import pyarrow
import pytest

from app.networks import link
from app.networks.simulate import simulate
from app.player.palette import STYLES
from landscapes.slices import training_loss
from tests.app.networks.small import ADAM, DESCENT, MOONS, setup_of, training_of
from tests.app.test_page import check, opened

BOTH = training_of()


def unfolded(training):
    page = check(opened(link.write(training)))
    assert not page.table
    page.session_state["solutions"] = True
    return check(page.run())


def rows(page):
    return page.table[0].value.to_dict("records")


def chart(page):
    """The chart's description and its points."""
    (drawn,) = page.get("vega_lite_chart")
    points = pyarrow.ipc.open_stream(drawn.proto.data.data).read_all().to_pylist()
    return json.loads(drawn.proto.spec), points


def curvatures(training):
    """The largest eigenvalue of the whole Hessian where each racer has come to."""
    loss = training_loss(MOONS.task, MOONS.examples(training.seed))
    hessian = jax.jit(jax.hessian(loss))
    ends = [result.kept[-1] for result in simulate(training)]
    return [np.linalg.eigvalsh(hessian(end))[-1] for end in ends]


def test_solutions_are_told_in_numbers_once_somebody_looks():
    (row,) = rows(unfolded(training_of(racers=(DESCENT,))))
    assert row["Optimizer"] == "Gradient descent"
    (result,) = simulate(training_of(racers=(DESCENT,)))
    assert float(row["Validation loss"]) == pytest.approx(result.measures.validation[-1], rel=1e-3)
    assert float(row["2/η"]) == 10


def test_sharpness_is_drawn_against_validation_loss_with_each_racers_mark():
    page = unfolded(BOTH)
    spec, points = chart(page)
    expected = curvatures(BOTH)
    assert [point["sharpness"] for point in points] == pytest.approx(expected, rel=1e-3)
    assert [float(row["Sharpness λmax"]) for row in rows(page)] == pytest.approx(expected, rel=1e-3)
    ends = [result.measures.validation[-1] for result in simulate(BOTH)]
    assert [point["loss"] for point in points] == pytest.approx(ends)
    assert [point["name"] for point in points] == ["Gradient descent", "Adam"]
    colours = spec["encoding"]["color"]["scale"]
    assert colours["domain"] == [DESCENT.slot, ADAM.slot]
    assert colours["range"] == [STYLES[DESCENT.slot].light, STYLES[ADAM.slot].light]
    assert {axis["scale"]["type"] for axis in map(spec["encoding"].get, "xy")} == {"log"}


def test_one_solution_is_compared_with_nothing():
    assert not unfolded(training_of(racers=(DESCENT,))).get("vega_lite_chart")


def test_racers_on_several_networks_are_told_apart():
    other = setup_of(activation="relu")
    page = unfolded(training_of(MOONS, other, lanes=((3, 1),)))
    names = [row["Optimizer"] for row in rows(page)]
    assert names == ["Gradient descent, A tanh", "Adam, B ReLU"]
