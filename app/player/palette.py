"""Eight racer colours that colour-blind readers can tell apart, each with a mark of its own.

After Okabe and Ito (2008), Color universal design; tones chosen for contrast with the surface
of each theme. The same tones stand in `.streamlit/config.toml`, where text takes them by name.
"""

from typing import NamedTuple


class Style(NamedTuple):
    """How one racer looks."""

    light: str
    """CSS colour in the light theme."""
    dark: str
    """CSS colour in the dark theme."""
    mark: str
    """Shape that the player draws."""
    name: str
    """Streamlit's name for the colour."""
    glyph: str
    """The shape as a character."""


STYLES = (
    Style("#0072b2", "#56b4e9", "circle", "blue", "●"),
    Style("#d55e00", "#ff8f3a", "square", "orange", "■"),
    Style("#00805e", "#2ed3a2", "diamond", "green", "◆"),
    Style("#b0307f", "#f08fc6", "triangle-up", "primary", "▲"),
    Style("#8a6d00", "#f0e442", "triangle-down", "yellow", "▼"),
    Style("#5b3fc4", "#b3a1ff", "star", "violet", "★"),
    Style("#a3242a", "#ff7b7b", "cross", "red", "✚"),
    Style("#333333", "#f5f5f5", "hexagon", "gray", "⬢"),
)
