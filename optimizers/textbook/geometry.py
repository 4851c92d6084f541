"""Rules that ask for flat ground, or that see the step as a matrix."""

import numpy as np

from optimizers.textbook.base import Gradient, Vector


def sam(gradient: Gradient, x: Vector, steps: int, learning_rate: float, rho: float) -> Vector:
    """Foret et al. (2021): descend with the gradient of a place a little further up."""
    points = [x]
    for _ in range(steps):
        g = gradient(x)
        x = x - learning_rate * gradient(x + rho * g / np.linalg.norm(g))
        points.append(x)
    return np.array(points)


def shampoo(gradient: Gradient, x: Vector, steps: int, learning_rate: float, eps: float) -> Vector:
    """Gupta, Koren and Singer (2018): Adagrad with the whole matrix of gradient products."""
    points, matrix = [x], eps * np.eye(x.size)
    for _ in range(steps):
        g = gradient(x)
        matrix = matrix + np.outer(g, g)
        eigenvalues, axes = np.linalg.eigh(matrix)
        x = x - learning_rate * axes @ (axes.T @ g / np.sqrt(eigenvalues))
        points.append(x)
    return np.array(points)


def muon(gradient: Gradient, x: Vector, steps: int, learning_rate: float, beta: float) -> Vector:
    """Jordan et al. (2024): momentum made orthogonal, which for one column is of length one."""
    points, m = [x], np.zeros_like(x)
    for t in range(1, steps + 1):
        g = gradient(x)
        m = beta * m + (1 - beta) * g
        ahead = beta * m / (1 - beta ** (t + 1)) + (1 - beta) * g / (1 - beta**t)
        x = x - learning_rate * ahead / np.linalg.norm(ahead)
        points.append(x)
    return np.array(points)
