"""How often the gradient turns around each cell of a fine grid."""

import numpy as np

from tests.landscapes.cases import look

CELLS = 400
PIECES = 16
DEPTH = 6
PLAIN = 0.5  # radians between two neighbours that cannot be mistaken for a turn the other way round


def indices(landscape, settings):
    """Index of every cell, NaN where it has none, and the coordinates of the grid's lines.

    An edge along which the gradient's direction jumps, however finely it is divided, is crossed
    by a kink or by a whole line of critical points: cells at such an edge have no index.
    """

    def angles_at(points):
        x, y = look(landscape, points, settings).gradients.T
        return np.arctan2(y, x).reshape(points.shape[:-1])

    x, y = lines = _grid_lines(landscape)
    corners = np.stack(np.meshgrid(x, y), axis=-1)
    angles = angles_at(corners)
    across = _turns(angles_at, corners[:, :-1], corners[:, 1:], angles[:, :-1], angles[:, 1:])
    up = _turns(angles_at, corners[:-1], corners[1:], angles[:-1], angles[1:])
    # Anticlockwise: along the bottom, up the right side, back along the top, down the left.
    return (across[:-1] + up[:, 1:] - across[1:] - up[:, :-1]) / (2 * np.pi), lines


def _grid_lines(landscape):
    """Shifted by an irrational share of a cell, so that no round number lies on a line."""
    cells = np.arange(CELLS + 1)[:, None] + (np.sqrt(5) - 2, np.sqrt(3) - 1)
    lower, upper = np.array(landscape.window)
    return (lower + (upper - lower) * cells / (CELLS + 1)).T


def _turns(angles_at, starts, ends, before, after, depth=DEPTH):
    """By how much the direction turns from starts to ends; NaN where it jumps."""
    turns = (after - before + np.pi) % (2 * np.pi) - np.pi
    rough = np.abs(turns) > PLAIN
    if not depth or not rough.any():
        return np.where(rough, np.nan, turns)
    shares = np.linspace(0, 1, PIECES + 1)[:, None]
    points = starts[rough][:, None] * (1 - shares) + ends[rough][:, None] * shares
    angles = angles_at(points)
    finer = _turns(
        angles_at, points[:, :-1], points[:, 1:], angles[:, :-1], angles[:, 1:], depth - 1
    )
    turns[rough] = finer.sum(axis=1)
    return turns
