"""The page as a script: every landscape, every mistake, each answered with a sentence."""

import json
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from app import link
from app.edit import edited
from app.experiment import DEFAULT, Experiment, Part, Racer
from app.symbols import plain
from landscapes import LANDSCAPES
from optimizers import FAMILIES, OPTIMIZERS

# The page treats all of a family alike, and each run of it takes a quarter of a second.
ONE_OF_EACH_FAMILY = [family[0].slug for family in FAMILIES.values()]
MAIN = Path(__file__).parent.parent.parent / "app" / "main.py"


def opened(params=None):
    page = AppTest.from_file(str(MAIN), default_timeout=60)
    for name, value in (params or {}).items():
        page.query_params[name] = value
    return page.run()


def shown(page):
    query = player(page)["link"].removeprefix("?")
    return link.read(dict(parse_qsl(query, keep_blank_values=True)))


def components(page):
    found = [element for element in [*page.main, *page.sidebar] if element.type == "bidi_component"]
    return [json.loads(element.proto.json) for element in found]


def player(page):
    lists = [data for data in components(page) if isinstance(data, list)]
    (found,) = (data for data in lists if isinstance(data[0], str))
    return dict(zip(("link", "card"), found, strict=True))


def knobs(page):
    """Every knob on the page by its path: those of the tuned racer, and those of panels."""
    lists = [data for data in components(page) if isinstance(data, list)]
    rows = [data for data in lists if not isinstance(data[0], str)]
    card = player(page)["card"]
    rows += [card["knobs"]] if card else []
    return {knob["path"]: knob for row in rows for knob in row}


def turned(page, path, value):
    """The page after the player has told it of a turned knob."""
    changed = edited(shown(page), {path: value})
    page.session_state["race"] = changed
    return check(page.run())


def sentences(page):
    return " ".join(element.value for element in [*page.warning, *page.info])


def check(page):
    assert not page.exception
    assert player(page)
    return page


def test_it_opens_on_the_opening_race_with_no_click():
    page = check(opened())
    assert shown(page) == DEFAULT
    assert not page.warning
    assert player(page)["card"]["slot"] == 0


@pytest.mark.parametrize("slug", LANDSCAPES)
def test_every_landscape_is_shown_with_its_knobs(slug):
    # One racer, since each is compiled for each landscape.
    race = replace(DEFAULT, racers=DEFAULT.racers[:1]).on(slug)
    page = check(opened(link.write(race)))
    assert shown(page) == race
    assert page.number_input(key="start.x").value == LANDSCAPES[slug].start[0]
    assert LANDSCAPES[slug].point in " ".join(caption.value for caption in page.caption)
    for knob in LANDSCAPES[slug].hyperparameters:
        path = f"parameters.{knob.name}"
        assert knobs(page)[path]["value"] == knob.default
        assert knobs(turned(page, path, knob.low))[path]["value"] == knob.low
        assert dict(shown(page).parameters)[knob.name] == knob.low


@pytest.mark.parametrize("slug", ONE_OF_EACH_FAMILY)
def test_an_optimizer_of_every_family_can_be_tuned_reset_and_removed(slug):
    bowl = LANDSCAPES["round-bowl"]
    racer = Racer.fitted(slug, bowl, 0)
    race = Experiment(landscape="round-bowl", start=bowl.start, steps=9, racers=(racer,))
    page = check(opened(link.write(race)))
    entries = OPTIMIZERS[slug].hyperparameters
    for entry in entries:
        knob = knobs(page)[f"racers.0.{entry.name}"]
        assert knob["value"] == dict(racer.settings)[entry.name] in knob["values"]
        assert (knob["symbol"], knob["title"]) == (plain(entry.symbol), entry.title)
        assert entry.meaning[1:] in knob["help"]
    if entries:
        path = f"racers.0.{entries[0].name}"
        other = knobs(page)[path]["values"][3]
        assert knobs(turned(page, path, other))[path]["value"] == other
    check(button(page, "Reset").click().run())
    assert shown(page).racers == (racer,)
    check(button(page, "Remove").click().run())
    assert shown(page).racers == ()


def button(page, label):
    (found,) = (element for element in page.button if element.label == label)
    return found


def test_length_and_start_are_widgets_and_go_into_the_link():
    page = opened()
    turned(page, "steps", 1000)
    check(page.number_input(key="start.y").set_value(2.5).run())
    experiment = shown(page)
    assert (experiment.steps, experiment.budget) == (1000, "steps")
    assert experiment.start == (-1.2, 2.5)


def open_around(page, slot=0, slug="gradient-descent"):
    """Open what stands around the rule of a racer."""
    page.session_state[f"{slot}.{slug}.around"] = True
    return page.run()


