r"""LaTeX symbols as plain text, for places that cannot set mathematics: `\beta_1` → β₁."""

import unicodedata

SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def plain(latex: str) -> str:
    r"""`latex`, a Latin letter or the name of a Greek one with an optional digit below."""
    base, _, below = latex.partition("_")
    # Unicode names Greek letters as LaTeX does.
    if base.startswith("\\"):
        base = unicodedata.lookup(f"GREEK SMALL LETTER {base[1:]}")
    return base + below.translate(SUBSCRIPTS)
