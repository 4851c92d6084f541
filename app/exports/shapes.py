"""The shapes that tell racers apart without colour, and what else stands on a surface."""

import math
from collections.abc import Sequence

from PIL import ImageDraw

from app.exports.look import Colour

Point = tuple[float, float]
TURN = math.tau


def _ring(count: int, radius: float, phase: float) -> list[Point]:
    angles = [phase + TURN * k / count for k in range(count)]
    return [(radius * math.cos(angle), radius * math.sin(angle)) for angle in angles]


def _star() -> list[Point]:
    tips, dents = _ring(5, 1.25, -TURN / 4), _ring(5, 0.55, -TURN / 4 + TURN / 10)
    return [corner for pair in zip(tips, dents, strict=True) for corner in pair]


def _cross() -> list[Point]:
    quarter = [(0.38, -1.1), (0.38, -0.38), (1.1, -0.38)]
    turns = (lambda x, y: (x, y), lambda x, y: (-y, x), lambda x, y: (-x, -y), lambda x, y: (y, -x))
    return [turn(x, y) for turn in turns for x, y in quarter]


# As the player's: see marks.js. Corners in units of the radius, y downwards.
CORNERS = {
    "circle": _ring(48, 1, 0),
    "square": _ring(4, 1.25, TURN / 8),
    "diamond": _ring(4, 1.3, 0),
    "triangle-up": _ring(3, 1.35, -TURN / 4),
    "triangle-down": _ring(3, 1.35, TURN / 4),
    "star": _star(),
    "cross": _cross(),
    "hexagon": _ring(6, 1.12, 0),
}
ARROW = ((0.0, 0.0), (-1.7, 0.95), (-1.2, 0.0), (-1.7, -0.95))


class Pen:
    """Draws on an image; widths in its pixels."""

    def __init__(self, draw: ImageDraw.ImageDraw, halo: Colour) -> None:
        """Draw with `draw`, and under everything a halo."""
        self._draw, self._halo = draw, halo

    def mark(self, shape: str, at: Point, radius: float, ink: Colour, halo: float) -> None:
        """A racer's mark, outlined by its halo."""
        self._filled([_moved(corner, at, radius) for corner in CORNERS[shape]], ink, halo)

    def arrow(self, at: Point, angle: float, radius: float, ink: Colour, halo: float) -> None:
        """An arrow-head whose tip is at a point."""
        cosine, sine = math.cos(angle), math.sin(angle)
        turned = [(u * cosine - v * sine, u * sine + v * cosine) for u, v in ARROW]
        self._filled([_moved(corner, at, radius) for corner in turned], ink, halo)

    def strokes(
        self, lines: Sequence[Sequence[Point]], ink: Colour, width: float, halo: float
    ) -> None:
        """Lines over their halos, with round ends."""
        for colour, broad in ((self._halo, halo), (ink, width)):
            for line in lines:
                self.line(line, colour, broad)

    def line(self, points: Sequence[Point], ink: Colour, width: float) -> None:
        """A line with round corners and ends."""
        self._draw.line(points, fill=ink, width=max(round(width), 1), joint="curve")
        for x, y in (points[0], points[-1]):
            half = width / 2
            self._draw.ellipse((x - half, y - half, x + half, y + half), fill=ink)

    def _filled(self, corners: list[Point], ink: Colour, halo: float) -> None:
        self.line([*corners, corners[0]], self._halo, halo)
        self._draw.polygon(corners, fill=ink)


def cross(at: Point, radius: float) -> list[list[Point]]:
    """A diagonal cross."""
    corners = ((-1, -1), (1, 1)), ((1, -1), (-1, 1))
    return [[_moved(end, at, radius) for end in line] for line in corners]


def circle(at: Point, radius: float) -> list[Point]:
    """A ring as a line."""
    ring = _ring(48, radius, 0)
    return [_moved(corner, at, 1) for corner in [*ring, ring[0]]]


def diamond(at: Point, radius: float) -> list[Point]:
    """A diamond as a line."""
    return [_moved(corner, at, radius) for corner in [*_ring(4, 1, 0), (1.0, 0.0)]]


def hairs(at: Point, radius: float) -> list[list[Point]]:
    """Four hairs across a ring."""
    return [
        [_moved((u, v), at, 0.55 * radius), _moved((u, v), at, 1.6 * radius)]
        for u, v in ((1, 0), (-1, 0), (0, 1), (0, -1))
    ]


def _moved(corner: Point, at: Point, radius: float) -> Point:
    return at[0] + radius * corner[0], at[1] + radius * corner[1]
