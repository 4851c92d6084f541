"""The parabola that gradient and Hessian make of a function near a point, and where it is low."""

from collections.abc import Callable
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax import Array


def spectrum(matrix: Array) -> tuple[Array, Array]:
    """Eigenvalues of a symmetric matrix, the smallest first, and its eigenvectors as columns."""
    if len(matrix) != 2:
        eigenvalues, basis = jnp.linalg.eigh(matrix)
        return eigenvalues, basis
    # On surfaces a formula is eight times quicker than the general routine, and compiles so.
    (a, b), (_, c) = matrix
    mean, half = (a + c) / 2, (a - c) / 2
    spread, angle = jnp.hypot(half, b), jnp.arctan2(b, half) / 2
    x, y = jnp.cos(angle), jnp.sin(angle)
    return jnp.stack([mean - spread, mean + spread]), jnp.array([[-y, x], [x, y]])


class Parabola(NamedTuple):
    """Steps on it are given along the eigenvectors of the Hessian."""

    value: Array
    slopes: Array
    eigenvalues: Array  # the smallest first
    basis: Array  # eigenvectors as columns

    @property
    def scale(self) -> Array:
        """The largest curvature, of either sign."""
        return jnp.abs(self.eigenvalues).max()

    def over(self, curvatures: Array) -> Array:
        """Against the slopes, each divided by its curvature.

        Where a curvature is zero up to rounding it stands still, as a pseudoinverse does.
        """
        least = curvatures.size * jnp.finfo(curvatures.dtype).eps * self.scale
        safe = jnp.abs(curvatures) > least
        return -jnp.where(safe, self.slopes / jnp.where(safe, curvatures, 1.0), 0.0)

    def within(self, radius: Array) -> Array:
        """To where it is lowest at a distance of at most `radius`, after Moré and Sorensen.

        Each slope is divided by the gap between its eigenvalue and the lowest, plus a shift; the
        shift grows by Newton's method until the step fits, which it never oversteps.
        """
        lowest = self.eigenvalues[0]
        gaps = self.eigenvalues - lowest

        def weights(shift: Array) -> Array:
            return jnp.where(gaps + shift > 0, 1 / jnp.where(gaps + shift > 0, gaps + shift, 1), 0)

        def grown(_: int, shift: Array) -> Array:
            step = weights(shift) * self.slopes
            length = jnp.linalg.norm(step)
            bend = jnp.sum(weights(shift) * step**2)
            more = length**2 / jnp.where(bend > 0, bend, 1) * (length - radius) / radius
            return shift + jnp.where(length > radius, more, 0)

        least = jnp.maximum(lowest, (jnp.abs(self.slopes) / radius - gaps).max())
        shift = jax.lax.fori_loop(0, 10, grown, jnp.maximum(least, 0))
        step = -weights(shift) * self.slopes
        length = jnp.linalg.norm(step)
        # Without a slope along the lowest curvature, either way down it is as good: take one.
        free = (shift == 0) & (lowest < 0) & (length > 0)
        rest = jnp.sqrt(jnp.maximum(radius**2 - length**2, 0))
        step = step.at[0].set(jnp.where(free, rest, step[0]))
        return step * jnp.where(length > radius, radius / jnp.where(length > 0, length, 1), 1)

    def move(self, step: Array, like: Array) -> Array:
        """`step` in the coordinates and the shape of `like`."""
        return (self.basis @ step).reshape(like.shape)

    def gain(self, step: Array, value: Array) -> Array:
        """What `step`, which led to `value`, delivered of the decrease that was to be expected."""
        expected = -jnp.sum(step * (self.slopes + self.eigenvalues * step / 2))
        # Where rounding hides both, nothing speaks against the parabola.
        hidden = expected <= 10 * jnp.finfo(value.dtype).eps * jnp.abs(self.value)
        gain = jnp.where(hidden, 1, (self.value - value) / jnp.where(hidden, 1, expected))
        # A step to where numbers overflow would end the run.
        return jnp.where(jnp.isfinite(value), gain, -1)


def measured(
    value_fn: Callable[..., Array], point: Array, value: Array, gradient: Array
) -> Parabola:
    """The parabola at `point`, of the exact Hessian and the gradient as given."""
    hessian = jax.hessian(lambda flat: value_fn(flat.reshape(point.shape)))(point.ravel())
    eigenvalues, basis = spectrum(hessian)
    return Parabola(value, basis.T @ gradient.ravel(), eigenvalues, basis)
