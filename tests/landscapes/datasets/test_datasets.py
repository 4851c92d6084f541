"""Data sets: shapes, scales and seeds, and what makes each of them hard or easy."""

import numpy as np
import pytest

from landscapes.datasets import DATASETS, Dataset, split

every_source = pytest.mark.parametrize("slug", DATASETS)
TOYS = [slug for slug, source in DATASETS.items() if source.hyperparameters]
SHAPES = {
    "digits": ((1797, 8, 8), 10),
    "iris": ((150, 4), 3),
    "breast-cancer": ((569, 30), 2),
    "wine": ((178, 13), 3),
    "moons": ((400, 2), 2),
    "circles": ((400, 2), 2),
    "spirals": ((400, 2), 2),
    "xor": ((400, 2), 2),
    "waves": ((200, 1), 1),
    "chebyshev": ((20, 1), 1),
    "recall": ((1000, 5, 8), 4),
}


@every_source
def test_examples_have_their_shapes_and_types(slug):
    source, data = DATASETS[slug], DATASETS[slug].make(0)
    assert (data.inputs.shape, data.outputs) == SHAPES[slug]
    assert data.inputs.dtype == np.float32
    assert np.isfinite(data.inputs).all()
    assert len(data.targets) == len(data.inputs)
    assert len(data.features) == data.inputs.shape[-1]
    assert data.inputs.ndim == (2 if source.kind == "table" else 3)
    if data.classes:
        assert data.targets.dtype == np.int32
        assert set(np.unique(data.targets)) == set(range(len(data.classes)))
    else:
        assert data.targets.dtype == np.float32
        assert data.targets.shape[1:] == (1,)


@every_source
def test_measurements_are_standardised(slug):
    data = DATASETS[slug].make(0)
    if DATASETS[slug].kind == "picture":
        np.testing.assert_allclose([data.inputs.mean(), data.inputs.std()], [0, 1], atol=1e-5)
    elif DATASETS[slug].kind == "table" and slug != "chebyshev":
        np.testing.assert_allclose(data.inputs.mean(axis=0), 0, atol=1e-5)
        np.testing.assert_allclose(data.inputs.std(axis=0), 1, rtol=1e-5)


