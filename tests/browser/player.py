"""The player as the tests drive and read it."""

from urllib.parse import urlencode

from app import link
from app.experiment import DEFAULT, Experiment

PLAYER = ".descent-player"
MOVING = {"reduced_motion": "no-preference"}
"""Options of a page whose race plays from the start."""


def query(**changed):
    """The link of the opening race with some parts changed."""
    return "?" + urlencode(link.write(Experiment(**vars(DEFAULT) | {"parameters": ()} | changed)))


def read(page, name):
    return page.get_attribute(PLAYER, f"data-{name}")


def wait_for(page, condition):
    page.wait_for_function(f"(root) => {condition}", arg=page.query_selector(PLAYER))


def stop(page, position):
    """Pause where the clock shows `position`."""
    page.evaluate(
        "([root, position]) => { root.player.pause(); root.player.seek(position); }",
        [page.query_selector(PLAYER), position],
    )
    wait_for(page, f"root.dataset.step === '{position}'")


def turn(page, path):
    """Press an arrow key on a knob and wait until the answer is painted."""
    drawn = int(read(page, "drawn"))
    slider = page.locator(f'.knob[data-path="{path}"] input[type=range]')
    slider.focus()
    slider.press("ArrowLeft")
    wait_for(page, f"Number(root.dataset.drawn) > {drawn}")
