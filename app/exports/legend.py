"""What a picture of a race says in words: the surface, the clock, and every racer."""

from collections.abc import Sequence

from PIL import ImageDraw

from app.experiment import Experiment
from app.exports import names
from app.exports.look import BOLD, REGULAR, Colour, Theme, letters
from app.exports.shapes import Pen
from app.exports.sheet import Sheet
from app.player.palette import STYLES
from app.player.payload import OUTCOMES, detail, surface_title
from app.simulate import Result


def draw_title(
    draw: ImageDraw.ImageDraw, experiment: Experiment, sheet: Sheet, theme: Theme
) -> None:
    """The surface, above it."""
    (left, top, *_), em = sheet.panel, sheet.look.em
    title = surface_title(experiment.surface, experiment.parameters)
    at = (left, top - 1.3 * em)
    draw.text(at, title, font=letters(1.5 * em, BOLD), fill=theme.text, anchor="lm")


def draw_clock(
    draw: ImageDraw.ImageDraw, experiment: Experiment, position: float, sheet: Sheet, theme: Theme
) -> None:
    """How far the race is, in the other corner."""
    (_, top, right, _), em = sheet.panel, sheet.look.em
    unit = "step" if experiment.budget == "steps" else "evaluation"
    said = f"{unit} {round(position):,} / {experiment.steps:,}"
    at = (right, top - 1.2 * em)
    draw.text(at, said, font=letters(1.1 * em), fill=theme.quiet, anchor="rm")


def draw_names(
    draw: ImageDraw.ImageDraw,
    experiment: Experiment,
    inks: Sequence[Colour],
    sheet: Sheet,
    theme: Theme,
) -> None:
    """Marks, names and settings of the racers, each under the one before."""
    pen, em = Pen(draw, theme.halo), sheet.look.em
    everyone = zip(experiment.racers, names.of_racers(experiment), inks, strict=True)
    for place, (racer, name, ink) in enumerate(everyone):
        left, top, room = _lines(experiment, sheet, place)
        pen.mark(STYLES[racer.slot].mark, (left - 1.0 * em, top), 0.46 * em, ink, 0.0)
        _write(draw, (left, top), name, 1.1 * em, BOLD, ink, room)
        _write(draw, (left, top + 1.3 * em), detail(racer), 0.92 * em, REGULAR, theme.quiet, room)


def draw_losses(
    draw: ImageDraw.ImageDraw,
    experiment: Experiment,
    results: Sequence[Result],
    rows: Sequence[int],
    sheet: Sheet,
    theme: Theme,
) -> None:
    """The loss of each racer at its row, and once it has ended, how."""
    em = sheet.look.em
    for place, (result, row) in enumerate(zip(results, rows, strict=True)):
        left, top, room = _lines(experiment, sheet, place)
        kind, step, period = result.outcome
        said = f"f = {result.trajectory.values[row]:.4g}".replace("-", "−")
        if step is not None and row >= min(step, result.kept - 1):
            said += f" · {OUTCOMES[kind].format(step=step, period=period)}"
        _write(draw, (left, top + 2.5 * em), said, 0.92 * em, REGULAR, theme.text, room)


def _lines(experiment: Experiment, sheet: Sheet, place: int) -> tuple[float, float, float]:
    """Left and middle of the first line about a racer, and how long its lines may be."""
    (_, top, right, bottom), em = sheet.panel, sheet.look.em
    pitch = min(4.6 * em, (bottom - top - 2.6 * em) / max(len(experiment.racers) - 1, 1))
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
