"""Learning-rate schedules: what multiplies the learning rate as the run goes on.

In their formulas k is the number of the step, from 0 on, and K that of all steps.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from hyperparameters import Hyperparameter
from optimizers import shapes
from optimizers.base import Choice
from optimizers.patience import Patience as Patience
from optimizers.patience import Wait as Wait
from optimizers.patience import begun as begun
from optimizers.patience import waited as waited


class Plan(NamedTuple):
    """A schedule with its settings: `shape(steps, all steps, *numbers)` gives the multipliers."""

    shape: Callable[..., np.ndarray]
    numbers: tuple[float, ...] = ()
    patience: Patience = Patience()

    def multipliers(self, first: int, count: int, steps: int) -> np.ndarray:
        """Of the steps number `first` to `first + count - 1`, of `steps` in all."""
        return self.shape(np.arange(first, first + count), steps, *self.numbers)


STEADY = Plan(shapes.constant)


def _share(
    name: str, symbol: str, title: str, meaning: str, default: float, *, low: float = 0.0
) -> Hyperparameter:
    """A number up to 1, spread by its logarithm if it cannot be 0."""
    return Hyperparameter(
        name=name,
        symbol=symbol,
        title=title,
        meaning=meaning,
        default=default,
        low=low,
        high=1.0,
        scale="log" if low else "linear",
    )


def _power(default: float, meaning: str) -> Hyperparameter:
    return Hyperparameter(
        name="power",
        symbol="p",
        title="Power",
        meaning=meaning,
        default=default,
        low=0.1,
        high=10.0,
        scale="log",
    )


_REST = "share of the learning rate that is left at the end"
_FINAL = _share("final", r"\varphi", "Final share", _REST, 0.0)
_START = _share("start", r"\alpha", "First share", "share of the rate at the first step", 0.04)

_SGDR = (
    "[Loshchilov and Hutter (2017), SGDR: stochastic gradient descent with warm restarts]"
    "(https://arxiv.org/abs/1608.03983)"
)

CONSTANT = Choice(
    slug="constant",
    title="Constant",
    formula=r"\eta_k = \eta",
    point=(
        "The rate stays as it is, which is all that exact gradients need; with noise the run ends "
        "up dancing about the minimum."
    ),
    build=lambda: STEADY,
    references=(
        "[Bottou, Curtis and Nocedal (2018), Optimization methods for large-scale machine learning]"
        "(https://arxiv.org/abs/1606.04838)",
    ),
)

STEP = Choice(
    slug="step",
    title="Step decay",
    formula=r"\eta_k = \gamma^{\lfloor k / (s K) \rfloor}\, \eta",
    point="The rate drops at fixed times, and noisy runs sink to a new level after each drop.",
    build=lambda every, factor: Plan(shapes.stairs, (every, factor)),
    hyperparameters=(
        _share("every", "s", "Every", "share of the run between two drops", 0.3, low=0.01),
        _share("factor", r"\gamma", "Factor", "what each drop leaves of the rate", 0.1, low=0.01),
    ),
    references=(
        "[He, Zhang, Ren and Sun (2016), Deep residual learning for image recognition]"
        "(https://arxiv.org/abs/1512.03385)",
    ),
)

EXPONENTIAL = Choice(
    slug="exponential",
    title="Exponential decay",
    formula=r"\eta_k = \varphi^{k / K}\, \eta",
    point="The rate loses the same share at every step, so most of the run has a small one.",
    build=lambda final: Plan(shapes.exponential, (final,)),
    hyperparameters=(_share("final", r"\varphi", "Final share", _REST, 0.01, low=1e-6),),
    references=(
        "[Li, Zhuang and Orabona (2021), A second look at exponential and cosine step sizes]"
        "(https://arxiv.org/abs/2002.05273)",
    ),
)

POLYNOMIAL = Choice(
    slug="polynomial",
    title="Polynomial decay",
    formula=r"\eta_k = \bigl(\varphi + (1 - \varphi) (1 - k / K)^p\bigr)\, \eta",
    point="The rate falls along a power of the time left: for p = 1 straight down to its end.",
    build=lambda final, power: Plan(shapes.polynomial, (final, power)),
    hyperparameters=(_FINAL, _power(1.0, "1 falls straight, more falls early, less falls late")),
    references=(
        "[Defazio, Cutkosky, Mehta and Mishchenko (2023), Optimal linear decay learning rate "
        "schedules and further refinements](https://arxiv.org/abs/2310.07831)",
    ),
)

INVERSE_TIME = Choice(
    slug="inverse-time",
    title="Inverse time",
    formula=r"\eta_k = \eta / \bigl(1 + k / (\tau K)\bigr)^p",
    point=(
        "With 1/2 < p ≤ 1 the rates add up to infinity and their squares do not, so an endless "
        "run could travel any distance while its noise dies out."
    ),
    build=lambda time, power: Plan(shapes.inverse, (time, power)),
    hyperparameters=(
        _share("time", r"\tau", "Time", "share of the run until 1 + k/(τK) is 2", 0.1, low=1e-3),
        _power(1.0, "above 1 the rates add up to a finite sum: a run may stop on its way"),
    ),
    references=(
        "[Robbins and Monro (1951), A stochastic approximation method]"
        "(https://doi.org/10.1214/aoms/1177729586)",
    ),
)

COSINE = Choice(
    slug="cosine",
    title="Cosine decay",
    formula=r"\eta_k = \bigl(\varphi + (1 - \varphi) \tfrac12 (1 + \cos \pi k / K)\bigr)\, \eta",
    point="The rate stays high at first, falls fastest half-way and lands gently.",
    build=lambda final: Plan(shapes.cosine, (final,)),
    hyperparameters=(_FINAL,),
    references=(_SGDR,),
)

WARM_RESTARTS = Choice(
    slug="warm-restarts",
    title="Warm restarts",
    formula=(
        r"\eta_k = \bigl(\varphi + (1 - \varphi) \tfrac12 (1 + \cos \pi k_i / K_i)\bigr)\, \eta, "
        r"\quad K_{i+1} = c\, K_i, \quad i \le n"
    ),
    point="After each cosine decay the rate jumps back up, which may throw a run into a new well.",
    build=lambda cycles, growth, final: Plan(shapes.restarts, (cycles, growth, final)),
    hyperparameters=(
        Hyperparameter(
            name="cycles",
            symbol="n",
            title="Cycles",
            meaning="how many times the rate falls",
            default=3.0,
            low=1.0,
            high=20.0,
            scale="whole",
        ),
        Hyperparameter(
            name="growth",
            symbol="c",
            title="Growth",
            meaning="how many times as long as the last each cycle is",
            default=2.0,
            low=1.0,
            high=3.0,
        ),
        _FINAL,
    ),
    references=(_SGDR,),
)

WARMUP_COSINE = Choice(
    slug="warmup-cosine",
    title="Warm-up and cosine",
    formula=(
        r"\eta_k = \begin{cases} \bigl(\alpha + (1 - \alpha) \frac{k}{wK}\bigr)\, \eta & k < wK \\ "
        r"\bigl(\varphi + (1 - \varphi) \tfrac12 (1 + \cos \pi \frac{k - wK}{K - wK})\bigr)\, \eta "
        r"& k \ge wK \end{cases}"
    ),
    point=(
        "Small first steps carry the run down from the steep slopes about the start before the "
        "full rate acts, which would have thrown it off them."
    ),
    build=lambda warmup, start, final: Plan(shapes.warmup, (warmup, start, final)),
    hyperparameters=(
        _share("warmup", "w", "Warm-up", "share of the run in which the rate rises", 0.1),
        _START,
        _FINAL,
    ),
    references=(
        "[Goyal and others (2017), Accurate, large minibatch SGD: training ImageNet in 1 hour]"
        "(https://arxiv.org/abs/1706.02677)",
    ),
)

ONE_CYCLE = Choice(
    slug="one-cycle",
    title="One cycle",
    formula=(
        r"\eta_k = \begin{cases} "
        r"\bigl(1 - (1 - \alpha) \tfrac12 (1 + \cos \pi \frac{k}{wK})\bigr)\, \eta & k < wK \\ "
        r"\bigl(\varphi + (1 - \varphi) \tfrac12 (1 + \cos \pi \frac{k - wK}{K - wK})\bigr)\, \eta "
        r"& k \ge wK \end{cases}"
    ),
    point=(
        "The rate swings up to its peak and down to nothing, so that a rate too high to keep can "
        "be used for a while; Smith's momentum, which swings the other way, is left alone."
    ),
    build=lambda peak, start, final: Plan(shapes.one_cycle, (peak, start, final)),
    hyperparameters=(
        _share("peak", "w", "Peak", "share of the run after which the rate is highest", 0.3),
        _START,
        _FINAL,
    ),
    references=(
        "[Smith and Topin (2017), Super-convergence: very fast training of neural networks using "
        "large learning rates](https://arxiv.org/abs/1708.07120)",
    ),
)

REDUCE_ON_PLATEAU = Choice(
    slug="reduce-on-plateau",
    title="Reduce on plateau",
    formula=(
        r"\eta \leftarrow \gamma\, \eta \quad \text{after more than } p \text{ steps without } "
        r"f < f_{\min} - \theta\, |f_{\min}|"
    ),
    point="Watches the loss and lowers the rate once bouncing or noise keeps it from falling.",
    build=lambda patience, factor, threshold: STEADY._replace(
        patience=Patience(patience, factor, threshold)
    ),
    hyperparameters=(
        Hyperparameter(
            name="patience",
            symbol="p",
            title="Patience",
            meaning="steps without a new lowest loss that are borne",
            default=10.0,
            low=0.0,
            high=100.0,
            scale="whole",
        ),
        _share("factor", r"\gamma", "Factor", "what is left of the rate each time", 0.5, low=0.01),
        _share("threshold", r"\theta", "Threshold", "by what share f must fall", 1e-4, low=1e-8),
    ),
    references=(
        "[Simonyan and Zisserman (2015), Very deep convolutional networks for large-scale image "
        "recognition](https://arxiv.org/abs/1409.1556)",
        "[PyTorch (2017), ReduceLROnPlateau]"
        "(https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ReduceLROnPlateau.html)",
    ),
)

ENTRIES = (
    CONSTANT,
    STEP,
    EXPONENTIAL,
    POLYNOMIAL,
    INVERSE_TIME,
    COSINE,
    WARM_RESTARTS,
    WARMUP_COSINE,
    ONE_CYCLE,
    REDUCE_ON_PLATEAU,
)
SCHEDULES: Mapping[str, Choice[Plan]] = MappingProxyType({entry.slug: entry for entry in ENTRIES})
