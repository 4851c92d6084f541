"""LaTeX symbols as plain text."""

import pytest

from app.symbols import plain
from landscapes import LANDSCAPES
from optimizers import OPTIMIZERS
from optimizers.modifiers import MODIFIERS
from optimizers.noise import NOISES
from optimizers.schedules import SCHEDULES

MENUS = (LANDSCAPES, OPTIMIZERS, SCHEDULES, NOISES, MODIFIERS)


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\eta", "η"),
        (r"\beta_1", "β₁"),
        ("c_2", "c₂"),
        (r"\epsilon", "ε"),
        (r"\varphi", "φ"),
        (r"\lambda", "λ"),
        (r"\Delta_{0}", "Δ₀"),
        ("f^*", "f*"),
    ],
)
def test_symbols_are_set_as_plain_text(latex, text):
    assert plain(latex) == text


def test_every_hyperparameter_has_a_plain_symbol_of_its_own():
    for entry in (entry for menu in MENUS for entry in menu.values()):
        symbols = [plain(knob.symbol) for knob in entry.hyperparameters]
        assert all(len(symbol) <= 5 and not set(symbol) & set("\\_^{}") for symbol in symbols)
        assert len(set(symbols)) == len(symbols)
