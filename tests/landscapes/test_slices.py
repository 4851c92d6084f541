from itertools import product

import jax
import numpy as np
import pytest

from landscapes import slices
from landscapes.networks import NETWORKS, Examples, Task, measure
from landscapes.planes import PLANES, View, at
from landscapes.slices import slice_of, slice_of_task, training_loss
from tests.landscapes import small

ALPHAS, BETAS = np.linspace(-1, 1, 7), np.linspace(-0.5, 1, 5)
SHAPES = {"table": (6,), "picture": (8, 8), "sequence": (5, 6)}
# A number of examples that no piece of them divides.
COUNT, TRAINING = 301, 230


def examples(shape, classifies=True):
    rng = np.random.default_rng(0)
    inputs = rng.standard_normal((COUNT, *shape))
    targets = rng.integers(0, 3, COUNT).astype(np.int32)
    if not classifies:
        targets = rng.standard_normal((COUNT, 2))
    return Examples(inputs, targets, TRAINING)


def plane_of(task, data, slug="random", dtype=np.float64):
    start = task.start("he", (), 0).astype(dtype)
    view = View(training_loss(task, data), task.unravel(start), (start[None],))
    return PLANES[slug](view)


def looped(fn, plane):
    """The plain double loop."""
    rows = [[fn(at(plane, [[alpha, beta]])[0]) for alpha in ALPHAS] for beta in BETAS]
    return np.array(rows, float)


def task_of(network, classifies=True):
    kind = next(kind for kind in SHAPES if kind in NETWORKS[network].accepts)
    return Task(
        network=network,
        activation="tanh",
        shape=SHAPES[kind],
        outputs=3 if classifies else 2,
        classifies=classifies,
    )


@pytest.mark.parametrize(
    ("network", "quantity"),
    [
        *((network, "loss") for network in NETWORKS),
        # What is measured beside the loss goes the same way for all, but for those that mix.
        *product(("mlp", "batch-norm"), ("validation", "accuracy", "gradient")),
    ],
)
def test_a_slice_of_a_network_agrees_with_a_plain_double_loop(network, quantity):
    task = task_of(network)
    data = examples(task.shape)
    plane = plane_of(task, data, "random-raw")
    found = slice_of_task(task, data, plane, ALPHAS, BETAS, quantity)
    if quantity == "gradient":
        slope = jax.jit(jax.grad(training_loss(task, data)))
        expected = looped(lambda point: np.linalg.norm(slope(point)), plane)
    else:
        field = {"loss": "training", "accuracy": "training_accuracy"}.get(quantity, quantity)
        expected = looped(lambda point: getattr(measure(task, point[None], data), field)[0], plane)
    assert found.shape == (len(BETAS), len(ALPHAS))
    assert found == pytest.approx(expected, rel=1e-6)


def test_single_precision_keeps_six_digits():
    task = task_of("mlp")
    data = examples(task.shape)
    data = data._replace(inputs=data.inputs.astype(np.float32))
    plane = plane_of(task, data, dtype=np.float32)
    found = slice_of_task(task, data, plane, ALPHAS, BETAS)
    assert found.dtype == np.float32
    loss = jax.jit(training_loss(task, data))
    assert found == pytest.approx(looped(loss, plane), rel=2e-6)


def test_a_slice_of_any_loss_agrees_with_a_plain_double_loop_to_six_digits():
    loss = small.loss()
    view = View(loss, small.params(0), (small.vector(0)[None],))
    plane = PLANES["random"](view)
    found = slice_of(loss, plane, ALPHAS, BETAS)
    assert found == pytest.approx(looped(loss, plane), rel=1e-6)
    assert found == pytest.approx(looped(jax.jit(loss), plane), rel=1e-12)
    slope = jax.jit(jax.grad(loss))
    slopes = slice_of(loss, plane, ALPHAS, BETAS, "gradient")
    assert slopes == pytest.approx(looped(lambda p: np.linalg.norm(slope(p)), plane), rel=1e-12)


def test_a_slice_of_a_regression_is_one_of_its_squared_error_and_has_no_accuracy():
    task = task_of("mlp", classifies=False)
    data = examples(task.shape, classifies=False)
    plane = plane_of(task, data)
    loss = jax.jit(training_loss(task, data))
    found = slice_of_task(task, data, plane, ALPHAS, BETAS)
    assert found == pytest.approx(looped(loss, plane), rel=1e-5)
    assert np.isnan(slice_of_task(task, data, plane, ALPHAS, BETAS, "accuracy")).all()


def test_without_a_validation_set_its_loss_is_unknown():
    task = task_of("mlp")
    data = examples(task.shape)._replace(training=COUNT)
    plane = plane_of(task, data)
    assert np.isnan(slice_of_task(task, data, plane, ALPHAS, BETAS, "validation")).all()


def test_rows_asked_for_alone_are_those_of_the_whole_and_compile_nothing():
    task = task_of("mlp")
    data = examples(task.shape)
    plane = plane_of(task, data)
    betas = np.linspace(-1, 1, 51)
    whole = slice_of_task(task, data, plane, betas, betas)
    before = slices._of_task._cache_size()
    rows = slice_of_task(task, data, plane, betas, betas[20:23])
    assert rows == pytest.approx(whole[20:23], rel=1e-6)
    other = examples(task.shape)._replace(inputs=data.inputs + 1)
    slice_of_task(task, other, plane_of(task, data, "random-raw"), betas, betas)
    assert slices._of_task._cache_size() == before


def test_what_cannot_be_measured_is_refused_with_a_sentence():
    task = task_of("mlp")
    data = examples(task.shape)
    with pytest.raises(ValueError, match="no 'beauty'"):
        slice_of_task(task, data, plane_of(task, data), ALPHAS, BETAS, "beauty")