@every_source
def test_a_seed_gives_the_same_data_and_another_seed_other_toys(slug):
    one, same, other = (DATASETS[slug].make(seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.inputs, same.inputs)
    np.testing.assert_array_equal(one.targets, same.targets)
    fixed = slug not in TOYS or slug == "chebyshev"
    assert np.array_equal(one.inputs, other.inputs) == fixed


@pytest.mark.parametrize("slug", TOYS)
def test_toys_take_every_value_of_their_knobs(slug):
    source = DATASETS[slug]
    for knob in source.hyperparameters:
        for value in (knob.low, knob.high):
            data = source.make(0, **{knob.name: value})
            assert np.isfinite(data.inputs).all()
            if knob.name == "points":
                assert len(data.inputs) == value
    with pytest.raises(ValueError, match="out of range"):
        source.make(0, points=10**6)


def test_chebyshev_is_the_fourth_polynomial_on_its_interval():
    data = DATASETS["chebyshev"].make(0, points=41)
    x, y = data.inputs[:, 0], data.targets[:, 0]
    np.testing.assert_allclose(y, np.cos(4 * np.arccos(x.astype(float))), atol=2e-6)
    assert (x[0], x[-1], y[0], y[-1]) == (-1, 1, 1, 1)
    assert y[20] == 1
    np.testing.assert_allclose(np.diff(x), 0.05, rtol=1e-5)


def linear_accuracy(data: Dataset) -> float:
    """Of the best fit of a plane to the classes."""
    design = np.column_stack([data.inputs, np.ones(len(data.inputs))])
    targets = 2.0 * data.targets - 1
    fit = design @ np.linalg.lstsq(design, targets, rcond=None)[0]
    return float(((fit > 0) == data.targets).mean())


@pytest.mark.parametrize(
    ("slug", "lowest", "highest"),
    [("moons", 0.8, 0.95), ("circles", 0.4, 0.65), ("xor", 0.4, 0.65), ("spirals", 0.45, 0.8)],
)
def test_a_line_separates_the_toys_as_badly_as_they_say(slug, lowest, highest):
    assert lowest < linear_accuracy(DATASETS[slug].make(0)) < highest


@pytest.mark.parametrize("slug", ["moons", "circles", "spirals"])
def test_without_noise_the_nearest_neighbour_is_of_the_same_class(slug):
    data = DATASETS[slug].make(0, noise=0.0, points=1000)
    distances = np.linalg.norm(data.inputs[:, None] - data.inputs[None], axis=-1)
    np.fill_diagonal(distances, np.inf)
    assert (data.targets[distances.argmin(axis=1)] == data.targets).mean() > 0.99


def test_recall_asks_for_a_value_that_stands_in_the_sequence():
    data = DATASETS["recall"].make(0, keys=5, values=3)
    tokens = data.inputs
    assert tokens.shape[1:] == (6, 8)
    assert (tokens[:, :-1].sum(axis=2) == 2).all()
    assert (tokens[:, -1].sum(axis=1) == 1).all()
    assert (tokens[:, :-1, :5].sum(axis=1) == 1).all()
    for sequence, value in zip(tokens, data.targets, strict=True):
        asked = sequence[-1, :5].argmax()
        place = sequence[:-1, asked].argmax()
        assert sequence[place, 5:].argmax() == value


def test_a_split_keeps_every_example_once():
    data = DATASETS["iris"].make(0)
    examples = split(data, 0.6, seed=3)
    assert examples.training == 90
    rows = np.column_stack([data.inputs, data.targets])
    divided = np.column_stack([examples.inputs, examples.targets])
    assert sorted(map(tuple, rows)) == sorted(map(tuple, divided))
    np.testing.assert_array_equal(examples.inputs, split(data, 0.6, seed=3).inputs)
    assert (examples.inputs != split(data, 0.6, seed=4).inputs).any()


def test_label_noise_replaces_that_share_of_training_labels_by_other_classes():
    data = DATASETS["digits"].make(0)
    clean, noisy = split(data, 0.8, seed=1), split(data, 0.8, seed=1, label_noise=0.3)
    np.testing.assert_array_equal(clean.inputs, noisy.inputs)
    n = clean.training
    changed = clean.targets != noisy.targets
    assert changed[:n].sum() == round(0.3 * n)
    assert not changed[n:].any()
    away = (noisy.targets - clean.targets)[changed] % 10
    assert set(away) == set(range(1, 10))
    np.testing.assert_allclose(np.bincount(away)[1:] / changed.sum(), 1 / 9, atol=0.05)


def test_noise_on_numbers_is_so_many_of_their_standard_deviations():
    data = DATASETS["waves"].make(0, points=2000)
    clean, noisy = split(data, 0.8, seed=1), split(data, 0.8, seed=1, label_noise=0.5)
    n = clean.training
    errors = noisy.targets - clean.targets
    np.testing.assert_allclose(errors[:n].std(), 0.5 * data.targets.std(), rtol=0.06)
    assert (errors[n:] == 0).all()
    assert noisy.targets.dtype == np.float32


@pytest.mark.parametrize("share", [0.0, 1.01])
def test_a_split_that_leaves_nothing_to_learn_from_is_refused(share):
    with pytest.raises(ValueError, match="of 150 examples for training: it must leave 1 to 150"):
        split(DATASETS["iris"].make(0), share)


def test_a_split_leaves_the_data_set_as_it_was():
    data = DATASETS["iris"].make(0)
    before = data.targets.copy()
    split(data, 0.8, label_noise=1.0)
    np.testing.assert_array_equal(data.targets, before)


def test_importing_the_menu_does_not_import_scikit_learn():
    import subprocess
    import sys

    code = (
        "import sys, landscapes.datasets, landscapes.networks; assert 'sklearn' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_digits_are_those_of_scikit_learn():
    from sklearn.datasets import load_digits

    loaded, ours = load_digits(), DATASETS["digits"].make()
    images = (loaded.images - loaded.images.mean()) / loaded.images.std()
    np.testing.assert_allclose(ours.inputs, images, rtol=1e-5)
    np.testing.assert_array_equal(ours.targets, loaded.target)
