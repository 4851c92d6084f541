"""Searches that compare values of the function and never ask for its gradient."""

import math

import numpy as np

from optimizers.textbook.base import Value, Vector


def nelder_mead(
    value: Value,
    x: Vector,
    steps: int,
    size: float,
    expansion: float,
    contraction: float,
    shrinkage: float,
) -> Vector:
    """Nelder and Mead (1965): throw the worst corner of a triangle over to the other side."""
    simplex = sorted([x, *(x + size * np.eye(len(x)))], key=value)
    points = [x, simplex[0]]
    for _ in range(steps - 1):
        best, worst, centre = simplex[0], simplex[-1], np.mean(simplex[:-1], axis=0)
        reflected, expanded, outside, inside = (
            centre + t * (centre - worst) for t in (1, expansion, contraction, -contraction)
        )
        if value(reflected) < value(best):
            simplex[-1] = min(reflected, expanded, key=value)
        elif value(reflected) < value(simplex[-2]):
            simplex[-1] = reflected
        elif value(reflected) < value(worst) and value(outside) <= value(reflected):
            simplex[-1] = outside
        elif value(reflected) >= value(worst) > value(inside):
            simplex[-1] = inside
        else:
            simplex = [best + shrinkage * (corner - best) for corner in simplex]
        simplex.sort(key=value)
        points.append(simplex[0])
    return np.array(points)


def one_plus_one_es(
    value: Value, samples: np.ndarray, x: Vector, steps: int, step_size: float, growth: float
) -> Vector:
    """Rechenberg (1973): keep a random step if it is better, and one in five should be."""
    points, sigma = [x], step_size
    for z in samples[:steps, 0]:
        better = value(x + sigma * z) < value(x)
        x = x + sigma * z if better else x
        sigma = sigma * growth if better else sigma / growth**0.25
        points.append(x)
    return np.array(points)


def cma_es(value: Value, samples: np.ndarray, x: Vector, steps: int, step_size: float) -> Vector:
    """Hansen and Ostermeier (2001): learn the shape of a cloud of samples from the best of them."""
    (_, count, n), m, sigma = samples.shape, x, step_size
    C, p_sigma, p_c = np.eye(n), np.zeros(n), np.zeros(n)
    weights, mu_eff, c_sigma, d_sigma, c_c, c_1, c_mu, expected = strategy(n, count)
    points = [m]
    for k, z in enumerate(samples[:steps], 1):
        eigenvalues, B = np.linalg.eigh(C)
        y = z @ (B * np.sqrt(eigenvalues) @ B.T)
        best = np.argsort([value(m + sigma * y_i) for y_i in y])[: len(weights)]
        mean_y, mean_z = weights @ y[best], weights @ z[best]
        p_sigma = (1 - c_sigma) * p_sigma + np.sqrt(c_sigma * (2 - c_sigma) * mu_eff) * mean_z
        length = p_sigma @ p_sigma / n / (1 - (1 - c_sigma) ** (2 * k))
        steady = length < 2 + 4 / (n + 1)
        p_c = (1 - c_c) * p_c + steady * np.sqrt(c_c * (2 - c_c) * mu_eff) * mean_y
        lost = (1 - steady) * c_c * (2 - c_c)
        C = (1 - c_1 * (1 - lost) - c_mu) * C + c_1 * np.outer(p_c, p_c)
        C = C + c_mu * (weights * y[best].T) @ y[best]
        m = m + sigma * mean_y
        sigma = sigma * np.exp(c_sigma / d_sigma * (np.linalg.norm(p_sigma) / expected - 1))
        points.append(m)
    return np.array(points)


def strategy(n: int, count: int) -> tuple:
    """Hansen (2016): weights, their effective number, and the memories that suit n dimensions."""
    raw = np.log((count + 1) / 2) - np.log(np.arange(1, count // 2 + 1))
    weights = raw / raw.sum()
    mu_eff = 1 / (weights @ weights)
    c_sigma = (mu_eff + 2) / (n + mu_eff + 5)
    d_sigma = 1 + 2 * max(0, np.sqrt((mu_eff - 1) / (n + 1)) - 1) + c_sigma
    c_c = (4 + mu_eff / n) / (n + 4 + 2 * mu_eff / n)
    c_1 = 2 / ((n + 1.3) ** 2 + mu_eff)
    c_mu = min(1 - c_1, 2 * (1 / 4 + mu_eff + 1 / mu_eff - 2) / ((n + 2) ** 2 + mu_eff))
    expected = math.sqrt(2) * math.gamma((n + 1) / 2) / math.gamma(n / 2)  # length of a sample
    return weights, mu_eff, c_sigma, d_sigma, c_c, c_1, c_mu, expected
