"""Steps along the gradient, with and without memory."""

import numpy as np

from optimizers.textbook.base import Gradient, Vector


def gradient_descent(gradient: Gradient, x: Vector, steps: int, learning_rate: float) -> Vector:
    """Cauchy (1847): go against the gradient."""
    points = [x]
    for _ in range(steps):
        x = x - learning_rate * gradient(x)
        points.append(x)
    return np.array(points)


def momentum(
    gradient: Gradient, x: Vector, steps: int, learning_rate: float, momentum: float
) -> Vector:
    """Polyak (1964): a heavy ball, whose velocity forgets slowly."""
    points, z = [x], np.zeros_like(x)
    for _ in range(steps):
        z = momentum * z + gradient(x)
        x = x - learning_rate * z
        points.append(x)
    return np.array(points)


def nesterov(
    gradient: Gradient, x: Vector, steps: int, learning_rate: float, momentum: float
) -> Vector:
    """Nesterov (1983): take the gradient where the velocity alone would lead."""
    points, z = [x], np.zeros_like(x)
    for _ in range(steps):
        g = gradient(x)
        z = momentum * z + g
        x = x - learning_rate * (momentum * z + g)
        points.append(x)
    return np.array(points)