def test_schedule_noise_and_modifiers_belong_to_a_racer_and_can_be_given_to_all():
    page = open_around(opened())
    check(page.selectbox(key="0.schedule").set_value("cosine").run())
    check(page.selectbox(key="0.noise").set_value("gaussian").run())
    turned(page, "racers.0.gaussian.spread", 0.2)
    first, second, *_ = shown(page).racers
    assert first.schedule.slug == "cosine"
    assert first.noise == Part("gaussian", (("spread", 0.2),))
    assert second == DEFAULT.racers[1]
    check(button(page, "Same for all racers").click().run())
    racers = shown(page).racers
    assert {racer.noise for racer in racers} == {first.noise}
    assert [racer.schedule.slug for racer in racers] == ["cosine"] * 5 + ["constant"]


def test_modifiers_are_pills_each_with_its_knob():
    page = open_around(opened())
    check(page.pills(key="0.modifiers").set_value(["clip-norm", "l2"]).run())
    assert {"racers.0.clip-norm.limit", "racers.0.l2.l2"} <= knobs(page).keys()
    turned(page, "racers.0.l2.l2", 0.5)
    clip, penalty = shown(page).racers[0].modifiers
    assert clip.slug == "clip-norm"
    assert penalty == Part("l2", (("l2", 0.5),))
    check(page.pills(key="0.modifiers").set_value(["l2"]).run())
    assert shown(page).racers[0].modifiers == (penalty,)


def test_a_rule_that_sets_its_own_step_takes_no_schedule_and_says_so():
    race = Experiment(**dict(vars(DEFAULT), racers=(Racer("lbfgs"),)))
    page = open_around(opened(link.write(race)), slug="lbfgs")
    assert page.selectbox(key="0.schedule").disabled
    assert "L-BFGS sets its own step length" in page.selectbox(key="0.schedule").help


def test_the_seed_is_asked_for_once_chance_has_a_hand_in_the_race():
    page = open_around(opened())
    assert "seed" not in [element.key for element in page.number_input]
    check(page.selectbox(key="0.noise").set_value("gaussian").run())
    check(page.number_input(key="seed").set_value(7).run())
    turned(page, "seeds", 4)
    assert (shown(page).seed, shown(page).seeds) == (7, 4)


def test_the_outcomes_in_numbers_are_worked_out_when_asked_for():
    page = opened()
    assert not page.table
    page.session_state["table"] = True
    check(page.run())
    table = page.table[0].value
    assert list(table["Optimizer"])[-1] == "L-BFGS"
    assert table["Nearest minimum"].iloc[-1] == "(1, 1)"
    assert table["λmin, λmax at the end"].iloc[-1] == "0.3994, 1002"


def test_a_link_opens_exactly_what_was_shared_even_between_the_sliders_values():
    racers = (Racer("adam", (("learning_rate", 0.0123456),), slot=5),)
    shared = Experiment(landscape="himmelblau", start=(0.12, 3.4), steps=321, racers=racers)
    page = check(opened(link.write(shared)))
    assert shown(page) == shared
    assert knobs(page)["racers.5.learning_rate"]["value"] == 0.0123456
    assert knobs(page)["steps"]["value"] == 321


def test_removing_a_racer_leaves_the_others_their_slots():
    page = opened()
    page.pills(key="tuned").set_value(1).run()
    check(button(page, "Remove").click().run())
    assert [racer.slot for racer in shown(page).racers] == [0, 2, 3, 4, 5]


def test_the_racer_being_tuned_stays_when_its_neighbour_is_tuned():
    page = opened()
    page.pills(key="tuned").set_value(4).run()
    turned(page, "racers.4.b1", 0.5)
    page.pills(key="tuned").set_value(0).run()
    check(page.pills(key="tuned").set_value(4).run())
    assert knobs(page)["racers.4.b1"]["value"] == 0.5


def test_a_broken_link_is_said_and_the_opening_race_shown():
    page = check(opened({"on": "everest", "steps": "5"}))
    assert "This link could not be read: it lacks from" in sentences(page)
    assert shown(page) == DEFAULT
    check(page.number_input(key="start.y").set_value(2.5).run())
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
    slugs = [*(racer.optimizer for racer in DEFAULT.racers), "adam", "adam"]
    racers = tuple(Racer(slug, slot=slot) for slot, slug in enumerate(slugs))
    race = Experiment(landscape="rosenbrock", start=(0.0, 0.0), steps=500, racers=racers)
    page = check(opened(link.write(race)))
    menus = [data for data in components(page) if isinstance(data, dict)]
    (menu,) = (data for data in menus if data["menu"] == "optimizers")
    assert menu["disabled"]
    assert "All eight lanes are taken" in " ".join(caption.value for caption in page.caption)


@pytest.mark.parametrize("slug", ONE_OF_EACH_FAMILY)
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
