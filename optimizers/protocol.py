"""How rules of our own fit into optax, whose types are those of trees."""

from collections.abc import Callable
from typing import Any

import optax
from jax import Array

Rule = optax.GradientTransformationExtraArgs

Number = float | Array
"""A setting: traced in a run, plain in a test."""


def rule(init: Callable[[Array], Any], update: Callable[..., tuple[Array, Any]]) -> Rule:
    """The transformation that begins with `init` and goes on with `update`, on a single array."""
    begin: Any = init
    go_on: Any = update
    return Rule(begin, go_on)
