"""A race as a moving picture: a GIF that plays wherever pictures are shown."""

import io
from itertools import pairwise
from typing import Any

import numpy as np
from PIL import Image

from app.asked import Asked
from app.exports.picture import Picture
from app.exports.sheet import Look

SIZE: dict[str, Any] = {"width": 960, "height": 600}
FRAMES = 96
LENGTH, HOLD = 6_000, 2_000  # milliseconds of motion, and of standing still at the end
SAME = 255
"""The colour of pixels that are as they were a frame before: none."""


def to_gif(asked: Asked, **look: Any) -> bytes:
    """The whole race in a few seconds, again and again; `look` is that of `Look`."""
    frames = _reduced(_frames(asked, Look(**(SIZE | look))))
    durations = [LENGTH // len(frames) // 10 * 10] * (len(frames) - 1) + [HOLD]
    file = io.BytesIO()
    frames[0].save(
        file,
        "GIF",
        save_all=True,
        append_images=frames[1:],
        duration=durations,
        loop=0,
        optimize=False,
        transparency=SAME,
        disposal=1,
    )
    return file.getvalue()


def _reduced(frames: list[Image.Image]) -> list[Image.Image]:
    """The frames in one palette, each after the first with only what changed."""
    # What is seen first and last has all the colours that there are.
    width, height = frames[0].size
    both = Image.new("RGB", (width, 2 * height))
    both.paste(frames[0])
    both.paste(frames[-1], (0, height))
    palette = both.quantize(SAME, Image.Quantize.MEDIANCUT, kmeans=2)
    flat = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames]
    pixels = [np.asarray(frame) for frame in flat]
    changed = [pixels[0], *(np.where(b == a, np.uint8(SAME), b) for a, b in pairwise(pixels))]
    reduced = [Image.fromarray(array) for array in changed]
    for frame in reduced:
        frame.putpalette(palette.getpalette() or [])
    return reduced


def _frames(asked: Asked, look: Look) -> list[Image.Image]:
    picture = Picture(asked, look)
    count = min(FRAMES, asked.steps + 1)
    positions = np.rint(np.linspace(0, asked.steps, count)).tolist()
    trails, frames, before = picture.begun(), [], 0.0
    for position in positions:
        picture.extend(trails, before, position)
        frames.append(picture.at(position, trails))
        before = position
    return frames
