"""Points that are pytrees, and functions that are shown a part of their data at every step."""

from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
import optax.contrib
import pytest

from optimizers import OPTIMIZERS, loop, programs, run
from optimizers.run import stretches
from optimizers.structure import Structure

RNG = np.random.default_rng(0)
TREE = {"bias": RNG.standard_normal(3), "weights": RNG.standard_normal((4, 3))}
INPUTS, TARGETS = RNG.standard_normal((16, 4)), RNG.standard_normal((16, 3))


def loss(tree):
    return jnp.mean((INPUTS @ tree["weights"] + tree["bias"][None] - TARGETS) ** 2)


class OneByOne(NamedTuple):
    """Shows one example after another."""

    def draw(self, data, key, step):
        return data[step % len(data)]


def distance(point, target):
    return ((point - target) ** 2).sum()


def test_a_tree_goes_the_way_of_its_vector():
    structure = Structure.of(TREE)
    vector = structure.ravel(TREE)
    assert (vector == jax.flatten_util.ravel_pytree(TREE)[0]).all()
    ours = run(loss, OPTIMIZERS["adam"], TREE, steps=20)
    flat = run(lambda v: loss(structure.unravel(v)), OPTIMIZERS["adam"], vector, steps=20)
    np.testing.assert_array_equal(ours.points, flat.points)
    rows = structure.unravel(ours.points)
    assert rows["weights"].shape == (21, 4, 3)
    assert ours.values[-1] == pytest.approx(float(loss(jax.tree.map(lambda a: a[-1], rows))))


def test_muon_takes_the_matrices_of_a_tree_as_optax_does():
    settings = {"learning_rate": 0.05, "beta": 0.9}
    ours = run(loss, OPTIMIZERS["muon"], TREE, steps=30, settings=settings)
    rule = optax.contrib.muon(0.05, beta=0.9)

    @jax.jit
    def step(point, state):
        update, state = rule.update(jax.grad(loss)(point), state, point)
        return optax.apply_updates(point, update), state

    point, state = TREE, rule.init(TREE)
    for _ in range(30):
        point, state = step(point, state)
    np.testing.assert_allclose(ours.points[-1], Structure.ravel(point), rtol=1e-9)


def test_a_vector_with_a_structure_is_to_muon_what_the_tree_is():
    structure = Structure.of(TREE)
    fn = lambda v: loss(structure.unravel(v))  # noqa: E731
    muon, vector = OPTIMIZERS["muon"], structure.ravel(TREE)
    ours = run(fn, muon, vector, steps=10, structure=structure).points
    np.testing.assert_array_equal(ours, run(loss, muon, TREE, steps=10).points)
    assert np.abs(ours - run(fn, muon, vector, steps=10).points).max() > 1e-3


def test_a_function_is_shown_the_sample_of_its_step():
    data, rate = RNG.standard_normal((7, 2)), 0.1
    ours = run(
        distance,
        OPTIMIZERS["gradient-descent"],
        np.zeros(2),
        steps=20,
        settings={"learning_rate": rate},
        sampler=OneByOne(),
        data=data,
    )
    point = np.zeros(2)
    for step in range(20):
        assert ours.values[step] == pytest.approx(((point - data[step % 7]) ** 2).sum())
        point = point - 2 * rate * (point - data[step % 7])
    np.testing.assert_allclose(ours.points[-1], point, rtol=1e-12)


def test_other_data_of_the_same_shape_run_in_the_same_program():
    def go(data):
        rule = OPTIMIZERS["momentum"]
        return run(distance, rule, np.zeros(2), steps=5, sampler=OneByOne(), data=data).points

    first = go(np.ones((7, 2)))
    compiled = programs.count()
    assert (go(np.full((7, 2), 2.0)) != first)[-1].all()
    assert programs.count() == compiled


def test_stretches_of_long_points_are_short_and_join_without_a_seam(monkeypatch):
    rule, start = OPTIMIZERS["adam"], np.ones(5)
    fn = lambda v: jnp.sum(v**4)  # noqa: E731
    whole = run(fn, rule, start, steps=50)
    monkeypatch.setattr(loop, "MOST_NUMBERS", 12 * 30)
    loop._layout.cache_clear()
    pieces = list(stretches(fn, rule, start, steps=50, internals=False))
    loop._layout.cache_clear()
    assert len(pieces) > 1
    assert not pieces[0].internals
    np.testing.assert_allclose(
        np.concatenate([piece.points for piece in pieces]), whole.points, rtol=1e-12
    )
    np.testing.assert_array_equal(
        np.concatenate([piece.evaluations for piece in pieces]), whole.evaluations
    )


def test_what_a_rule_asks_to_be_drawn_is_the_same_for_the_same_seed():
    def go(seed):
        rule = OPTIMIZERS["one-plus-one-es"]
        terms = {"sampler": OneByOne(), "data": np.zeros((3, 2)), "seed": seed}
        return run(distance, rule, np.ones(2), steps=20, **terms).points

    np.testing.assert_array_equal(go(0), go(0))
    assert (go(0) != go(1)).any()
