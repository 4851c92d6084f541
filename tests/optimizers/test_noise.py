"""Inexact gradients: what a rule is told, and what theory says becomes of the run."""

import jax
import numpy as np
import pytest
from scipy import stats

from landscapes import LANDSCAPES
from optimizers import OPTIMIZERS, programs, run
from optimizers.loop import STRETCH
from optimizers.noise import EXACT, LONGEST_DELAY, NOISES, Inexactness, draws
from optimizers.schedules import STEADY, Patience
from tests.optimizers import surfaces

DESCENT, MOMENTUM, ADAM = (OPTIMIZERS[slug] for slug in ("gradient-descent", "momentum", "adam"))
ROSENBROCK, HIMMELBLAU = LANDSCAPES["rosenbrock"], LANDSCAPES["himmelblau"]
RANDOM = ("gaussian", "heavy-tailed", "relative")

every_noise = pytest.mark.parametrize("slug", NOISES)
random_noise = pytest.mark.parametrize("slug", RANDOM)


def descended(fn, start, noise, *, rate=0.1, steps=200, **terms):
    return run(
        fn, DESCENT, start, steps=steps, settings={"learning_rate": rate}, noise=noise, **terms
    )


def told(trajectory, rate=0.1):
    """The gradients that plain descent was told, from its steps."""
    return -np.diff(trajectory.points, axis=0) / rate


def test_the_first_entry_is_exact():
    assert next(iter(NOISES)) == "exact"
    assert NOISES["exact"]() == EXACT


def test_an_old_link_may_carry_any_spread_up_to_1000():
    for spread in (1e-9, 0.01, 3.7, 1000.0):
        assert NOISES["gaussian"](spread=spread) == Inexactness(spread=spread)


# What is told, coordinate by coordinate


def test_gaussian_noise_is_the_draws_times_the_spread():
    trajectory = descended(
        HIMMELBLAU.fn, (1.0, 1.0), NOISES["gaussian"](spread=3.0), rate=0.01, seed=5
    )
    errors = told(trajectory, 0.01) - trajectory.gradients[:-1]
    np.testing.assert_allclose(errors, 3.0 * draws(np.inf, 5, 0, (STRETCH, 2))[:200], atol=1e-10)


def test_noise_is_standard_normal_or_students_t():
    flat = descended(surfaces.flat, np.zeros(1000), NOISES["gaussian"](), steps=300)
    assert stats.kstest(told(flat).ravel(), "norm").pvalue > 0.01
    for freedom in (1.0, 2.0, 5.0):
        noise = NOISES["heavy-tailed"](spread=2.0, freedom=freedom)
        flat = descended(surfaces.flat, np.zeros(1000), noise, steps=300)
        assert stats.kstest(told(flat).ravel() / 2.0, "t", (freedom,)).pvalue > 0.01


def test_the_variance_of_heavy_tailed_noise_is_that_of_students_t():
    flat = descended(
        surfaces.flat,
        np.zeros(2000),
        NOISES["heavy-tailed"](spread=1.0, freedom=5.0),
        steps=1000,
    )
    assert np.var(told(flat)) == pytest.approx(5 / 3, rel=0.02)


def test_coordinates_and_steps_are_drawn_independently():
    steps = 3 * STRETCH
    noise = told(descended(surfaces.flat, (0.0, 0.0), NOISES["gaussian"](), steps=steps))
    bound = 4 / np.sqrt(steps)
    x, y = noise.T
    assert abs(np.corrcoef(x, y)[0, 1]) < bound
    for lag in (1, 2, STRETCH):
        assert abs(np.corrcoef(x[lag:], x[:-lag])[0, 1]) < bound * 1.5


@random_noise
def test_the_same_seed_gives_every_optimizer_the_same_draws(slug):
    noise, steps = NOISES[slug](), STRETCH + 20
    still = {"momentum": 0.0, "learning_rate": 0.1}
    first = descended(surfaces.slope, (0.0, 0.0), noise, steps=steps, seed=3)
    second = run(
        surfaces.slope, MOMENTUM, (0.0, 0.0), steps=steps, settings=still, noise=noise, seed=3
    )
    np.testing.assert_allclose(first.points, second.points, rtol=1e-12, atol=1e-12)
    other = descended(surfaces.slope, (0.0, 0.0), noise, steps=steps, seed=4)
    assert not np.isclose(told(first), told(other)).any(axis=0).all()


@every_noise
def test_equal_seeds_give_equal_bits(slug):
    first, second = (
        run(ROSENBROCK.fn, ADAM, ROSENBROCK.start, steps=60, noise=NOISES[slug](), seed=7)
        for _ in range(2)
    )
    jax.tree.map(np.testing.assert_array_equal, first, second)


