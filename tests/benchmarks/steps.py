"""Steps per second against torch.optim and NumPy loops, on the same race in the same run."""

import statistics
import time
from collections.abc import Callable

import numpy as np

from app import simulate as racing
from tests.benchmarks import peers
from tests.benchmarks.race import RACE


def fresh_race() -> tuple[racing.Result, ...]:
    """Our own race, past the cache of results but with everything compiled."""
    racing._race.cache_clear()
    return racing.simulate(RACE)


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def measure(rounds: int = 7) -> dict[str, float]:
    """Median seconds of each contestant, interleaved, the first call of each left out."""
    contestants = {"ours": fresh_race, "torch": peers.torch_race, "numpy": peers.numpy_race}
    for work in contestants.values():
        work()
    times = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, work in contestants.items():
            # Each race by itself: where others use the processor too, a mean is mostly of them.
            times[name] += [seconds(work) for _ in range(50 if name == "ours" else 1)]
    return {name: statistics.median(taken) for name, taken in times.items()}


def main() -> None:
    ours = [result.trajectory.points for result in fresh_race()]
    for name, race in (("torch", peers.torch_race), ("numpy", peers.numpy_race)):
        worst = max(np.abs(a - b).max() for a, b in zip(ours, race(), strict=True))
        print(f"largest difference from {name} over {RACE.steps} steps: {worst:.1e}")
    medians = measure()
    steps = len(RACE.racers) * RACE.steps
    for name, taken in medians.items():
        print(
            f"{name:>6}: {taken * 1e3:9.3f} ms, {steps / taken:12,.0f} steps/s, "
            f"{taken / medians['ours']:8,.1f} × our time"
        )
