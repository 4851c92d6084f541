"""The frame of a surface and round numbers along it."""

import math

from PIL import ImageDraw

from app.exports.look import Theme, letters
from app.exports.scene import Window
from app.exports.sheet import Box


def draw(draw: ImageDraw.ImageDraw, window: Window, panel: Box, em: float, theme: Theme) -> None:
    """Frame, ticks and numbers around the panel of a surface."""
    left, top, right, bottom = panel
    (low_x, low_y), (high_x, high_y) = window
    thin, tick, font = max(round(0.07 * em), 1), 0.4 * em, letters(0.92 * em)
    draw.rectangle((left - thin, top - thin, right, bottom), outline=theme.line, width=thin)
    for value in ticks(low_x, high_x, (right - left) / (7 * em)):
        x = left + (value - low_x) / (high_x - low_x) * (right - left)
        draw.line((x, bottom, x, bottom + tick), fill=theme.line, width=thin)
        at = (x, bottom + 1.05 * em)
        draw.text(at, _short(value), font=font, fill=theme.quiet, anchor="mm")
    for value in ticks(low_y, high_y, (bottom - top) / (5 * em)):
        y = bottom - (value - low_y) / (high_y - low_y) * (bottom - top)
        draw.line((left - tick, y, left, y), fill=theme.line, width=thin)
        at = (left - 0.65 * em, y)
        draw.text(at, _short(value), font=font, fill=theme.quiet, anchor="rm")


def ticks(low: float, high: float, count: float) -> list[float]:
    """About `count` round values between `low` and `high`."""
    rough = (high - low) / max(count, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(digit * power for digit in (1, 2, 2.5, 5, 10) if digit * power >= 0.999 * rough)
    places = range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)
    return [float(f"{place * step:.12g}") for place in places]


def _short(value: float) -> str:
    return f"{value:g}".replace("-", "−")
