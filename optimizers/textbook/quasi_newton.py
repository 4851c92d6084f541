"""Directions from curvature that is learned along the way."""

import numpy as np

from optimizers.textbook.base import Vector


def bfgs_direction(points: Vector, gradients: Vector) -> Vector:
    """Broyden, Fletcher, Goldfarb and Shanno (1970): the inverse Hessian, step by step."""
    eye = np.eye(len(points[0]))
    H, scaled = eye, False
    for s, y in zip(np.diff(points, axis=0), np.diff(gradients, axis=0), strict=True):
        if s @ y > 0:
            H = H if scaled else eye * (s @ y) / (y @ y)
            V = eye - np.outer(s, y) / (s @ y)
            H, scaled = V @ H @ V.T + np.outer(s, s) / (s @ y), True
    return -H @ gradients[-1]


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
