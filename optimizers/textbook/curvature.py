"""Steps on the parabola that gradient and Hessian make."""

import numpy as np

from optimizers.textbook.base import Gradient, Hessian, Value, Vector


def newton(
    gradient: Gradient, hessian: Hessian, x: Vector, steps: int, learning_rate: float
) -> Vector:
    """Newton (1669), Raphson (1690): go to where the parabola is flat."""
    points = [x]
    for _ in range(steps):
        x = x - learning_rate * np.linalg.pinv(hessian(x)) @ gradient(x)
        points.append(x)
    return np.array(points)


def saddle_free_newton(
    gradient: Gradient,
    hessian: Hessian,
    x: Vector,
    steps: int,
    learning_rate: float,
    floor: float,
) -> Vector:
    """Dauphin et al. (2014): the sign of a curvature is forgotten, its size kept."""
    points = [x]
    for _ in range(steps):
        eigenvalues, V = np.linalg.eigh(hessian(x))
        sizes = np.maximum(abs(eigenvalues), floor * abs(eigenvalues).max())
        x = x - learning_rate * V @ (V.T @ gradient(x) / sizes)
        points.append(x)
    return np.array(points)


def levenberg_marquardt(
    gradient: Gradient, value: Value, hessian: Hessian, x: Vector, steps: int, damping: float
) -> Vector:
    """Marquardt (1963), damped after Nielsen (1999): less where the parabola predicts well."""
    points, growth, mu = [x], 2.0, damping * abs(np.linalg.eigvalsh(hessian(x))).max()
    for _ in range(steps):
        g, H = gradient(x), hessian(x)
        lift = mu + max(0, -np.linalg.eigvalsh(H)[0])
        p = -np.linalg.solve(H + lift * np.eye(len(x)), g)
        gain = (value(x) - value(x + p)) / -(g @ p + p @ H @ p / 2)
        if gain > 0:
            x, mu, growth = x + p, mu * max(1 / 3, 1 - (2 * gain - 1) ** 3), 2.0
        else:
            mu, growth = mu * growth, 2 * growth
        points.append(x)
    return np.array(points)


def trust_region(
    gradient: Gradient,
    value: Value,
    hessian: Hessian,
    x: Vector,
    steps: int,
    radius: float,
    acceptance: float,
) -> Vector:
    """Moré and Sorensen (1983): trust the parabola only as far as it has predicted well."""
    points = [x]
    for _ in range(steps):
        g, H = gradient(x), hessian(x)
        p = within(g, H, radius)
        gain = (value(x) - value(x + p)) / -(g @ p + p @ H @ p / 2)
        at_edge = np.linalg.norm(p) > 0.99 * radius
        x = x + p if gain > acceptance else x
        radius = radius / 4 if gain < 0.25 else 2 * radius if gain > 0.75 and at_edge else radius
        points.append(x)
    return np.array(points)


def within(g: Vector, H: np.ndarray, radius: float) -> Vector:
    """Lift the Hessian, by bisection, until the step to the bottom fits into the radius."""
    low = max(0.0, -np.linalg.eigvalsh(H)[0])
    high = low + np.linalg.norm(g) / radius
    step = -np.linalg.pinv(H) @ g
    if low == 0 and np.linalg.norm(step) <= radius:
        return step
    while low < (lift := (low + high) / 2) < high:
        step = -np.linalg.solve(H + lift * np.eye(len(g)), g)
        low, high = (lift, high) if np.linalg.norm(step) > radius else (low, lift)
    return step
