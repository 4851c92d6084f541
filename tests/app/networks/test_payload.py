"""The binary message of networks says exactly what was trained, on planes as they say."""

from dataclasses import replace

import jax
import numpy as np
import pytest

from app import asked
from app.experiment import Part, Racer
from app.networks import trained as training_runs
from app.networks.payload import FIRST, message
from app.networks.simulate import batch_rows, forget, planes, simulate
from landscapes.curvature import leading
from landscapes.networks import Examples, measure
from landscapes.planes import PLANES, at, distance, project
from landscapes.slices import training_loss
from tests.app.networks.small import (
    ADAM,
    DESCENT,
    MOONS,
    STEPS,
    WAVES,
    opened,
    part,
    setup_of,
    training_of,
)

OTHER = setup_of(part("mlp", depth=1, width=3))
BOTH = training_of(MOONS, OTHER, lanes=((3, 1),))


def sent(training, **wanted):
    return opened(message(training, **wanted))


def test_the_header_says_all_that_the_player_needs():
    header, array = sent(BOTH)
    assert {name: header[name] for name in ("kind", "steps", "budget", "parts")} == {
        "kind": "network",
        "steps": STEPS,
        "budget": "steps",
        "parts": [],
    }
    assert asked.read(header["link"]) == BOTH
    # What tells the networks apart.
    assert [one["title"][0] for one in header["surfaces"]] == ["A", "B"]
    assert ["4" in one["title"] for one in header["surfaces"]] == [True, False]
    for surface in header["surfaces"]:
        assert (surface["side"], surface["floor"], surface["heights"]) == (FIRST, 0, "log")
        assert array(surface["values"]).shape == (FIRST, FIRST)
        assert surface["marks"] == []
        assert surface["quantity"] == {"slug": "loss", "title": "training loss"}
        assert surface["plane"]["slug"] == "principal"
        assert len(surface["plane"]["axes"]) == len(surface["plane"]["explained"]) == 2
        assert {"title", "note", "null", "curve"} <= surface["plane"].keys()
    first, second = header["racers"]
    assert (first["surface"], second["surface"]) == (0, 1)
    assert (first["id"], second["id"], second["name"]) == ("0", "3", "Adam")
    assert first["outcome"] == {"kind": "moving", "step": None, "text": "still training"}
    assert {"light", "dark", "mark", "detail", "edged", "others"} <= first.keys()
    network = second["network"]
    assert (network["size"], network["every"]) == (OTHER.task.size, 1)
    assert network["layers"] == list(OTHER.task.model.layers)


def test_every_array_arrives_as_trained():
    header, array = sent(BOTH)
    for racer, result in zip(header["racers"], simulate(BOTH), strict=True):
        setup = BOTH.setups[racer["surface"]]
        network, measures = racer["network"], result.measures
        assert racer["rows"] == STEPS + 1
        expected = {
            "gaps": measures.training,
            "learning_rates": result.learning_rates,
            "evaluations": result.evaluations,
            "gradient_norms": np.sqrt((result.layer_norms**2).sum(axis=1)),
        }
        for name, values in expected.items():
            np.testing.assert_allclose(array(racer[name]), values, rtol=1e-6, err_msg=name)
        expected = {
            "batch_losses": result.batch_losses,
            "validation": measures.validation,
            "accuracy": measures.training_accuracy,
            "validation_accuracy": measures.validation_accuracy,
            "layer_norms": result.layer_norms,
            "weight_norms": np.linalg.norm(result.points, axis=1),
            "walked": np.linalg.norm(result.points - result.points[0], axis=1),
        }
        for name, values in expected.items():
            np.testing.assert_allclose(array(network[name]), values, rtol=1e-5, err_msg=name)
        assert array(network["layer_norms"]).shape == (STEPS + 1, len(setup.task.model.layers))


