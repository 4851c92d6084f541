"""Measured data, as they come with scikit-learn."""

from typing import Any

import numpy as np

from landscapes.datasets.base import Dataset, Source, standardised


def _digits(seed: int) -> Dataset:
    # scikit-learn takes a second to import, so only who needs it waits for it.
    from sklearn.datasets import load_digits

    del seed
    data: Any = load_digits()
    inputs = standardised(data.images, axis=None)
    columns = tuple(f"column {k + 1}" for k in range(8))
    return Dataset(inputs, data.target.astype(np.int32), tuple("0123456789"), columns)


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

ENTRIES = (DIGITS,)
