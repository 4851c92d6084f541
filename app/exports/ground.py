"""The surface as an image: bands of colour by height, with a line where a band begins."""

import numpy as np
from PIL import Image

from app.exports.look import Theme

LEVELS = 20  # as many as the player's: see heights.js
CROWDED = (0.12, 0.4)  # lines to a pixel of their width, from which on they fade and are gone


def painted(shades: np.ndarray, size: tuple[int, int], line: float, theme: Theme) -> Image.Image:
    """Heights from 0 to 1, rows from below, in so many pixels, with contours `line` pixels wide."""
    grid = Image.fromarray(shades[::-1].astype(np.float32))
    # Values stand on the edges of the window, so half a cell beyond it is cut off.
    rows, columns = grid.height, grid.width
    box = (0.5, 0.5, columns - 0.5, rows - 0.5)
    levels = LEVELS * np.asarray(grid.resize(size, Image.Resampling.BICUBIC, box))
    bands = np.clip(np.floor(levels), 0, LEVELS - 1)
    colours = theme.heights((bands + 0.5) / LEVELS)
    ink = _lines(levels, line)[..., None]
    return Image.fromarray(np.rint(colours + ink * (theme.contour - colours)).astype(np.uint8))


def _lines(levels: np.ndarray, width: float) -> np.ndarray:
    """How much of each pixel is under a line, where lines would run together ever less."""
    slope = np.hypot(*np.gradient(levels))
    nearest = np.clip(np.rint(levels), 1, LEVELS - 1)
    away = np.abs(levels - nearest) / np.maximum(slope, 1e-9)
    sparse, dense = CROWDED
    room = np.clip((dense - slope * width) / (dense - sparse), 0, 1)
    return np.clip(width / 2 + 0.5 - away, 0, 1) * room
