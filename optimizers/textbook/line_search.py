"""Descent whose step length is found by trial, and directions whose length a search decides."""

from itertools import pairwise

import numpy as np

from optimizers.textbook.base import Gradient, Value, Vector


def armijo(
    gradient: Gradient,
    value: Value,
    x: Vector,
    steps: int,
    slope_rtol: float,
    decrease_factor: float,
    increase_factor: float,
) -> Vector:
    """Armijo (1966): shorten the step until it delivers a share of what the slope promises."""
    points, rate = [x], 1.0
    for _ in range(steps):
        g = gradient(x)
        rate = increase_factor * rate
        while not value(x - rate * g) <= value(x) - slope_rtol * rate * (g @ g):
            rate = decrease_factor * rate
        x = x - rate * g
        points.append(x)
    return np.array(points)


def fletcher_reeves_direction(gradients: Vector) -> Vector:
    """Fletcher and Reeves (1964): each direction keeps a share of the one before."""
    d = -gradients[0]
    for old, g in pairwise(gradients):
        beta = (g @ g) / (old @ old)
        d = beta * d - g
        if d @ g >= 0:  # uphill: begin again
            d = -g
    return d


def polak_ribiere_direction(gradients: Vector) -> Vector:
    """Polak and Ribière (1969): as Fletcher and Reeves, but forgetting once gradients turn back."""
    d = -gradients[0]
    for old, g in pairwise(gradients):
        beta = max(0, g @ (g - old) / (old @ old))
        d = beta * d - g
        if d @ g >= 0:  # uphill: begin again
            d = -g
    return d
