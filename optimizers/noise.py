"""Inexact gradients: what an optimizer is told instead of the true gradient.

In their formulas g is the true gradient, g̃ what the optimizer is told, and d the dimension.
"""

import math
from collections.abc import Mapping
from functools import lru_cache, partial
from types import MappingProxyType
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np
from jax import Array

from hyperparameters import Hyperparameter
from optimizers.base import Choice

# The loop keeps so many gradients, the present one among them.
LONGEST_DELAY = 32


class Inexactness(NamedTuple):
    """Everything that may be wrong with a gradient; the defaults leave it exact.

    One program runs them all, so that going from one kind to another compiles nothing.
    """

    spread: float | Array = 0.0  # standard deviation of noise added to each coordinate
    relative: float | Array = 0.0  # the same, as a multiple of the gradient's norm
    bias: float | Array = 0.0  # length of a constant vector along the diagonal
    quantum: float | Array = 0.0  # distance of the values that a coordinate can take
    sign: float | Array = 0.0  # 1: of each coordinate only the sign is told
    delay: float | Array = 0.0  # age of the gradient in steps
    freedom: float | Array = math.inf  # degrees of freedom of Student's t; infinite is Gaussian


EXACT = Inexactness()


def inexact(terms: Inexactness, gradient: Array, draw: Array) -> Array:
    """What the optimizer is told of `gradient`; `draw` has its shape, mean 0 and scale 1."""
    # Where a norm or a quotient overflows, a term that is switched off must not turn it into NaN.
    length = jnp.where(terms.relative > 0, jnp.linalg.norm(gradient), 0.0)
    spread = terms.spread + terms.relative * length
    told = gradient + spread * draw + terms.bias / math.sqrt(gradient.size)
    quantum = jnp.where(terms.quantum > 0, terms.quantum, 1.0)
    told = jnp.where(terms.quantum > 0, quantum * jnp.round(told / quantum), told)
    return jnp.where(terms.sign > 0, jnp.sign(told), told)


@lru_cache(maxsize=512)
def draws(freedom: float, seed: int, stretch: int, shape: tuple[int, ...]) -> np.ndarray:
    """Noise for one stretch of steps: the same for every optimizer that is given this seed."""
    # NumPy draws it, since JAX would first compile its generator for 400 ms.
    generator = np.random.default_rng((seed, stretch))
    if math.isinf(freedom):
        return generator.standard_normal(shape)
    return generator.standard_t(freedom, shape)


def samples(seed: int, stretch: int, shape: tuple[int, ...]) -> np.ndarray:
    """Standard normal numbers for the rules that ask for them, for one stretch of steps."""
    # From a stream of their own: noise must not depend on who else is drawing.
    return np.random.default_rng((seed, stretch, 1)).standard_normal(shape)


def _size(
    name: str, symbol: str, title: str, meaning: str, *, default: float = 1.0, low: float = 1e-3
) -> Hyperparameter:
    """A positive number: 0 would leave the gradient exact, which is an entry of its own."""
    return Hyperparameter(
        name=name,
        symbol=symbol,
        title=title,
        meaning=meaning,
        default=default,
        low=low,
        high=1e3,
        scale="log",
    )


_SPREAD = _size(
    "spread",
    r"\sigma",
    "Spread",
    "size of the noise on each coordinate of the gradient",
    # Far below what can be seen, since links have carried any spread up to 1000.
    low=1e-12,
)

EXACT_GRADIENT = Choice(
    slug="exact",
    title="Exact",
    formula=r"\tilde g = g",
    point="The optimizer is told the true gradient, as in full-batch training.",
    build=lambda: EXACT,
    references=(
        "[Bottou, Curtis and Nocedal (2018), Optimization methods for large-scale machine learning]"
        "(https://arxiv.org/abs/1606.04838)",
    ),
)

GAUSSIAN = Choice(
    slug="gaussian",
    title="Gaussian noise",
    formula=r"\tilde g = g + \sigma\, \xi, \quad \xi \sim \mathcal N(0, I)",
    point=(
        "Noise of one size everywhere, as from small batches: with a constant rate a run does not "
        "come to rest but dances about the minimum, the wider the larger the rate."
    ),
    build=Inexactness,
    hyperparameters=(_SPREAD,),
    references=(
        "[Robbins and Monro (1951), A stochastic approximation method]"
        "(https://doi.org/10.1214/aoms/1177729586)",
        "[Mandt, Hoffman and Blei (2017), Stochastic gradient descent as approximate Bayesian "
        "inference](https://arxiv.org/abs/1704.04289)",
    ),
)

