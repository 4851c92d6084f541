"""Numbers read back from CSV and JSON are those of the race, to the last bit."""

import csv
import io
import json
from dataclasses import replace

import numpy as np

from app import asked
from app.experiment import DEFAULT, Part, Racer
from app.exports import table
from app.simulate import simulate

NOISY = Part("gaussian", (("spread", 0.2),))
RACERS = (
    Racer("adam", noise=NOISY, modifiers=(Part("clip-norm"),)),
    Racer("adam", slot=1, schedule=Part("cosine")),
    # Too fast for the valley: it overflows.
    Racer("gradient-descent", (("learning_rate", 1.0),), slot=2),
)
EXPERIMENT = replace(DEFAULT, racers=RACERS, steps=40, seeds=3, seed=5)
NAMES = ["Adam", "Adam 2", "Gradient descent"]


def runs():
    """Name, seed and trajectory of every run, in order."""
    for name, result in zip(NAMES, simulate(EXPERIMENT), strict=True):
        for seed, trajectory in enumerate((result.trajectory, *result.others), start=5):
            yield name, seed, trajectory


def test_a_row_of_the_table_holds_the_floats_of_its_step():
    rows = list(csv.DictReader(io.StringIO(table.to_csv(EXPERIMENT).decode())))
    for name, seed, trajectory in runs():
        mine = [row for row in rows if (row["racer"], row["seed"]) == (name, str(seed))]
        count = trajectory.finite
        assert [int(row["step"]) for row in mine] == list(range(count))
        expected = {
            "x": trajectory.points[:count, 0],
            "y": trajectory.points[:count, 1],
            "loss": trajectory.values[:count],
            "gradient_x": trajectory.gradients[:count, 0],
            "gradient_y": trajectory.gradients[:count, 1],
            "learning_rate": trajectory.learning_rates[:count],
            "evaluations": trajectory.evaluations[:count],
        }
        for column, numbers in expected.items():
            np.testing.assert_array_equal([float(row[column]) for row in mine], numbers)
        norms = [float(row["gradient_norm"]) for row in mine]
        np.testing.assert_allclose(norms, np.hypot(*trajectory.gradients[:count].T), rtol=1e-15)
    assert len(rows) == sum(trajectory.finite for *_, trajectory in runs())


def test_json_holds_every_array_and_null_where_there_is_no_number():
    data = json.loads(table.to_json(EXPERIMENT))
    read = [(r["name"], run) for r in data["racers"] for run in r["runs"]]
    for (name, seed, trajectory), (read_name, run) in zip(runs(), read, strict=True):
        assert (name, seed) == (read_name, run["seed"])
        for field in ("points", "values", "gradients", "learning_rates", "evaluations"):
            kept = np.array(run[field], dtype=float)  # None becomes NaN
            expected = getattr(trajectory, field)
            np.testing.assert_array_equal(kept, np.where(np.isfinite(expected), expected, np.nan))
        assert run["internals"].keys() == trajectory.internals.keys()
        for field, numbers in trajectory.internals.items():
            np.testing.assert_array_equal(np.array(run["internals"][field], float), numbers)
    assert None in [value for _, run in read for value in run["values"]]


def test_json_says_what_was_asked_with_what_and_how_it_ended():
    data = json.loads(table.to_json(EXPERIMENT))
    assert asked.opened(data["link"]) == EXPERIMENT
    assert set(data["versions"]) == {"descent-lab", "jax", "optax", "numpy"}
    assert data["experiment"]["landscape"] == "rosenbrock"
    assert data["experiment"]["steps"] == 40
    first, second, lost = data["racers"]
    assert first["settings"]["b1"] == 0.9
    assert first["noise"] == {"name": "gaussian", "settings": {"spread": 0.2}}
    assert [part["name"] for part in first["modifiers"]] == ["clip-norm"]
    assert second["schedule"]["name"] == "cosine"
    assert lost["outcome"]["kind"] == "diverged"
