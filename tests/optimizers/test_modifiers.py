"""Modifiers against optax's, torch's and plain loops, and against each other."""

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from landscapes import LANDSCAPES
from optimizers import OPTIMIZERS, programs, run
from optimizers.modifiers import MODIFIERS, PLAIN, Modification, combined
from optimizers.noise import NOISES, draws
from optimizers.schedules import SCHEDULES, STEADY, Patience
from tests.optimizers import surfaces

DESCENT, MOMENTUM, ADAM, LBFGS = (
    OPTIMIZERS[slug] for slug in ("gradient-descent", "momentum", "adam", "lbfgs")
)
ROSENBROCK, HIMMELBLAU = LANDSCAPES["rosenbrock"], LANDSCAPES["himmelblau"]
GRADIENTS = {fn: jax.jit(jax.grad(fn)) for fn in (surfaces.rosenbrock, HIMMELBLAU.fn)}

every_modifier = pytest.mark.parametrize("slug", MODIFIERS)
every_surface = pytest.mark.parametrize(
    ("fn", "start", "rates"),
    [
        (surfaces.rosenbrock, ROSENBROCK.start, {DESCENT: 1e-3, MOMENTUM: 3e-4, ADAM: 0.05}),
        (HIMMELBLAU.fn, HIMMELBLAU.start, {DESCENT: 0.01, MOMENTUM: 3e-3, ADAM: 0.05}),
    ],
    ids=["rosenbrock", "himmelblau"],
)


def modified(fn, optimizer, start, modifiers, *, rate=None, steps=150, **terms):
    settings = {} if rate is None else {"learning_rate": rate}
    return run(fn, optimizer, start, steps=steps, settings=settings, modifiers=modifiers, **terms)


def path_of_optax(rule, fn, start, steps=150):
    """The path of an optax transformation in a plain loop."""
    point = jnp.array(start)
    state, points, update = rule.init(point), [point], jax.jit(rule.update)
    for _ in range(steps):
        step, state = update(GRADIENTS[fn](point), state, point)
        point = point + step
        points.append(point)
    return np.array(points)


def path_of_torch(name, arguments, gradient, start, steps=150, before_step=None):
    """The path of an optimizer of torch; skips where torch is not installed."""
    torch = pytest.importorskip("torch")
    point = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    rule, points = getattr(torch.optim, name)([point], **arguments), [np.array(start)]
    for _ in range(steps):
        point.grad = torch.tensor(np.asarray(gradient(points[-1])))
        if before_step:
            before_step(torch.nn.utils, point)
        rule.step()
        points.append(point.detach().numpy().copy())
    return np.array(points)


@every_modifier
def test_each_has_one_knob_and_changes_one_thing(slug):
    (knob,) = MODIFIERS[slug].hyperparameters
    (changed,) = set(MODIFIERS[slug]()._asdict().items()) - set(PLAIN._asdict().items())
    assert changed[1] == knob.default
    name = knob.name if knob.name != "limit" else slug.replace("-", "_")
    assert changed[0] == name


def test_all_menus_together_have_each_slug_once():
    slugs = [*SCHEDULES, *NOISES, *MODIFIERS]
    assert len(set(slugs)) == len(slugs)


# Clipping


def test_clipping_is_exact():
    gradient = np.array([30.0, -0.2, 4.0])

    def slope(p):
        return p @ gradient

    def given(modifiers):
        points = modified(slope, DESCENT, np.zeros(3), modifiers, rate=0.5, steps=1).points
        return -points[1] / 0.5

    np.testing.assert_array_equal(given(MODIFIERS["clip-value"](limit=2.0)), [2.0, -0.2, 2.0])
    np.testing.assert_array_equal(given(MODIFIERS["clip-value"](limit=30.0)), gradient)
    shortened = given(MODIFIERS["clip-norm"](limit=2.0))
    np.testing.assert_allclose(shortened, 2.0 * gradient / np.linalg.norm(gradient), rtol=1e-15)
    np.testing.assert_array_equal(given(MODIFIERS["clip-norm"](limit=31.0)), gradient)
    both = given(Modification(clip_value=4.0, clip_norm=1.0))
    clipped = np.array([4.0, -0.2, 4.0])
    np.testing.assert_allclose(both, clipped / np.linalg.norm(clipped), rtol=1e-15)


