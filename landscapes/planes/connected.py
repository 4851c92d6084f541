"""Planes through solutions, and what stands between them."""

import numpy as np

from hyperparameters import Hyperparameter
from landscapes.planes.base import Cut, Plane, View, project, spanned
from landscapes.planes.bezier import barrier, bent, bezier
from landscapes.planes.knobs import SEED, racer

# Points along a curve at which its loss is looked at.
ALONG = np.linspace(0, 1, 41)


def _solutions(view: View, first: float, second: float, third: float) -> Plane:
    ends = _ends(view, first, second)
    if third < 0:
        # All racers start at one point, as a rule.
        corner, name = view.point(0, int(first)), "start"
    else:
        corner, name = view.point(-1, int(third)), "third solution"
    line = ends[0] + ALONG[:, None].astype(ends.dtype) * (ends[1] - ends[0])
    rise = barrier(view.loss, line)
    note = f"The barrier on the straight line between the two solutions is {rise:.3g} high."
    plane = _through(ends, corner, f"The {name} lies on the line through the two solutions", note)
    return plane._replace(curve=np.array([[0.0, 0.0], [1.0, 0.0]]))


def _curve(
    view: View, first: float, second: float, steps: float, rate: float, seed: float
) -> Plane:
    ends = _ends(view, first, second)
    bend = bent(view.loss, ends, steps=int(steps), rate=rate, seed=int(seed))
    if not np.isfinite(bend).all():
        raise ValueError("The curve ran off to where numbers overflow: choose a smaller rate.")
    curve = bezier(ends, bend, ALONG.astype(ends.dtype))
    line = bezier(ends, ends.mean(axis=0), ALONG.astype(ends.dtype))
    note = (
        f"The barrier is {barrier(view.loss, line):.3g} high on the straight line between the two "
        f"solutions and {barrier(view.loss, curve):.3g} on the curve."
    )
    plane = _through(ends, bend, "The curve is straight", note)
    return plane._replace(curve=project(plane, curve))


def _ends(view: View, first: float, second: float) -> np.ndarray:
    if len(view.paths) < 2:
        raise ValueError("This plane goes through the solutions of two racers: add another one.")
    ends = np.stack([view.point(-1, int(index)) for index in (first, second)])
    if not np.any(ends[1] != ends[0]):
        raise ValueError("The two solutions are one point: choose racers that end apart.")
    return ends


def _through(ends: np.ndarray, corner: np.ndarray, straight: str, note: str) -> Plane:
    """The ends at (0, 0) and (1, 0), the third point above or below; both axes of one scale."""
    along = (ends[1] - ends[0]).astype(float)
    side = corner.astype(float) - ends[0]
    across = side - (side @ along) / (along @ along) * along
    size = np.linalg.norm(across)
    if size < 1e-6 * max(np.linalg.norm(along), np.linalg.norm(side)):
        raise ValueError(f"{straight}: they span no plane. Choose other racers.")
    return spanned(ends[0], along, across * (np.linalg.norm(along) / size), note=note)


FIRST = racer("first", "i", "First racer", "whose last point is at the left", default=0)
SECOND = racer("second", "j", "Second racer", "whose last point is at the right", default=1)

SOLUTIONS = Cut(
    slug="solutions",
    title="Through the solutions",
    formula=r"d_1 = \theta_j - \theta_i, \quad d_2 \perp d_1, \quad "
    r"\theta_i + \alpha d_1 + \beta d_2 = \theta_k",
    point=(
        "Two solutions and a third point on one picture: whether a wall stands between them, "
        "and how high."
    ),
    axes=("from the first solution to the second", "across"),
    build=_solutions,
    hyperparameters=(
        FIRST,
        SECOND,
        racer(
            "third",
            "k",
            "Third racer",
            "whose last point lies on the plane, too; -1 is the first racer's start",
            default=-1,
        ),
    ),
    references=(
        "[Goodfellow, Vinyals and Saxe (2015), Qualitatively characterizing neural network "
        "optimization problems](https://arxiv.org/abs/1412.6544)",
        "[Frankle et al. (2020), Linear mode connectivity and the lottery ticket hypothesis]"
        "(https://arxiv.org/abs/1912.05671)",
    ),
)

CURVE = Cut(
    slug="curve",
    title="A curve of low loss",
    formula=r"\varphi(t) = (1 - t)^2\, \theta_i + 2 t (1 - t)\, c + t^2\, \theta_j, \quad "
    r"c = \arg\min_c \textstyle\int_0^1 L(\varphi(t))\, dt",
    point=(
        "Two solutions behind a wall are joined by a bent path along which the loss stays low, "
        "and this is the plane that it bends in."
    ),
    axes=("from the first solution to the second", "towards the bend"),
    build=_curve,
    hyperparameters=(
        FIRST,
        SECOND,
        Hyperparameter(
            name="steps",
            symbol="n",
            title="Steps",
            meaning="steps of Adam that bend the curve",
            default=300,
            low=50,
            high=2000,
            scale="whole",
        ),
        Hyperparameter(
            name="rate",
            symbol=r"\eta",
            title="Rate",
            meaning="the first steps, as a share of the distance of the solutions",
            default=0.05,
            low=0.001,
            high=1.0,
            scale="log",
        ),
        SEED,
    ),
    references=(
        "[Garipov et al. (2018), Loss surfaces, mode connectivity, and fast ensembling of DNNs]"
        "(https://arxiv.org/abs/1802.10026)",
        "[Draxler et al. (2018), Essentially no barriers in neural network energy landscape]"
        "(https://arxiv.org/abs/1803.00885)",
    ),
)

ENTRIES = (SOLUTIONS, CURVE)
