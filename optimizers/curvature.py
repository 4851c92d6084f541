"""Steps that use curvature, measured or remembered."""

import optax
from jax import Array

from optimizers import textbook
from optimizers.base import Hyperparameter, Optimizer

MEMORY = 10


def lbfgs(slope_rtol: float, curv_rtol: float) -> optax.GradientTransformationExtraArgs:
    """optax's L-BFGS with its zoom line search; the two tolerances are Wolfe's c1 and c2."""
    search = optax.scale_by_zoom_linesearch(
        # As optax's own L-BFGS has them; the two tolerances alone are knobs.
        max_linesearch_steps=20,
        slope_rtol=slope_rtol,
        curv_rtol=curv_rtol,
        initial_guess_strategy="one",
    )
    return optax.lbfgs(memory_size=MEMORY, linesearch=search)


def _trials(state: optax.OptState) -> Array:
    # The last trial is the new point, so its value and gradient need no further evaluation.
    return optax.tree.get(state, "num_linesearch_steps")


LBFGS = Optimizer(
    slug="lbfgs",
    title="L-BFGS",
    rule=r"d = -H_k\, g, \quad x \leftarrow x + \eta_k\, d, \quad \eta_k \text{ by line search}",
    point="Learns the curvature from its last steps, and tries several lengths before each one.",
    build=lbfgs,
    hyperparameters=(
        Hyperparameter(
            name="slope_rtol",
            symbol="c_1",
            title="Sufficient decrease",
            meaning="share of the decrease promised by the slope that a step must deliver",
            default=1e-4,
            low=1e-6,
            high=0.2,
            scale="log",
        ),
        Hyperparameter(
            name="curv_rtol",
            symbol="c_2",
            title="Curvature condition",
            meaning="share of the slope that may be left after a step; small means exact searches",
            default=0.9,
            low=0.3,
            high=0.99,
        ),
    ),
    shows={"learning_rate": r"\eta_k"},
    evaluations=_trials,
    textbook=textbook.lbfgs_direction,
    note=(
        "Each trial of the line search counts as an evaluation. Memory is fixed at "
        f"{MEMORY} pairs. With noise the search compares exact values but starts from noisy "
        "gradients, which it was not made for."
    ),
    references=(
        "[Liu and Nocedal (1989), On the limited memory BFGS method]"
        "(https://doi.org/10.1007/BF01589116)",
    ),
)

ENTRIES = (LBFGS,)