@every_surface
@pytest.mark.parametrize("limit", [0.5, 20.0])
def test_clipped_paths_are_those_of_optax_and_torch(fn, start, rates, limit):
    rate = rates[MOMENTUM]
    sgd = optax.sgd(rate, momentum=0.9)
    arguments = {"lr": rate, "momentum": 0.9}
    for slug, theirs, name in [
        ("clip-value", optax.clip, "clip_grad_value_"),
        ("clip-norm", optax.clip_by_global_norm, "clip_grad_norm_"),
    ]:
        ours = modified(fn, MOMENTUM, start, MODIFIERS[slug](limit=limit), rate=rate).points
        expected = path_of_optax(optax.chain(theirs(limit), sgd), fn, start)
        np.testing.assert_allclose(ours, expected, rtol=0, atol=1e-12)

        def clip(utils, point, name=name):
            getattr(utils, name)([point], limit)

        expected = path_of_torch("SGD", arguments, GRADIENTS[fn], start, before_step=clip)
        # torch adds 1e-6 to the norm that it divides by.
        tolerance = 1e-4 if slug == "clip-norm" else 1e-9
        np.testing.assert_allclose(ours, expected, rtol=0, atol=tolerance)


def test_noise_is_clipped_with_the_gradient():
    noise, limit = NOISES["heavy-tailed"](spread=1.0, freedom=1.0), 0.5
    modifiers = MODIFIERS["clip-value"](limit=limit)
    trajectory = modified(
        surfaces.flat, DESCENT, (0.0, 0.0), modifiers, rate=1.0, noise=noise, seed=2
    )
    expected = np.clip(draws(1.0, 2, 0, (1024, 2))[:150], -limit, limit)
    np.testing.assert_allclose(-np.diff(trajectory.points, axis=0), expected, atol=1e-12)


def test_a_gradient_whose_square_overflows_is_shortened_and_not_lost():
    def cliff(p):
        return 1e200 * (3 * p[0] + 4 * p[1])

    points = modified(
        cliff, DESCENT, (0.0, 0.0), MODIFIERS["clip-norm"](limit=5.0), rate=1.0, steps=2
    ).points
    np.testing.assert_allclose(points, [[0, 0], [-3, -4], [-6, -8]], rtol=1e-14)


# L2 and weight decay


@every_surface
@pytest.mark.parametrize("optimizer", [DESCENT, MOMENTUM, ADAM], ids=lambda entry: entry.slug)
def test_an_l2_penalty_is_descent_on_the_penalised_loss(fn, start, rates, optimizer):
    def penalised(p):
        return fn(p) + 0.5 * 0.7 * jnp.sum(p**2)

    rate = rates[optimizer]
    ours = modified(fn, optimizer, start, MODIFIERS["l2"](l2=0.7), rate=rate)
    theirs = modified(penalised, optimizer, start, PLAIN, rate=rate)
    np.testing.assert_allclose(ours.points, theirs.points, rtol=0, atol=1e-9)
    # What is drawn stays the landscape itself.
    values = jax.vmap(fn)(ours.points)
    np.testing.assert_allclose(ours.values, values, rtol=1e-12, atol=1e-12)


@every_surface
def test_a_line_search_sees_the_penalised_loss(fn, start, rates):
    def penalised(p):
        return fn(p) + 0.5 * 0.7 * jnp.sum(p**2)

    ours = modified(fn, LBFGS, start, MODIFIERS["l2"](l2=0.7), steps=40)
    theirs = modified(penalised, LBFGS, start, PLAIN, steps=40)
    # Once converged, a search has nothing but rounding to go by.
    np.testing.assert_allclose(ours.points[:15], theirs.points[:15], rtol=0, atol=1e-9)
    np.testing.assert_array_equal(ours.evaluations[:10], theirs.evaluations[:10])
    gradient = jax.grad(penalised)(jnp.array(ours.points[-1]))
    assert np.linalg.norm(gradient) < 1e-6


