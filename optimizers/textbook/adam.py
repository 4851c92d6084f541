"""Momentum over root mean square."""

import numpy as np

from optimizers.textbook.base import Gradient, Vector


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


def adamw(
    gradient: Gradient,
    x: Vector,
    steps: int,
    learning_rate: float,
    b1: float,
    b2: float,
    eps: float,
    weight_decay: float,
) -> Vector:
    """Loshchilov and Hutter (2019): Adam, and beside it a pull towards zero."""
    points, m, v = [x], np.zeros_like(x), np.zeros_like(x)
    for t in range(1, steps + 1):
        g = gradient(x)
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * g**2
        step = (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps)
        x = x - learning_rate * (step + weight_decay * x)
        points.append(x)
    return np.array(points)


def amsgrad(
    gradient: Gradient,
    x: Vector,
    steps: int,
    learning_rate: float,
    b1: float,
    b2: float,
    eps: float,
) -> Vector:
    """Reddi, Kale and Kumar (2018): divide by the largest mean square so far."""
    points, m, v, largest = [x], np.zeros_like(x), np.zeros_like(x), np.zeros_like(x)
    for t in range(1, steps + 1):
        g = gradient(x)
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * g**2
        largest = np.maximum(largest, v / (1 - b2**t))
        x = x - learning_rate * (m / (1 - b1**t)) / (np.sqrt(largest) + eps)
        points.append(x)
    return np.array(points)


def adamax(
    gradient: Gradient,
    x: Vector,
    steps: int,
    learning_rate: float,
    b1: float,
    b2: float,
    eps: float,
) -> Vector:
    """Kingma and Ba (2015): divide by the largest recent gradient instead of a mean."""
    points, m, u = [x], np.zeros_like(x), np.zeros_like(x)
    for t in range(1, steps + 1):
        g = gradient(x)
        m = b1 * m + (1 - b1) * g
        u = np.maximum(b2 * u, np.abs(g) + eps)
        x = x - learning_rate * (m / (1 - b1**t)) / u
        points.append(x)
    return np.array(points)


def nadam(
    gradient: Gradient,
    x: Vector,
    steps: int,
    learning_rate: float,
    b1: float,
    b2: float,
    eps: float,
) -> Vector:
    """Dozat (2016): Adam with the velocity of the step to come."""
    points, m, v = [x], np.zeros_like(x), np.zeros_like(x)
    for t in range(1, steps + 1):
        g = gradient(x)
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * g**2
        ahead = b1 * m / (1 - b1 ** (t + 1)) + (1 - b1) * g / (1 - b1**t)
        x = x - learning_rate * ahead / (np.sqrt(v / (1 - b2**t)) + eps)
        points.append(x)
    return np.array(points)


def radam(
    gradient: Gradient,
    x: Vector,
    steps: int,
    learning_rate: float,
    b1: float,
    b2: float,
    eps: float,
) -> Vector:
    """Liu et al. (2020): plain momentum until the mean square can be trusted."""
    points, m, v, longest = [x], np.zeros_like(x), np.zeros_like(x), 2 / (1 - b2) - 1
    for t in range(1, steps + 1):
        g = gradient(x)
        m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g**2
        step, n = m / (1 - b1**t), longest - 2 * t * b2**t / (1 - b2**t)
        if n >= 5:
            trust = (n - 4) * (n - 2) * longest / ((longest - 4) * (longest - 2) * n)
            step = np.sqrt(trust) * step / (np.sqrt(v / (1 - b2**t)) + eps)
        x = x - learning_rate * step
        points.append(x)
    return np.array(points)
