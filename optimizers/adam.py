"""Momentum over root mean square: Adam and what differs from it in one point."""

import numpy as np
import optax

from optimizers import knobs, rates
from optimizers.base import Hyperparameter, Optimizer
from optimizers.inside import Followed, Inside, Steps
from optimizers.textbook import adam as textbook

PAPER = (
    "[Kingma and Ba (2015), Adam: a method for stochastic optimization]"
    "(https://arxiv.org/abs/1412.6980)"
)
MOMENTS = (
    r"m \leftarrow \beta_1 m + (1 - \beta_1)\, g, \quad "
    r"v \leftarrow \beta_2 v + (1 - \beta_2)\, g^2, \quad "
)
ADAM_STEP = (
    r"x \leftarrow x - \eta\, \frac{m / (1 - \beta_1^t)}{\sqrt{v / (1 - \beta_2^t)} + \epsilon}"
)
HAT = r"\hat m = \frac{m}{1 - \beta_1^t}, \quad \hat v = \frac{v}{1 - \beta_2^t}, \quad "


def _rate(default: float) -> Hyperparameter:
    meaning = "length of a step while the gradient's sign holds"
    return knobs.learning_rate(default, meaning, unit="length")


def _looking_ahead(steps: Steps) -> np.ndarray:
    b1, t = steps.settings["b1"], steps.number
    foreseen = b1 * steps.after["mu"] / (1 - b1 ** (t + 1))
    return foreseen + (1 - b1) * steps.told / (1 - b1**t)


def _rectified_rates(steps: Steps) -> np.ndarray:
    b2, t = steps.settings["b2"], steps.number
    longest = 2 / (1 - b2) - 1
    n = longest - 2 * t * b2**t / (1 - b2**t)
    divides = n >= 5
    share = (n - 4) * (n - 2) * longest / ((longest - 4) * (longest - 2) * n)
    divided = np.sqrt(np.where(divides, share, 1)) * rates.rooted(
        steps, rates.corrected(steps, "nu", "b2")
    )
    return np.where(divides, divided, steps.rate)


ADAM = Optimizer(
    slug="adam",
    title="Adam",
    rule=MOMENTS + ADAM_STEP,
    point="Momentum for the direction, RMSProp for the length: robust, but it overshoots.",
    strength="η is the length of a step, so one value serves gradients of any size.",
    weakness="The long memory of steep slopes makes it creep on the flat ground behind them, and "
    "its velocity carries it past the minimum.",
    build=optax.adam,
    hyperparameters=(
        _rate(0.1),
        knobs.direction_memory(),
        knobs.size_memory(),
        knobs.epsilon(1e-8),
    ),
    shows={"mu": "m", "nu": "v"},
    inside=Inside(followed=rates.momentum(), reach=rates.root_mean_square()),
    textbook=textbook.adam,
    note="The same in optax and torch. Some libraries fold the bias correction into η and ε.",
    references=(PAPER,),
)

ADAMW = Optimizer(
    slug="adamw",
    title="AdamW",
    rule=(
        MOMENTS
        + HAT
        + r"x \leftarrow x - \eta"
        + r"\left( \frac{\hat m}{\sqrt{\hat v} + \epsilon} + \lambda x \right)"
    ),
    point="Adam with a pull towards zero that is not divided by √v, as L2 in the loss would be.",
    strength="Every coordinate decays at the same pace ηλ, however steep the loss is along it.",
    weakness="It comes to rest beside the minimum, on the side of the origin.",
    build=optax.adamw,
    hyperparameters=(
        _rate(0.1),
        knobs.direction_memory(),
        knobs.size_memory(),
        knobs.epsilon(1e-8),
        Hyperparameter(
            name="weight_decay",
            symbol=r"\lambda",
            title="Weight decay",
            meaning="share of x, times η, that is lost at each step",
            default=0.01,
            low=0.0,
            high=1.0,
        ),
    ),
    shows={"mu": "m", "nu": "v"},
    inside=Inside(followed=rates.momentum(), reach=rates.root_mean_square()),
    textbook=textbook.adamw,
    note=(
        "As in optax and torch, the decay is multiplied by η; in the paper only by the schedule. "
        "optax starts λ at 0.0001, torch at 0.01 as here. It leaves even a minimum, by design."
    ),
    references=(
        "[Loshchilov and Hutter (2019), Decoupled weight decay regularization]"
        "(https://arxiv.org/abs/1711.05101)",
    ),
)

AMSGRAD = Optimizer(
    slug="amsgrad",
    title="AMSGrad",
    rule=(
        MOMENTS + HAT + r"u \leftarrow \max(u, \hat v), \quad "
        r"x \leftarrow x - \eta\, \frac{\hat m}{\sqrt{u} + \epsilon}"
    ),
    point="Adam whose divisor never shrinks, so that its steps never grow again.",
    strength="It converges on the convex examples on which Adam provably does not.",
    weakness="One steep place slows it for good, even more than it does Adam.",
    build=optax.amsgrad,
    hyperparameters=(
        _rate(0.2),
        knobs.direction_memory(),
        knobs.size_memory(),
        knobs.epsilon(1e-8),
    ),
    shows={"mu": "m", "nu_max": "u"},
    inside=Inside(
        followed=rates.momentum(),
        reach=rates.coordinate_rates(
            "η / (√u + ε)", lambda steps: rates.rooted(steps, steps.after["nu_max"])
        ),
    ),
    textbook=textbook.amsgrad,
    note=(
        "As in optax, the largest of the bias-corrected v̂ divides. torch takes the largest v and "
        "corrects it afterwards, so its divisor can shrink early on; the paper corrects nothing."
    ),
    references=(
        "[Reddi, Kale and Kumar (2018), On the convergence of Adam and beyond]"
        "(https://openreview.net/forum?id=ryQu7f-RZ)",
    ),
)