@every_surface
def test_adam_with_decoupled_decay_is_adamw(fn, start, rates):
    rate = rates[ADAM]
    ours = modified(fn, ADAM, start, MODIFIERS["weight-decay"](decay=0.3), rate=rate).points
    expected = path_of_optax(optax.adamw(rate, weight_decay=0.3), fn, start)
    np.testing.assert_allclose(ours, expected, rtol=0, atol=1e-12)
    arguments = {"lr": rate, "weight_decay": 0.3}
    expected = path_of_torch("AdamW", arguments, GRADIENTS[fn], start)
    np.testing.assert_allclose(ours, expected, rtol=0, atol=1e-9)


@every_surface
def test_torch_couples_its_weight_decay_to_the_gradient(fn, start, rates):
    for optimizer, name in [(DESCENT, "SGD"), (ADAM, "Adam")]:
        rate = rates[optimizer]
        ours = modified(fn, optimizer, start, MODIFIERS["l2"](l2=0.3), rate=rate).points
        arguments = {"lr": rate, "weight_decay": 0.3}
        expected = path_of_torch(name, arguments, GRADIENTS[fn], start)
        np.testing.assert_allclose(ours, expected, rtol=0, atol=1e-9)


@every_surface
def test_coupled_and_decoupled_decay_agree_for_descent_and_differ_for_adam(fn, start, rates):
    for optimizer, agree in [(DESCENT, True), (ADAM, False)]:
        coupled, decoupled = (
            modified(fn, optimizer, start, MODIFIERS[slug](**given), rate=rates[optimizer]).points
            for slug, given in [("l2", {"l2": 0.5}), ("weight-decay", {"decay": 0.5})]
        )
        assert np.allclose(coupled, decoupled, rtol=0, atol=1e-9) == agree


def test_decay_and_shrinkage_follow_the_rate_in_force():
    plan, rate, steps = SCHEDULES["cosine"](final=0.1), 0.05, 150
    ours = modified(
        surfaces.rosenbrock,
        ADAM,
        ROSENBROCK.start,
        MODIFIERS["weight-decay"](decay=0.3),
        rate=rate,
        schedule=plan,
    ).points
    theirs = optax.adamw(optax.cosine_decay_schedule(rate, steps, 0.1), weight_decay=0.3)
    expected = path_of_optax(theirs, surfaces.rosenbrock, ROSENBROCK.start)
    np.testing.assert_allclose(ours, expected, rtol=0, atol=1e-12)
    shrinking = modified(
        surfaces.flat, DESCENT, (9.0, -9.0), MODIFIERS["l1"](l1=0.4), rate=rate, schedule=plan
    ).points
    lengths = 0.4 * rate * plan.multipliers(0, steps, steps)
    np.testing.assert_allclose(-np.diff(shrinking[:, 0]), lengths, rtol=0, atol=1e-12)
    np.testing.assert_allclose(shrinking[:, 1], -shrinking[:, 0], rtol=1e-15)


# L1


def soft(x, length):
    return np.sign(x) * np.maximum(np.abs(x) - length, 0)


@every_surface
def test_descent_with_l1_shrinkage_is_ista(fn, start, rates):
    rate, expected = rates[DESCENT], [np.array(start)]
    for _ in range(150):
        x = expected[-1] - rate * np.asarray(GRADIENTS[fn](expected[-1]))
        expected.append(soft(x, rate * 0.6))
    ours = modified(fn, DESCENT, start, MODIFIERS["l1"](l1=0.6), rate=rate).points
    np.testing.assert_allclose(ours, expected, rtol=0, atol=1e-9)


