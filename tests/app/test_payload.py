"""The binary message says exactly what was simulated, in few bytes."""

import json
import struct
from dataclasses import replace

import numpy as np
import pytest

from app.experiment import DEFAULT, Experiment, Part, Racer
from app.player.palette import STYLES
from app.player.payload import GRID, detail, message
from app.simulate import simulate
from landscapes import LANDSCAPES
from landscapes.heights import heights


def sent(experiment, **asked):
    """The message of `experiment`, taken apart as the browser does: header and array lookup."""
    raw = message(experiment, simulate(experiment), **asked)
    (length,) = struct.unpack_from("<I", raw)
    begin = -(-(4 + length) // 8) * 8
    numbers = np.frombuffer(raw, "<f4", offset=begin)

    def array(reference):
        first, *shape = reference
        return numbers[first : first + int(np.prod(shape))].reshape(shape)

    return json.loads(raw[4 : 4 + length]), array


def test_every_array_arrives_as_simulated():
    header, array = sent(DEFAULT)
    assert header["steps"] == 500
    for racer, result in zip(header["racers"], simulate(DEFAULT), strict=True):
        trajectory = result.trajectory
        assert (racer["surface"], racer["rows"]) == (0, 501)
        np.testing.assert_allclose(array(racer["points"]), trajectory.points, rtol=1e-6)
        np.testing.assert_allclose(array(racer["gaps"]), trajectory.values, rtol=1e-6, atol=1e-30)
        norms = np.linalg.norm(trajectory.gradients, axis=1)
        np.testing.assert_allclose(array(racer["gradient_norms"]), norms, rtol=1e-6, atol=1e-30)
        np.testing.assert_array_equal(array(racer["evaluations"]), trajectory.evaluations)
        rates = np.broadcast_to(array(racer["learning_rates"]), 501)
        np.testing.assert_allclose(rates, trajectory.learning_rates, rtol=1e-6)


@pytest.mark.parametrize("slug", LANDSCAPES)
def test_the_surface_is_sent_with_its_heights_window_and_critical_points(slug):
    landscape = LANDSCAPES[slug]
    experiment = Experiment(landscape=slug, start=landscape.start, steps=5, racers=())
    header, array = sent(experiment)
    (surface,) = header["surfaces"]
    assert header["kind"] == "surface"
    np.testing.assert_allclose(
        array(surface["values"]), heights(landscape, GRID), rtol=1e-6, atol=1e-30
    )
    assert list(zip(surface["x"], surface["y"], strict=True)) == [*landscape.window]
    assert [mark["kind"] for mark in surface["marks"]] == [
        kind for _, kind in landscape.critical_points
    ]


@pytest.mark.parametrize("slug", ["adam", "lbfgs"])
def test_eight_racers_of_500_steps_fit_in_150_kilobytes(slug):
    eight = replace(DEFAULT, racers=tuple(Racer(slug, slot=slot) for slot in range(8)))
    assert len(message(eight, simulate(eight))) <= 150_000


def test_a_diverged_racer_is_sent_up_to_the_step_at_which_it_was_lost():
    racers = (Racer("gradient-descent", (("learning_rate", 0.01),)),)
    header, array = sent(replace(DEFAULT, racers=racers))
    (racer,) = header["racers"]
    assert racer["outcome"]["text"] == f"diverged at step {racer['outcome']['step']}"
    assert racer["rows"] == racer["outcome"]["step"] + 1 == len(array(racer["points"]))
    assert np.isfinite(array(racer["gaps"])).all()


def test_numbers_too_large_for_the_message_are_left_out_and_not_sent_as_infinity():
    racers = (Racer("lbfgs"), Racer("gradient-descent", (("learning_rate", 1.0),), slot=1))
    for start in [(-1.6, 1e-3), (0.0, 2.0)]:
        header, array = sent(Experiment(landscape="saddle", start=start, steps=500, racers=racers))
        for racer in header["racers"]:
            for name in ("points", "gaps", "gradient_norms"):
                assert np.isfinite(array(racer[name])).all()


def test_the_data_begin_on_a_boundary_of_eight_bytes():
    for steps in (1, 22, 333, 4444):
        cut = replace(DEFAULT, steps=steps)
        raw = message(cut, simulate(cut))
        (length,) = struct.unpack_from("<I", raw)
        assert set(raw[4 + length : -(-(4 + length) // 8) * 8]) <= {0}


def test_racers_of_one_optimizer_are_told_apart_by_their_settings():
    assert detail(Racer("adam", (("learning_rate", 0.2),))) == "η = 0.2, β₁ = 0.9"
    assert detail(Racer("lbfgs")) == "c₁ = 0.0001, c₂ = 0.9"


def test_what_is_around_a_rule_is_said_behind_its_settings():
    racer = Racer(
        "adam",
        schedule=Part("cosine"),
        noise=Part("gaussian", (("spread", 0.3),)),
        modifiers=(Part("clip-norm", (("limit", 2.0),)),),
    )
    first, schedule, noise, modifier = detail(racer).split(" · ")
    assert first == "η = 0.1, β₁ = 0.9"
    assert schedule == "cosine decay"
    assert noise.endswith("σ = 0.3")
    assert modifier.endswith("c = 2")


def test_the_other_seeds_are_sent():
    noisy = Racer("adam", noise=Part("gaussian", (("spread", 0.3),)))
    experiment = replace(DEFAULT, racers=(noisy,), seeds=4, steps=30)
    header, array = sent(experiment)
    (racer,) = header["racers"]
    (result,) = simulate(experiment)
    assert header["budget"] == "steps"
    for other, run in zip(racer["others"], result.others, strict=True):
        np.testing.assert_allclose(array(other["points"]), run.points, rtol=1e-6)


def test_curvature_and_distance_are_sent_when_they_are_asked_for():
    experiment = replace(DEFAULT, racers=DEFAULT.racers[-1:])
    header, array = sent(experiment, parts=frozenset({"measures"}))
    (racer,) = header["racers"]
    # At the minimum of Rosenbrock's function.
    assert array(racer["sharpness"])[-1] == pytest.approx(1001.6006, rel=1e-5)
    assert array(racer["flatness"])[-1] == pytest.approx(0.39936077, rel=1e-5)
    assert "sharpness" not in sent(experiment)[0]["racers"][0]
    away = np.linalg.norm(simulate(experiment)[0].trajectory.points - 1, axis=1)
    np.testing.assert_allclose(array(racer["distances"]), away, rtol=1e-6)
    assert not racer["edged"]


def test_a_surface_without_a_minimum_has_no_distance_to_one():
    saddle = Experiment(landscape="saddle", start=(1, 1), steps=5, racers=(Racer("momentum"),))
    (racer,) = sent(saddle, parts=frozenset({"measures"}))[0]["racers"]
    assert racer["distances"] is None
    assert racer["edged"]


def test_each_slot_has_a_colour_and_a_mark_of_its_own():
    assert len(STYLES) == 8
    for field in ("light", "dark", "mark", "name", "glyph"):
        assert len({getattr(style, field) for style in STYLES}) == 8
