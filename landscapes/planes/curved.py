"""Planes along which the loss curves most, at one point of a path."""

import jax
import numpy as np

from landscapes.curvature import leading, traced
from landscapes.planes.base import FLAT, Cut, Plane, View, spanned
from landscapes.planes.knobs import STEP


def _eigenvectors(view: View, step: float) -> Plane:
    origin = view.point(int(step))
    values, vectors, _ = leading(view.loss, origin, 2)
    _check(values)
    note = f"The Hessian's two largest eigenvalues there are {values[0]:.3g} and {values[1]:.3g}."
    return spanned(origin, *vectors, note=note)


def _gradient(view: View, step: float) -> Plane:
    origin = view.point(int(step))
    slope = np.asarray(_slope(traced(view.loss), origin), float)
    values, vectors, _ = leading(view.loss, origin, 2)
    _check(values)
    if not np.linalg.norm(slope) > 0:
        raise ValueError("The gradient vanishes there: it has no direction.")
    slope = slope / np.linalg.norm(slope)
    cosine = float(vectors[0] @ slope)
    # At the edge of stability the gradient lies along the first eigenvector.
    which = 0 if 1 - cosine**2 > FLAT else 1
    across = vectors[which] - (vectors[which] @ slope) * slope
    note = (
        f"Cosine between the gradient and the top eigenvector: {abs(cosine):.3f}; eigenvalue "
        f"{values[0]:.3g}."
    )
    if which:
        note += " They are one direction, so the second eigenvector takes its place."
    return spanned(origin, slope, across / np.linalg.norm(across), note=note)


_slope = jax.jit(lambda loss, point: jax.grad(loss)(point))


def _check(values: np.ndarray) -> None:
    if not np.isfinite(values).all():
        raise ValueError("The loss overflows there: it has no Hessian. Choose an earlier step.")


SAGUN = (
    "[Sagun et al. (2017), Empirical analysis of the Hessian of over-parametrized neural networks]"
    "(https://arxiv.org/abs/1706.04454)"
)

HESSIAN = Cut(
    slug="hessian",
    title="Top eigenvectors of the Hessian",
    formula=r"\nabla^2 L\, d_k = \lambda_k d_k, \quad \lambda_1 \ge \lambda_2 \ge \dots",
    point=(
        "The two directions in which the loss curves most: the walls of the valley, between which "
        "too large a step bounces, and nothing of its floor."
    ),
    axes=("first eigenvector", "second eigenvector"),
    build=_eigenvectors,
    hyperparameters=(STEP,),
    references=(
        SAGUN,
        "[Yao et al. (2020), PyHessian: neural networks through the lens of the Hessian]"
        "(https://arxiv.org/abs/1912.07145)",
    ),
)

GRADIENT_HESSIAN = Cut(
    slug="gradient-hessian",
    title="Gradient and top eigenvector",
    formula=r"d_1 = \frac{g}{\lVert g \rVert}, \quad "
    r"d_2 \propto v_1 - (v_1^{\mathsf T} d_1)\, d_1",
    point=(
        "Down the slope one way and up the walls the other: how far the gradient can be followed "
        "before the walls turn it."
    ),
    axes=("gradient", "top eigenvector, across the gradient"),
    build=_gradient,
    hyperparameters=(STEP,),
    references=(
        "[Gur-Ari, Roberts and Dyer (2018), Gradient descent happens in a tiny subspace]"
        "(https://arxiv.org/abs/1812.04754)",
    ),
)

ENTRIES = (HESSIAN, GRADIENT_HESSIAN)
