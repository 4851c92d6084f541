"""A reader's own table is trained on while it is remembered, and refused with a sentence else."""

import numpy as np
import pytest

from app.experiment import Part
from app.networks import link, uploads
from app.networks.simulate import simulate
from tests.app.networks.small import DESCENT, setup_of, training_of

FLOWERS = b"length,width,kind\n" + b"".join(
    b"%.2f,%.2f,%s\n" % (k / 7, (k % 5) / 3, b"rose" if k % 2 else b"tulip") for k in range(24)
)
NUMBERS = b"".join(b"%d;%.3f\n" % (k, k / 10 + 0.01) for k in range(30))


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch):
    monkeypatch.setattr(uploads, "_held", type(uploads._held)())


@pytest.mark.parametrize(
    ("content", "classes", "inputs"), [(FLOWERS, ("rose", "tulip"), 2), (NUMBERS, (), 1)]
)
def test_a_table_of_ones_own_is_trained_on(content, classes, inputs):
    slug = uploads.accept(content, "mine.csv")
    setup = setup_of(data=Part(slug))
    assert setup.source.title == "mine.csv"
    assert setup.dataset(0).classes == classes
    assert setup.task.shape == (inputs,)
    (result,) = simulate(training_of(setup, racers=(DESCENT,)))
    losses = result.measures.training
    assert np.isfinite(losses).all()
    assert losses[-1] < losses[0]


def test_the_link_of_a_table_opens_while_it_is_remembered_and_says_why_not_later(monkeypatch):
    slug = uploads.accept(FLOWERS, "mine.csv")
    training = training_of(setup_of(data=Part(slug)))
    params = link.write(training)
    assert "mine" not in str(params)
    assert link.read(params) == training
    monkeypatch.setattr(uploads, "_held", type(uploads._held)())
    with pytest.raises(ValueError, match="files are never stored: upload it again, then open"):
        link.read(params)
    assert uploads.accept(FLOWERS, "renamed.csv") == slug
    assert link.read(params) == training


def test_the_table_that_was_asked_for_longest_ago_is_forgotten_first():
    first = uploads.accept(FLOWERS, "first.csv")
    others = [
        uploads.accept(FLOWERS + b"1,1,rose\n" * k, "more.csv") for k in range(1, uploads.MOST)
    ]
    uploads.source(first)
    uploads.accept(NUMBERS, "last.csv")
    assert uploads.source(first).title == "first.csv"
    with pytest.raises(ValueError, match="upload it again"):
        uploads.source(others[0])


ROW = "1,2,a\n"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (ROW * 6 + "1,red,b\n" + ROW * 6, "mine.csv, line 7, column 2 is the text 'red'"),
        (ROW * 6 + "1,,b\n" + ROW * 6, "line 7, column 2 is empty; every cell needs a number"),
        (ROW * 6 + "1,nan,b\n" + ROW * 6, "line 7, column 2 is nan; only finite numbers"),
        (ROW * 6 + "1,2\n" + ROW * 6, "line 7 has 2 cells where the first has 3"),
        (ROW * 20, "has only one class, 'a'; there is nothing to learn"),
        (ROW * 5, "has 5 rows; at least 10 are needed"),
        (ROW * 5_001, "has 5,001 rows; at most 5,000 can be used"),
        (ROW * 200_000, "has 1.2 MB; at most 1 MB can be read"),
        ("", "has no rows"),
        ("7\n" * 20, "has 1 column; it needs 2 to 64"),
        (",".join("1" * 65) + "\n", "has 65 columns; it needs 2 to 64"),
        ("1,ä\n" * 20, "is not text in UTF-8"),
    ],
)
def test_what_cannot_be_trained_on_is_refused_with_a_sentence_and_not_kept(content, sentence):
    with pytest.raises(ValueError, match=r".") as refusal:
        uploads.accept(content.encode("latin-1"), "mine.csv")
    assert sentence in str(refusal.value)
    assert not uploads._held


def test_what_has_no_name_is_no_data():
    with pytest.raises(ValueError, match="there are no data 'mars'; there are digits, iris"):
        uploads.source("mars")
