"""The page of networks as a script: every choice on it, and a sentence for every mistake."""

from dataclasses import replace
from urllib.parse import parse_qsl

import pytest

from app import asked
from app.experiment import DEFAULT, Part, Racer
from app.networks import link
from app.networks.edit import edited
from app.networks.presets import OPENING, PRESETS
from app.networks.training import Training
from landscapes.datasets import DATASETS
from landscapes.networks import ACTIVATIONS, INITIALISATIONS, NETWORKS
from landscapes.planes import PLANES
from tests.app.networks.small import ADAM, MOONS, WAVES, training_of
from tests.app.test_page import button, check, knobs, opened, player, sentences

RACE = training_of()


def shown(page):
    query = player(page)["link"].removeprefix("?")
    return asked.read_params(dict(parse_qsl(query, keep_blank_values=True)))


def visited(training=RACE):
    page = check(opened(link.write(training)))
    assert shown(page) == training
    assert not page.warning
    return page


def alone(training):
    """The same without racers, so that nobody has to be waited for."""
    return replace(training, racers=())


def test_a_link_of_networks_opens_the_page_of_networks():
    page = visited()
    assert page.segmented_control(key="of").value == "networks"
    assert player(page)["card"]["slot"] == 0
    paths = {"setups.0.network.width", "setups.0.data.points", "setups.0.terms.batch", "steps"}
    assert paths <= knobs(page).keys()
    size = f"{MOONS.task.size} parameters."
    assert size in " ".join(caption.value for caption in page.caption)


@pytest.mark.parametrize("slug", PRESETS)
def test_every_preset_is_shown(slug):
    preset = PRESETS[slug]
    assert isinstance(preset.training, Training)
    assert preset.training.racers
    assert asked.read(asked.query(preset.training)) == preset.training
    page = check(opened(link.write(alone(preset.training))))
    assert shown(page) == alone(preset.training)
    assert preset.title in page.selectbox(key="preset").options


def test_choosing_what_to_see_sets_up_the_race_and_says_what_there_is_to_see():
    page = opened(link.write(alone(RACE)))
    check(page.selectbox(key="preset").select("edge").run())
    assert shown(page) == PRESETS["edge"].training
    assert PRESETS["edge"].point in " ".join(caption.value for caption in page.caption)


@pytest.mark.parametrize("slug", NETWORKS)
def test_every_network_is_shown_with_its_knobs(slug):
    page = visited(alone(RACE))
    check(page.selectbox(key="network.0.pick").select(slug).run())
    (setup,) = shown(page).setups
    assert setup.network.slug == slug
    for knob in NETWORKS[slug].hyperparameters:
        assert knobs(page)[f"setups.0.network.{knob.name}"]["title"] == knob.title
    assert NETWORKS[slug].point in " ".join(caption.value for caption in page.caption)


@pytest.mark.parametrize("slug", DATASETS)
def test_all_data_are_shown_with_their_knobs(slug):
    page = visited(alone(RACE))
    check(page.selectbox(key="data.0.pick").select(slug).run())
    assert shown(page).setups[0].data.slug == slug
    for knob in DATASETS[slug].hyperparameters:
        assert f"setups.0.data.{knob.name}" in knobs(page)


def test_every_activation_and_start_can_be_chosen():
    page = visited(alone(RACE))
    for key, menu in (("activation", ACTIVATIONS), ("initial", INITIALISATIONS)):
        for slug in menu:
            check(page.selectbox(key=f"{key}.0.pick").select(slug).run())
            chosen = getattr(shown(page).setups[0], key)
            assert slug in (chosen, getattr(chosen, "slug", None))


@pytest.mark.parametrize("slug", PLANES)
def test_every_plane_is_shown_with_its_knobs(slug):
    page = visited()
    check(page.selectbox(key="pick.Plane").select(slug).run())
    assert shown(page).plane == Part(slug, tuple(PLANES[slug].settings().items()))
    page.session_state["lay"] = True
    check(page.run())
    for knob in PLANES[slug].hyperparameters:
        assert f"plane.{knob.name}" in knobs(page)
    assert PLANES[slug].point in " ".join(caption.value for caption in page.caption)


@pytest.mark.parametrize("quantity", ["loss", "validation", "accuracy", "gradient"])
def test_the_plane_shows_what_is_chosen(quantity):
    page = visited()
    check(page.selectbox(key="pick.Shows").select(quantity).run())
    assert shown(page).quantity == quantity


