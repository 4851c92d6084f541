"""Per-coordinate step sizes, learned from past gradients."""

import numpy as np

from optimizers.textbook.base import Gradient, Vector


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


def adadelta(
    gradient: Gradient, x: Vector, steps: int, learning_rate: float, rho: float, eps: float
) -> Vector:
    """Zeiler (2012): divide by the size of gradients, multiply by that of one's own steps."""
    points, v, u = [x], np.zeros_like(x), np.zeros_like(x)
    for _ in range(steps):
        g = gradient(x)
        v = rho * v + (1 - rho) * g**2
        step = np.sqrt(u + eps) / np.sqrt(v + eps) * g
        u = rho * u + (1 - rho) * step**2
        x = x - learning_rate * step
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


def rmsprop_centred(
    gradient: Gradient, x: Vector, steps: int, learning_rate: float, decay: float, eps: float
) -> Vector:
    """Graves (2013): divide by the standard deviation of recent gradients."""
    points, m, v = [x], np.zeros_like(x), np.zeros_like(x)
    for _ in range(steps):
        g = gradient(x)
        m = decay * m + (1 - decay) * g
        v = decay * v + (1 - decay) * g**2
        x = x - learning_rate * g / np.sqrt(v - m**2 + eps)
        points.append(x)
    return np.array(points)


def rmsprop_momentum(
    gradient: Gradient,
    x: Vector,
    steps: int,
    learning_rate: float,
    decay: float,
    momentum: float,
    eps: float,
) -> Vector:
    """Graves (2013): a heavy ball driven by gradients of normal size."""
    points, v, z = [x], np.zeros_like(x), np.zeros_like(x)
    for _ in range(steps):
        g = gradient(x)
        v = decay * v + (1 - decay) * g**2
        z = momentum * z + g / (np.sqrt(v) + eps)
        x = x - learning_rate * z
        points.append(x)
    return np.array(points)