HEAVY_TAILED = Choice(
    slug="heavy-tailed",
    title="Heavy-tailed noise",
    formula=r"\tilde g = g + \sigma\, \xi, \quad \xi_i \sim t_\nu",
    point=(
        "Most errors are small and a few are huge, and one of those can throw a run out of its "
        "well: clipping and rules that use signs are made for this."
    ),
    build=Inexactness,
    hyperparameters=(
        _SPREAD,
        Hyperparameter(
            name="freedom",
            symbol=r"\nu",
            title="Degrees of freedom",
            meaning="few make heavy tails: up to 2 the variance is infinite, at 1 there is no mean",
            default=2.0,
            low=1.0,
            high=100.0,
            scale="log",
        ),
    ),
    references=(
        "[Şimşekli, Sagun and Gürbüzbalaban (2019), A tail-index analysis of stochastic gradient "
        "noise in deep neural networks](https://arxiv.org/abs/1901.06053)",
        "[Zhang and others (2020), Why are adaptive methods good for attention models?]"
        "(https://arxiv.org/abs/1912.03194)",
    ),
)

RELATIVE = Choice(
    slug="relative",
    title="Relative noise",
    formula=r"\tilde g = g + \rho\, \lVert g \rVert\, \xi, \quad \xi \sim \mathcal N(0, I)",
    point=(
        "Noise that vanishes with the gradient, as where a network fits all of its data: a "
        "constant rate then converges, if it is small enough for the noise."
    ),
    build=Inexactness,
    hyperparameters=(
        _size(
            "relative",
            r"\rho",
            "Relative spread",
            "size of the noise on each coordinate, in lengths of the gradient",
            default=0.5,
        ),
    ),
    references=(
        "[Vaswani, Bach and Schmidt (2019), Fast and faster convergence of SGD for "
        "over-parameterized models](https://arxiv.org/abs/1810.07288)",
    ),
)

BIASED = Choice(
    slug="biased",
    title="Biased gradient",
    formula=r"\tilde g = g + \beta\, (1, \dots, 1) / \sqrt d",
    point="The same error every time: no averaging removes it, and descent settles where g = -b.",
    build=Inexactness,
    hyperparameters=(_size("bias", r"\beta", "Bias", "length of the constant error b"),),
    references=(
        "[Ajalloeian and Stich (2020), On the convergence of SGD with biased gradients]"
        "(https://arxiv.org/abs/2008.00051)",
    ),
)

QUANTISED = Choice(
    slug="quantised",
    title="Quantised gradient",
    formula=r"\tilde g = q \operatorname{round}(g / q)",
    point=(
        "Coordinates are rounded to multiples of a quantum, as with few bits: whatever is below "
        "half of it is lost, and descent stops there."
    ),
    build=Inexactness,
    hyperparameters=(_size("quantum", "q", "Quantum", "distance between two values"),),
    references=(
        "[Alistarh and others (2017), QSGD: communication-efficient SGD via gradient quantization "
        "and encoding](https://arxiv.org/abs/1610.02132)",
    ),
)

SIGNS = Choice(
    slug="signs",
    title="Signs only",
    formula=r"\tilde g = \operatorname{sign} g",
    point=(
        "One bit for each coordinate: descent no longer slows down towards a minimum, so its rate "
        "alone decides how close it comes."
    ),
    build=partial(Inexactness, sign=1.0),
    references=(
        "[Bernstein and others (2018), signSGD: compressed optimisation for non-convex problems]"
        "(https://arxiv.org/abs/1802.04434)",
    ),
)

DELAYED = Choice(
    slug="delayed",
    title="Delayed gradient",
    formula=r"\tilde g_k = g_{\max(k - \tau,\, 0)}",
    point=(
        "The gradient of some steps ago, as from slow workers: stable rates shrink with the delay, "
        "for descent to below 2 sin(π/(4τ + 2)) over the curvature."
    ),
    build=Inexactness,
    hyperparameters=(
        Hyperparameter(
            name="delay",
            symbol=r"\tau",
            title="Delay",
            meaning="age of the gradient in steps",
            default=1.0,
            low=0.0,
            high=LONGEST_DELAY - 1.0,
            scale="whole",
        ),
    ),
    references=(
        "[Levin and May (1976), A note on difference-delay equations]"
        "(https://doi.org/10.1016/0040-5809(76)90043-5)",
        "[Zinkevich, Langford and Smola (2009), Slow learners are fast]"
        "(https://arxiv.org/abs/0911.0491)",
    ),
)

ENTRIES = (
    EXACT_GRADIENT,
    GAUSSIAN,
    HEAVY_TAILED,
    RELATIVE,
    BIASED,
    QUANTISED,
    SIGNS,
    DELAYED,
)
NOISES: Mapping[str, Choice[Inexactness]] = MappingProxyType(
    {entry.slug: entry for entry in ENTRIES}
)
