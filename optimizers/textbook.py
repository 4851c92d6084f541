"""Each rule as a textbook prints it, in plain NumPy: shown to readers, and the tests' oracle.

`gradient` maps a point to its gradient; each function returns all `steps + 1` points. None of
them ever runs a race.
"""

from collections.abc import Callable

import numpy as np

Vector = np.ndarray
Gradient = Callable[[Vector], Vector]


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


def adagrad(
    gradient: Gradient,
    x: Vector,
    steps: int,
    learning_rate: float,
    initial_accumulator_value: float,
    eps: float,
) -> Vector:
    """Duchi, Hazan and Singer (2011): divide by the root of all squared gradients so far."""
    points, s = [x], np.full_like(x, initial_accumulator_value)
    for _ in range(steps):
        g = gradient(x)
        s = s + g**2
        x = x - learning_rate * g / np.sqrt(s + eps)
        points.append(x)
    return np.array(points)


def rmsprop(
    gradient: Gradient, x: Vector, steps: int, learning_rate: float, decay: float, eps: float
) -> Vector:
    """Tieleman and Hinton (2012): divide by the root of a running mean of squared gradients."""
    points, v = [x], np.zeros_like(x)
    for _ in range(steps):
        g = gradient(x)
        v = decay * v + (1 - decay) * g**2
        x = x - learning_rate * g / (np.sqrt(v) + eps)
        points.append(x)
    return np.array(points)


def adam(
    gradient: Gradient,
    x: Vector,
    steps: int,
    learning_rate: float,
    b1: float,
    b2: float,
    eps: float,
) -> Vector:
    """Kingma and Ba (2015): momentum over root mean square, both freed of their start at zero."""
    points, m, v = [x], np.zeros_like(x), np.zeros_like(x)
    for t in range(1, steps + 1):
        g = gradient(x)
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * g**2
        x = x - learning_rate * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps)
        points.append(x)
    return np.array(points)


def lbfgs_direction(points: Vector, gradients: Vector, memory: int = 10) -> Vector:
    """Nocedal (1980): the two-loop recursion, from the points and gradients seen so far."""
    s, y = np.diff(points, axis=0)[-memory:], np.diff(gradients, axis=0)[-memory:]
    q, weights = gradients[-1], []
    for s_k, y_k in zip(s[::-1], y[::-1], strict=True):
        weights.append(s_k @ q / (y_k @ s_k))
        q = q - weights[-1] * y_k
    r = q * (s[-1] @ y[-1]) / (y[-1] @ y[-1]) if len(s) else q
    for s_k, y_k, weight in zip(s, y, weights[::-1], strict=True):
        r = r + s_k * (weight - y_k @ r / (y_k @ s_k))
    return -r