@pytest.mark.parametrize("slug", PLANES)
def test_ways_are_projected_onto_the_plane_and_losses_there_are_told(slug):
    training = training_of(plane=Part(slug))
    header, array = sent(training)
    (seen,) = planes(training)
    (surface,) = header["surfaces"]
    assert surface["plane"]["slug"] == slug
    (left, bottom), (right, top) = seen.window
    assert (surface["x"], surface["y"]) == ([left, right], [bottom, top])
    for racer, result in zip(header["racers"], simulate(training), strict=True):
        coordinates = project(seen.plane, result.points)
        away = distance(seen.plane, result.points)
        scale = np.abs(coordinates).max()
        np.testing.assert_allclose(array(racer["points"]), coordinates, atol=1e-5 * scale)
        np.testing.assert_allclose(array(racer["network"]["off_plane"]), away, atol=1e-5)
        # Where the way is projected and how far away it is make up the whole way.
        across = np.linalg.norm(at(seen.plane, coordinates) - result.points, axis=1)
        np.testing.assert_allclose(away, across, atol=1e-4)
        on_plane = at(seen.plane, array(racer["points"])[[0, 9, 20]]).astype(np.float32)
        losses = measure(MOONS.task, on_plane, MOONS.examples(0)).training
        told = array(racer["network"]["plane_losses"])[[0, 9, 20]]
        np.testing.assert_allclose(told, losses, rtol=1e-3)
        inside = (coordinates >= (left, bottom)) & (coordinates <= (right, top))
        assert inside.all()


@pytest.mark.parametrize(
    ("quantity", "heights"),
    [("loss", "log"), ("validation", "log"), ("accuracy", "linear"), ("gradient", "linear")],
)
def test_the_surface_is_what_it_says_at_every_corner(quantity, heights):
    training = training_of(quantity=quantity)
    header, array = sent(training)
    (surface,), (seen,) = header["surfaces"], planes(training)
    assert (surface["quantity"]["slug"], surface["heights"]) == (quantity, heights)
    corners = [(x, y) for y in surface["y"] for x in surface["x"]]
    points = at(seen.plane, corners)
    examples = MOONS.examples(0)
    measures = measure(MOONS.task, points, examples)
    gradient = jax.jit(jax.grad(training_loss(MOONS.task, examples)))
    slope = [np.linalg.norm(gradient(point)) for point in points]
    expected = {
        "loss": measures.training,
        "validation": measures.validation,
        "accuracy": measures.training_accuracy,
        "gradient": slope,
    }[quantity]
    values = array(surface["values"])
    np.testing.assert_allclose(
        [values[0, 0], values[0, -1], values[-1, 0], values[-1, -1]], expected, rtol=1e-4
    )


def test_the_surface_of_a_batch_is_the_loss_over_that_batch():
    training = training_of(batch=3)
    header, array = sent(training)
    (surface,), (seen,) = header["surfaces"], planes(training)
    assert surface["quantity"]["title"] == "training loss, batch of step 3"
    rows, examples = batch_rows(MOONS, 0, 3), MOONS.examples(0)
    batch = Examples(examples.inputs[rows], examples.targets[rows], len(rows))
    corner = at(seen.plane, [(surface["x"][0], surface["y"][0])])[0]
    loss = training_loss(MOONS.task, batch)(corner)
    np.testing.assert_allclose(array(surface["values"])[0, 0], loss, rtol=1e-4)
    # The plane stays where it was, so that surfaces can be compared.
    assert planes(training)[0] is planes(training_of())[0]


def test_no_step_s_batch_has_a_validation_loss():
    whole, array = sent(training_of(quantity="validation"))
    some, other = sent(training_of(quantity="validation", batch=3))
    np.testing.assert_array_equal(
        array(whole["surfaces"][0]["values"]), other(some["surfaces"][0]["values"])
    )
    assert some["surfaces"][0]["quantity"]["title"] == "validation loss"


def test_several_networks_are_seen_in_one_window():
    first, second = sent(BOTH)[0]["surfaces"]
    assert (first["x"], first["y"]) == (second["x"], second["y"])
    assert first["key"] != second["key"]


def test_a_surface_that_is_known_is_not_sent_again():
    header, _ = sent(BOTH)
    keys = [one["key"] for one in header["surfaces"]]
    short, _ = sent(BOTH, known=keys[:1])
    assert short["surfaces"][0] == {"key": keys[0]}
    assert short["surfaces"][1] == header["surfaces"][1] | {"values": [0, FIRST, FIRST]}
    raw, other = message(BOTH), message(BOTH, known=keys)
    assert len(raw) > len(other) + 2 * 4 * FIRST**2


