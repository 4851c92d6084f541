"""What is trained, as widgets: preset, network, start, data, terms, plane."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Literal

import streamlit as st

from app import session
from app.experiment import MOST_RACERS, MOST_SEED, Part
from app.knobs import of_length
from app.networks import knobs, uploads
from app.networks.presets import PRESETS
from app.networks.setup import LETTERS, Setup
from app.networks.training import MOST_SETUPS, QUANTITIES, Training
from app.player import component as player
from landscapes.datasets import DATASETS
from landscapes.networks import ACTIVATIONS, INITIALISATIONS, NETWORKS
from landscapes.planes import PLANES


def choose_preset() -> None:
    """Races that are set up to show one thing."""

    def choose() -> None:
        if slug := st.session_state.preset:
            session.attempt(lambda _: PRESETS[slug].training)

    st.selectbox(
        "Show me",
        list(PRESETS),
        index=None,
        format_func=lambda slug: PRESETS[slug].title,
        key="preset",
        on_change=choose,
        placeholder="Choose what to see",
        help="Races that are set up to show one thing; everything can be changed afterwards.",
    )
    if slug := st.session_state.preset:
        st.caption(PRESETS[slug].point)


def choose_setup(training: Training) -> int:
    """Which of the networks the widgets below are about, where several are compared."""
    count = len(training.setups)
    if count == 1:
        label = "Compare with another network"
        st.button(label, icon=":material/add:", type="tertiary", on_click=_compare, args=(0,))
        return 0
    number = min(st.session_state.get("setup", 0), count - 1)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            "Network",
            list(range(count)),
            format_func=lambda place: LETTERS[place],
            key=session.shown("setup", number),
            required=True,
        )
        if count < MOST_SETUPS:
            told = "Copy this network, and those who train it"
            st.button(":material/content_copy:", help=told, on_click=_compare, args=(number,))
        told = "Remove this network, and those who train it"
        st.button(":material/delete:", help=told, on_click=_remove, args=(number,))
    return number


def _compare(number: int) -> None:
    """Put a copy of a network beside it, with copies of those who train it, as far as there are
    lanes."""

    def doubled(race: Training) -> Training:
        new, taken = len(race.setups), {racer.slot for racer in race.racers}
        free = (slot for slot in range(MOST_RACERS) if slot not in taken)
        copies = [
            replace(one, slot=slot) for one, slot in zip(race.field(number), free, strict=False)
        ]
        return replace(
            race,
            setups=(*race.setups, race.setups[number]),
            racers=(*race.racers, *copies),
            lanes=(*race.lanes, *((racer.slot, new) for racer in copies)),
        )

    session.attempt(doubled)
    # Beyond the last: whoever shows it takes the last there is.
    st.session_state.setup = MOST_SETUPS


def _remove(number: int) -> None:
    def without(race: Training) -> Training:
        staying = tuple(one for one in race.racers if race.number_of(one) != number)
        lanes = [(one.slot, race.number_of(one)) for one in staying]
        setups = tuple(one for place, one in enumerate(race.setups) if place != number)
        moved = tuple((slot, place - (place > number)) for slot, place in lanes)
        return replace(race, setups=setups, racers=staying, lanes=moved)

    session.attempt(without)
    st.session_state.setup = 0


def choose_network(training: Training, number: int) -> None:
    """Network, activation and start, with their knobs."""
    setup = training.setups[number]
    _pick(number, "Network", "network", setup.network.slug, NETWORKS)
    player.turn(knobs.of_network(training, number), key=f"network.{number}")
    left, right = st.columns(2)
    with left:
        _pick(number, "Activation", "activation", setup.activation, ACTIVATIONS)
    with right:
        _pick(number, "Start", "initial", setup.initial.slug, INITIALISATIONS)
    player.turn(knobs.of_initial(training, number), key=f"initial.{number}")
    st.caption(f"{setup.task.size:,} parameters. {setup.entry.point}")


def choose_data(training: Training, number: int) -> None:
    """The data, also a reader's own, and how they are shown."""
    setup = training.setups[number]
    own = {} if setup.data.slug in DATASETS else {setup.data.slug: setup.source}
    _pick(number, "Data", "data", setup.data.slug, {**DATASETS, **own})
    with st.popover("Your own CSV", icon=":material/upload_file:", type="tertiary"):
        st.caption(
            "The last column is what is to be learned: text, or a few whole numbers, are classes. "
            "At most 1 MB, 5,000 rows and 64 columns. The file stays in memory and is never stored."
        )
        key = f"file.{number}"
        st.file_uploader(
            "CSV file",
            type="csv",
            key=key,
            max_upload_size=1,
            label_visibility="collapsed",
            on_change=lambda: _bring(number, st.session_state[key]),
        )
    player.turn(knobs.of_data(training, number), key=f"data.{number}")


