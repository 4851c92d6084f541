"""All landscapes as one function, so that laws over every pair compile once for an optimizer."""

import jax
import jax.numpy as jnp

from app.experiment import Racer
from landscapes import LANDSCAPES
from optimizers import run

PLACES = {slug: float(place) for place, slug in enumerate(LANDSCAPES)}


def everywhere(p, place):
    """f of the landscape whose place on the menu is `place`, at its default parameters."""
    return jax.lax.switch(place.astype(int), [entry.fn for entry in LANDSCAPES.values()], p)


def run_on(landscape, optimizer, start=None, *, settings=None, **asked):
    """A run with the defaults that suit the landscape, unless told otherwise."""
    fitted = dict(Racer.fitted(optimizer.slug, landscape, 0).settings)
    return run(
        everywhere,
        optimizer,
        landscape.start if start is None else start,
        settings={**fitted, **(settings or {})},
        parameters=(PLACES[landscape.slug],),
        **asked,
    )


def gradient_at(landscape, point):
    return jax.grad(everywhere)(jnp.array(point), jnp.array(PLACES[landscape.slug]))