def test_relative_noise_grows_with_the_gradient():
    noise = NOISES["relative"](relative=0.5)
    trajectory = descended(HIMMELBLAU.fn, (1.0, 1.0), noise, rate=1e-3, seed=2)
    lengths = np.linalg.norm(trajectory.gradients[:-1], axis=1)[:, None]
    errors = told(trajectory, 1e-3) - trajectory.gradients[:-1]
    drawn = draws(np.inf, 2, 0, (STRETCH, 2))[:200]
    np.testing.assert_allclose(errors, 0.5 * lengths * drawn, rtol=1e-6, atol=1e-9)


def test_a_bias_is_a_constant_vector_of_its_length():
    for size in (2, 5):
        trajectory = descended(surfaces.bowl, np.arange(1.0, size + 1), NOISES["biased"](bias=3.0))
        errors = told(trajectory) - trajectory.gradients[:-1]
        np.testing.assert_allclose(np.linalg.norm(errors, axis=1), 3.0, rtol=1e-9)
        np.testing.assert_allclose(errors, 3.0 / np.sqrt(size), rtol=1e-9)


def test_a_quantised_gradient_is_a_multiple_of_the_quantum_within_half_of_it():
    trajectory = descended(
        HIMMELBLAU.fn, (1.0, 1.0), NOISES["quantised"](quantum=0.7), rate=2.0**-8
    )
    given = told(trajectory, 2.0**-8)
    np.testing.assert_allclose(given / 0.7, np.round(given / 0.7), atol=1e-9)
    assert (np.abs(given - trajectory.gradients[:-1]) <= 0.35 + 1e-9).all()


def test_signs_are_plus_or_minus_one_and_zero_for_zero():
    trajectory = descended(HIMMELBLAU.fn, (1.0, 1.0), NOISES["signs"](), rate=2.0**-8)
    np.testing.assert_array_equal(told(trajectory, 2.0**-8), np.sign(trajectory.gradients[:-1]))
    still = descended(surfaces.bowl, (0.0, 1.0), NOISES["signs"](), rate=0.25)
    np.testing.assert_array_equal(still.points[:, 0], 0.0)


def test_noise_comes_before_rounding_and_signs():
    noise = Inexactness(spread=2.0, bias=1.0, quantum=0.5, sign=1.0)
    trajectory = descended(HIMMELBLAU.fn, (1.0, 1.0), noise, rate=2.0**-8, steps=100, seed=1)
    noisy = trajectory.gradients[:-1] + 2.0 * draws(np.inf, 1, 0, (STRETCH, 2))[:100]
    expected = np.sign(np.round((noisy + 1.0 / np.sqrt(2)) / 0.5))
    np.testing.assert_array_equal(told(trajectory, 2.0**-8), expected)


# Delay


def delayed(gradient, start, rate, delay, steps):
    points = [np.array(start)]
    for k in range(steps):
        points.append(points[-1] - rate * gradient(points[max(k - delay, 0)]))
    return np.array(points)


@pytest.mark.parametrize("delay", [0, 1, 2, 7, LONGEST_DELAY - 1])
def test_a_delayed_gradient_is_that_of_so_many_steps_ago(delay):
    gradient = jax.jit(jax.grad(HIMMELBLAU.fn))
    trajectory = descended(
        HIMMELBLAU.fn, (1.0, 1.0), NOISES["delayed"](delay=delay), rate=1e-4, steps=STRETCH + 50
    )
    expected = delayed(lambda x: np.asarray(gradient(x)), (1.0, 1.0), 1e-4, delay, STRETCH + 50)
    np.testing.assert_allclose(trajectory.points, expected, rtol=1e-9, atol=1e-9)
    moved = trajectory.gradients[np.maximum(np.arange(STRETCH + 50) - delay, 0)]
    np.testing.assert_allclose(told(trajectory, 1e-4), moved, rtol=1e-6, atol=1e-8)


def test_the_knob_goes_as_far_as_gradients_are_kept():
    (knob,) = NOISES["delayed"].hyperparameters
    assert (knob.low, knob.high) == (0, LONGEST_DELAY - 1)


@pytest.mark.parametrize("delay", [1, 2, 5, 12])
def test_delayed_descent_is_stable_exactly_below_its_edge(delay):
    def grows(rate):
        path = descended(
            surfaces.bowl, [1.0], NOISES["delayed"](delay=delay), rate=rate, steps=12 * STRETCH
        ).points[:, 0]
        size = np.abs(path[np.isfinite(path)])
        return len(size) < len(path) or size[-500:].max() > size[6000:6500].max()

    low, high = 1e-3, 2.0
    while high - low > 1e-3 * low:
        middle = (low + high) / 2
        low, high = (low, middle) if grows(middle) else (middle, high)
    assert low == pytest.approx(2 * np.sin(np.pi / (2 * (2 * delay + 1))), rel=2e-3)


