"""Steps along the gradient, with and without memory."""

import optax

from optimizers import textbook
from optimizers.base import Hyperparameter, Optimizer

GRADIENT_DESCENT = Optimizer(
    slug="gradient-descent",
    title="Gradient descent",
    rule=r"x \leftarrow x - \eta\, g",
    point="Goes straight against the gradient, so it zigzags wherever curvatures differ.",
    build=optax.sgd,
    hyperparameters=(
        Hyperparameter(
            name="learning_rate",
            symbol=r"\eta",
            title="Learning rate",
            meaning="step length for a gradient of length one; above 2/λ it diverges",
            default=1e-3,
            low=1e-5,
            high=1.0,
            scale="log",
        ),
    ),
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
    build=optax.sgd,
    hyperparameters=(
        Hyperparameter(
            name="learning_rate",
            symbol=r"\eta",
            title="Learning rate",
            meaning="step length for a velocity of length one",
            default=5e-4,
            low=1e-5,
            high=1.0,
            scale="log",
        ),
        Hyperparameter(
            name="momentum",
            symbol=r"\beta",
            title="Momentum",
            meaning="share of the velocity kept; steady speed is 1/(1-β) times that of descent",
            default=0.9,
            low=0.0,
            high=0.999,
            scale="memory",
        ),
    ),
    shows={"trace": "z"},
    textbook=textbook.momentum,
    note=(
        "As in optax and torch, the gradient enters the velocity whole: z ← βz + g. Where a text "
        "writes z ← βz + (1-β)g, its η is ours divided by 1-β."
    ),
    references=(
        "[Polyak (1964), Some methods of speeding up the convergence of iteration methods]"
        "(https://doi.org/10.1016/0041-5553(64)90137-5)",
        "[Goh (2017), Why momentum really works](https://doi.org/10.23915/distill.00006)",
    ),
)

ENTRIES = (GRADIENT_DESCENT, MOMENTUM)
