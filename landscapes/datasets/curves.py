"""Regression on a line: the fitted function can be drawn."""

import numpy as np

from hyperparameters import Hyperparameter
from landscapes.datasets.base import Dataset, Source, standardised


def _points(default: float) -> Hyperparameter:
    return Hyperparameter(
        name="points",
        symbol="n",
        title="Points",
        meaning="number of examples, training and validation together",
        default=default,
        low=10.0,
        high=2000.0,
        scale="whole",
    )


def _waves(seed: int, points: float, noise: float) -> Dataset:
    x = np.random.default_rng((seed, 0)).uniform(-np.pi, np.pi, (int(points), 1))
    draw = np.random.default_rng((seed, 1)).standard_normal(x.shape)
    y = np.sin(x) + np.sin(3 * x) / 2 + noise * draw
    return Dataset(standardised(x), y.astype(np.float32), (), ("x",))


def _chebyshev(seed: int, points: float) -> Dataset:
    del seed
    x = np.linspace(-1, 1, int(points))[:, None]
    y = 8 * x**4 - 8 * x**2 + 1
    return Dataset(x.astype(np.float32), y.astype(np.float32), (), ("x",))


WAVES = Source(
    slug="waves",
    title="Waves",
    point="A slow wave with a quick one on it: networks learn the slow one first.",
    kind="table",
    build=_waves,
    hyperparameters=(
        _points(200.0),
        Hyperparameter(
            name="noise",
            symbol=r"\sigma",
            title="Noise",
            meaning="spread of the values around the curve",
            default=0.1,
            low=0.0,
            high=0.5,
        ),
    ),
    references=(
        "[Rahaman and others (2019), On the spectral bias of neural networks]"
        "(https://arxiv.org/abs/1806.08734)",
    ),
)

CHEBYSHEV = Source(
    slug="chebyshev",
    title="Chebyshev polynomial",
    point=(
        "T₄(x) = 8x⁴ - 8x² + 1 at evenly spaced points of [-1, 1]: small enough to watch "
        "full-batch descent reach the edge of stability."
    ),
    kind="table",
    build=_chebyshev,
    hyperparameters=(_points(20.0),),
    references=(
        "[Cohen, Kaur, Li, Kolter and Talwalkar (2021), Gradient descent on neural networks "
        "typically occurs at the edge of stability](https://arxiv.org/abs/2103.00065)",
    ),
)

ENTRIES = (WAVES, CHEBYSHEV)
