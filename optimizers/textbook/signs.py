"""Rules that look at signs alone."""

import numpy as np

from optimizers.textbook.base import Gradient, Vector


def sign_descent(gradient: Gradient, x: Vector, steps: int, learning_rate: float) -> Vector:
    """Bernstein et al. (2018): one step of fixed length along every axis."""
    points = [x]
    for _ in range(steps):
        x = x - learning_rate * np.sign(gradient(x))
        points.append(x)
    return np.array(points)


def rprop(
    gradient: Gradient,
    x: Vector,
    steps: int,
    initial_step: float,
    eta_minus: float,
    eta_plus: float,
) -> Vector:
    """Riedmiller and Braun (1993): longer steps while a sign holds, shorter when it turns."""
    points, before, sizes = [x], np.zeros_like(x), np.full_like(x, initial_step)
    for _ in range(steps):
        g = gradient(x)
        turned, held = g * before < 0, g * before > 0
        sizes = sizes * np.where(turned, eta_minus, np.where(held, eta_plus, 1))
        sizes = np.clip(sizes, 1e-6, 50)
        before = np.where(turned, 0, g)
        x = x - sizes * np.sign(before)
        points.append(x)
    return np.array(points)


def lion(
    gradient: Gradient, x: Vector, steps: int, learning_rate: float, b1: float, b2: float
) -> Vector:
    """Chen et al. (2023): the sign of a mean in which the newest gradient counts more."""
    points, m = [x], np.zeros_like(x)
    for _ in range(steps):
        g = gradient(x)
        x = x - learning_rate * np.sign(b1 * m + (1 - b1) * g)
        m = b2 * m + (1 - b2) * g
        points.append(x)
    return np.array(points)
