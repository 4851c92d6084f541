"""Measured data, as they come with scikit-learn: the same for every seed."""

from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from landscapes.datasets.base import Dataset, Source, standardised


def _digits(seed: int) -> Dataset:
    del seed
    # The page opens on them, so it takes the file alone: its loader takes three seconds to import.
    package = find_spec("sklearn")
    folder = Path(package.origin or "").parent if package else Path()
    rows = np.loadtxt(folder / "datasets/data/digits.csv.gz", delimiter=",")
    # All pixels by one measure: some are blank in every picture.
    inputs = standardised(rows[:, :-1].reshape(-1, 8, 8), axis=None)
    columns = tuple(f"column {k + 1}" for k in range(8))
    return Dataset(inputs, rows[:, -1].astype(np.int32), tuple("0123456789"), columns)


def _table(seed: int, *, name: str) -> Dataset:
    data = _loaded(name, seed)
    classes, features = (
        tuple(map(str, names)) for names in (data.target_names, data.feature_names)
    )
    return Dataset(standardised(data.data), data.target.astype(np.int32), classes, features)


def _loaded(name: str, seed: int) -> Any:
    # scikit-learn takes seconds to import, so only who needs it waits for it.
    from sklearn import datasets

    del seed
    return getattr(datasets, f"load_{name}")()


DIGITS = Source(
    slug="digits",
    title="Handwritten digits",
    point="1,797 pictures of 8 × 8 pixels in ten classes: small, real and not quite linear.",
    kind="picture",
    build=_digits,
    references=(
        "[Alpaydin and Kaynak (1998), Optical recognition of handwritten digits]"
        "(https://doi.org/10.24432/C50P49)",
    ),
)

IRIS = Source(
    slug="iris",
    title="Iris",
    point="Four lengths of 150 flowers: one kind stands apart, and two overlap a little.",
    kind="table",
    build=partial(_table, name="iris"),
    references=("[Fisher (1936), Iris](https://doi.org/10.24432/C56C76)",),
)

BREAST_CANCER = Source(
    slug="breast-cancer",
    title="Breast cancer",
    point="Thirty measurements of 569 tumours: nearly linear, and many features say the same.",
    kind="table",
    build=partial(_table, name="breast_cancer"),
    references=(
        "[Wolberg, Mangasarian, Street and Street (1993), Breast cancer Wisconsin (diagnostic)]"
        "(https://doi.org/10.24432/C5DW2B)",
    ),
)

WINE = Source(
    slug="wine",
    title="Wine",
    point="Thirteen measurements of 178 wines from three growers: every method gets them right.",
    kind="table",
    build=partial(_table, name="wine"),
    references=("[Aeberhard and Forina (1992), Wine](https://doi.org/10.24432/C5PC7J)",),
)

ENTRIES = (DIGITS, IRIS, BREAST_CANCER, WINE)
