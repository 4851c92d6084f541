"""How a loss curves: the largest eigenvalues of its Hessian, which is never written down.

Lanczos' method needs only products of the Hessian with vectors. With one point after another it
starts from the eigenvector of the last, which is nearly that of the next.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from jax.tree_util import Partial

# Between two looks at how good the eigenvalues are by now.
STRIDE = 8


class Eigen(NamedTuple):
    """Eigenvalues, largest first, and as rows their eigenvectors."""

    values: np.ndarray  # (count,)
    vectors: np.ndarray  # (count, d)
    error: float  # a bound on how far the values are off, relative to the largest by size


def leading(
    loss: Callable[[Any], Array],
    point: np.ndarray | Array,
    count: int = 1,
    *,
    tolerance: float | None = None,
    most: int = 64,
) -> Eigen:
    """The `count` largest eigenvalues of the Hessian of `loss` at `point`.

    To a relative `tolerance` of the largest of them by size, or as well as `most` products with
    the Hessian allow. Compiled once for the function of a `jax.tree_util.Partial`.
    """
    point = jnp.asarray(point)
    if not 0 < count <= point.size:
        raise ValueError(f"{count} eigenvalues of a Hessian with {point.size} are impossible.")
    start = np.random.default_rng(0).standard_normal(point.size)
    start, tolerance = jnp.asarray(start, point.dtype), _tolerance(tolerance, point.dtype)
    most = min(max(most, count), point.size)
    found = _leading(traced(loss), point, start, tolerance, count=count, most=most)
    values, vectors, error = map(np.asarray, found)
    return Eigen(values, vectors, float(error))


def sharpness(
    loss: Callable[[Any], Array],
    points: np.ndarray | Array,
    *,
    tolerance: float | None = None,
    most: int = 64,
) -> np.ndarray:
    """The largest eigenvalue of the Hessian at each of `points` (R, d); NaN where they are."""
    points = jnp.asarray(points)
    start = np.random.default_rng(0).standard_normal(points.shape[1])
    tolerance = _tolerance(tolerance, points.dtype)
    start = jnp.asarray(start, points.dtype)
    most = min(most, points.shape[1])
    return np.asarray(_along(traced(loss), points, start, tolerance, most=most))


def traced(loss: Callable[[Any], Array]) -> Partial:
    """`loss` as an argument of compiled programs: what a `Partial` holds is data to them."""
    return loss if isinstance(loss, Partial) else Partial(loss)


def _tolerance(given: float | None, dtype: Any) -> float:
    # Single precision keeps the products with the Hessian to about six digits.
    return given or (1e-9 if dtype == np.float64 else 1e-4)


class _Krylov(NamedTuple):
    """Lanczos' basis as it grows, and the tridiagonal matrix that the Hessian is in it."""

    basis: Array  # (most + 1, d)
    diagonal: Array  # (most,)
    beside: Array  # (most,); the numbers beside the diagonal
    size: Array
    values: Array  # (count,); the leading eigenvalues as of now
    mixing: Array  # (most, count); their eigenvectors in the basis
    error: Array  # a bound on theirs, relative to the largest by size


@partial(jax.jit, static_argnames=("count", "most"))
def _leading(
    loss: Partial, point: Array, start: Array, tolerance: Array, *, count: int, most: int
) -> tuple[Array, Array, Array]:
    def product(vector):
        return jax.jvp(jax.grad(loss), (point,), (vector,))[1]

    d, dtype = point.size, point.dtype
    blank = _Krylov(
        jnp.zeros((most + 1, d), dtype).at[0].set(start / jnp.linalg.norm(start)),
        jnp.zeros(most, dtype),
        jnp.zeros(most, dtype),
        jnp.asarray(0),
        jnp.zeros(count, dtype),
        jnp.zeros((most, count), dtype),
        jnp.asarray(jnp.inf, dtype),
    )

    def going(known):
        return (known.size < most) & (known.error > tolerance)

    def stride(known):
        end = jnp.minimum(known.size + STRIDE, most)
        known = jax.lax.while_loop(
            lambda known: known.size < end, lambda known: _grown(product, known), known
        )
        return _solved(known, count)

    known = jax.lax.while_loop(going, stride, blank)
    vectors = known.mixing.T @ known.basis[:-1]
    vectors = vectors / jnp.linalg.norm(vectors, axis=1, keepdims=True)
    return known.values, vectors, known.error


def _grown(product: Callable[[Array], Array], known: _Krylov) -> _Krylov:
    """The basis with one vector more."""
    basis, size = known.basis, known.size
    image = product(basis[size])
    diagonal = basis[size] @ image
    # Twice is enough: rounding would bring back the vectors that are found already.
    rest = image - basis.T @ (basis @ image)
    rest = rest - basis.T @ (basis @ rest)
    length = jnp.linalg.norm(rest)
    # Where the space is used up, go on with any vector that is new.
    epsilon = 10 * jnp.finfo(rest.dtype).eps
    spent = ~(length > epsilon * jnp.linalg.norm(image))
    other = jax.random.normal(jax.random.fold_in(jax.random.key(0), size), rest.shape, rest.dtype)
    other = other - basis.T @ (basis @ other)
    other = other - basis.T @ (basis @ other)
    rest, length = jnp.where(spent, other, rest), jnp.where(spent, 0, length)
    rest = rest / jnp.maximum(jnp.linalg.norm(rest), jnp.finfo(rest.dtype).tiny)
    return known._replace(
        basis=basis.at[size + 1].set(rest),
        diagonal=known.diagonal.at[size].set(diagonal),
        beside=known.beside.at[size].set(length),
        size=size + 1,
    )


def _solved(known: _Krylov, count: int) -> _Krylov:
    """The eigenvalues of the Hessian within the basis, and how far off they may be."""
    most = len(known.diagonal)
    inside = jnp.arange(most) < known.size
    beside = jnp.where(inside[1:], known.beside[:-1], 0)
    # Rows that are not there yet are given a value below all others.
    least = -2 * (jnp.abs(known.diagonal).max() + jnp.abs(known.beside).max()) - 1
    diagonal = jnp.where(inside, known.diagonal, 2 * least)
    matrix = jnp.diag(diagonal) + jnp.diag(beside, 1) + jnp.diag(beside, -1)
    values, vectors = jnp.linalg.eigh(matrix)
    values, vectors = values[::-1][:count], vectors[:, ::-1][:, :count]
    last = known.size - 1
    error = jnp.abs(known.beside[last] * vectors[last]).max()
    scale = jnp.abs(values).max()
    relative = jnp.where(known.size < count, jnp.inf, error / scale)
    return known._replace(values=values, mixing=vectors, error=relative)


@partial(jax.jit, static_argnames="most")
def _along(loss: Partial, points: Array, noise: Array, tolerance: Array, *, most: int) -> Array:
    # Some noise keeps every other eigenvector in sight, lest it be the next to lead.
    noise = noise / jnp.linalg.norm(noise)

    def one(start, point):
        values, vectors, _ = _leading(loss, point, start, tolerance, count=1, most=most)
        found = jnp.isfinite(point).all() & jnp.isfinite(vectors[0]).all()
        following = jnp.where(found, vectors[0] + 0.1 * noise, noise)
        return following, jnp.where(found, values[0], jnp.nan)

    return jax.lax.scan(one, noise, points)[1]
