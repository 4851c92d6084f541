"""What comes of a training: every racer's way, and the planes on which the ways are looked at."""

import os
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import jax
import numpy as np
from jax import Array

from app.experiment import Part, Racer
from app.networks.setup import Setup
from app.networks.trained import Terms, Trained, kept_every, start_of, train
from app.networks.training import Training
from landscapes.networks import Data, Examples, Sampler, training_data
from landscapes.planes import PLANES, Cut, Plane, View, window
from landscapes.slices import training_loss

# Rows above so many times the loss of the start do not decide what is shown.
SHOWN = 2.0

INSTEAD = PLANES["random"]

Window = tuple[tuple[float, float], tuple[float, float]]

# A racer keeps one core busy. Even where there is one core, XLA compiles without holding Python's
# lock, so two new programs are ready almost as soon as one.
_threads = ThreadPoolExecutor(max(os.cpu_count() or 1, 2), thread_name_prefix="training")


class Seen(NamedTuple):
    """The plane of one setup, laid through the ways of those who train it."""

    plane: Plane
    cut: Cut  # what kind of plane it is; another than was asked for where that has no plane
    window: Window  # lower left and upper right corner
    about: Racer | None  # the racer through whose way it is laid


def simulate(training: Training) -> tuple[Trained, ...]:
    """Train every racer; results are shared by all sessions and read-only."""
    begun = [_begun(training, racer) for racer in training.racers]
    return tuple(one.result() for one in begun)


def trained(training: Training, racer: Racer) -> Trained:
    """What one of the racers did."""
    return _begun(training, racer).result()


def forget() -> None:
    """Drop what all racers did."""
    _under_way.cache_clear()


def _begun(training: Training, racer: Racer) -> Future[Trained]:
    setup = training.setup_of(racer)
    whole = kept_every(setup.task, training.steps) == 1
    terms = Terms(
        setup,
        training.steps,
        training.budget,
        training.seed,
        None if whole else _beforehand(training),
    )
    # Without its place, which decides its colour and not its way.
    return _under_way(terms, replace(racer, slot=0))


# 24 ways of 10 MB, of which a race has at most eight. The page and the player ask for a new race
# at the same time, and it is trained once.
@lru_cache(maxsize=24)
def _under_way(terms: Terms, racer: Racer) -> Future[Trained]:
    return _threads.submit(train, terms, racer)


def _beforehand(training: Training) -> Part | None:
    """The plane, if it is known before anybody has moved: a random one through the start."""
    through_start = dict(training.plane.settings).get("step") == 0
    is_random = training.plane.slug.startswith("random")
    return training.plane if is_random and through_start else None


def planes(training: Training) -> tuple[Seen, ...]:
    """The plane of every setup, all with the same window, so that they can be compared."""
    # What is shown on the planes does not move them.
    return _planes(replace(training, quantity="loss", batch=0))


@lru_cache(maxsize=32)
def _planes(training: Training) -> tuple[Seen, ...]:
    results = dict(zip(training.racers, simulate(training), strict=True))
    seen = [_seen(training, number, results) for number in range(len(training.setups))]
    shared = _around([one.window for one in seen])
    return tuple(one._replace(window=shared) for one in seen)


def _seen(training: Training, number: int, results: dict[Racer, Trained]) -> Seen:
    setup, field = training.setups[number], training.field(number)
    examples, start = setup.examples(training.seed), start_of(setup, training.seed)
    ways = tuple(results[racer].kept for racer in field) or (start[None],)
    chosen = _chosen(training.about, field, results)
    loss = training_loss(setup.task, examples)
    view = View(loss, setup.task.unravel(start), ways, chosen)
    plane, cut = _laid(training, view)
    near = [_near(results[racer]) for racer in field] or [start[None]]
    corners = window(plane, np.concatenate(near), least=2 * cut.reach)
    return Seen(plane, cut, corners, field[chosen] if field else None)


def _laid(training: Training, view: View) -> tuple[Plane, Cut]:
    """The plane that is asked for; where there is none, a random one that says why."""
    try:
        return training.cut(view, **dict(training.plane.settings)), training.cut
    except ValueError as error:
        plane = INSTEAD(view)
        told = f"{error} So this is a random plane. {plane.note}"
        return plane._replace(note=told), INSTEAD


def _chosen(about: int, field: tuple[Racer, ...], results: dict[Racer, Trained]) -> int:
    """The place in the field of the racer that the plane is about."""
    slots = [racer.slot for racer in field]
    if about in slots:
        return slots.index(about)
    ends = [results[racer].measures.training[len(results[racer].kept) - 1] for racer in field]
    return int(np.argmin(np.where(np.isnan(ends), np.inf, ends))) if ends else 0


def _near(result: Trained) -> np.ndarray:
    """The points of a way whose loss is not far above that of its start."""
    kept = result.kept
    losses = result.measures.training[: len(kept)]
    near = losses <= SHOWN * losses[0]
    return kept[near] if near.any() else kept[:1]


def _around(windows: Iterable[Window]) -> Window:
    lower, upper = np.array(list(windows)).swapaxes(0, 1)
    (left, bottom), (right, top) = lower.min(axis=0).tolist(), upper.max(axis=0).tolist()
    return (left, bottom), (right, top)


def shown_examples(training: Training, setup: Setup) -> Examples:
    """The examples that the surface is the loss of: all of them, or the batch of one step."""
    examples = setup.examples(training.seed)
    if not training.shown_batch:
        return examples
    rows = batch_rows(setup, training.seed, training.shown_batch)
    return Examples(examples.inputs[rows], examples.targets[rows], len(rows))


@lru_cache(maxsize=64)
def batch_rows(setup: Setup, seed: int, step: int) -> np.ndarray:
    """The rows of the examples that step number `step` is shown, counted from 1."""
    examples = setup.examples(seed)
    size = min(int(setup.term("batch")), examples.training)
    data = training_data(examples, size=size, replacement=bool(setup.term("replacement")))
    few, rows, weights = _drawn(data, np.uint32(seed), np.int32(step - 1))
    if few:
        return np.asarray(rows)[:size]
    counts = np.rint(np.asarray(weights) * size).astype(int)
    return np.repeat(np.arange(examples.training), counts)


@jax.jit
def _drawn(data: Data, seed: Array, step: Array) -> tuple[Array, Array, Array]:
    """Of one step: whether its batch is small, the rows if it is, and the weights of all rows."""
    sampler, key = Sampler(), jax.random.key(seed)
    sample = sampler.draw(data, key, step)
    return sample.few, sample.rows, sample.weights
