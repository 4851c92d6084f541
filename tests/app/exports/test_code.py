"""The exported program is what ran: without Descent Lab it finds the points of the race."""

import contextlib
import io
import re
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from app.experiment import DEFAULT, Experiment, Part, Racer
from app.exports import code
from app.simulate import simulate
from landscapes import LANDSCAPES
from optimizers import OPTIMIZERS
from optimizers.modifiers import MODIFIERS
from optimizers.noise import NOISES
from optimizers.schedules import SCHEDULES

# Each optimizer and each surface at least once; apart by so much, no pair is slow to compile.
PAIRS = [
    ([*LANDSCAPES][k % len(LANDSCAPES)], [*OPTIMIZERS][(k + 8) % len(OPTIMIZERS)])
    for k in range(max(len(LANDSCAPES), len(OPTIMIZERS)))
]
BOWL = LANDSCAPES["stretched-bowl"]


def ran(experiment):
    """What the program leaves in `trajectories`, and what it prints."""
    scope, printed = {"__name__": "__main__"}, io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code.text(experiment), "race.py", "exec"), scope)
    return scope["trajectories"], printed.getvalue()


def assert_same(experiment, *, rtol=1e-9):
    """The program's points are those of the race, as far as those are finite."""
    trajectories, _ = ran(experiment)
    results = simulate(experiment)
    assert len(trajectories) == len(results)
    for (name, points), result in zip(trajectories.items(), results, strict=True):
        expected = result.trajectory.points
        assert points.shape == expected.shape
        rows = result.trajectory.finite
        scale = np.abs(expected[:rows]).max()
        np.testing.assert_allclose(
            points[:rows], expected[:rows], rtol=rtol, atol=rtol * scale, err_msg=name
        )
    return trajectories


def race(*racers, landscape="stretched-bowl", steps=80, **more):
    surface = LANDSCAPES[landscape]
    racers = tuple(replace(racer, slot=slot) for slot, racer in enumerate(racers))
    return Experiment(landscape=landscape, start=surface.start, steps=steps, racers=racers, **more)


def fitted(slug, landscape="stretched-bowl", **around):
    return replace(Racer.fitted(slug, LANDSCAPES[landscape], 0), **around)


@pytest.mark.parametrize(("landscape", "slug"), PAIRS)
def test_every_optimizer_and_every_landscape_run_as_code(landscape, slug):
    assert_same(race(fitted(slug, landscape), landscape=landscape, steps=40))


def test_schedules_run_as_code():
    plans = [Part(slug) for slug in SCHEDULES if slug != "constant"]
    descents = [fitted("gradient-descent", schedule=plan) for plan in plans[:7]]
    assert_same(race(*descents, fitted("newton")))
    others = [fitted(slug, schedule=plans[2]) for slug in ("momentum", "prodigy")]
    assert_same(race(*others, *(fitted("adam", schedule=plan) for plan in plans[7:])))
    # Polyak's steps amplify whatever is rounded, tenfold in six of them.
    assert_same(race(fitted("polyak", schedule=plans[2]), steps=30))


def test_inexact_gradients_run_as_code():
    noises = [Part(slug) for slug in NOISES if slug != "exact"]
    tails = Part("heavy-tailed", (("spread", 0.1), ("freedom", 5.0)))
    assert_same(
        race(*(fitted("gradient-descent", noise=noise) for noise in [*noises, tails]), seed=3)
    )
    slugs = ("adam", "sam", "nelder-mead", "cma-es", "one-plus-one-es")
    assert_same(race(*(fitted(slug, noise=Part("gaussian")) for slug in slugs), seed=4))


def test_modifiers_run_as_code():
    every = tuple(map(Part, MODIFIERS))
    racers = [fitted("adam", modifiers=(part,)) for part in every]
    assert_same(race(*racers, fitted("dog", modifiers=every), fitted("rprop", modifiers=every)))
    slugs = ("sam", "polyak", "lbfgs")
    assert_same(race(*(fitted(slug, modifiers=every) for slug in slugs)))


def test_all_at_once_runs_as_code_for_more_than_one_stretch_of_random_numbers():
    around = {
        "schedule": Part("reduce-on-plateau", (("patience", 3.0),)),
        "noise": Part("gaussian", (("spread", 0.05),)),
        "modifiers": tuple(map(Part, MODIFIERS)),
    }
    late = replace(fitted("momentum", **around), noise=Part("delayed", (("delay", 4.0),)))
    assert_same(race(fitted("adam", **around), late, fitted("adam"), steps=1500, seed=9))


def test_a_budget_of_evaluations_ends_the_program_s_runs_as_it_does_the_race_s():
    slugs = ("gradient-descent", "sam", "lbfgs", "newton", "nelder-mead", "armijo", "cma-es")
    assert_same(race(*map(fitted, slugs), steps=60, budget="evaluations"))


def test_parameters_and_names_that_two_modules_share_are_kept_apart():
    surface = "exploding-gradient"
    racers = [fitted(slug, surface) for slug in ("rprop", "adam", "adam")]
    parameters = (("length", 3.0),)
    experiment = race(*racers, landscape=surface, parameters=parameters, steps=25)
    assert list(assert_same(experiment)) == ["Rprop", "Adam", "Adam 2"]


def test_optax_reads_as_anyone_would_write_it_and_nothing_stands_around_it():
    text = code.text(race(fitted("adam"), fitted("momentum")))
    assert "descend(optax.adam(learning_rate=0.1, b1=0.9, b2=0.999, eps=1e-08))" in text
    assert "def descend(optimizer):" in text
    assert "gradient = jax.grad(f)(point)" in text
    assert not re.search("noise|told|rates|samples|value_fn|extra", text, re.IGNORECASE)
    assert text.count("\n") < 60


def test_an_empty_race_is_a_program_too():
    trajectories, printed = ran(replace(DEFAULT, racers=()))
    assert (trajectories, printed) == ({}, "")


def test_it_needs_nothing_of_descent_lab_and_prints_where_racers_end(tmp_path):
    (tmp_path / "race.py").write_bytes(code.to_bytes(DEFAULT))
    guard = "import sys; sys.modules |= dict.fromkeys(['app', 'landscapes', 'optimizers'])\n"
    (tmp_path / "alone.py").write_text(guard + "import runpy; runpy.run_path('race.py')")
    command = [sys.executable, "-I", "alone.py"]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    ends = [line.partition(":")[0] for line in said.splitlines()]
    assert ends == [racer.entry.title for racer in DEFAULT.racers]
    assert "L-BFGS: f(1, 1) = " in said


@pytest.mark.parametrize("slug", ["adam", "cma-es"])
def test_it_is_laid_out_as_formatters_have_it(slug, tmp_path):
    around = {"schedule": Part("cosine")} if slug == "adam" else {}
    racer = fitted(slug, noise=Part("gaussian"), modifiers=tuple(map(Part, MODIFIERS)), **around)
    path = tmp_path / "race.py"
    path.write_bytes(code.to_bytes(race(racer, fitted("lbfgs"))))
    command = [
        sys.executable,
        "-m",
        "ruff",
        "format",
        "--check",
        "--line-length",
        "100",
        "--isolated",
    ]
    said = subprocess.run([*command, str(path)], capture_output=True, text=True)
    assert said.returncode == 0, said.stdout + said.stderr