@pytest.mark.parametrize(
    "changed",
    [
        {"seed": 1},
        {"quantity": "gradient"},
        {"batch": 2},
        {"plane": Part("random")},
        {"racers": (ADAM,)},
        {"setups": (setup_of(noise=0.3),)},
    ],
    ids=str,
)
def test_another_picture_has_another_key(changed):
    (was,), (now,) = (
        sent(training)[0]["surfaces"]
        for training in (training_of(), replace(training_of(), **changed))
    )
    assert was["key"] != now["key"]


def test_the_sharpness_of_the_way_is_sent_when_it_is_asked_for():
    header, array = sent(training_of(racers=(DESCENT,)), parts=frozenset({"measures"}))
    assert header["parts"] == ["measures"]
    (racer,), (result,) = header["racers"], simulate(training_of(racers=(DESCENT,)))
    measured = array(racer["sharpness"])
    assert measured.shape == (STEPS + 1,)
    loss = training_loss(MOONS.task, MOONS.examples(0))
    for step in (0, STEPS):
        largest = leading(loss, result.points[step], 1).values[0]
        assert measured[step] == pytest.approx(largest, rel=2e-2)
    assert "sharpness" not in sent(training_of())[0]["racers"][0]


def test_numbers_have_no_accuracies():
    header, _ = sent(training_of(WAVES))
    for racer in header["racers"]:
        assert racer["network"]["accuracy"] is racer["network"]["validation_accuracy"] is None


def test_a_racer_that_diverges_is_sent_up_to_there_and_the_others_are_seen():
    wild = Racer("gradient-descent", (("learning_rate", 1000.0),), slot=1)
    header, array = sent(training_of(WAVES, racers=(wild, ADAM)), parts=frozenset({"measures"}))
    lost, calm = header["racers"]
    step = lost["outcome"]["step"]
    assert lost["outcome"] == {
        "kind": "diverged",
        "step": step,
        "text": f"diverged at step {step}",
    }
    assert lost["rows"] == step + 1 == len(array(lost["points"]))
    (surface,) = header["surfaces"]
    for name in ("points", "gaps", "gradient_norms"):
        assert np.isfinite(array(lost[name])).all(), name
    x = array(calm["points"])[:, 0]
    assert surface["x"][0] < x.min() < x.max() < surface["x"][1]
    assert np.ptp(x) > 0.1 * np.ptp(surface["x"])


def test_a_run_that_was_stopped_says_when_and_what_was_best():
    restless = Racer("adam", (("learning_rate", 0.3),))
    training = training_of(setup_of(patience=2), racers=(restless,), steps=60)
    (result,) = simulate(training)
    (racer,) = sent(training)[0]["racers"]
    step, best = result.stopped
    assert racer["outcome"] == {
        "kind": "stopped",
        "step": step,
        "text": f"stopped at step {step}, best at {best}",
    }


def test_a_race_without_racers_is_a_surface_around_the_start():
    header, array = sent(training_of(racers=()))
    (surface,) = header["surfaces"]
    assert header["racers"] == []
    assert surface["plane"]["slug"] == "random"
    assert np.isfinite(array(surface["values"])).all()


def test_points_between_snapshots_are_seen_on_a_plane_that_is_known_beforehand(monkeypatch):
    training = training_of(plane=part("random", seed=3, step=0))
    whole, array = sent(training)
    monkeypatch.setattr(training_runs, "MOST_KEPT", 7 * MOONS.task.size)
    forget()
    some, other = sent(training)
    forget()
    for one, same in zip(whole["racers"], some["racers"], strict=True):
        assert same["network"]["every"] == 3
        for name in ("points", "gradient_norms"):
            np.testing.assert_allclose(array(one[name]), other(same[name]), atol=1e-5)
        away = array(one["network"]["off_plane"]), other(same["network"]["off_plane"])
        np.testing.assert_allclose(*away, atol=1e-5)
        gaps = array(one["gaps"]), other(same["gaps"])
        np.testing.assert_allclose(gaps[0][::3], gaps[1][::3], rtol=1e-5)
        assert same["rows"] == STEPS + 1
