"""The page as a script: every landscape, every mistake, each answered with a sentence."""

import json
import struct
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from app import link
from app.experiment import DEFAULT, Experiment, Racer
from landscapes import LANDSCAPES
from optimizers import OPTIMIZERS

MAIN = Path(__file__).parent.parent.parent / "app" / "main.py"


def opened(params=None):
    page = AppTest.from_file(str(MAIN), default_timeout=60)
    for name, value in (params or {}).items():
        page.query_params[name] = value
    return page.run()


def shown(page):
    raw = players(page)[0].proto.bytes
    (length,) = struct.unpack_from("<I", raw)
    query = json.loads(raw[4 : 4 + length])["link"].removeprefix("?")
    return link.read(dict(parse_qsl(query, keep_blank_values=True)))


def sentences(page):
    return " ".join(element.value for element in [*page.warning, *page.info])


def players(page):
    return [element for element in page.main if element.type == "bidi_component"]


def check(page):
    assert not page.exception
    assert len(players(page)) == 1
    return page


def test_it_opens_on_the_opening_race_with_no_click():
    page = check(opened())
    assert shown(page) == DEFAULT
    assert not page.warning
    assert len(players(page)[0].proto.bytes) > 50_000


@pytest.mark.parametrize("slug", LANDSCAPES)
def test_every_landscape_can_be_chosen_and_brings_its_start(slug):
    page = check(opened())
    check(page.selectbox(key="landscape").set_value(slug).run())
    assert shown(page).landscape == slug
    assert shown(page).start == LANDSCAPES[slug].start
    assert page.number_input(key="start.x").value == LANDSCAPES[slug].start[0]


@pytest.mark.parametrize("slug", OPTIMIZERS)
def test_every_optimizer_can_be_added_tuned_reset_and_removed(slug):
    page = opened(link.write(Experiment(landscape="saddle", start=(1, 1), steps=9, racers=())))
    check(page.menu_button(key="add").set_value(slug).run())
    assert shown(page).racers == (Racer(slug, slot=0),)
    for knob in OPTIMIZERS[slug].hyperparameters:
        key = f"0.{slug}.{knob.name}"
        check(page.select_slider(key=key).set_value(knob.low).run())
        assert dict(shown(page).racers[0].settings)[knob.name] == knob.low
        assert knob.symbol in page.select_slider(key=key).label
        assert knob.meaning[1:] in page.select_slider(key=key).help
    check(page.main.button[0].click().run())
    assert shown(page).racers == (Racer(slug, slot=0),)
    check(page.main.button[1].click().run())
    assert shown(page).racers == ()


def test_steps_noise_seed_and_start_are_widgets_and_go_into_the_link():
    page = opened()
    page.select_slider(key="steps").set_value(1000).run()
    page.select_slider(key="noise").set_value(0.5).run()
    page.number_input(key="seed").set_value(7).run()
    check(page.number_input(key="start.y").set_value(2.5).run())
    experiment = shown(page)
    assert (experiment.steps, experiment.noise, experiment.seed) == (1000, 0.5, 7)
    assert experiment.start == (-1.2, 2.5)


def test_a_link_opens_exactly_what_was_shared_even_between_the_sliders_values():
    racers = (Racer("adam", (("learning_rate", 0.0123456),), slot=5),)
    shared = Experiment(landscape="himmelblau", start=(0.12, 3.4), steps=321, racers=racers)
    page = check(opened(link.write(shared)))
    assert shown(page) == shared
    assert page.select_slider(key="5.adam.learning_rate").value == 0.0123456
    assert page.select_slider(key="steps").value == 321


def test_removing_a_racer_leaves_the_others_their_slots():
    page = opened()
    page.pills(key="tuned").set_value(1).run()
    check(page.main.button[1].click().run())
    assert [racer.slot for racer in shown(page).racers] == [0, 2, 3, 4, 5]
    check(page.menu_button(key="add").set_value("adam").run())
    assert shown(page).racers[-1] == Racer("adam", slot=1)
    assert page.pills(key="tuned").value == 1


def test_the_racer_being_tuned_stays_when_its_neighbour_is_tuned():
    page = opened()
    page.pills(key="tuned").set_value(4).run()
    check(page.select_slider(key="4.adam.b1").set_value(0.5).run())
    page.pills(key="tuned").set_value(0).run()
    check(page.pills(key="tuned").set_value(4).run())
    assert page.select_slider(key="4.adam.b1").value == 0.5


def test_a_broken_link_is_said_and_the_opening_race_shown():
    page = check(opened({"on": "everest", "steps": "5"}))
    assert "This link could not be read: it lacks from" in sentences(page)
    assert shown(page) == DEFAULT
    check(page.select_slider(key="steps").set_value(100).run())
    assert not page.warning


def test_a_racer_that_diverges_is_named_with_its_step_and_what_to_do():
    racers = (Racer("gradient-descent", (("learning_rate", 0.01),)), Racer("adam", slot=1))
    page = check(opened(link.write(Experiment(**dict(vars(DEFAULT), racers=racers)))))
    assert "Gradient descent diverged at step" in sentences(page)
    assert "Try a smaller learning rate η than 0.01." in sentences(page)
    assert "Adam" not in sentences(page)


def test_a_stall_at_a_saddle_is_named():
    racers = (Racer("gradient-descent", (("learning_rate", 0.1),)),)
    race = Experiment(landscape="saddle", start=(1.0, 0.0), steps=500, racers=racers)
    page = check(opened(link.write(race)))
    assert "Gradient descent stalled at a saddle at step" in sentences(page)
    assert "no minimum" in sentences(page)


def test_without_optimizers_the_surface_is_shown_with_a_sentence():
    race = Experiment(landscape="himmelblau", start=(0.0, 0.0), steps=50, racers=())
    page = check(opened(link.write(race)))
    assert "No optimizer is racing" in sentences(page)


def test_with_eight_optimizers_the_line_up_is_full_and_says_so():
    slugs = [*OPTIMIZERS, "adam", "adam"]
    racers = tuple(Racer(slug, slot=slot) for slot, slug in enumerate(slugs))
    race = Experiment(landscape="rosenbrock", start=(0.0, 0.0), steps=500, racers=racers)
    page = check(opened(link.write(race)))
    assert page.menu_button(key="add").proto.disabled
    assert page.menu_button(key="add").help == "All eight lanes are taken"
    assert "All eight lanes are taken" in " ".join(caption.value for caption in page.caption)
    assert len(players(page)[0].proto.bytes) <= 150_000


@pytest.mark.parametrize("slug", OPTIMIZERS)
def test_the_rule_its_code_its_conventions_and_sources_can_be_read(slug):
    racers = (Racer(slug),)
    page = opened(link.write(Experiment(**dict(vars(DEFAULT), racers=racers))))
    assert not page.latex
    page.session_state["explained"] = True
    check(page.run())
    entry = OPTIMIZERS[slug]
    assert entry.rule in page.latex[0].value.strip("$\n")
    assert f"def {entry.textbook.__name__}" in page.code[0].value
    text = " ".join(element.value for element in page.markdown)
    assert entry.note in text
    assert entry.references[0] in text
