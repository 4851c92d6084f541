"""Shapes of schedules: what multiplies the learning rate of each step, in plain NumPy.

`step` holds the numbers of steps, from 0 on, and `steps` says how many the whole run has; behind
its end a shape stays as it ended. Shares of the run are rounded to whole steps where they meet.
"""

import numpy as np


def constant(step: np.ndarray, steps: int) -> np.ndarray:
    """One."""
    del steps
    return np.ones(len(step))


def stairs(step: np.ndarray, steps: int, every: float, factor: float) -> np.ndarray:
    """Down by `factor` after each share `every` of the run."""
    # Whole steps, since 0.07 * 100 is a little more than 7 and would make the stair one longer.
    return factor ** (step // max(round(every * steps), 1))


def exponential(step: np.ndarray, steps: int, final: float) -> np.ndarray:
    """Down by the same factor at every step."""
    return final ** _share(step, steps)


def polynomial(step: np.ndarray, steps: int, final: float, power: float) -> np.ndarray:
    """Down along a power of the share of the run that is left."""
    return final + (1 - final) * (1 - _share(step, steps)) ** power


def inverse(step: np.ndarray, steps: int, time: float, power: float) -> np.ndarray:
    """Down as a power of the time since the start."""
    return (1 + _share(step, steps) / time) ** -power


def cosine(step: np.ndarray, steps: int, final: float) -> np.ndarray:
    """Down along half a cosine."""
    return _swing(1.0, final, _share(step, steps))


def restarts(
    step: np.ndarray, steps: int, cycles: float, growth: float, final: float
) -> np.ndarray:
    """Down along half a cosine again and again, each time `growth` times as slowly."""
    lengths = growth ** np.arange(int(cycles))
    # Cycles shorter than half a step vanish.
    ends = np.unique(np.round(max(steps, 1) * np.cumsum(lengths) / lengths.sum()))
    begins = np.concatenate([[0.0], ends[:-1]])
    cycle = np.minimum(np.searchsorted(ends, step, side="right"), len(ends) - 1)
    return _swing(1.0, final, _share(step - begins[cycle], ends[cycle] - begins[cycle]))


def warmup(step: np.ndarray, steps: int, warmup: float, start: float, final: float) -> np.ndarray:
    """Up along a straight line, then down along half a cosine."""
    top = round(warmup * steps)
    rising = start + (1 - start) * _share(step, top)
    return np.where(step < top, rising, _swing(1.0, final, _share(step - top, steps - top)))


def one_cycle(step: np.ndarray, steps: int, peak: float, start: float, final: float) -> np.ndarray:
    """Up along half a cosine, then down along another."""
    top = round(peak * steps)
    rising = _swing(start, 1.0, _share(step, top))
    return np.where(step < top, rising, _swing(1.0, final, _share(step - top, steps - top)))


def _share(step: np.ndarray, of: float | np.ndarray) -> np.ndarray:
    """How much of the first `of` steps lies behind each step."""
    return np.clip(step / np.maximum(of, 1), 0.0, 1.0)


def _swing(first: float, last: float, share: np.ndarray) -> np.ndarray:
    """From `first` to `last` along half a cosine."""
    return last + (first - last) * (1 + np.cos(np.pi * share)) / 2
