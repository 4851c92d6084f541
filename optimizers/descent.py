"""Steps along the gradient, with and without memory."""

from functools import partial

import optax

from optimizers import knobs, rates
from optimizers.base import Optimizer
from optimizers.inside import Followed, Inside
from optimizers.textbook import descent as textbook

GRADIENT_DESCENT = Optimizer(
    slug="gradient-descent",
    title="Gradient descent",
    rule=r"x \leftarrow x - \eta\, g",
    point="Goes straight against the gradient, so it zigzags wherever curvatures differ.",
    strength="On a bowl that is equally round on all sides it needs one step with η = 1/λ.",
    weakness="In a valley of condition κ it needs about κ/2 · ln(1/ε) steps, since the steepest "
    "direction forbids η above 2/λ.",
    build=optax.sgd,
    hyperparameters=(
        knobs.learning_rate(
            1e-3,
            "step length for a gradient of length one; above 2/λ it diverges",
            unit="rate",
        ),
    ),
    inside=Inside(reach=rates.EVEN),
    textbook=textbook.gradient_descent,
    note="The same in every library.",
    references=(
        "[Cauchy (1847), Méthode générale pour la résolution des systèmes d'équations simultanées]"
        "(https://gallica.bnf.fr/ark:/12148/bpt6k2982c/f540)",
    ),
)

MOMENTUM = Optimizer(
    slug="momentum",
    title="Momentum",
    rule=r"z \leftarrow \beta z + g, \quad x \leftarrow x - \eta\, z",
    point="A heavy ball: it gathers speed along the valley and averages the zigzag away.",
    strength="With the best η and β a valley of condition κ takes about √κ steps where descent "
    "takes κ, and η may be 1 + β times as large.",
    weakness="It rolls past minima and round them: oscillations die only as fast as √β per step.",
    build=optax.sgd,
    hyperparameters=(
        knobs.learning_rate(
            5e-4,
            "step length for a velocity of length one; above (2 + 2β)/λ it diverges",
            unit="rate",
        ),
        knobs.momentum("share of the velocity kept; steady speed is 1/(1-β) times that of descent"),
    ),
    shows={"trace": "z"},
    inside=Inside(
        followed=Followed(symbol="z", title="velocity", of=lambda steps: steps.after["trace"]),
        reach=rates.EVEN,
    ),
    textbook=textbook.momentum,
    note=(
        "As in optax and torch, the gradient enters the velocity whole: z ← βz + g. Where a text "
        "writes z ← βz + (1-β)g, its η is ours divided by 1-β."
    ),
    references=(
        "[Polyak (1964), Some methods of speeding up the convergence of iteration methods]"
        "(https://doi.org/10.1016/0041-5553%2864%2990137-5)",
        "[Goh (2017), Why momentum really works](https://doi.org/10.23915/distill.00006)",
    ),
)

NESTEROV = Optimizer(
    slug="nesterov",
    title="Nesterov momentum",
    rule=r"z \leftarrow \beta z + g, \quad x \leftarrow x - \eta\,(\beta z + g)",
    point="Looks where the velocity is about to carry it, and so brakes before it overshoots.",
    strength="Steep directions are damped harder than by a heavy ball of the same β, so it "
    "swings less, and on every convex surface it keeps the √κ.",
    weakness="Its η must stay below (2 + 2β)/((1 + 2β)λ): with β near one that is 4/3 of 1/λ, "
    "less than plain descent may take.",
    build=partial(optax.sgd, nesterov=True),
    hyperparameters=(
        knobs.learning_rate(
            5e-4,
            "step length for a velocity of length one; diverges earlier than a heavy ball",
            unit="rate",
        ),
        knobs.momentum("share of the velocity kept and of the look ahead"),
    ),
    shows={"trace": "z"},
    inside=Inside(
        followed=Followed(
            symbol="βz + g",
            title="velocity, looking ahead",
            of=lambda steps: steps.settings["momentum"] * steps.after["trace"] + steps.told,
        ),
        reach=rates.EVEN,
    ),
    textbook=textbook.nesterov,
    note=(
        "As in optax and torch, x is the point that looks ahead: the gradient is taken at the "
        "point that is drawn. Nesterov's own β grows from step to step; here it is a knob."
    ),
    references=(
        "[Nesterov (1983), A method of solving a convex programming problem with convergence rate "
        "O(1/k²)](https://www.mathnet.ru/eng/dan46009)",
        "[Sutskever et al. (2013), On the importance of initialization and momentum]"
        "(https://proceedings.mlr.press/v28/sutskever13.html)",
    ),
)

TITLE = "Descent and momentum"
ENTRIES = (GRADIENT_DESCENT, MOMENTUM, NESTEROV)
