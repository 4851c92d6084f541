"""The plane that holds most of what paths do, beside what it would hold of a random walk.

A random walk in many dimensions looks planned, too: two directions hold three quarters of it.
"""

from collections.abc import Callable, Sequence

import numpy as np

from landscapes.planes.base import Cut, Plane, View, spanned
from landscapes.planes.knobs import racer

# Eigenvalues fall like 1/k² or faster, and up to eight walks make each of them eightfold.
WIDTH, ROUNDS = 16, 10


def principal(paths: Sequence[np.ndarray], count: int = 2) -> tuple[np.ndarray, np.ndarray]:
    """The leading directions (count, d) of the rows of all paths, and the share of each (count,).

    The share is of the variance around the mean of all rows.
    """
    mean, dtype = mean_of(paths), np.result_type(*paths)
    centred = [path - mean.astype(path.dtype) for path in paths]

    def covariance(block: np.ndarray) -> np.ndarray:
        block = block.astype(dtype)
        return sum((part.T @ (part @ block) for part in centred), np.zeros_like(block))

    total = sum(float(np.square(part, dtype=float).sum()) for part in centred)
    if not total:
        raise ValueError("Nothing moved: the paths have no direction.")
    values, vectors = _leading(covariance, mean.size, count)
    return vectors.T, values / total


def mean_of(paths: Sequence[np.ndarray]) -> np.ndarray:
    """The mean of the rows of all paths."""
    sums = [path.sum(axis=0, dtype=float) for path in paths]
    return np.sum(sums, axis=0) / sum(map(len, paths))


def random_walk(lengths: Sequence[np.ndarray], count: int = 2) -> np.ndarray:
    """The shares that `principal` finds when all steps go in independent random directions.

    `lengths` (T + 1,) of each walk are the distance of its start from a common centre and those of
    its steps. In a space of many dimensions a long walk of equal steps gives 6/(πk)²: 60.8 %,
    15.2 %, 6.8 % and so on.
    """
    ends = np.cumsum([len(walk) for walk in lengths])[:-1]
    squares = np.concatenate([np.asarray(walk, float) ** 2 for walk in lengths])
    if not squares.any():
        raise ValueError("Nothing moved: the walks have no direction.")
    rows = squares.size

    # In the space of the steps, since the directions themselves are as good as orthogonal.
    def covariance(block: np.ndarray) -> np.ndarray:
        scaled = np.sqrt(squares)[:, None] * block
        walked = [np.cumsum(part, axis=0) for part in np.split(scaled, ends)]
        middle = np.concatenate(walked).sum(axis=0) / rows
        back = [np.cumsum((part - middle)[::-1], axis=0)[::-1] for part in walked]
        return np.sqrt(squares)[:, None] * np.concatenate(back)

    # How many rows each step has moved.
    moved = np.concatenate([np.arange(len(walk), 0, -1) for walk in lengths])
    total = float(squares @ (moved - moved**2 / rows))
    return _leading(covariance, rows, count)[0] / total


def _lengths(paths: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Of each path, how far its start lies from the mean start, and how long its steps are."""
    centre = np.mean([path[0] for path in paths], axis=0)
    whole = ((path[0] - centre, np.diff(path, axis=0)) for path in paths)
    return [np.linalg.norm(np.vstack(parts), axis=1) for parts in whole]


def _leading(
    matrix: Callable[[np.ndarray], np.ndarray], size: int, count: int
) -> tuple[np.ndarray, np.ndarray]:
    """The `count` largest eigenvalues of a positive matrix and, as columns, their vectors.

    By subspace iteration; eigenvalues that the matrix is too small to have are 0.
    """
    block = np.random.default_rng(0).standard_normal((size, min(WIDTH, size)))
    for _ in range(ROUNDS):
        block = _levelled(matrix(block))
    block = np.linalg.qr(block)[0]
    values, mixed = np.linalg.eigh(block.T @ matrix(block))
    values, vectors = values[::-1][:count], (block @ mixed)[:, ::-1][:, :count]
    return np.pad(np.maximum(values, 0), (0, count - len(values))), vectors


def _levelled(block: np.ndarray) -> np.ndarray:
    """Columns that span the same, of like lengths and far from parallel."""
    # Orthonormal but for rounding, which the next round does not mind, at a tenth of the cost.
    squares, turn = np.linalg.eigh((block.T @ block).astype(float))
    lengths = np.sqrt(np.maximum(squares, 1e-14 * squares[-1]))
    return block @ (turn / np.where(lengths > 0, lengths, 1.0)).astype(block.dtype)


def _build(view: View, racer: float) -> Plane:
    indices = range(len(view.paths)) if racer < 0 else [int(racer)]
    paths = [view.path(index) for index in indices]
    directions, explained = principal(paths)
    # Rounding alone gives every path a second direction.
    if explained[1] < 1e-10:
        raise ValueError("The paths lie on one line: they have one direction, not two.")
    null = random_walk(_lengths(paths))
    whose = "all paths" if racer < 0 else "the path"
    return spanned(
        mean_of(paths).astype(paths[0].dtype),
        *directions,
        explained=(float(explained[0]), float(explained[1])),
        null=(float(null[0]), float(null[1])),
        note=(
            f"The plane holds {explained.sum():.1%} of the variance of {whose}; it would hold "
            f"{null.sum():.1%} if every step were as long and went in a random direction."
        ),
    )


PRINCIPAL = Cut(
    slug="principal",
    title="Principal directions of the paths",
    formula=r"d_k = \text{eigenvector}_k \textstyle\sum_t "
    r"(\theta_t - \bar\theta)(\theta_t - \bar\theta)^{\mathsf T}",
    point=(
        "Of all planes this one loses the least of the paths; a random walk, too, seems to bend "
        "in it as if it knew where to go."
    ),
    axes=("first principal direction", "second principal direction"),
    build=_build,
    hyperparameters=(
        racer(
            "racer", "i", "Racer", "whose path the plane follows; -1 is all together", default=-1
        ),
    ),
    references=(
        "[Lorch (2016), Visualizing deep network training trajectories with PCA]"
        "(https://icmlviz.github.io/icmlviz2016/assets/papers/24.pdf)",
        "[Antognini and Sohl-Dickstein (2018), PCA of high dimensional random walks with "
        "comparison to neural network training](https://arxiv.org/abs/1806.08805)",
    ),
)

ENTRIES = (PRINCIPAL,)
