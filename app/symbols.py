r"""LaTeX symbols as plain text, for places that cannot set mathematics: `\beta_1` → β₁."""

import re
import unicodedata

SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def plain(latex: str) -> str:
    r"""`latex`: letters and names of Greek ones, with what stands below or above them."""
    text = re.sub(r"\\(?:var)?([a-zA-Z]+)", _named, latex)
    text = re.sub(r"_\{?([^{}]+)\}?", lambda below: below[1].translate(SUBSCRIPTS), text)
    return re.sub(r"[\\^{}]", "", text)


def _named(found: re.Match[str]) -> str:
    """A Greek letter by the name that LaTeX gives it; any other name as it is."""
    name = found[1]
    size = "CAPITAL" if name[0].isupper() else "SMALL"
    try:
        # Unicode names Greek letters as LaTeX does, but for one.
        greek = "LAMDA" if name.upper() == "LAMBDA" else name.upper()
        return unicodedata.lookup(f"GREEK {size} LETTER {greek}")
    except KeyError:
        return name
