import os
import subprocess
import sys
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from landscapes import from_loss
from landscapes.planes import PLANES, View
from landscapes.slices import slice_of
from optimizers import OPTIMIZERS, run
from tests.landscapes import small

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))


def loss(params, batch):
    inputs, classes = batch
    first, second = params
    hidden = jnp.tanh(inputs @ first["w"] + first["b"][None])
    scores = jax.nn.log_softmax(hidden @ second["w"] + second["b"][None])
    return -jnp.mean(scores[jnp.arange(len(inputs)), classes])


@pytest.fixture(scope="module")
def own():
    return from_loss(loss, small.params(0), batch=small.examples())


def test_the_vector_stands_for_the_parameters(own):
    assert own.vector == pytest.approx(small.vector(0))
    for ours, given in zip(
        jax.tree.leaves(own.unravel(own.vector)), jax.tree.leaves(small.params(0)), strict=True
    ):
        assert np.array_equal(ours, given)
    assert own.loss(own.vector) == pytest.approx(float(small.loss()(own.vector)), rel=1e-12)


def test_planes_slices_and_spectra_are_those_of_the_loss_on_its_vector(own):
    view = View(small.loss(), small.params(0), (small.vector(0)[None],))
    expected = PLANES["random"](view, seed=3)
    plane = own.plane("random", seed=3)
    assert plane.directions == pytest.approx(expected.directions)
    picture = own.slice(plane, side=9)
    values = slice_of(small.loss(), expected, picture.alphas, picture.betas)
    assert picture.values == pytest.approx(values, rel=1e-12)
    dense = np.linalg.eigvalsh(small.hessian()(own.vector))[::-1]
    assert own.spectrum(3) == pytest.approx(dense[:3], rel=1e-6)
    assert own.sharpness(own.vector[None]) == pytest.approx(dense[:1], rel=1e-6)


def test_optimizers_race_on_it_and_their_plane_holds_the_race(own):
    paths = [
        run(own.fn, OPTIMIZERS[slug], own.vector, steps=40).points for slug in ("adam", "lbfgs")
    ]
    assert own.loss(paths[1][-1]) < own.loss(own.vector)
    plane = own.plane("principal", paths)
    assert 0 < sum(plane.null) < 1 >= sum(plane.explained) > 0.5


def test_a_loss_may_do_without_a_batch_and_parameters_may_hold_what_is_not_learned():
    params = {"w": np.ones(3), "name": "bowl", "steps": np.arange(3), "fn": jnp.sin}
    own = from_loss(lambda p: jnp.sum(p["fn"](p["w"]) ** 2 * p["steps"]), params)
    assert own.vector.shape == (3,)
    assert own.loss(np.zeros(3)) == 0
    assert own.unravel(np.zeros(3))["name"] == "bowl"


def test_mistakes_are_answered_with_a_sentence(own):
    with pytest.raises(ValueError, match="must be one number"):
        from_loss(lambda p: p**2, np.ones(3))
    with pytest.raises(ValueError, match="must be one number"):
        from_loss(lambda p: (p.sum(), p), np.ones(3))
    with pytest.raises(ValueError, match="no array of real numbers"):
        from_loss(lambda p: p.sum(), np.arange(3))
    with pytest.raises(ValueError, match="there are principal, random"):
        own.plane("astral")


def test_importing_the_menu_does_not_import_what_only_own_losses_need():
    code = "import sys, landscapes; assert 'optax' not in sys.modules; landscapes.from_loss"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_run_without_a_warning(path):
    assert len(path.read_text().splitlines()) <= 40
    told = subprocess.run(
        [sys.executable, "-W", "error", path],
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert len(told.stdout.splitlines()) >= 3


def test_there_is_an_example_for_each_way_to_write_a_network():
    assert [path.stem for path in EXAMPLES] == ["own_loss_equinox", "own_loss_flax", "own_loss_jax"]