ADAMAX = Optimizer(
    slug="adamax",
    title="Adamax",
    rule=(
        r"m \leftarrow \beta_1 m + (1 - \beta_1)\, g, \quad "
        r"u \leftarrow \max(\beta_2 u, |g| + \epsilon), \quad "
        r"x \leftarrow x - \frac{\eta}{1 - \beta_1^t}\, \frac{m}{u}"
    ),
    point="Adam that divides by the largest recent gradient instead of a root mean square.",
    strength="No coordinate moves by more than η, or by a percent more with these memories, "
    "while Adam's may move by 3 η.",
    weakness="One large gradient is felt for 1/(1-β₂) steps, so it is slow to speed up again.",
    build=optax.adamax,
    hyperparameters=(
        _rate(0.2),
        knobs.direction_memory(),
        knobs.memory(
            "b2", r"\beta_2", "Memory of the size", "share of the largest gradient kept", 0.999
        ),
        knobs.epsilon(1e-8),
    ),
    shows={"mu": "m", "nu": "u"},
    inside=Inside(
        followed=rates.momentum(),
        reach=rates.coordinate_rates("η / u", lambda steps: steps.rate / steps.after["nu"]),
    ),
    textbook=textbook.adamax,
    note="The same in optax and torch, which add ε to |g|; the paper has no ε.",
    references=(PAPER,),
)

NADAM = Optimizer(
    slug="nadam",
    title="NAdam",
    rule=(
        MOMENTS + r"\hat m = \frac{\beta_1 m}{1 - \beta_1^{t+1}} + \frac{(1 - \beta_1)\, g}"
        r"{1 - \beta_1^t}, \quad x \leftarrow x - \eta\, \frac{\hat m}"
        r"{\sqrt{v / (1 - \beta_2^t)} + \epsilon}"
    ),
    point="Adam that already counts the gradient at hand into the velocity of the next step.",
    strength="It looks one step further than Adam and so brakes a little earlier.",
    weakness="It shares all other habits of Adam, the long memory of steep slopes first of all.",
    build=optax.nadam,
    hyperparameters=(
        _rate(0.1),
        knobs.direction_memory(),
        knobs.size_memory(),
        knobs.epsilon(1e-8),
    ),
    shows={"mu": "m", "nu": "v"},
    inside=Inside(
        followed=Followed(symbol="m̂", title="mean gradient, looking ahead", of=_looking_ahead),
        reach=rates.root_mean_square(),
    ),
    textbook=textbook.nadam,
    note=(
        "As in optax, β₁ is constant, so the first step is 1.47 η long with the defaults. torch "
        "lets β₁ grow from half its value on, as the paper proposes; its first step is 1.06 η. "
        "The two agree when torch's momentum_decay is so large that β₁ has grown at once."
    ),
    references=(
        "[Dozat (2016), Incorporating Nesterov momentum into Adam]"
        "(https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ)",
    ),
)

RADAM = Optimizer(
    slug="radam",
    title="RAdam",
    rule=(
        MOMENTS + HAT + r"n = n_\infty - \frac{2 t \beta_2^t}{1 - \beta_2^t}, \quad "
        r"x \leftarrow x - \eta\, \hat m \cdot \begin{cases} "
        r"\sqrt{\frac{(n-4)(n-2)\, n_\infty}{(n_\infty-4)(n_\infty-2)\, n}} \,/\, "
        r"(\sqrt{\hat v} + \epsilon) & n \ge 5 \\ 1 & \text{else} \end{cases}"
    ),
    point="Adam that trusts its mean square only after enough steps: a warm-up by itself.",
    strength="It needs no warm-up of η: at the sixth step it divides for the first time, and by "
    "hundreds of steps later it has become Adam.",
    weakness="The first five steps are plain momentum, so η must suit gradients as they are, and "
    "then it is a step length, which is often far too small.",
    build=optax.radam,
    hyperparameters=(
        knobs.learning_rate(
            1e-3,
            "multiplier of the gradient for five steps, then length of a step",
            unit="rate",
        ),
        knobs.direction_memory(),
        knobs.size_memory(),
        knobs.epsilon(1e-8),
    ),
    shows={"mu": "m", "nu": "v"},
    inside=Inside(
        followed=rates.momentum(),
        reach=rates.coordinate_rates("η, or r η / (√v̂ + ε) from n ≥ 5 on", _rectified_rates),
    ),
    textbook=textbook.radam,
    note=(
        "n∞ = 2/(1-β₂) - 1 is the longest memory, n that of step t. torch adds ε before v is "
        "corrected and divides where n > 5 instead of n ≥ 5; with ε small the two agree."
    ),
    references=(
        "[Liu et al. (2020), On the variance of the adaptive learning rate and beyond]"
        "(https://arxiv.org/abs/1908.03265)",
    ),
)

TITLE = "Adam and its kin"
ENTRIES = (ADAM, ADAMW, AMSGRAD, ADAMAX, NADAM, RADAM)