def test_the_batch_that_is_shown_may_be_one_that_the_race_no_longer_reaches():
    page = visited(replace(RACE, batch=15))
    page.session_state["lay"] = True
    check(page.run())
    page.session_state["networks"] = edited(RACE, {"batch": 15, "steps": 10})
    check(page.run())
    assert shown(page).steps == 10


def test_a_turned_knob_changes_the_training():
    page = visited()
    changed = edited(RACE, {"setups.0.terms.batch": 16, "setups.0.terms.patience": 10})
    page.session_state["networks"] = changed
    check(page.run())
    assert knobs(page)["setups.0.terms.batch"]["value"] == 16
    assert shown(page) == changed


def test_the_seed_of_all_chance_is_a_widget():
    page = visited()
    check(page.number_input(key="seed").set_value(7).run())
    assert shown(page) == replace(RACE, seed=7)


def test_switching_pages_keeps_both_races():
    page = visited()
    check(page.number_input(key="seed").set_value(3).run())
    check(page.segmented_control(key="of").set_value("race").run())
    assert shown(page) == DEFAULT
    check(page.number_input(key="start.y").set_value(2.5).run())
    check(page.segmented_control(key="of").set_value("networks").run())
    assert shown(page) == replace(RACE, seed=3)
    check(page.segmented_control(key="of").set_value("race").run())
    assert shown(page) == replace(DEFAULT, start=(-1.2, 2.5))


def test_networks_are_compared_side_by_side_and_taken_away_again():
    page = visited()
    check(button(page, "Compare with another network").click().run())
    both = shown(page)
    assert both.setups == (MOONS, MOONS)
    assert [both.number_of(racer) for racer in both.racers] == [0, 0, 1, 1]
    check(page.selectbox(key="activation.1.pick").select("relu").run())
    assert [setup.activation for setup in shown(page).setups] == ["tanh", "relu"]
    check(button(page, ":material/delete:").click().run())
    assert shown(page) == RACE


def test_a_racer_can_be_moved_to_the_other_network():
    both = training_of(MOONS, MOONS, lanes=((3, 1),))
    page = visited(both)
    check(page.selectbox(key="lane").select(1).run())
    assert shown(page).lanes == ((0, 1), (3, 1))


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        ({"net": "brain"}, "This link could not be read: it lacks plane"),
        (link.write(RACE) | {"plane": "sphere"}, "there is no plane 'sphere'"),
        (
            link.write(RACE) | {"net": "mlp~tanh~he~csv-0123456789ab~training"},
            "files are never stored: upload it again, then open the link",
        ),
    ],
    ids=["lacks", "plane", "upload"],
)
def test_a_broken_link_is_said_and_the_opening_race_of_networks_shown(params, sentence):
    page = check(opened(params))
    assert sentence in sentences(page)
    assert "Here is the opening race instead." in sentences(page)
    assert shown(page) == OPENING.training


def test_what_cannot_be_is_refused_with_a_sentence_and_changes_nothing():
    page = visited(training_of(racers=(Racer("bfgs"),)))
    before = shown(page)
    check(page.selectbox(key="data.0.pick").select("digits").run())
    assert "That cannot be done: BFGS works with a matrix of d × d numbers" in sentences(page)
    assert shown(page) == before


def test_a_racer_that_diverges_is_named_with_its_step_and_what_to_do():
    wild = Racer("gradient-descent", (("learning_rate", 1000.0),))
    page = check(opened(link.write(training_of(WAVES, racers=(wild, ADAM)))))
    assert "Gradient descent diverged at step 1 " in sentences(page)
    assert "Try a smaller learning rate η than 1000." in sentences(page)
    assert "Adam" not in sentences(page)


def test_without_optimizers_the_plane_is_shown_with_a_sentence():
    assert "No optimizer is racing" in sentences(visited(alone(RACE)))


def test_how_everything_works_can_be_read():
    page = visited(alone(RACE))
    assert not page.latex
    page.session_state["net"] = True
    check(page.run())
    text = " ".join(element.value for element in page.markdown)
    for entry in (NETWORKS["mlp"], ACTIVATIONS["tanh"], INITIALISATIONS["xavier"], RACE.cut):
        assert entry.title in text
        assert entry.references[0] in text
    assert len(page.latex) == 4
