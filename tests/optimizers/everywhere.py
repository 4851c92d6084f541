"""All landscapes as one function, so that laws over every pair need not compile every pair."""

import jax

from landscapes import LANDSCAPES

PLACES = {slug: float(place) for place, slug in enumerate(LANDSCAPES)}
# Jitted, so that each is traced once however often it stands in a program.
VALUES, SLOPES, HESSIANS = (
    [jax.jit(derivative(entry.fn)) for entry in LANDSCAPES.values()]
    for derivative in (lambda fn: fn, jax.value_and_grad, jax.hessian)
)


def _chosen(functions, p, place):
    return jax.lax.switch(place.astype(int), functions, p)


# Derivatives are those of the chosen one. JAX's own of a choice keep for each what any other would
# have to remember, which takes a minute to compile.
@jax.custom_jvp
def everywhere(p, place):
    """f of the landscape whose place on the menu is `place`, at its default parameters."""
    return _chosen(VALUES, p, place)


@everywhere.defjvp
def _(primals, tangents):
    value, slope = _with_slope(*primals)
    return value, slope @ tangents[0]


@jax.custom_jvp
def _with_slope(p, place):
    return _chosen(SLOPES, p, place)


@_with_slope.defjvp
def _(primals, tangents):
    value, slope = _with_slope(*primals)
    hessian = _chosen(HESSIANS, *primals)
    return (value, slope), (slope @ tangents[0], hessian @ tangents[0])
