"""Steps that measure the curvature: the whole Hessian, at every step."""

from collections.abc import Callable
from typing import Any, NamedTuple

import jax.numpy as jnp
import numpy as np
import optax
from jax import Array

from optimizers import knobs, rates, trusted
from optimizers.base import Hyperparameter, Optimizer
from optimizers.inside import Inside, Reach, Steps
from optimizers.parabola import measured
from optimizers.protocol import Number, Rule, rule
from optimizers.textbook import curvature as textbook
from optimizers.trusted import levenberg_marquardt, trust_region


class NewtonState(NamedTuple):
    """The curvatures that the last step has met."""

    eigenvalues: Array


def _rescaled(learning_rate: Number, curvatures: Callable[[Array], Array]) -> Rule:
    """Divide the slope along each eigenvector by what `curvatures` makes of the eigenvalues."""

    def init(params: Array) -> NewtonState:
        return NewtonState(jnp.zeros(params.size, params.dtype))

    def update(
        updates: Array,
        state: NewtonState,
        params: Array,
        *,
        value: Array,
        value_fn: Callable[..., Array],
        **_: Any,
    ) -> tuple[Array, NewtonState]:
        del state
        parabola = measured(value_fn, params, value, updates)
        step = parabola.over(curvatures(parabola.eigenvalues))
        return learning_rate * parabola.move(step, params), NewtonState(parabola.eigenvalues)

    return rule(init, update)


def newton(learning_rate: Number) -> Rule:
    """Newton's method."""
    return _rescaled(learning_rate, lambda eigenvalues: eigenvalues)


def saddle_free_newton(learning_rate: Number, floor: Number) -> Rule:
    """Newton's method with every curvature taken as positive, and none as small."""

    def curvatures(eigenvalues: Array) -> Array:
        sizes = jnp.abs(eigenvalues)
        return jnp.maximum(sizes, floor * sizes.max())

    return _rescaled(learning_rate, curvatures)


def _one_and_the_hessian(state: optax.OptState) -> Array:
    return jnp.asarray(1 + optax.tree.get(state, "eigenvalues").size)


def _inverse(steps: Steps) -> np.ndarray:
    return rates.along_axes(steps.hessians, lambda sizes: steps.rate * rates.pseudoinverse(sizes))


def _saddle_free_inverse(steps: Steps) -> np.ndarray:
    def inverted(eigenvalues: np.ndarray) -> np.ndarray:
        sizes = np.abs(eigenvalues)
        lowest = steps.settings["floor"] * sizes.max(axis=1, keepdims=True)
        return steps.rate * rates.pseudoinverse(np.maximum(sizes, lowest))

    return rates.along_axes(steps.hessians, inverted)


NEWTON = Optimizer(
    slug="newton",
    title="Newton",
    rule=r"x \leftarrow x - \eta\, H^{-1} g",
    point="Jumps to where the parabola of gradient and Hessian is flat, be it a minimum or not.",
    strength="On a bowl, however stretched or turned, it needs one step, and near a minimum each "
    "step doubles the number of right digits.",
    weakness="Saddles and peaks attract it as minima do, and far from all of them the loss may "
    "rise.",
    build=newton,
    hyperparameters=(knobs.step_share(),),
    shows={"eigenvalues": r"\lambda(H)"},
    evaluations=_one_and_the_hessian,
    inside=Inside(
        reach=Reach(symbol="η H⁻¹", title="inverse of the Hessian", shape="rates", of=_inverse)
    ),
    memory="matrix",
    textbook=textbook.newton,
    note=(
        "The Hessian is exact, also where the gradient is noisy, and counts as d evaluations. "
        "Along a direction whose curvature is zero up to rounding it stands still, as with a "
        "pseudoinverse."
    ),
    references=(
        "[Nocedal and Wright (2006), Numerical optimization, section 3.3]"
        "(https://doi.org/10.1007/978-0-387-40065-5)",
    ),
)

SADDLE_FREE_NEWTON = Optimizer(
    slug="saddle-free-newton",
    title="Saddle-free Newton",
    rule=r"x \leftarrow x - \eta\, |H|^{-1} g, \quad "
    r"|\lambda_i| \text{ at least } \delta \max_j |\lambda_j|",
    point="Newton's step with the sign of negative curvatures turned, so that saddles repel it.",
    strength="It leaves a saddle with steps that double, however flat the saddle is, and near a "
    "minimum it is Newton's method.",
    weakness="Where a curvature passes through zero it jumps far, and only δ holds it back.",
    build=saddle_free_newton,
    hyperparameters=(
        knobs.step_share(),
        Hyperparameter(
            name="floor",
            symbol=r"\delta",
            title="Floor",
            meaning="smallest curvature that is believed, as a share of the largest; at 1 it is "
            "gradient descent",
            default=1e-4,
            low=1e-8,
            high=1.0,
            scale="log",
        ),
    ),
    shows={"eigenvalues": r"\lambda(H)"},
    evaluations=_one_and_the_hessian,
    inside=Inside(
        reach=Reach(
            symbol="η |H|⁻¹",
            title="inverse of the Hessian's size",
            shape="rates",
            of=_saddle_free_inverse,
        )
    ),
    memory="matrix",
    textbook=textbook.saddle_free_newton,
    note=(
        "The paper finds the largest curvatures in a Krylov space and damps them; here all are "
        "exact, and none counts as smaller than δ times the largest. The Hessian counts as d "
        "evaluations. Where all curvatures are zero it stands still."
    ),
    references=(
        "[Dauphin et al. (2014), Identifying and attacking the saddle point problem in "
        "high-dimensional non-convex optimization](https://arxiv.org/abs/1406.2572)",
    ),
)

