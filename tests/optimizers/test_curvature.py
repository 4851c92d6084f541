"""Rules that measure the Hessian: against the books, against scipy, and what they promise."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from landscapes import LANDSCAPES
from optimizers import OPTIMIZERS, run
from optimizers.noise import NOISES
from optimizers.parabola import Parabola, measured, spectrum
from tests.optimizers import surfaces
from tests.optimizers.test_line_search import first_flat, scipy_on_rosenbrock

NEWTON, SADDLE_FREE, MARQUARDT, TRUST = (
    OPTIMIZERS[slug]
    for slug in ("newton", "saddle-free-newton", "levenberg-marquardt", "trust-region")
)
ALL = (NEWTON, SADDLE_FREE, MARQUARDT, TRUST)
bottom_within = jax.jit(Parabola.within)
every_rule = pytest.mark.parametrize("optimizer", ALL, ids=lambda entry: entry.slug)
SURFACES = ("rosenbrock", "himmelblau", "beale")


def by_the_book(optimizer, landscape, steps, settings=None):
    value, gradient, hessian = (
        jax.jit(fn) for fn in (landscape.fn, jax.grad(landscape.fn), jax.hessian(landscape.fn))
    )
    known = {
        "gradient": lambda x: np.asarray(gradient(x)),
        "value": lambda x: float(value(x)),
        "hessian": lambda x: np.asarray(hessian(x)),
    }
    asked = optimizer.textbook.__code__.co_varnames
    given = {name: function for name, function in known.items() if name in asked}
    start = np.array(landscape.start)
    return optimizer.textbook(**given, x=start, steps=steps, **optimizer.settings(settings))


CASES = [
    (NEWTON, {}),
    (NEWTON, {"learning_rate": 0.5}),
    (SADDLE_FREE, {}),
    (SADDLE_FREE, {"learning_rate": 0.5, "floor": 0.1}),
    (MARQUARDT, {}),
    (MARQUARDT, {"damping": 10.0}),
    (TRUST, {}),
    (TRUST, {"radius": 0.1, "acceptance": 0.0}),
]


@pytest.mark.parametrize(("optimizer", "settings"), CASES)
@pytest.mark.parametrize("surface", SURFACES)
def test_it_equals_its_textbook_version(optimizer, settings, surface):
    landscape = LANDSCAPES[surface]
    ours = run(landscape.fn, optimizer, landscape.start, steps=100, settings=settings)
    norms = np.linalg.norm(ours.gradients, axis=1)
    # Where values are equal up to rounding, chance decides which steps fail.
    steps = int((norms <= 1e-6).argmax()) if norms.min() <= 1e-6 else 100
    expected = by_the_book(optimizer, landscape, steps, settings)
    # Long jumps multiply rounding: Beale's function has some of 1e5.
    scale = np.abs(expected).max(axis=1, keepdims=True)
    error = np.abs(ours.points[: steps + 1] - expected) / np.maximum(scale, 1)
    assert error.max() <= 1e-9 if surface != "beale" else error.max() <= 1e-6


def test_newton_takes_the_known_path_on_rosenbrock():
    values = run(surfaces.rosenbrock, NEWTON, (-1.2, 1.0), steps=5).values
    known = [24.2, 4.731884, 1411.845, 0.05596552, 0.3131891, 1.85e-11]
    np.testing.assert_allclose(values[:5], known[:5], rtol=1e-6)
    assert values[5] == pytest.approx(known[5], rel=5e-3)


@pytest.mark.parametrize("slug", ["stretched-bowl", "rotated-bowl", "booth", "matyas"])
def test_newton_and_its_saddle_free_kin_end_on_a_bowl_in_one_step(slug):
    landscape = LANDSCAPES[slug]
    for optimizer in (NEWTON, SADDLE_FREE):
        trajectory = run(landscape.fn, optimizer, landscape.start, steps=1)
        assert np.linalg.norm(trajectory.gradients[1]) <= 1e-12


def test_newton_lands_on_the_saddle_that_the_others_leave():
    start = (-1.6, 1e-3)
    landed = run(surfaces.saddle, NEWTON, start, steps=5)
    np.testing.assert_allclose(landed.points[1:], 0, atol=1e-12)
    for optimizer in (SADDLE_FREE, MARQUARDT, TRUST):
        trajectory = run(surfaces.saddle, optimizer, start, steps=30)
        assert trajectory.finite == 31
        assert trajectory.values[-1] < -1e3
    doubled = run(surfaces.saddle, SADDLE_FREE, start, steps=10).points
    np.testing.assert_allclose(doubled[:, 1], 1e-3 * 2.0 ** np.arange(11), rtol=1e-9)
    np.testing.assert_allclose(doubled[1:, 0], 0, atol=1e-15)


def test_newton_is_blind_to_a_linear_change_of_coordinates_and_the_damped_is_not():
    landscape = LANDSCAPES["himmelblau"]
    change = np.array([[2.0, 1.0], [0.3, 0.7]])

    def changed(p):
        return landscape.fn(jnp.asarray(change) @ p)

    start = np.array(landscape.start)
    for optimizer, blind in [(NEWTON, True), (MARQUARDT, False), (TRUST, False)]:
        plain = run(landscape.fn, optimizer, start, steps=8).points
        other = run(changed, optimizer, np.linalg.solve(change, start), steps=8).points
        assert np.allclose(other @ change.T, plain, atol=1e-8) == blind


def test_saddle_free_newton_is_newton_in_a_bowl_and_descent_with_a_floor_of_one():
    landscape = LANDSCAPES["himmelblau"]
    near = (3.2, 1.8)
    paths = [run(landscape.fn, optimizer, near, steps=6).points for optimizer in ALL[:2]]
    np.testing.assert_allclose(*paths, atol=1e-12)
    trajectory = run(landscape.fn, SADDLE_FREE, near, steps=5, settings={"floor": 1.0})
    largest = np.abs(trajectory.internals["eigenvalues"][1:]).max(axis=1, keepdims=True)
    expected = -trajectory.gradients[:-1] / largest
    np.testing.assert_allclose(np.diff(trajectory.points, axis=0), expected, rtol=1e-9)


@pytest.mark.parametrize("start", [(3.2, 1.8), (-0.5, 0.5)])
def test_levenberg_marquardt_lies_between_descent_and_newton(start):
    landscape = LANDSCAPES["himmelblau"]
    damped = run(landscape.fn, MARQUARDT, start, steps=1, settings={"damping": 1e4})
    gradient = damped.gradients[0]
    hessian = jax.jit(jax.hessian(landscape.fn))(jnp.array(start))
    mu = 1e4 * np.abs(np.linalg.eigvalsh(hessian)).max()
    moved = damped.points[1] - damped.points[0]
    np.testing.assert_allclose(moved, -gradient / mu, rtol=1e-3)
    if start == (3.2, 1.8):
        undamped = run(landscape.fn, MARQUARDT, start, steps=6, settings={"damping": 1e-12})
        newton = run(landscape.fn, NEWTON, start, steps=6)
        np.testing.assert_allclose(undamped.points, newton.points, atol=1e-10)


@pytest.mark.parametrize("optimizer", [MARQUARDT, TRUST], ids=lambda entry: entry.slug)
@pytest.mark.parametrize("surface", [*SURFACES, "styblinski-tang", "monkey-saddle"])
def test_the_loss_never_rises_and_a_step_that_fails_stays_and_is_counted(optimizer, surface):
    landscape = LANDSCAPES[surface]
    trajectory = run(landscape.fn, optimizer, landscape.start, steps=60)
    assert trajectory.finite == 61
    # Near the minimum a step is trusted whose gain rounding hides.
    rounding = 1e-14 * np.abs(trajectory.values[:-1])
    assert (np.diff(trajectory.values) <= rounding).all()
    assert (np.diff(trajectory.evaluations) == 3).all()


@pytest.mark.parametrize("optimizer", [MARQUARDT, TRUST], ids=lambda entry: entry.slug)
def test_on_the_way_some_steps_fail(optimizer):
    trajectory = run(surfaces.rosenbrock, optimizer, (-1.2, 1.0), steps=24)
    moved = np.linalg.norm(np.diff(trajectory.points, axis=0), axis=1)
    assert 1 <= (moved == 0).sum() <= 10


def test_the_trust_region_is_as_quick_as_that_of_scipy():
    hessian = jax.jit(jax.hessian(surfaces.rosenbrock))
    theirs = scipy_on_rosenbrock("trust-exact", lambda x: np.asarray(hessian(x)), gtol=1e-8)
    ours = run(surfaces.rosenbrock, TRUST, (-1.2, 1.0), steps=60)
    assert theirs.success
    assert first_flat(ours) <= theirs.nit
    newton = first_flat(run(surfaces.rosenbrock, NEWTON, (-1.2, 1.0), steps=20))
    assert newton == 6


@pytest.mark.parametrize("surface", [*SURFACES, "six-hump-camel"])
@pytest.mark.parametrize("radius", [0.05, 1.0, 20.0])
def test_steps_keep_within_the_radius_which_follows_the_gain(surface, radius):
    landscape = LANDSCAPES[surface]
    settings = {"radius": radius}
    trajectory = run(landscape.fn, TRUST, landscape.start, steps=40, settings=settings)
    radii = trajectory.internals["radius"]
    assert radii[0] == radius
    value, parabola_at = jax.jit(landscape.fn), jax.jit(partial(measured, landscape.fn))
    for k in range(first_flat(trajectory, 1e-5)):
        x, f, g = (part[k] for part in trajectory[:3])
        parabola = parabola_at(x, f, g)
        step = bottom_within(parabola, radii[k])
        move = np.asarray(parabola.move(step, jnp.array(x)))
        length = np.linalg.norm(move)
        assert length <= radii[k] * (1 + 1e-12)
        gain = float(parabola.gain(step, value(x + move)))
        taken = trajectory.points[k + 1] - x
        np.testing.assert_allclose(taken, move if gain > 0.15 else 0 * move, atol=1e-12)
        factor = 0.25 if gain < 0.25 else 2 if gain > 0.75 and length > 0.99 * radii[k] else 1
        assert radii[k + 1] == min(factor * radii[k], 1000 * radius)


def random_parabolas(count=300):
    generator = np.random.default_rng(0)
    for k in range(count):
        n = int(generator.integers(1, 6)) if k % 2 else 2
        eigenvalues = np.sort(generator.normal(size=n) * 10.0 ** generator.integers(-3, 4))
        slopes = generator.normal(size=n) * 10.0 ** generator.integers(-3, 4)
        slopes[0] *= generator.choice([0.0, 1e-12, 1.0])
        radius = 10.0 ** generator.uniform(-3, 3)
        basis = np.linalg.qr(generator.normal(size=(n, n)))[0]
        yield Parabola(jnp.array(0.0), *map(jnp.array, (slopes, eigenvalues, basis))), radius


def test_the_bottom_within_the_radius_meets_the_conditions_that_mark_it():
    for parabola, radius in random_parabolas():
        slopes, eigenvalues = np.asarray(parabola.slopes), np.asarray(parabola.eigenvalues)
        step = np.asarray(bottom_within(parabola, radius))
        length = np.linalg.norm(step)
        assert length <= radius * (1 + 1e-12)
        if not slopes.any():
            assert not step.any()
            continue
        # (H + σI) p = -g with σ ≥ 0, H + σI positive, and σ = 0 unless at the edge: Moré, Sorensen.
        shift = max(0.0, -(step @ (slopes + eigenvalues * step)) / (step @ step))
        residual = np.linalg.norm((eigenvalues + shift) * step + slopes)
        assert residual <= 1e-8 * (np.linalg.norm(slopes) + shift * length)
        scale = np.abs(eigenvalues).max() + shift
        assert eigenvalues[0] + shift >= -1e-9 * scale
        assert shift <= 1e-9 * scale or length >= radius * (1 - 1e-9)


def test_it_falls_at_least_as_far_as_the_best_step_along_the_gradient():
    def decrease(parabola, step):
        return -(step @ (parabola.slopes + parabola.eigenvalues * step / 2))

    for parabola, radius in random_parabolas():
        slopes, eigenvalues = np.asarray(parabola.slopes), np.asarray(parabola.eigenvalues)
        if not slopes.any():
            continue
        bend, length = slopes @ (eigenvalues * slopes), np.linalg.norm(slopes)
        share = min(1.0, length**3 / (radius * bend)) if bend > 0 else 1.0
        cauchy = -share * radius / length * slopes
        best = decrease(parabola, np.asarray(bottom_within(parabola, radius)))
        assert best >= decrease(parabola, cauchy) * (1 - 1e-9)


@pytest.mark.parametrize("n", [1, 2, 3, 7])
def test_the_spectrum_is_that_of_numpy(n):
    generator = np.random.default_rng(1)
    for _ in range(50):
        matrix = generator.normal(size=(n, n)) * 10.0 ** generator.integers(-8, 9)
        matrix = matrix + matrix.T
        eigenvalues, basis = map(np.asarray, spectrum(jnp.array(matrix)))
        scale = np.abs(eigenvalues).max()
        np.testing.assert_allclose(eigenvalues, np.linalg.eigvalsh(matrix), atol=1e-14 * n * scale)
        np.testing.assert_allclose(basis.T @ basis, np.eye(n), atol=1e-14)
        np.testing.assert_allclose(
            basis @ np.diag(eigenvalues) @ basis.T, matrix, atol=1e-14 * scale * n
        )


@every_rule
@pytest.mark.parametrize("fn", [surfaces.flat, surfaces.slope, lambda p: p[0] ** 4 - p[1] ** 3])
def test_a_hessian_of_zeros_gives_no_step_and_no_nan(optimizer, fn):
    trajectory = run(fn, optimizer, (0.0, 0.0), steps=5)
    assert trajectory.finite == 6
    if optimizer in (NEWTON, SADDLE_FREE) or fn is not surfaces.slope:
        assert not trajectory.points.any()
    else:
        assert trajectory.values[-1] < 0


@every_rule
def test_noise_turns_the_step_and_leaves_the_hessian_exact(optimizer):
    landscape = LANDSCAPES["himmelblau"]
    noise = NOISES["gaussian"](spread=5.0)
    trajectory = run(landscape.fn, optimizer, landscape.start, steps=30, noise=noise)
    exact = jax.jit(jax.vmap(jax.hessian(landscape.fn)))(trajectory.points[:-1])
    assert trajectory.finite == 31
    shown = trajectory.internals.get("eigenvalues")
    if shown is not None:
        np.testing.assert_allclose(shown[1:], np.linalg.eigvalsh(exact), rtol=1e-7, atol=1e-9)


@every_rule
def test_any_shape_and_any_number_of_parameters_will_do(optimizer):
    def flat(p):
        return surfaces.rosenbrock(p) + p[2] ** 2 + 0.5 * p[2] * p[0] + (p[3] - 1) ** 4

    start = np.array([-1.2, 1.0, 0.5, 0.0])
    vector = run(flat, optimizer, start, steps=12)
    matrix = run(lambda p: flat(p.ravel()), optimizer, start.reshape(2, 2), steps=12)
    assert vector.finite == 13
    assert vector.values.min() < vector.values[0]
    np.testing.assert_allclose(matrix.points.reshape(13, 4), vector.points, rtol=1e-6, atol=1e-6)
    assert (np.diff(vector.evaluations) == 5).all()
