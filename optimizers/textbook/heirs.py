"""What became of Adam."""

import numpy as np

from optimizers.textbook.base import Gradient, Vector


def yogi(
    gradient: Gradient,
    x: Vector,
    steps: int,
    learning_rate: float,
    b1: float,
    b2: float,
    eps: float,
) -> Vector:
    """Zaheer et al. (2018): let the mean square fall no faster than the gradient allows."""
    points, m, v = [x], np.zeros_like(x), np.zeros_like(x)
    for t in range(1, steps + 1):
        g = gradient(x)
        m = b1 * m + (1 - b1) * g
        v = v - (1 - b2) * np.sign(v - g**2) * g**2
        x = x - learning_rate * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps)
        points.append(x)
    return np.array(points)


def adabelief(
    gradient: Gradient,
    x: Vector,
    steps: int,
    learning_rate: float,
    b1: float,
    b2: float,
    eps: float,
) -> Vector:
    """Zhuang et al. (2020): divide by how far gradients are from what was expected."""
    points, m, s = [x], np.zeros_like(x), np.zeros_like(x)
    for t in range(1, steps + 1):
        g = gradient(x)
        m = b1 * m + (1 - b1) * g
        s = b2 * s + (1 - b2) * (g - m) ** 2 + eps
        x = x - learning_rate * (m / (1 - b1**t)) / (np.sqrt(s / (1 - b2**t)) + eps)
        points.append(x)
    return np.array(points)


def adan(
    gradient: Gradient,
    x: Vector,
    steps: int,
    learning_rate: float,
    b1: float,
    b2: float,
    b3: float,
    eps: float,
) -> Vector:
    """Xie et al. (2022): foresee the next gradient from the change of the last ones."""
    points, before, m, v, n = [x], gradient(x), 0.0, 0.0, 0.0
    for t in range(1, steps + 1):
        g = gradient(x)
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * (g - before)
        n = b3 * n + (1 - b3) * (g + b2 * (g - before)) ** 2
        step = m / (1 - b1**t) + b2 * v / (1 - b2**t)
        x = x - learning_rate * step / (np.sqrt(n / (1 - b3**t)) + eps)
        points, before = [*points, x], g
    return np.array(points)


def ademamix(
    gradient: Gradient,
    x: Vector,
    steps: int,
    learning_rate: float,
    b1: float,
    b2: float,
    b3: float,
    alpha: float,
    eps: float,
) -> Vector:
    """Pagliardini, Ablin and Grangier (2024): Adam with a second, far longer memory."""
    points, m, far, v = [x], np.zeros_like(x), np.zeros_like(x), np.zeros_like(x)
    for t in range(1, steps + 1):
        g = gradient(x)
        m = b1 * m + (1 - b1) * g
        far = b3 * far + (1 - b3) * g
        v = b2 * v + (1 - b2) * g**2
        step = (m / (1 - b1**t) + alpha * far) / (np.sqrt(v / (1 - b2**t)) + eps)
        x = x - learning_rate * step
        points.append(x)
    return np.array(points)
