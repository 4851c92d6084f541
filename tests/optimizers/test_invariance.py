"""What a rule does not see: scale, turning and shifting; and which rule ends in which other."""

import jax.numpy as jnp
import numpy as np
import pytest

from optimizers import OPTIMIZERS, run
from tests.optimizers import surfaces

ROTATIONAL = (
    "gradient-descent",
    "momentum",
    "nesterov",
    "polyak",
    "schedule-free",
    "dog",
    "dowg",
    "sam",
    "shampoo",
    "muon",
)
COORDINATEWISE = (
    "adagrad",
    "adadelta",
    "rmsprop",
    "rmsprop-centred",
    "rmsprop-momentum",
    "adam",
    "adamw",
    "amsgrad",
    "adamax",
    "nadam",
    "radam",
    "yogi",
    "adabelief",
    "adan",
    "ademamix",
    "sign-descent",
    "rprop",
    "lion",
    "prodigy",
)
# Those whose rate multiplies gradients.
SCALED = ("gradient-descent", "momentum", "nesterov", "radam", "schedule-free", "sam")
FIRST_ORDER = ROTATIONAL + COORDINATEWISE
BLIND = tuple(slug for slug in FIRST_ORDER if slug not in SCALED)
START = np.array([1.0, 0.3])


def seen(p, scale, angle, shift):
    """The stretched bowl, louder, turned and shifted."""
    x, y = p - shift
    cosine, sine = jnp.cos(angle), jnp.sin(angle)
    turned_back = jnp.stack([cosine * x + sine * y, cosine * y - sine * x])
    return scale * surfaces.stretched(turned_back)


def path(slug, start=START, *, scale=1.0, angle=0.0, shift=0.0, fn=seen, **settings):
    optimizer = OPTIMIZERS[slug]
    known = {knob.name for knob in optimizer.hyperparameters}
    settings = {name: value for name, value in settings.items() if name in known}
    parameters = (scale, angle, shift) if fn is seen else ()
    # So few steps that gradients are still far from ε, and Polyak's path from chaos.
    return run(fn, optimizer, start, steps=20, settings=settings, parameters=parameters).points


@pytest.mark.parametrize("slug", FIRST_ORDER)
def test_only_rules_that_multiply_gradients_see_the_scale_of_the_loss(slug):
    settings = {"eps": 1e-12, "max_learning_rate": 1e4}
    plain, louder = path(slug, **settings), path(slug, scale=1000.0, **settings)
    assert np.allclose(plain, louder, rtol=0, atol=1e-7) == (slug in BLIND)


@pytest.mark.parametrize("slug", FIRST_ORDER)
def test_only_rules_without_coordinatewise_steps_turn_with_the_surface(slug):
    angle = 0.6
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    plain, turned = path(slug), path(slug, turn @ START, angle=angle)
    assert np.allclose(turned, plain @ turn.T, rtol=0, atol=1e-8) == (slug in ROTATIONAL)


@pytest.mark.parametrize("slug", FIRST_ORDER)
def test_only_the_decay_of_adamw_sees_where_the_origin_is(slug):
    plain, shifted = path(slug), path(slug, START + 2.0, shift=2.0)
    assert np.allclose(shifted, plain + 2.0, rtol=0, atol=1e-8) == (slug != "adamw")


@pytest.mark.parametrize(
    ("slug", "settings", "other", "others"),
    [
        ("momentum", {"momentum": 0.0}, "gradient-descent", {"learning_rate": 5e-4}),
        ("nesterov", {"momentum": 0.0}, "gradient-descent", {"learning_rate": 5e-4}),
        ("rmsprop-momentum", {"momentum": 0.0}, "rmsprop", {"learning_rate": 0.002}),
        ("adamw", {"weight_decay": 0.0}, "adam", {}),
        ("ademamix", {"alpha": 0.0}, "adam", {"learning_rate": 0.05}),
        ("adan", {"b1": 0.9, "b2": 0.0, "b3": 0.999}, "adam", {}),
        ("nadam", {"b1": 0.0}, "adam", {"b1": 0.0}),
        ("adam", {"b1": 0.0, "b2": 0.0, "eps": 1e-12, "learning_rate": 0.012}, "sign-descent", {}),
        ("lion", {"b1": 0.0}, "sign-descent", {}),
        ("schedule-free", {"b1": 0.0}, "gradient-descent", {}),
        ("sam", {"rho": 1e-6}, "gradient-descent", {}),
    ],
)
def test_at_the_end_of_a_knob_a_rule_becomes_another(slug, settings, other, others):
    one = path(slug, (-1.2, 1.0), fn=surfaces.rosenbrock, **settings)
    two = path(other, (-1.2, 1.0), fn=surfaces.rosenbrock, **others)
    np.testing.assert_allclose(one, two, rtol=0, atol=1e-4 if slug == "sam" else 1e-9)