LEVENBERG_MARQUARDT = Optimizer(
    slug="levenberg-marquardt",
    title="Levenberg–Marquardt",
    rule=r"x \leftarrow x - (H + \mu_k I)^{-1} g, \quad \mu_0 = \tau \max_j |\lambda_j|",
    point="Between Newton's step and a short one downhill: the better it works, the closer to "
    "Newton's.",
    strength="The loss never rises, and near a minimum it becomes Newton's method.",
    weakness="A step that fails is paid for in vain, and a damping once raised comes down only "
    "slowly.",
    build=levenberg_marquardt,
    hyperparameters=(
        Hyperparameter(
            name="damping",
            symbol=r"\tau",
            title="First damping",
            meaning="damping of the first step, as a share of the largest curvature",
            default=1e-3,
            low=1e-12,
            high=1e4,
            scale="log",
        ),
    ),
    shows={"damping": r"\mu"},
    evaluations=_one_and_the_hessian,
    inside=Inside(
        reach=Reach(
            symbol="(H + μI)⁻¹",
            title="inverse of the damped Hessian",
            shape="rates",
            of=trusted.damped_inverse,
        ),
        trials=trusted.damped_trials,
    ),
    memory="matrix",
    textbook=textbook.levenberg_marquardt,
    note=(
        "Made for least squares, where it approximates the Hessian; here the Hessian is whole and "
        "exact, and μ counts from where H + μI is positive. μ follows Nielsen's rule. A step that "
        "fails stays where it is. A step counts as one evaluation, and d for the Hessian, which "
        "is measured anew even after a failure."
    ),
    references=(
        "[Marquardt (1963), An algorithm for least-squares estimation of nonlinear parameters]"
        "(https://doi.org/10.1137/0111030)",
    ),
)

TRUST_REGION = Optimizer(
    slug="trust-region",
    title="Trust region",
    rule=(
        r"x \leftarrow x + p, \quad p = \arg\min_{\lVert p \rVert \le \Delta_k} "
        r"g^\top p + \tfrac12\, p^\top H p, \quad \text{if that gains more than } \rho_0"
    ),
    point="Goes to the lowest point of the parabola within a radius that it has earned.",
    strength="The loss never rises, saddles are left along their negative curvature, and near a "
    "minimum it becomes Newton's method.",
    weakness="It needs the Hessian and its eigenvalues at every step.",
    build=trust_region,
    hyperparameters=(
        Hyperparameter(
            name="radius",
            symbol=r"\Delta_0",
            title="First radius",
            meaning="how far the parabola is trusted at the start",
            default=1.0,
            low=1e-6,
            high=1e4,
            scale="log",
            unit="length",
        ),
        Hyperparameter(
            name="acceptance",
            symbol=r"\rho_0",
            title="Acceptance",
            meaning="share of the expected decrease that a step must deliver to be taken",
            default=0.15,
            low=0.0,
            high=0.24,
        ),
    ),
    shows={"radius": r"\Delta"},
    evaluations=_one_and_the_hessian,
    inside=Inside(
        reach=Reach(symbol="Δ", title="trusted radius", shape="region", of=rates.circle("radius")),
        trials=trusted.trials_within,
    ),
    memory="matrix",
    textbook=textbook.trust_region,
    note=(
        "The bottom within the radius is found exactly, from all eigenvalues. Below a gain of 1/4 "
        "the radius shrinks to a quarter, above 3/4 at its edge it doubles, as in scipy's "
        "trust-exact. A step that fails stays where it is, and so does one from a point without "
        "slope. A step counts as one evaluation, and d for the Hessian."
    ),
    references=(
        "[Moré and Sorensen (1983), Computing a trust region step]"
        "(https://doi.org/10.1137/0904038)",
    ),
)

TITLE = "Measured curvature"
ENTRIES = (NEWTON, SADDLE_FREE_NEWTON, LEVENBERG_MARQUARDT, TRUST_REGION)
