"""A reader's CSV: what is understood, and the sentence for what is not."""

import numpy as np
import pytest

from landscapes.datasets import from_csv
from landscapes.datasets.table import MOST_BYTES, MOST_ROWS

GENERATOR = np.random.default_rng(0)


def table(rows=12, columns=2, target=lambda k: "ab"[k % 2], header="", comma=","):
    numbers = np.random.default_rng(0).standard_normal((rows, columns)).round(3)
    lines = [comma.join([*map(str, row), str(target(k))]) for k, row in enumerate(numbers)]
    return ("\n".join([header, *lines] if header else lines) + "\n").encode()


def test_text_in_the_last_column_is_classes():
    data = from_csv(table(header="length,width,kind"), "mine.csv")
    assert data.classes == ("a", "b")
    assert data.features == ("length", "width")
    np.testing.assert_array_equal(data.targets, np.arange(12) % 2)
    assert data.targets.dtype == np.int32
    assert data.inputs.dtype == np.float32
    np.testing.assert_allclose(data.inputs.mean(axis=0), 0, atol=1e-6)
    np.testing.assert_allclose(data.inputs.std(axis=0), 1, rtol=1e-5)


@pytest.mark.parametrize("comma", [",", ";", "\t"])
def test_commas_semicolons_and_tabs_separate(comma):
    data = from_csv(table(comma=comma), "mine.csv")
    assert data.inputs.shape == (12, 2)
    assert data.features == ("column 1", "column 2")


def test_few_whole_numbers_are_classes_and_others_are_fitted():
    few = from_csv(table(target=lambda k: [7, -1, 1234567][k % 3]), "mine.csv")
    assert few.classes == ("-1", "7", "1234567")
    np.testing.assert_array_equal(few.targets[:3], [1, 0, 2])
    many = from_csv(table(target=lambda k: k), "mine.csv")
    assert many.classes == ()
    assert many.targets.shape == (12, 1)
    np.testing.assert_allclose(many.targets[:, 0], (np.arange(12) - 5.5) / np.arange(12).std())
    halves = from_csv(table(target=lambda k: k % 2 + 0.5), "mine.csv")
    assert halves.classes == ()


def test_quotes_blank_lines_marks_and_windows_line_ends_are_read():
    text = table(header='"a, b",c,kind').decode().replace("\n", "\r\n") + "\r\n\r\n"
    data = from_csv(b"\xef\xbb\xbf" + text.encode(), "mine.csv")
    assert data.features == ("a, b", "c")
    assert len(data.inputs) == 12


def test_a_constant_column_becomes_zero():
    lines = "\n".join(f"3,{k},{'ab'[k % 2]}" for k in range(12))
    data = from_csv(lines.encode(), "mine.csv")
    assert (data.inputs[:, 0] == 0).all()


def spoiled(old, new, **terms):
    return table(**terms).replace(old, new, 1)


LINES = table().decode().splitlines()
FIRST = LINES[0].split(",")[0].encode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", r"mine\.csv has no rows"),
        (b"\n\n \n", r"mine\.csv has no rows"),
        (b"x,y\n", r"mine\.csv has 0 rows; at least 10 are needed"),
        (table(rows=9), r"mine\.csv has 9 rows; at least 10 are needed"),
        (table(rows=MOST_ROWS + 1), r"has 5,001 rows; at most 5,000 can be used"),
        (b"1\n" * 20, r"mine\.csv has 1 column; it needs 2 to 64"),
        (table(columns=64), r"mine\.csv has 65 columns; it needs 2 to 64"),
        (b"1," * (MOST_BYTES // 2 + 1), r"mine\.csv has 1\.0 MB; at most 1 MB can be read"),
        (b"\xff\xfe1,2", r"mine\.csv is not text in UTF-8; save it as CSV in UTF-8"),
        (table(target=lambda k: "a"), r"mine\.csv has only one class, 'a'; there is nothing"),
        (table(target=lambda k: 3), r"mine\.csv has only one class, '3'; there is nothing"),
        (table(rows=60, target=lambda k: f"n{k}"), r"has 60 classes; at most 20 can be told apart"),
        (table() + b"1.5,red,a\n", r"line 13, column 2 is the text 'red'; only the last column"),
        (table() + b"1.5,,a\n", r"line 13, column 2 is empty; every cell needs a number"),
        (table() + b"1.5,2,\n", r"line 13, column 3 is empty; every row needs a target"),
        (table() + b"1.5,nan,a\n", r"line 13, column 2 is nan; only finite numbers"),
        (table() + b"1.5,1e30,a\n", r"line 13, column 2 is 1e30; only finite numbers"),
        (table() + b"1.5,2,3,a\n", r"line 13 has 4 cells where the first has 3"),
        (table(target=lambda k: k + 0.5) + b"1,2,inf\n", r"line 13, column 3 is inf; only finite"),
        (table(header="length,width,kind") + b"x,2,a\n", r"line 14, length is the text 'x'"),
    ],
)
def test_what_cannot_be_used_is_refused_in_a_sentence(content, sentence):
    with pytest.raises(ValueError, match=sentence):
        from_csv(content, "mine.csv")


def test_numbers_too_large_for_a_field_of_csv_are_a_sentence_too():
    content = b'1,2,a\n"' + b"x" * 200_000 + b'",2,b\n'
    with pytest.raises(ValueError, match=r"mine\.csv cannot be read as CSV"):
        from_csv(content, "mine.csv")
