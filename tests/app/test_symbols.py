"""LaTeX symbols as plain text."""

import pytest

from app.symbols import plain
from optimizers import OPTIMIZERS


@pytest.mark.parametrize(
    ("latex", "text"), [(r"\eta", "η"), (r"\beta_1", "β₁"), ("c_2", "c₂"), (r"\epsilon", "ε")]
)
def test_symbols_are_set_as_plain_text(latex, text):
    assert plain(latex) == text


def test_every_hyperparameter_has_a_plain_symbol():
    for optimizer in OPTIMIZERS.values():
        symbols = [plain(knob.symbol) for knob in optimizer.hyperparameters]
        assert all(len(symbol) <= 2 for symbol in symbols)
        assert len(set(symbols)) == len(symbols)
