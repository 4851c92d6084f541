"""What else can be looked at: each look is of the race it was asked of, or is refused."""

import jax
import numpy as np
import pytest

from app.experiment import Part
from app.networks import uploads
from app.networks.look import FINEST, answer
from app.networks.payload import FIRST, message
from app.networks.simulate import planes, simulate
from landscapes.networks import measure, predict
from landscapes.planes import at
from landscapes.slices import training_loss
from tests.app.networks.small import (
    ADAM,
    DESCENT,
    MOONS,
    STEPS,
    WAVES,
    opened,
    part,
    setup_of,
    training_of,
)

RACE = training_of()


def looked(training=RACE, **look):
    return opened(answer(training, look))


def rows_of(side, first, count, training=RACE, surface=0):
    header, array = looked(
        training, kind="slice", surface=surface, side=side, first=first, count=count
    )
    return array(header["values"])


def test_a_slice_of_the_first_size_is_the_surface_that_was_sent():
    header, array = opened(message(RACE))
    np.testing.assert_array_equal(rows_of(FIRST, 0, FIRST), array(header["surfaces"][0]["values"]))


def test_rows_that_are_asked_for_alone_are_those_of_the_whole():
    whole = rows_of(31, 0, 31)
    assert whole.shape == (31, 31)
    for first, count in ((0, 1), (7, 3), (30, 1)):
        rows = rows_of(31, first, count)
        np.testing.assert_allclose(rows, whole[first : first + count], rtol=1e-5)


def test_the_corner_of_a_slice_is_the_loss_there():
    ((plane, _, ((left, bottom), (right, _)), _),) = planes(RACE)
    row = rows_of(51, 0, 1)[0]
    corners = at(plane, [(left, bottom), (right, bottom)])
    losses = measure(MOONS.task, corners, MOONS.examples(0)).training
    np.testing.assert_allclose(row[[0, -1]], losses, rtol=1e-5)


def test_a_slice_is_of_the_network_it_is_asked_of():
    other = setup_of(part("mlp", depth=1, width=3))
    both = training_of(MOONS, other, lanes=((3, 1),))
    header, array = opened(message(both))
    for number in (0, 1):
        values = array(header["surfaces"][number]["values"])
        np.testing.assert_array_equal(rows_of(FIRST, 0, FIRST, both, number), values)


@pytest.mark.parametrize("step", [0, 7, STEPS])
def test_around_a_step_its_own_loss_is_in_the_middle(step):
    header, array = looked(kind="around", racer="3", step=step, side=25)
    result = simulate(RACE)[1]
    values, trail = array(header["values"]), array(header["trail"])
    np.testing.assert_allclose(values[12, 12], result.measures.training[step], rtol=1e-4)
    np.testing.assert_allclose(trail[step], 0, atol=1e-5)
    assert trail.shape == (STEPS + 1, 2)
    assert header["x"][0] == -header["x"][1]
    corner = result.points[step] + np.array([header["x"][0], header["y"][0]]) @ (
        planes(RACE)[0].plane.directions
    )
    loss = training_loss(MOONS.task, MOONS.examples(0))(corner.astype(np.float32))
    np.testing.assert_allclose(values[0, 0], loss, rtol=1e-3)


def test_the_boundary_shows_probabilities_that_sum_to_one():
    header, array = looked(kind="output", racer="0", step=9)
    values = array(header["values"])
    examples = MOONS.examples(0)
    assert header["form"] == "boundary"
    assert len(header["classes"]) == len(values) == 2
    np.testing.assert_allclose(values.sum(axis=0), 1, rtol=1e-5)
    np.testing.assert_array_equal(array(header["points"]), examples.inputs)
    np.testing.assert_array_equal(array(header["labels"]), examples.targets)
    assert header["training"] == 32
    corner = np.array([[header["x"][1], header["y"][0]]], np.float32)
    point = simulate(RACE)[0].points[9]
    shares = predict(MOONS.task, point, corner, examples)[0]
    np.testing.assert_allclose(values[:, 0, -1], shares, rtol=1e-4)


def test_a_curve_is_what_the_network_makes_of_every_place():
    training = training_of(WAVES)
    header, array = looked(training, kind="output", racer="3", step=STEPS)
    x, fitted = array(header["x"]), array(header["fitted"])
    examples = WAVES.examples(0)
    assert (header["form"], len(header["axes"])) == ("curve", 2)
    assert x[0] < examples.inputs.min() < examples.inputs.max() < x[-1]
    expected = predict(WAVES.task, simulate(training)[1].points[-1], x[:, None], examples)[:, 0]
    np.testing.assert_allclose(fitted, expected, rtol=1e-4, atol=1e-5)
    np.testing.assert_array_equal(array(header["points"])[:, 0], examples.inputs[:, 0])


