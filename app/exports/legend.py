"""What a picture of a race says in words: the surface, the clock, and every racer."""

from collections.abc import Sequence

from PIL import ImageDraw

from app.exports.look import BOLD, REGULAR, Colour, Theme, letters
from app.exports.scene import Ground, Run, Scene
from app.exports.shapes import Pen
from app.exports.sheet import Box, Sheet
from app.player.palette import STYLES


def draw_title(
    draw: ImageDraw.ImageDraw, ground: Ground, panel: Box, room: float, em: float, theme: Theme
) -> None:
    """What a surface is called, above it, in so much room."""
    left, top, *_ = panel
    _write(draw, (left, top - 1.3 * em), ground.title, 1.5 * em, BOLD, theme.text, room)


def clock(scene: Scene, position: float) -> str:
    """How far the race is, in words."""
    return f"{scene.unit} {round(position):,} / {scene.length:,}"


def draw_clock(
    draw: ImageDraw.ImageDraw, scene: Scene, position: float, sheet: Sheet, theme: Theme
) -> None:
    """How far the race is, in the upper right corner."""
    (_, top, right, _), em = sheet.area, sheet.look.em
    at, font = (right, top - 1.2 * em), clock_letters(em)
    draw.text(at, clock(scene, position), font=font, fill=theme.quiet, anchor="rm")


def clock_letters(em: float):
    """In which the clock is written."""
    return letters(1.1 * em)


def draw_names(
    draw: ImageDraw.ImageDraw, scene: Scene, inks: Sequence[Colour], sheet: Sheet, theme: Theme
) -> None:
    """Marks, names and settings of the racers, each under the one before."""
    pen, em = Pen(draw, theme.halo), sheet.look.em
    for place, (run, ink) in enumerate(zip(scene.runs, inks, strict=True)):
        left, top, room = _lines(scene, sheet, place)
        pen.mark(STYLES[run.slot].mark, (left - 1.0 * em, top), 0.46 * em, ink, 0.0)
        _write(draw, (left, top), run.name, 1.1 * em, BOLD, ink, room)
        _write(draw, (left, top + 1.3 * em), run.detail, 0.92 * em, REGULAR, theme.quiet, room)


def draw_losses(
    draw: ImageDraw.ImageDraw, scene: Scene, rows: Sequence[int], sheet: Sheet, theme: Theme
) -> None:
    """The loss of each racer at its row, and once it has ended, how."""
    em = sheet.look.em
    for place, (run, row) in enumerate(zip(scene.runs, rows, strict=True)):
        left, top, room = _lines(scene, sheet, place)
        said = [f"{run.symbol} = {run.losses[row]:.4g}".replace("-", "−"), *_ending(run, row)]
        at = (left, top + 2.5 * em)
        _write(draw, at, " · ".join(said), 0.92 * em, REGULAR, theme.text, room)


def _ending(run: Run, row: int) -> list[str]:
    return [run.ending[1]] if run.ending and row >= run.ending[0] else []


def _lines(scene: Scene, sheet: Sheet, place: int) -> tuple[float, float, float]:
    """Left and middle of the first line about a racer, and how long its lines may be."""
    (_, top, right, bottom), em = sheet.area, sheet.look.em
    pitch = min(4.6 * em, (bottom - top - 2.6 * em) / max(len(scene.runs) - 1, 1))
    left = right + 2.6 * em
    return left, top + 0.8 * em + place * pitch, sheet.size[0] - left - 0.5 * em


def _write(
    draw: ImageDraw.ImageDraw,
    at: tuple[float, float],
    text: str,
    size: float,
    weight: int,
    ink: Colour,
    room: float,
) -> None:
    """A line of text, shortened where there is no room for it."""
    font = letters(size, weight)
    if font.getlength(text) > room:
        while text and font.getlength(text + "…") > room:
            text = text[:-1].rstrip(" ,·")
        text += "…"
    draw.text(at, text, font=font, fill=ink, anchor="lm")
