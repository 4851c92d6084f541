"""The landscapes under test, each also with its knobs turned as far as they go."""

from functools import lru_cache
from itertools import product

import numpy as np
import pytest

from landscapes import FAMILIES, LANDSCAPES
from landscapes.search import derivatives


def turned(landscape):
    """Settings with every knob low, in the middle and high, in all combinations."""
    ranges = [(knob.low, middle(knob), knob.high) for knob in landscape.hyperparameters]
    names = [knob.name for knob in landscape.hyperparameters]
    return [tuple(zip(names, values, strict=True)) for values in product(*ranges)]


def middle(knob):
    values = knob.grid()
    return values[len(values) // 2]


def defaults(landscape):
    return tuple(landscape.settings().items())


def settings_of(landscapes):
    """A parameter list of each landscape with each of its settings, the defaults first."""
    for landscape in landscapes:
        yield pytest.param(landscape, defaults(landscape), id=landscape.slug)
        for settings in turned(landscape) if landscape.hyperparameters else ():
            text = ",".join(f"{name}={value:g}" for name, value in settings)
            yield pytest.param(landscape, settings, id=f"{landscape.slug}-{text}")


def every_setting(landscapes):
    return pytest.mark.parametrize(("landscape", "settings"), list(settings_of(landscapes)))


ALL = tuple(LANDSCAPES.values())
WITH_FLOOR = tuple(each for each in ALL if each.floor is not None)
WITH_SETS = tuple(each for each in ALL if each.critical_sets)
every_landscape = pytest.mark.parametrize("landscape", ALL, ids=LANDSCAPES)


def has_kink_minima(landscape):
    return any(kind == "kink" for _, kind in landscape.critical_points) or any(
        each.kind == "kink" for each in landscape.critical_sets
    )


def is_smooth(landscape):
    """Whether no kink crosses the window; in a maze the kinks are ridges, where nothing rests."""
    return not (has_kink_minima(landscape) or landscape in FAMILIES["Mazes"])


def look(landscape, points, settings=None):
    """Value, gradient and Hessian at every point, all from one compiled program."""
    knobs = landscape.settings(None if settings is None else dict(settings))
    return derivatives(landscape.fn, np.asarray(points, float).reshape(-1, 2), knobs)


def at_points(landscape, settings, *kinds):
    """Derivatives at the critical points of these kinds, and the points."""
    points = [point for point, kind in landscape.critical_points if kind in kinds]
    return look(landscape, points, settings), points


def random_points(landscape, count, seed=0):
    return np.random.default_rng(seed).uniform(*np.array(landscape.window), (count, 2))


@lru_cache(maxsize=4)
def on_grid(landscape, settings, side):
    """Derivatives on the window's grid, its edges included."""
    x, y = (np.linspace(*ends, side) for ends in zip(*landscape.window, strict=True))
    return look(landscape, np.stack(np.meshgrid(x, y), axis=-1), settings)
