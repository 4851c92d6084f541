"""One racer's training: every number that is shown of it, and the parameters it went through."""

from collections.abc import Iterator
from functools import lru_cache
from math import ceil
from typing import NamedTuple

import jax
import numpy as np

from app.experiment import Budget, Part, Racer
from app.networks.setup import Setup
from landscapes.networks import Measures, Sampler, Task, measure, training_data
from landscapes.planes import PLANES, Plane, View, distance, project
from landscapes.slices import training_loss
from optimizers import Trajectory
from optimizers.run import stretches
from optimizers.structure import Structure
from optimizers.together import shared

MOST_KEPT = 2_500_000
"""Parameters times steps of which all points are kept, 10 MB; beyond, there are snapshots."""
LOST = 1e3
"""A run whose training loss stays above so many times that of its start does not come back."""


class Terms(NamedTuple):
    """What is common to the racers of a setup."""

    setup: Setup
    steps: int
    budget: Budget
    seed: int
    beforehand: Part | None = None
    """A plane that is known before anybody has moved, for ways of which not all points are kept."""


class Trained(NamedTuple):
    """What a racer did; row 0 is the start, and arrays are NumPy and read-only.

    Of points and measures there is every `every`-th row, of all else every row.
    """

    points: np.ndarray  # (K, d) float32
    every: int
    measures: Measures  # (K,)
    batch_losses: np.ndarray  # (T + 1,) of what each step saw
    layer_norms: np.ndarray  # (T + 1, layers) of the gradient of what each step saw
    learning_rates: np.ndarray  # (T + 1,)
    evaluations: np.ndarray  # (T + 1,)
    rows: int  # leading rows that count
    diverged: int | None  # at which step it was lost
    stopped: tuple[int, int] | None  # early: at which step, and that of the lowest validation loss
    fixed: tuple[np.ndarray, np.ndarray] | None  # (T + 1, 2), (T + 1,) on the plane beforehand

    @property
    def kept(self) -> np.ndarray:
        """The points of the rows that count."""
        return self.points[: (self.rows - 1) // self.every + 1]

    def every_row(self, kept: np.ndarray) -> np.ndarray:
        """What is known of every `every`-th row, on all rows that count; straight lines between."""
        if self.every == 1:
            return kept[: self.rows]
        rows, known = np.arange(self.rows), self.every * np.arange(len(kept))
        columns = kept.reshape(len(kept), -1).T
        filled = np.stack([np.interp(rows, known, column) for column in columns], axis=-1)
        return filled.reshape(self.rows, *kept.shape[1:])


def kept_every(task: Task, steps: int) -> int:
    """Of so many steps every how many-th point is kept."""
    return ceil(task.size * (steps + 1) / MOST_KEPT)


def train(terms: Terms, racer: Racer) -> Trained:
    """Train the network of `terms` with `racer`."""
    task = terms.setup.task
    every = kept_every(task, terms.steps)
    laid = _laid(terms, task)
    points, first, summaries = [], 0, []
    for piece in pieces(terms, racer):
        # Rows that are multiples of `every` in the whole run, wherever this piece begins.
        points.append(piece.points[-first % every :: every])
        summaries.append(_summed(piece, task, laid))
        first += len(piece.points)
    summary = _Summary(*(np.concatenate(part) for part in zip(*summaries, strict=True)))
    return _judged(terms, np.concatenate(points), every, summary)


def pieces(terms: Terms, racer: Racer) -> Iterator[Trajectory]:
    """The run, which is too long to be kept where networks are large."""
    setup = terms.setup
    task = setup.task
    start = start_of(setup, terms.seed)
    data = training_data(
        setup.examples(terms.seed),
        size=int(setup.term("batch")),
        replacement=bool(setup.term("replacement")),
        dropout=setup.term("dropout"),
    )
    optimizer, settings = shared(racer.entry, dict(racer.settings))
    return stretches(
        task,
        optimizer,
        start,
        steps=terms.steps,
        settings=settings,
        schedule=racer.plan,
        noise=racer.inexactness,
        modifiers=racer.modification,
        seed=terms.seed,
        sampler=Sampler(),
        data=data,
        structure=Structure.of(task.unravel(start)),
        internals=False,
    )


@lru_cache(maxsize=64)
def start_of(setup: Setup, seed: int) -> np.ndarray:
    """Where every racer of a setup starts."""
    return setup.task.start(setup.initial.slug, setup.initial.settings, seed)


class _Summary(NamedTuple):
    """What is kept of every row."""

    batch_losses: np.ndarray
    layer_norms: np.ndarray
    learning_rates: np.ndarray
    evaluations: np.ndarray
    finite: np.ndarray
    coordinates: np.ndarray
    off_plane: np.ndarray


def _laid(terms: Terms, task: Task) -> Plane | None:
    """The plane that is known beforehand, if there is one."""
    if terms.beforehand is None:
        return None
    start = start_of(terms.setup, terms.seed)
    loss = training_loss(task, terms.setup.examples(terms.seed))
    slug, settings = terms.beforehand
    return PLANES[slug](View(loss, task.unravel(start), (start[None],)), **dict(settings))


def _summed(piece: Trajectory, task: Task, laid: Plane | None) -> _Summary:
    """What is kept of each row of a piece of the run."""
    squares = np.square(piece.gradients, dtype=float)
    # Layers lie one behind the other in the vector, so each is a range of it.
    starts = np.cumsum([0, *layer_sizes(task)[:-1]])
    norms = np.sqrt(np.add.reduceat(squares, starts, axis=1))
    nothing = np.zeros((len(piece.points), 0))
    coordinates = project(laid, piece.points) if laid else nothing
    off_plane = distance(laid, piece.points) if laid else nothing[:, :0].sum(axis=1)
    finite = np.isfinite(piece.points).all(axis=1) & np.isfinite(piece.values)
    rates, used = piece.learning_rates, piece.evaluations
    return _Summary(piece.values, norms, rates, used, finite, coordinates, off_plane)


def layer_sizes(task: Task) -> list[int]:
    """Number of parameters of each layer."""
    layers = task.unravel(np.zeros(task.size, np.float32))
    return [sum(leaf.size for leaf in jax.tree.leaves(layer)) for layer in layers]


def _judged(terms: Terms, points: np.ndarray, every: int, summary: _Summary) -> Trained:
    """What the rows say of how the run ended."""
    setup = terms.setup
    broken = ~summary.finite
    rows = whole = int(broken.argmax()) if broken.any() else len(broken)
    if terms.budget == "evaluations":
        rows = min(rows, max(int(np.searchsorted(summary.evaluations, terms.steps, "right")), 1))
    points = points[: (max(rows, 1) - 1) // every + 1]
    measures = measure(setup.task, points, setup.examples(terms.seed))
    lost = _lost_from(measures.training)
    stopped = _stop(measures.validation, int(setup.term("patience")), every)
    diverged = whole if rows == whole < len(broken) else None
    if lost is not None and (stopped is None or lost * every < stopped[0]):
        rows, diverged, stopped = min(rows, lost * every + 1), lost * every, None
    elif stopped is not None:
        rows, diverged = min(rows, stopped[0] + 1), None
    fixed = (summary.coordinates, summary.off_plane) if summary.coordinates.size else None
    return Trained(
        points,
        every,
        measures,
        summary.batch_losses,
        summary.layer_norms,
        summary.learning_rates,
        summary.evaluations,
        max(rows, 1),
        diverged,
        stopped,
        fixed,
    )


def _lost_from(losses: np.ndarray) -> int | None:
    """The first row from which the loss stays far above that of the start."""
    far = ~(losses <= LOST * losses[0])
    if not far[-1]:
        return None
    near = np.flatnonzero(~far)
    return int(near[-1]) + 1 if near.size else 0


def _stop(losses: np.ndarray, patience: int, every: int) -> tuple[int, int] | None:
    """Where early stopping ends a run, and the step of the lowest validation loss until there."""
    if not patience or np.isnan(losses).all():
        return None
    best = np.minimum.accumulate(np.where(np.isnan(losses), np.inf, losses))
    rows = np.arange(len(losses))
    latest = np.maximum.accumulate(np.where(losses == best, rows, 0))
    waited = (rows - latest) * every >= patience
    if not waited.any():
        return None
    at = int(waited.argmax())
    return at * every, int(latest[at]) * every
