"""Initialisations: what becomes of signals and gradients on their way through many layers."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from landscapes.networks import ACTIVATIONS, INITIALISATIONS

WIDTH, DEPTH, EXAMPLES, DRAWS = 64, 8, 4, 600


def weights(slug, shape=(400, 30), **settings):
    entry = INITIALISATIONS[slug]
    return entry.draw(np.random.default_rng(0), shape, **entry.settings(settings))


def second_moments(slug, activation, scale=1.0):
    """Of the weighted sums of each layer of deep networks, over many draws of their weights."""
    generator, moments = np.random.default_rng(1), []
    for _ in range(DRAWS):
        signal = generator.standard_normal((EXAMPLES, WIDTH))
        for _ in range(DEPTH):
            sums = signal @ (scale * INITIALISATIONS[slug].draw(generator, (WIDTH, WIDTH)))
            moments.append((sums**2).mean())
            signal = activation(sums)
    return np.reshape(moments, (DRAWS, DEPTH)).mean(axis=0)


def relu(x):
    return np.maximum(x, 0)


def test_he_keeps_the_second_moment_through_eight_relu_layers():
    moments = second_moments("he", relu)
    # The first layer sees the inputs whole, all others a half of what is before them.
    np.testing.assert_allclose(moments, 2, rtol=0.15)


def test_variance_one_over_n_loses_a_factor_of_two_a_layer():
    moments = second_moments("he", relu, scale=np.sqrt(0.5))
    np.testing.assert_allclose(moments[1:] / moments[:-1], 0.5, rtol=0.1)
    np.testing.assert_allclose(moments, 0.5 ** np.arange(DEPTH), rtol=0.15)


def test_xavier_keeps_the_signal_where_the_activation_is_like_its_argument():
    np.testing.assert_allclose(second_moments("xavier", lambda z: z), 1, rtol=0.15)


def test_a_chain_of_sigmoids_loses_a_factor_of_four_a_layer_at_least():
    def chain(x):
        for _ in range(DEPTH):
            x = ACTIVATIONS["sigmoid"].fn(x)
        return x

    slopes = jax.vmap(jax.grad(chain))(jnp.linspace(-5.0, 5.0, 101))
    assert (slopes > 0).all()
    assert slopes.max() <= 0.25**DEPTH


@pytest.mark.parametrize(
    ("slug", "shape", "variance"),
    [
        ("he", (3, 3, 16, 32), 2 / (9 * 16)),
        ("xavier", (3, 3, 16, 32), 2 / (9 * 16 + 9 * 32)),
        ("he", (400, 30), 2 / 400),
        ("xavier", (400, 30), 2 / 430),
        ("small", (400, 30), 0.01**2),
        ("large", (400, 30), 1.0),
        ("zeros", (400, 30), 0.0),
    ],
)
def test_variances_are_those_of_the_formula(slug, shape, variance):
    drawn = weights(slug, shape)
    assert drawn.shape == shape
    np.testing.assert_allclose(drawn.var(), variance, rtol=0.1)
    assert abs(drawn.mean()) <= 4 * np.sqrt(variance / drawn.size)


@pytest.mark.parametrize(
    ("slug", "shape"),
    [("he", (3, 3, 8, 16)), ("xavier", (3, 3, 8, 16)), ("he", (64, 32)), ("xavier", (64, 32))],
)
def test_variances_are_those_of_jax(slug, shape):
    of_jax = {"he": jax.nn.initializers.he_normal, "xavier": jax.nn.initializers.glorot_normal}
    theirs = of_jax[slug]()(jax.random.key(0), shape).var()
    np.testing.assert_allclose(weights(slug, shape).var(), theirs, rtol=0.2)


@pytest.mark.parametrize("shape", [(20, 20), (30, 10), (10, 30), (3, 3, 4, 12)])
def test_orthogonal_weights_turn_without_squeezing(shape):
    drawn = weights("orthogonal", shape, gain=2.0).reshape(-1, shape[-1])
    gram = drawn.T @ drawn if len(drawn) >= shape[-1] else drawn @ drawn.T
    np.testing.assert_allclose(gram, 4 * np.eye(len(gram)), atol=1e-12)


def test_spreads_and_gains_are_knobs():
    assert weights("small", spread=0.1).std() == pytest.approx(0.1, rel=0.02)
    with pytest.raises(ValueError, match=r"spread = 5 is out of range"):
        weights("small", spread=5.0)
