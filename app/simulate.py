"""What comes of an experiment: the one place where landscapes and optimizers meet in a run."""

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from app.experiment import Experiment, Racer
from optimizers import Trajectory, programs, run
from optimizers.measures import Outcome, outcome
from optimizers.step import Form

# A run farther from its start than this many diagonals of the window does not come back.
LOST_DIAGONALS = 10.0

# XLA compiles without holding Python's lock, so two new programs are ready almost as soon as one.
_threads = ThreadPoolExecutor(2, thread_name_prefix="race")


class Result(NamedTuple):
    """What one racer did, and how it ended."""

    trajectory: Trajectory
    outcome: Outcome
    others: tuple[Trajectory, ...] = ()
    """The same racer with the further seeds."""

    @property
    def kept(self) -> int:
        """How many leading rows count: finite ones, up to where the run was lost for good."""
        kind, step, _ = self.outcome
        lost = step if kind in ("diverged", "escaped") else None
        return self.trajectory.finite if lost is None else min(self.trajectory.finite, lost + 1)


def simulate(experiment: Experiment) -> tuple[Result, ...]:
    """Run every racer of `experiment`; results are shared by all sessions and read-only."""
    terms = replace(experiment, racers=())
    racers = [_anywhere(racer) for racer in experiment.racers]
    # Threads cost more than a run, so they take only those that must be compiled.
    new = [racer for racer in racers if not _is_compiled(terms, racer)]
    if len(new) > 1:
        list(_threads.map(lambda racer: _race(terms, racer), new))
    return tuple(_race(terms, racer) for racer in racers)


@lru_cache(maxsize=256)
def _anywhere(racer: Racer) -> Racer:
    """`racer` without its place, which decides its colour and not its way."""
    return replace(racer, slot=0)


def _is_compiled(terms: Experiment, racer: Racer) -> bool:
    return programs.is_ready(Form(terms.surface.fn, racer.entry, racer.plain))


# Cached racer by racer: when a knob is turned, the other racers need not run again.
@lru_cache(maxsize=256)
def _race(terms: Experiment, racer: Racer) -> Result:
    seeds = terms.seeds if racer.random else 1
    first, *others = (_run(terms, racer, terms.seed + k) for k in range(seeds))
    parameters = tuple(value for _, value in terms.parameters)
    reach = LOST_DIAGONALS * math.dist(*terms.surface.window)
    ended = outcome(terms.surface.fn, first, reach=reach, parameters=parameters)
    return Result(first, ended, tuple(others))


def _run(terms: Experiment, racer: Racer, seed: int) -> Trajectory:
    trajectory = run(
        terms.surface.fn,
        racer.entry,
        terms.start,
        steps=terms.steps,
        settings=dict(racer.settings),
        parameters=[value for _, value in terms.parameters],
        schedule=racer.plan,
        noise=racer.inexactness,
        modifiers=racer.modification,
        seed=seed,
    )
    # A step costs at least one evaluation, so this many steps use up the budget.
    return trajectory.until(terms.steps) if terms.budget == "evaluations" else trajectory
