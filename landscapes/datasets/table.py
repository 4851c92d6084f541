"""A reader's own table: checked, turned into a data set, and kept nowhere."""

import csv
import io
from collections.abc import Sequence

import numpy as np

from landscapes.datasets.base import Dataset, standardised

MOST_BYTES = 1_000_000
MOST_ROWS = 5_000
FEWEST_ROWS = 10
MOST_COLUMNS = 64
MOST_CLASSES = 20
"""More different texts than this are names and not classes; so are more whole numbers numbers."""

Line = tuple[int, list[str]]  # the number of a line in its file, with its cells


def from_csv(content: bytes, name: str) -> Dataset:
    """The table in a CSV file, of which the last column is what is to be learned.

    Text there, or up to `MOST_CLASSES` whole numbers that recur, are classes; other numbers are
    standardised and fitted. A first line with text over features is a header. ValueError, as a
    sentence that calls the file `name`, on whatever cannot be used.
    """
    lines = _lines(content, name)
    titles, lines = _header(lines)
    if len(lines) < FEWEST_ROWS:
        raise ValueError(f"{name} has {len(lines)} rows; at least {FEWEST_ROWS} are needed")
    if len(lines) > MOST_ROWS:
        raise ValueError(f"{name} has {len(lines):,} rows; at most {MOST_ROWS:,} can be used")
    for number, cells in lines:
        if len(cells) != len(titles):
            raise ValueError(
                f"{name}, line {number} has {len(cells)} cells where the first has {len(titles)}"
            )
    inputs = [
        [
            _number(cell, name, number, title)
            for cell, title in zip(cells, titles[:-1], strict=False)
        ]
        for number, cells in lines
    ]
    targets, classes = _targets([(k, cells[-1]) for k, cells in lines], name, titles[-1])
    return Dataset(standardised(np.array(inputs)), targets, classes, tuple(titles[:-1]))


def _lines(content: bytes, name: str) -> list[Line]:
    """The cells of every line that is not empty."""
    if len(content) > MOST_BYTES:
        raise ValueError(
            f"{name} has {len(content) / 1e6:.1f} MB; at most {MOST_BYTES / 1e6:g} MB can be read"
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{name} is not text in UTF-8; save it as CSV in UTF-8") from error
    head = text.lstrip().partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    try:
        lines = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    except csv.Error as error:
        raise ValueError(f"{name} cannot be read as CSV: {error}") from error
    lines = [(number, cells) for number, cells in lines if any(cells)]
    if not lines:
        raise ValueError(f"{name} has no rows")
    columns = len(lines[0][1])
    if not 2 <= columns <= MOST_COLUMNS:
        raise ValueError(
            f"{name} has {columns} {'column' if columns == 1 else 'columns'}; "
            f"it needs 2 to {MOST_COLUMNS}, the last of which is to be learned"
        )
    return lines


def _header(lines: list[Line]) -> tuple[list[str], list[Line]]:
    """Titles of the columns, and the lines below them."""
    first = lines[0][1]
    features = first[:-1]
    if any(map(_is_number, features)) or not any(features):
        return [f"column {k + 1}" for k in range(len(first))], lines
    return [title or f"column {k + 1}" for k, title in enumerate(first)], lines[1:]


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _number(cell: str, name: str, line: int, title: str) -> float:
    where = f"{name}, line {line}, {title}"
    if not cell:
        raise ValueError(f"{where} is empty; every cell needs a number")
    if not _is_number(cell):
        raise ValueError(f"{where} is the text '{cell[:40]}'; only the last column may have text")
    # Beyond this, squares overflow in float32.
    if not abs(float(cell)) < 1e18:
        raise ValueError(f"{where} is {cell[:40]}; only finite numbers below 1e18 can be used")
    return float(cell)


def _targets(
    cells: Sequence[tuple[int, str]], name: str, title: str
) -> tuple[np.ndarray, tuple[str, ...]]:
    """What is to be learned, and the names of its classes if it has any."""
    for line, cell in cells:
        if not cell:
            raise ValueError(f"{name}, line {line}, {title} is empty; every row needs a target")
    texts = [cell for _, cell in cells]
    if not all(map(_is_number, texts)):
        return _classes(sorted(set(texts)), texts, name)
    numbers = [_number(cell, name, line, title) for line, cell in cells]
    values = sorted(set(numbers))
    if len(values) == 1:
        raise _alike(texts[0], name)
    few = len(values) <= min(MOST_CLASSES, len(numbers) // 2)
    if few and all(map(float.is_integer, values)):
        return _classes([str(int(v)) for v in values], [str(int(n)) for n in numbers], name)
    return standardised(np.array(numbers)[:, None]), ()


def _classes(names: list[str], texts: list[str], name: str) -> tuple[np.ndarray, tuple[str, ...]]:
    if len(names) == 1:
        raise _alike(names[0], name)
    if len(names) > MOST_CLASSES:
        raise ValueError(
            f"{name} has {len(names)} classes; at most {MOST_CLASSES} can be told apart"
        )
    places = {text: place for place, text in enumerate(names)}
    return np.array([places[text] for text in texts], np.int32), tuple(names)


def _alike(text: str, name: str) -> ValueError:
    return ValueError(f"{name} has only one class, '{text[:40]}'; there is nothing to learn")
