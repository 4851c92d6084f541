"""The first race on a landscape never seen by the process: compiled anew, and loaded from disk."""

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
LIMITS = {"compiled": 1.5, "loaded": 0.4}
RACERS = (
    "gradient-descent",
    "momentum",
    "nesterov",
    "adagrad",
    "rmsprop",
    "adam",
    "lbfgs",
    "newton",
)

# What a fresh process does: it has shown one landscape, and is asked for another.
PROCESS = """
import json, pathlib, sys, time
from optimizers import backend
backend.prepare(pathlib.Path(sys.argv[1]))
from app.experiment import DEFAULT, Experiment, Racer
from app.player.payload import message
from app.simulate import simulate
from landscapes import LANDSCAPES
known = Experiment(landscape="saddle", start=(1, 1), steps=9, racers=(Racer("adam"),))
message(known, simulate(known))
himmelblau = LANDSCAPES["himmelblau"]
slugs = json.loads(sys.argv[2])
racers = tuple(Racer.fitted(slug, himmelblau, slot) for slot, slug in enumerate(slugs))
race = Experiment(landscape="himmelblau", start=himmelblau.start, steps=500, racers=racers)
begun = time.perf_counter()
message(race, simulate(race))
print(time.perf_counter() - begun)
"""

IMPORTS = """
import time
import jax, jax.numpy, optax, optax.contrib
begun = time.perf_counter()
import landscapes, optimizers
print(time.perf_counter() - begun)
"""


def answered(code: str, *arguments: str) -> float:
    """The number that a process of its own prints."""
    command = [sys.executable, "-c", code, *arguments]
    return float(subprocess.run(command, check=True, cwd=ROOT, capture_output=True).stdout)


def measure(rounds: int = 5) -> dict[str, float]:
    """Median seconds of the first race, in a process without and in one with programs on disk."""
    times: dict[str, list[float]] = {"compiled": [], "loaded": []}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            for name in times:
                times[name].append(answered(PROCESS, folder, json.dumps(RACERS)))
    return {name: statistics.median(taken) for name, taken in times.items()}


def main() -> None:
    medians = measure()
    for name, taken in medians.items():
        print(
            f"first race of 8 on a new landscape, {name}: {taken:5.2f} s (limit {LIMITS[name]} s)"
        )
    print(f"compiled / loaded: {medians['compiled'] / medians['loaded']:.1f} ×")
    imports = statistics.median(answered(IMPORTS) for _ in range(7))
    print(f"import of the whole catalogue beyond jax and optax: {imports * 1e3:.0f} ms (limit 50)")