def test_l1_shrinkage_ends_where_theory_says_with_exact_zeros():
    curvature, centre = np.array([1.0, 2.0, 5.0, 3.0]), np.array([3.0, 0.2, -0.05, -1.0])

    def valley(p):
        return 0.5 * jnp.sum(curvature * (p - centre) ** 2)

    # On ½a(x - c)² + λ|x| the minimum is c drawn towards 0 by λ/a, or 0 if it is nearer.
    ends = soft(centre, 0.5 / curvature)
    points = modified(
        valley, DESCENT, np.ones(4), MODIFIERS["l1"](l1=0.5), rate=0.2, steps=300
    ).points
    np.testing.assert_allclose(points[-1], ends, rtol=0, atol=1e-12)
    np.testing.assert_array_equal(points[-1] == 0, ends == 0)
    assert (ends == 0).sum() == 2


def test_l1_and_decay_together_decay_first():
    terms = combined([MODIFIERS["weight-decay"](decay=0.5), MODIFIERS["l1"](l1=0.8)])
    points = modified(surfaces.flat, DESCENT, (1.0, -2.0), terms, rate=0.1, steps=30).points
    expected = [np.array([1.0, -2.0])]
    for _ in range(30):
        expected.append(soft(expected[-1] * (1 - 0.05), 0.08))
    np.testing.assert_allclose(points, expected, rtol=0, atol=1e-12)


# Several, and none


def test_several_are_combined_in_any_order():
    parts = [entry() for entry in MODIFIERS.values()]
    together = combined(parts)
    assert together == combined(parts[::-1])
    assert together == Modification(clip_value=1.0, clip_norm=1.0, l2=0.1, decay=0.1, l1=0.1)
    assert combined([]) == PLAIN
    assert combined([PLAIN, parts[2], PLAIN]) == parts[2]


def test_two_that_do_the_same_are_refused_with_what_they_do():
    twice = [MODIFIERS["clip-norm"](limit=1.0), MODIFIERS["l2"](), Modification(clip_norm=2.0)]
    with pytest.raises(ValueError, match="clip norm is there twice, with 1 and with 2, but"):
        combined(twice)


@pytest.mark.parametrize("optimizer", [DESCENT, MOMENTUM, ADAM, LBFGS], ids=lambda e: e.slug)
def test_one_that_does_not_act_changes_no_bit(optimizer):
    # A watch for plateaus that never ends puts both runs into the full form of the loop.
    full = STEADY._replace(patience=Patience(1e6, 0.5, 0.0))
    runs = [
        modified(
            surfaces.rosenbrock, optimizer, ROSENBROCK.start, modifiers, schedule=full, steps=60
        )
        for modifiers in (PLAIN, Modification(clip_value=1e9), Modification(clip_norm=1e9))
    ]
    for other in runs[1:]:
        jax.tree.map(np.testing.assert_array_equal, runs[0], other)
    plain = modified(surfaces.rosenbrock, optimizer, ROSENBROCK.start, PLAIN, steps=60)
    np.testing.assert_allclose(runs[0].points, plain.points, rtol=0, atol=1e-9)


def test_no_modifier_and_no_knob_of_one_compiles():
    def fn(p):
        return surfaces.rosenbrock(p)

    before = programs.count()
    for entry in MODIFIERS.values():
        (knob,) = entry.hyperparameters
        for value in (knob.low, knob.default, knob.high):
            modified(fn, ADAM, (0.0, 0.5), entry(**{knob.name: value}), steps=20)
    everything = combined([entry() for entry in MODIFIERS.values()])
    noise, schedule = NOISES["delayed"](), SCHEDULES["reduce-on-plateau"]()
    modified(fn, ADAM, (0.0, 0.5), everything, noise=noise, schedule=schedule)
    assert programs.count() == before + 1


@every_modifier
def test_float32_runs_stay_so(slug):
    start = np.array(ROSENBROCK.start, np.float32)
    trajectory = modified(surfaces.rosenbrock, ADAM, start, MODIFIERS[slug](), steps=20)
    assert trajectory.points.dtype == trajectory.learning_rates.dtype == np.float32
    assert trajectory.finite == 21