# What becomes of the run


@pytest.mark.parametrize(
    ("noise", "variance"),
    [
        (NOISES["gaussian"](spread=1.5), 1.5**2),
        (NOISES["heavy-tailed"](spread=1.0, freedom=6.0), 6 / 4),
    ],
)
def test_descent_has_the_stationary_variance_of_its_noise(noise, variance):
    rate = 0.5
    tails = descended(surfaces.bowl, np.zeros(400), noise, rate=rate, steps=3000).points[100:]
    assert np.var(tails) == pytest.approx(rate * variance / (2 - rate), rel=0.02)


def test_relative_noise_dies_out_at_a_minimum():
    noise = NOISES["relative"](relative=1.0)
    still = descended(surfaces.bowl, (0.0, 0.0), noise)
    np.testing.assert_array_equal(still.points, np.zeros((201, 2)))
    assert np.abs(descended(surfaces.bowl, (1.0, 1.0), noise, steps=1000).points[-1]).max() < 1e-30


@pytest.mark.parametrize(("rate", "relative"), [(0.1, 1.0), (0.3, 1.5)])
def test_relative_noise_changes_the_mean_square_by_its_own_factor(rate, relative):
    # |x|² is multiplied by (1 - a - a r ξ₁)² + (a r ξ₂)², with a for ηλ, r for the relative spread.
    noise = NOISES["relative"](relative=relative)
    ratios = []
    for seed in range(30):
        path = descended(surfaces.bowl, (1.0, 1.0), noise, rate=rate, steps=600, seed=seed).points
        squares = (path**2).sum(axis=1)
        ratios.append(squares[1:] / squares[:-1])
    expected = (1 - rate) ** 2 + 2 * (rate * relative) ** 2
    assert np.mean(ratios) == pytest.approx(expected, rel=0.01)


@pytest.mark.parametrize("fn", [surfaces.stretched, HIMMELBLAU.fn])
def test_descent_with_a_bias_settles_where_the_gradient_is_its_opposite(fn):
    trajectory = descended(fn, (3.0, 1.5), NOISES["biased"](bias=2.0), rate=0.01, steps=3000)
    np.testing.assert_allclose(trajectory.gradients[-1], [-np.sqrt(2)] * 2, rtol=1e-9)


def test_descent_with_a_quantised_gradient_stops_below_half_a_quantum():
    trajectory = descended(surfaces.bowl, (3.0, 1.5), NOISES["quantised"](quantum=1.0))
    np.testing.assert_array_equal(trajectory.points[-1], trajectory.points[-2])
    assert 0.3 < np.abs(trajectory.gradients[-1]).max() <= 0.5


def test_descent_on_signs_steps_by_its_rate_and_then_to_and_fro():
    points = descended(surfaces.bowl, (1.03, -0.5), NOISES["signs"](), rate=0.1, steps=100).points
    np.testing.assert_allclose(np.abs(np.diff(points[:, 0])), 0.1, rtol=1e-9)
    np.testing.assert_allclose(points[-1], points[-3], atol=1e-12)
    assert np.abs(points[-1]).max() <= 0.1


# The compiled loop


def test_terms_that_are_switched_off_do_nothing_where_numbers_overflow():
    watched = STEADY._replace(patience=Patience(1e6, 0.5, 0.0))

    def cliff(p):
        return 1e157 * (p[0] + p[1])

    plain, full = (
        descended(cliff, (1.0, 1.0), EXACT, rate=1e-8, steps=3, schedule=schedule)
        for schedule in (STEADY, watched)
    )
    assert plain.finite == 4
    np.testing.assert_array_equal(plain.points, full.points)


def test_no_kind_of_noise_and_no_knob_of_one_compiles():
    def fn(p):
        return surfaces.rosenbrock(p)

    before = programs.count()
    for entry in NOISES.values():
        run(fn, ADAM, (0.0, 0.5), steps=20, noise=entry())
        for knob in entry.hyperparameters:
            for value in (knob.low, knob.high):
                noise = entry(**{knob.name: value})
                run(fn, ADAM, (0.0, 0.5), steps=30, noise=noise, seed=int(value) % 7)
    # One plain, with additive noise, and one full.
    assert programs.count() == before + 2


@every_noise
def test_float32_runs_stay_so(slug):
    start = np.array(ROSENBROCK.start, np.float32)
    trajectory = run(surfaces.rosenbrock, ADAM, start, steps=20, noise=NOISES[slug]())
    assert trajectory.points.dtype == trajectory.gradients.dtype == np.float32
    assert trajectory.finite == 21