def _bring(number: int, file: Any) -> None:
    if file is None:
        return

    def brought(race: Training) -> Training:
        slug = uploads.accept(file.getvalue(), file.name)
        setup = race.setups[number]
        network = setup.network if "table" in setup.entry.accepts else Part("mlp")
        return race.with_setup(number, replace(setup, network=network, data=Part(slug)))

    session.attempt(brought)


def choose_terms(training: Training, number: int) -> None:
    """Batches and what stands against overfitting."""
    player.turn(knobs.of_terms(training, number), key=f"terms.{number}")


def choose_length(training: Training) -> None:
    """How long every racer trains, and the seed of all that is random."""
    player.turn(of_length(training), key="length")
    key = session.shown("seed", training.seed)
    st.number_input(
        "Seed",
        0,
        MOST_SEED,
        key=key,
        on_change=lambda: session.change(seed=st.session_state[key]),
        help="Of the division of the data, the start, the batches and dropout: the same for all "
        "racers, and again for whoever opens the link.",
    )


def choose_plane(training: Training) -> None:
    """What is looked at: the plane, what is shown on it, and the knobs of both."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _select(
            "Plane",
            {slug: entry.title for slug, entry in PLANES.items()},
            training.plane.slug,
            lambda slug: session.change(plane=Part(slug)),
            width=340,
            label_visibility="collapsed",
        )
        _select(
            "Shows",
            QUANTITIES,
            training.quantity,
            lambda slug: session.change(quantity=slug),
            width=180,
            label_visibility="collapsed",
        )
        box = st.popover("Lay the plane", icon=":material/tune:", key="lay", on_change="rerun")
        choose_lane(training)
    # Widgets that nobody sees would still delay every turn of a knob.
    if box.open:
        # Narrow, so that the plane is seen beside it.
        with box, st.container(width=360):
            st.caption(training.cut.point)
            _choose_about(training)
            player.turn(knobs.of_plane(training), key=f"plane.{training.plane.slug}")


def _choose_about(training: Training) -> None:
    """Whose way, and which data."""
    slots = {one.slot: one.entry.title for one in training.racers}
    _select(
        "Through the way of",
        {-1: "the lowest loss", **slots},
        training.about if training.about in slots else -1,
        lambda slot: session.change(about=slot),
    )
    key = session.shown("batch", training.batch)
    st.number_input(
        "Loss of the batch of step (0: of all training data)",
        0,
        training.steps,
        key=key,
        on_change=lambda: session.change(batch=st.session_state[key]),
        help="A batch has a landscape of its own: what a step sees is not what all data say",
    )


def choose_lane(training: Training) -> None:
    """Which network the tuned racer trains, where several are compared."""
    racer = session.tuned(training)
    if racer is None or len(training.setups) == 1:
        return

    def move(number: int) -> None:
        lanes = {**dict(training.lanes), racer.slot: number}
        session.change(lanes=tuple(lanes.items()))

    names = {place: f"network {LETTERS[place]}" for place in range(len(training.setups))}
    _select(
        f"{racer.entry.title} trains",
        names,
        training.number_of(racer),
        move,
        key="lane",
        width=160,
        label_visibility="collapsed",
        help=f"The network that {racer.entry.title} trains",
    )


def _pick(number: int, label: str, name: str, slug: str, menu: Mapping[str, Any]) -> None:
    """A choice from a menu of a setup."""

    def choose(picked: str) -> None:
        session.attempt(lambda race: race.with_setup(number, _fitted(race, name, picked)))

    def _fitted(race: Training, name: str, picked: str) -> Setup:
        value = picked if name == "activation" else Part(picked)
        return race.setups[number].having(name, value)

    titles = {key: entry.title for key, entry in menu.items()}
    help = getattr(menu[slug], "point", None)
    _select(label, titles, slug, choose, key=f"{name}.{number}.pick", help=help)


def _select(
    label: str,
    titles: Mapping[Any, str],
    chosen: Any,
    choose: Callable[[Any], None],
    *,
    key: str | None = None,
    help: str | None = None,
    width: int | str = "stretch",
    label_visibility: Literal["visible", "collapsed"] = "visible",
) -> None:
    key = session.shown(key or f"pick.{label}", chosen)
    st.selectbox(
        label,
        list(titles),
        format_func=lambda slug: titles[slug],
        key=key,
        on_change=lambda: choose(st.session_state[key]),
        help=help,
        width=width,  # type: ignore[arg-type]  # pixels, or the word
        label_visibility=label_visibility,
    )
