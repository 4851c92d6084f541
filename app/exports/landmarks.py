"""What stands on a surface: critical points and the start. As the player's: see landmarks.js."""

from collections.abc import Sequence

from PIL import ImageDraw

from app.exports.look import BOLD, Theme, letters
from app.exports.scene import Spot
from app.exports.shapes import Pen, Point, circle, cross, diamond, hairs

CROWD = 30  # critical points; where there are more, only the minima are drawn, and quietly
MINIMA = ("minimum", "kink")


def draw_critical_points(
    draw: ImageDraw.ImageDraw, spots: Sequence[tuple[Spot, Point]], em: float, theme: Theme
) -> None:
    """Minimum: a ring with hairs, dark if none is lower; maximum: a ring; saddle: a cross."""
    pen = Pen(draw, theme.halo)
    crowded = len(spots) > CROWD
    points = [
        (kind, place, lowest) for (_, kind, lowest), place in spots if kind in MINIMA or not crowded
    ]
    for kind, spot, is_lowest in sorted(points, key=lambda point: point[2]):
        if crowded and not is_lowest:
            (x, y), size = spot, 0.11 * em
            draw.ellipse((x - size, y - size, x + size, y + size), fill=theme.quiet)
        else:
            ink, width, halo = (theme.text, 0.13, 0.32) if is_lowest else (theme.quiet, 0.1, 0.24)
            pen.strokes(_outline(kind, spot, 0.36 * em), ink, width * em, halo * em)


def _outline(kind: str, spot: Point, radius: float) -> list[list[Point]]:
    if kind == "saddle":
        return cross(spot, 0.8 * radius)
    if kind == "degenerate":
        return [diamond(spot, 1.15 * radius)]
    return [circle(spot, radius), *(hairs(spot, radius) if kind in MINIMA else ())]


def draw_start(
    draw: ImageDraw.ImageDraw, spot: Point, width: int, em: float, theme: Theme, *, on_left: bool
) -> None:
    """A ring, and a word beside it where racers do not go."""
    (x, y), font = spot, letters(em, BOLD)
    Pen(draw, theme.halo).strokes([circle(spot, 0.58 * em)], theme.text, 0.12 * em, 0.3 * em)
    room = font.getlength("start") + em
    left = (on_left and x > room) or x > width - room
    draw.text(
        (x - 0.95 * em if left else x + 0.95 * em, max(y - 0.1 * em, 0.7 * em)),
        "start",
        font=font,
        fill=theme.text,
        anchor="rm" if left else "lm",
        stroke_width=round(0.15 * em),
        stroke_fill=theme.halo,
    )
