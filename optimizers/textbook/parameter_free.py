"""Rules that find their learning rate alone."""

import numpy as np

from optimizers.textbook.base import Gradient, Value, Vector


def polyak(
    gradient: Gradient,
    value: Value,
    x: Vector,
    steps: int,
    learning_rate: float,
    f_min: float,
    max_learning_rate: float,
) -> Vector:
    """Polyak (1969): as far as the slope needs to reach the lowest value."""
    points = [x]
    for _ in range(steps):
        g = gradient(x)
        rate = max(value(x) - f_min, 0) / (g @ g)
        x = x - learning_rate * min(rate, max_learning_rate) * g
        points.append(x)
    return np.array(points)


def schedule_free(
    gradient: Gradient, x: Vector, steps: int, learning_rate: float, b1: float
) -> Vector:
    """Defazio et al. (2024): average while descending, and take gradients near the average."""
    points, y, z = [x], x, x
    for t in range(1, steps + 1):
        z = z - learning_rate * gradient(y)
        x = x + (z - x) / t
        y = b1 * x + (1 - b1) * z
        points.append(y)
    return np.array(points)


def prodigy(
    gradient: Gradient,
    x: Vector,
    steps: int,
    learning_rate: float,
    b1: float,
    b2: float,
    estim_lr0: float,
    eps: float,
) -> Vector:
    """Mishchenko and Defazio (2024): Adam with the distance to go, as gradients reveal it."""
    points, start, d, m, v, s, r = [x], x, estim_lr0, 0.0, 0.0, 0.0, 0.0
    for t in range(1, steps + 1):
        g = gradient(x)
        rate = learning_rate * d * np.sqrt(1 - b2**t) / (1 - b1**t)
        m = b1 * m + (1 - b1) * d * g
        v = b2 * v + (1 - b2) * (d * g) ** 2
        s = np.sqrt(b2) * s + d * rate * g
        r = np.sqrt(b2) * r + d * rate * (g @ (start - x))
        d = max(d, r / np.abs(s).sum())
        x = x - rate * m / (np.sqrt(v) + d * eps)
        points.append(x)
    return np.array(points)


def dog(
    gradient: Gradient, x: Vector, steps: int, learning_rate: float, init_distance: float
) -> Vector:
    """Ivgi, Hinder and Carmon (2023): the distance come so far over the gradients met."""
    points, start, r, s = [x], x, init_distance, 0.0
    for _ in range(steps):
        g = gradient(x)
        r, s = max(r, np.linalg.norm(x - start)), s + g @ g
        x = x - learning_rate * r / np.sqrt(s + 1e-8) * g
        points.append(x)
    return np.array(points)


def dowg(
    gradient: Gradient, x: Vector, steps: int, learning_rate: float, init_distance: float
) -> Vector:
    """Khaled, Mishchenko and Jin (2023): the same, gradients weighted by the distance come."""
    points, start, r, s = [x], x, init_distance, 0.0
    for _ in range(steps):
        g = gradient(x)
        r = max(r, np.linalg.norm(x - start))
        s = s + r**2 * (g @ g)
        x = x - learning_rate * r**2 / (np.sqrt(s) + 1e-12) * g
        points.append(x)
    return np.array(points)