@pytest.mark.parametrize(
    ("network", "data", "form"),
    [
        (part("linear"), Part("digits"), "samples"),
        (part("linear"), part("recall", points=40, keys=2, values=2), "confusion"),
    ],
    ids=str,
)
def test_confusions_count_the_validation_set(network, data, form):
    setup = setup_of(network, data)
    training = training_of(setup, racers=(ADAM,), steps=3)
    header, array = looked(training, kind="output", racer="3", step=3)
    examples = setup.examples(0)
    counted = len(examples.inputs) - examples.training
    confusion = array(header["confusion"])
    assert header["form"] == form
    assert confusion.shape == (len(header["classes"]),) * 2
    assert confusion.sum() == counted
    (result,) = simulate(training)
    right = np.trace(confusion) / counted
    assert right == pytest.approx(result.measures.validation_accuracy[3], abs=1e-6)
    of_class = np.bincount(examples.targets[examples.training :], minlength=len(confusion))
    np.testing.assert_array_equal(confusion.sum(axis=1), of_class)
    if form == "samples":
        pictures, shown = array(header["pictures"]), array(header["probabilities"])
        assert pictures.shape == (len(shown), 8, 8)
        assert ((1 / len(confusion) <= shown) & (shown <= 1)).all()


def test_more_than_one_input_that_is_fitted_is_shown_as_said_against_true():
    table = b"".join(b"%d,%d,%.2f\n" % (k, k % 7, k * 1.01) for k in range(30))
    setup = setup_of(data=Part(uploads.accept(table, "mine.csv")))
    training = training_of(setup, racers=(DESCENT,), steps=3)
    header, array = looked(training, kind="output", racer="0", step=3)
    assert (header["form"], header["axes"]) == ("curve", ["true", "predicted"])
    np.testing.assert_array_equal(array(header["x"]), array(header["fitted"]))
    assert array(header["points"]).shape == (30, 2)


def test_the_spectrum_is_that_of_the_hessian():
    header, array = looked(kind="spectrum", racer="0", step=5, count=6)
    point = simulate(RACE)[0].points[5].astype(float)
    hessian = jax.jit(jax.hessian(training_loss(MOONS.task, MOONS.examples(0))))(point)
    exact = np.linalg.eigvalsh(hessian)[::-1][:6]
    np.testing.assert_allclose(array(header["eigenvalues"]), exact, rtol=2e-2, atol=1e-3)


def test_a_step_behind_the_end_of_a_run_is_its_last():
    stopping = training_of(setup_of(patience=1), steps=60)
    (_, result) = simulate(stopping)
    last = {"kind": "around", "racer": "3", "side": 3}
    assert answer(stopping, last | {"step": 60}) == answer(
        stopping, last | {"step": result.rows - 1}
    )


WHOLE = {"kind": "slice", "surface": 0, "side": 9, "first": 0, "count": 9}
STEP = {"racer": "0", "step": 3}


@pytest.mark.parametrize(
    ("look", "sentence"),
    [
        ({}, "there is no look 'None'; there are slice, output, around, spectrum"),
        ({"kind": "beauty"}, "there is no look 'beauty'"),
        ({"kind": []}, "there is no look"),
        (WHOLE | {"surface": 1}, "'surface' is 1, but it must be a whole number, 0 to 0"),
        (WHOLE | {"surface": True}, "'surface' is True, but it must be a whole number"),
        (WHOLE | {"side": 1}, f"'side' is 1, but it must be a whole number, 2 to {FINEST}"),
        (WHOLE | {"side": 10**9}, "'side' is 1000000000"),
        (WHOLE | {"side": 9.0}, "'side' is 9.0"),
        (WHOLE | {"first": 9}, "'first' is 9, but it must be a whole number, 0 to 8"),
        (WHOLE | {"first": 5}, "'count' is 9, but it must be a whole number, 1 to 4"),
        (WHOLE | {"count": 0}, "'count' is 0"),
        ({"kind": "output"}, "there is no racer in slot None"),
        ({"kind": "output", **STEP, "racer": "1"}, "there is no racer in slot 1"),
        ({"kind": "output", **STEP, "step": -1}, "'step' is -1, but it must be a whole number"),
        ({"kind": "output", **STEP, "step": STEPS + 1}, "0 to 20"),
        ({"kind": "around", **STEP}, "'side' is None, but it must be a whole number"),
        ({"kind": "spectrum", **STEP, "count": 21}, "'count' is 21, but it must be a whole"),
    ],
)
def test_what_cannot_be_looked_at_is_refused_with_a_sentence(look, sentence):
    with pytest.raises(ValueError, match=r".") as refusal:
        answer(RACE, look)
    assert sentence in str(refusal.value)
