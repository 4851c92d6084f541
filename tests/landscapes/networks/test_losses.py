"""The loss of a classification: optax's, with both derivatives, however large the scores."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from landscapes.networks.losses import cross_entropy

TARGETS = np.array([0, 2, 1, 2, 0])


def theirs(scores):
    return optax.softmax_cross_entropy_with_integer_labels(scores.T, TARGETS)


def ours(scores):
    return cross_entropy(scores, TARGETS)


@pytest.mark.parametrize("size", [1.0, 1e3])
def test_it_is_that_of_optax_with_its_derivatives(size):
    generator = np.random.default_rng(0)
    scores, along = generator.standard_normal((2, 3, len(TARGETS)))
    scores *= size

    @partial(jax.jit, static_argnums=0)
    def derivatives(loss, scores):
        slope = jax.grad(lambda s: loss(s).sum())(scores)
        curvature = jax.hessian(lambda s: loss(s)[1])(scores)
        return loss(scores), slope, curvature, jax.jvp(loss, (scores,), (along,))[1]

    for our, their in zip(derivatives(ours, scores), derivatives(theirs, scores), strict=True):
        np.testing.assert_allclose(our, their, rtol=1e-12, atol=1e-12)


def test_where_scores_have_overflowed_so_has_the_loss():
    scores = jnp.array([[jnp.inf, 1.0], [0.0, 2.0]])
    assert not np.isfinite(cross_entropy(scores, jnp.array([1, 0]))[0])
