"""A small picture of every surface, shaded by height as the player does it.

A picture has no colour of its own: the higher the surface, the more opaque. The page uses it as
a mask, so one picture serves both themes.
"""

import hashlib
import io
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

import hyperparameters
import landscapes
from hyperparameters import Settings
from landscapes import LANDSCAPES, Landscape
from landscapes.heights import heights

WIDTH, HEIGHT = 216, 162

GRID = 109  # the player's own, so that whoever comes second need not compute it
LEVELS = 12  # fewer than the player's: in this size its lines would touch
OPACITIES = (0.025, 0.125, 0.245, 0.365, 0.49)  # low to high, between the player's two themes
CONTOUR = 0.68
CROWDED = (0.15, 0.4)  # shares of the ground under lines, from which on they fade and are gone
FINE = 3  # drawn so many times as large, then reduced, so that edges are smooth

# As the player's: see heights.js.
CLEARANCE = 4
BUSY = 0.98


@cache
def digest() -> str:
    """A name that changes whenever a picture may have changed."""
    sources = [Path(__file__)]
    for package in (hyperparameters, landscapes):
        sources += sorted(path for path in Path(package.__path__[0]).rglob("*") if path.is_file())
    sha = hashlib.sha256()
    for path in sources:
        # What Python compiled beside its sources follows from them, and differs by machine.
        if path.suffix != ".pyc":
            sha.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return sha.hexdigest()[:16]


@lru_cache(maxsize=256)
def png(slug: str) -> bytes:
    """The picture of the landscape called `slug`."""
    image = Image.fromarray(_opacities(LANDSCAPES[slug]))
    # Eight bits a pixel, all of them opacity: every entry of the palette is the same black.
    image.putpalette(bytes(3 * 256))
    file = io.BytesIO()
    image.save(file, "PNG", transparency=bytes(range(256)), optimize=True)
    return file.getvalue()


def _opacities(landscape: Landscape) -> np.ndarray:
    """From 0 to 255, rows from top to bottom."""
    size = (FINE * WIDTH, FINE * HEIGHT)
    grid = Image.fromarray(shades(landscape)[::-1].astype(np.float32))
    smooth = grid.resize(size, Image.Resampling.BICUBIC)
    bands = np.clip(np.asarray(smooth) * LEVELS, 0, LEVELS - 1).astype(int)
    stops = np.linspace(0, LEVELS, len(OPACITIES))
    by_band = np.interp(np.arange(LEVELS) + 0.5, stops, OPACITIES)
    ground = by_band[bands]
    opacity = ground + (CONTOUR - ground) * _contours(bands)
    return np.asarray(Image.fromarray(np.rint(255 * opacity).astype(np.uint8)).reduce(FINE))


def _contours(bands: np.ndarray) -> np.ndarray:
    """Where a band begins, from 0 to 1: lines that vanish where they would run together."""
    edges = _edges(bands)
    around = ImageFilter.BoxBlur(3 * FINE)
    crowd = np.asarray(Image.fromarray(255 * edges.astype(np.uint8)).filter(around)) / 255
    sparse, dense = CROWDED
    return edges * np.clip((dense - crowd) / (dense - sparse), 0, 1)


def _edges(bands: np.ndarray) -> np.ndarray:
    """In lines two pixels wide."""
    edges = np.zeros(bands.shape, dtype=bool)
    across = bands[:, 1:] != bands[:, :-1]
    down = bands[1:] != bands[:-1]
    edges[:, 1:] |= across
    edges[:, :-1] |= across
    edges[1:] |= down
    edges[:-1] |= down
    return edges


def shades(landscape: Landscape, settings: Settings = ()) -> np.ndarray:
    """Heights of a landscape from 0 to 1, on a grid twice as fine as it was computed."""
    return shaded(heights(landscape, GRID, settings), landscape.heights, landscape.floor)


def shaded(values: np.ndarray, scale: str, floor: float | None) -> np.ndarray:
    """The same of any values; `scale` is "log" where their ratios are compared."""
    values = _refined(_refined(values).T).T
    finite = np.isfinite(values)
    if not finite.any():
        return np.ones(values.shape)
    if scale == "log":
        bottom = values[finite].min() if floor is None else floor
        pad = CLEARANCE * _unresolved_depth(values) or max(np.ptp(values[finite]) * 1e-6, 1e-12)
        values = np.log10(np.maximum(values - bottom, 0) + pad)
        finite = np.isfinite(values)
    low, high = values[finite].min(), values[finite].max()
    return np.nan_to_num((values - low) / ((high - low) or 1), nan=1, posinf=1, neginf=0)


def _refined(rows: np.ndarray) -> np.ndarray:
    """Every row with a cubically interpolated value between neighbours, as in refine.js."""
    # At the ends the parabola through the last three values goes on.
    first = 3 * (rows[:, :1] - rows[:, 1:2]) + rows[:, 2:3]
    last = 3 * (rows[:, -1:] - rows[:, -2:-1]) + rows[:, -3:-2]
    wide = np.concatenate([first, rows, last], axis=1)
    fine = np.empty((len(rows), 2 * rows.shape[1] - 1))
    fine[:, ::2] = rows
    fine[:, 1::2] = (9 * (wide[:, 1:-2] + wide[:, 2:-1]) - wide[:, :-3] - wide[:, 3:]) / 16
    return fine


def _unresolved_depth(values: np.ndarray) -> float:
    """How deep a valley may go unseen between two grid lines; heights.js says why."""
    inner = values[1:-1, 1:-1]
    across = _valley_depths(values[1:-1, :-2], inner, values[1:-1, 2:])
    along = _valley_depths(values[:-2, 1:-1], inner, values[2:, 1:-1])
    depths = np.sort(np.concatenate([across, along]))
    return float(depths[int(len(depths) * BUSY)]) if len(depths) else 0.0


def _valley_depths(before: np.ndarray, here: np.ndarray, after: np.ndarray) -> np.ndarray:
    depths = (before - 2 * here + after) / 8
    return depths[(here <= before) & (here <= after) & (depths > 0)]
