"""Schedules against optax's and torch's, and the rates that runs are really driven by."""

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from jax.example_libraries.optimizers import inverse_time_decay
from optax.contrib import reduce_on_plateau

from landscapes import LANDSCAPES
from optimizers import OPTIMIZERS, programs, run
from optimizers.loop import STRETCH
from optimizers.noise import NOISES, draws
from optimizers.schedules import SCHEDULES, STEADY, Patience, Plan
from tests.optimizers import surfaces

DESCENT, MOMENTUM, ADAM = (OPTIMIZERS[slug] for slug in ("gradient-descent", "momentum", "adam"))
ROSENBROCK = LANDSCAPES["rosenbrock"]
GRADIENT = jax.jit(jax.grad(surfaces.rosenbrock))
PLATEAU = {"patience": 3, "factor": 0.5, "threshold": 1e-2}

every_schedule = pytest.mark.parametrize("slug", SCHEDULES)
every_length = pytest.mark.parametrize("steps", [1, 2, 7, 500])

CASES = {
    "constant": [{}],
    "step": [{}, {"every": 0.07}, {"every": 0.01, "factor": 1.0}, {"every": 1.0, "factor": 0.5}],
    "exponential": [{}, {"final": 1e-6}, {"final": 1.0}],
    "polynomial": [{}, {"final": 0.2, "power": 0.5}, {"final": 0.01, "power": 3.0}],
    "inverse-time": [{}, {"time": 1e-3}, {"time": 1.0, "power": 0.5}],
    "cosine": [{}, {"final": 0.1}, {"final": 1.0}],
    "warm-restarts": [
        {},
        {"cycles": 1, "final": 0.1},
        {"cycles": 4, "growth": 1.0},
        {"cycles": 5, "growth": 1.7, "final": 0.3},
    ],
    "warmup-cosine": [{}, {"warmup": 0.0}, {"warmup": 0.45, "start": 0.0, "final": 0.1}],
    "one-cycle": [{}, {"peak": 0.0}, {"peak": 0.25, "start": 0.1, "final": 0.01}],
    "reduce-on-plateau": [PLATEAU],
}
every_case = pytest.mark.parametrize(
    ("slug", "given"), [(slug, given) for slug, cases in CASES.items() for given in cases]
)


def multipliers(slug, given, steps):
    return SCHEDULES[slug](**given).multipliers(0, steps, steps)


def of_optax(slug, s, steps):
    """optax's schedule with settings `s`; shares that meet are whole steps there as here."""
    if slug in ("constant", "reduce-on-plateau"):
        return optax.constant_schedule(1.0)
    if slug == "step":
        every = max(round(s["every"] * steps), 1)
        return optax.exponential_decay(1.0, every, s["factor"], staircase=True)
    if slug == "exponential":
        return optax.exponential_decay(1.0, steps, s["final"])
    if slug == "polynomial":
        return optax.polynomial_schedule(1.0, s["final"], s["power"], steps)
    if slug == "inverse-time":
        rational = inverse_time_decay(1.0, steps, 1 / s["time"])
        return lambda k: rational(k) ** s["power"]
    if slug == "cosine":
        return optax.cosine_decay_schedule(1.0, steps, s["final"])
    if slug == "warm-restarts":
        shares = np.cumsum(s["growth"] ** np.arange(s["cycles"]))
        ends = np.unique(np.round([0, *(steps * shares / shares[-1])])).astype(int)
        terms = {"init_value": 1.0, "peak_value": 1.0, "warmup_steps": 0, "end_value": s["final"]}
        return optax.sgdr_schedule([{**terms, "decay_steps": int(n)} for n in np.diff(ends)])
    if slug == "warmup-cosine":
        top = round(s["warmup"] * steps)
        return optax.warmup_cosine_decay_schedule(s["start"], 1.0, top, steps, s["final"])
    assert slug == "one-cycle"
    # optax cuts the share of the rise to whole steps; half a step more keeps it from one too few.
    rise = (round(s["peak"] * steps) + 0.5) / steps
    down = s["start"] / s["final"] if s["final"] else np.inf
    return optax.cosine_onecycle_schedule(steps, 1.0, rise, 1 / s["start"], down)


@every_case
@every_length
def test_every_multiplier_is_that_of_optax(slug, given, steps):
    theirs = of_optax(slug, SCHEDULES[slug].settings(given), steps)
    expected = jax.jit(jax.vmap(lambda k: jnp.asarray(theirs(k))))(jnp.arange(steps))
    np.testing.assert_allclose(multipliers(slug, given, steps), expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    ("slug", "given", "name", "arguments"),
    [
        ("step", {"every": 0.13, "factor": 0.3}, "StepLR", {"step_size": 13, "gamma": 0.3}),
        ("exponential", {"final": 0.01}, "ExponentialLR", {"gamma": 0.01 ** (1 / 100)}),
        ("polynomial", {"power": 2.0}, "PolynomialLR", {"total_iters": 100, "power": 2.0}),
        ("cosine", {"final": 0.1}, "CosineAnnealingLR", {"T_max": 100, "eta_min": 0.1}),
        (
            "warm-restarts",
            {"cycles": 3, "growth": 3.0, "final": 0.1},
            "CosineAnnealingWarmRestarts",
            {"T_0": 10, "T_mult": 3, "eta_min": 0.1},
        ),
    ],
)
def test_every_multiplier_is_that_of_torch(slug, given, name, arguments):
    torch = pytest.importorskip("torch")
    # torch's restarts want whole cycles: 10, 30 and 90 steps.
    steps = 130 if slug == "warm-restarts" else 100
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    scheduler = getattr(torch.optim.lr_scheduler, name)(optimizer, **arguments)
    expected = []
    for _ in range(steps):
        expected.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    np.testing.assert_allclose(multipliers(slug, given, steps), expected, rtol=0, atol=1e-12)


@every_schedule
@pytest.mark.parametrize("steps", [0, 1, 2, 3, 10, 1000])
def test_at_the_ends_of_all_knobs_multipliers_lie_between_0_and_1(slug, steps):
    entry = SCHEDULES[slug]
    ends = [{}] + [{k.name: end} for k in entry.hyperparameters for end in (k.low, k.high)]
    ends += [{k.name: getattr(k, side) for k in entry.hyperparameters} for side in ("low", "high")]
    for given in ends:
        # A stretch is always driven whole, also where the run ends before it.
        values = entry(**given).multipliers(0, steps + STRETCH, steps)
        assert ((values >= 0) & (values <= 1)).all(), given
        behind = entry(**given).multipliers(5, STRETCH, steps)
        np.testing.assert_array_equal(behind[: len(values) - 5], values[5 : 5 + STRETCH])


def test_the_first_entry_is_the_steady_plan():
    assert next(iter(SCHEDULES)) == "constant"
    assert SCHEDULES["constant"]() == STEADY


@every_schedule
def test_equal_settings_give_equal_plans_with_one_hash(slug):
    assert SCHEDULES[slug]() == SCHEDULES[slug]()
    assert len({SCHEDULES[slug](), SCHEDULES[slug]()}) == 1


def driven(optimizer, plan, steps=300, **terms):
    settings = {"learning_rate": 0.05 if optimizer is ADAM else 1e-3}
    start, seed = ROSENBROCK.start, {"seed": 3}
    return run(
        surfaces.rosenbrock,
        optimizer,
        start,
        steps=steps,
        settings=settings,
        schedule=plan,
        **(terms | seed),
    )


@every_schedule
@pytest.mark.parametrize("optimizer", [DESCENT, MOMENTUM, ADAM], ids=lambda entry: entry.slug)
def test_the_rate_in_force_is_part_of_the_trajectory(slug, optimizer):
    plan = SCHEDULES[slug]()
    rates = driven(optimizer, plan).learning_rates
    base = rates[0]
    assert base == (0.05 if optimizer is ADAM else 1e-3)
    if slug != "reduce-on-plateau":
        expected = base * plan.multipliers(0, 300, 300)
        np.testing.assert_allclose(rates[1:], expected, rtol=1e-15, atol=0)


def descent(rates):
    x = np.array(ROSENBROCK.start)
    for rate in rates:
        yield x
        x = x - rate * np.asarray(GRADIENT(x))
    yield x


def momentum(rates):
    x, z = np.array(ROSENBROCK.start), 0.0
    for rate in rates:
        yield x
        z = 0.9 * z + np.asarray(GRADIENT(x))
        x = x - rate * z
    yield x


def adam(rates):
    x, m, v = np.array(ROSENBROCK.start), 0.0, 0.0
    for t, rate in enumerate(rates, start=1):
        yield x
        g = np.asarray(GRADIENT(x))
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        x = x - rate * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    yield x


@every_schedule
@pytest.mark.parametrize(
    ("optimizer", "textbook"), [(DESCENT, descent), (MOMENTUM, momentum), (ADAM, adam)]
)
def test_the_path_is_that_of_the_textbook_with_these_rates(slug, optimizer, textbook):
    trajectory = driven(optimizer, SCHEDULES[slug]())
    expected = list(textbook(trajectory.learning_rates[1:]))
    np.testing.assert_allclose(trajectory.points, expected, rtol=1e-9, atol=1e-9)


def test_a_schedule_goes_on_over_the_border_of_two_stretches():
    steps = STRETCH + 300
    plan = SCHEDULES["cosine"](final=0.1)
    trajectory = driven(DESCENT, plan, steps)
    rates = 1e-3 * plan.multipliers(0, steps, steps)
    np.testing.assert_allclose(trajectory.learning_rates[1:], rates, rtol=1e-15)
    np.testing.assert_allclose(trajectory.points, list(descent(rates)), rtol=1e-9, atol=1e-9)


def lowered(values, base, patience, factor, threshold):
    """The rate of each step by a plain reading of the rule."""
    best, bad, rates = values[0], 0, [base]
    for value in values[1:-1]:
        bad = 0 if value < best - threshold * abs(best) else bad + 1
        best = value if bad == 0 else best
        lower = bad > patience
        bad = 0 if lower else bad
        rates.append(rates[-1] * (factor if lower else 1.0))
    return np.array(rates)


# Bouncing across the valley, dancing in noise, and sinking below zero, where shares change sign.
WATCHED = {
    "bouncing": (surfaces.rosenbrock, (0.9, 0.9), {"learning_rate": 3e-3}, {}),
    "noisy": (
        surfaces.rosenbrock,
        (1.0, 1.1),
        {"learning_rate": 1e-3},
        {"noise": NOISES["gaussian"](spread=3.0)},
    ),
    "negative": (
        lambda p: surfaces.stretched(p) - 1.0,
        (1.0, 1.0),
        {"learning_rate": 0.0199},
        {"noise": NOISES["gaussian"](spread=5.0)},
    ),
}


def watched(case, steps=STRETCH + 400):
    fn, start, settings, terms = WATCHED[case]
    plan = SCHEDULES["reduce-on-plateau"](**PLATEAU)
    trajectory = run(fn, DESCENT, start, steps=steps, settings=settings, schedule=plan, **terms)
    rates = trajectory.learning_rates[1:]
    assert trajectory.finite == steps + 1
    assert len(set(rates[:STRETCH])) > 5
    assert rates[-1] < rates[STRETCH]
    return trajectory.values, rates, settings["learning_rate"]


@pytest.mark.parametrize("case", WATCHED)
def test_on_a_plateau_the_rate_falls_as_a_plain_loop_says(case):
    values, rates, base = watched(case)
    np.testing.assert_allclose(rates, lowered(values, base, **PLATEAU), rtol=1e-12)


@pytest.mark.parametrize("case", ["bouncing", "noisy"])
def test_on_a_plateau_the_rate_falls_as_in_optax(case):
    values, rates, base = watched(case)
    # optax lowers the rate at the last step that is borne, torch and we at the first that is not.
    rule = reduce_on_plateau(PLATEAU["factor"], PLATEAU["patience"] + 1, PLATEAU["threshold"])
    state, expected, update = rule.init(np.zeros(1)), [], jax.jit(rule.update)
    for value in values[:-1]:
        step, state = update(np.array([base]), state, value=value)
        expected.append(step[0])
    np.testing.assert_allclose(rates, expected, rtol=1e-12)


@pytest.mark.parametrize("case", ["bouncing", "noisy"])
def test_on_a_plateau_the_rate_falls_as_in_torch(case):
    torch = pytest.importorskip("torch")
    values, rates, base = watched(case)
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=base)
    watch = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, eps=0, **PLATEAU)
    expected = []
    for value in values[:-1]:
        watch.step(value)
        expected.append(optimizer.param_groups[0]["lr"])
    np.testing.assert_allclose(rates, expected, rtol=1e-12)


@pytest.mark.parametrize("optimizer", [DESCENT, MOMENTUM, ADAM], ids=lambda entry: entry.slug)
def test_a_plateau_that_is_never_reached_changes_nothing(optimizer):
    never = STEADY._replace(patience=Patience(1e6, 0.5, 1e-4))
    plain, watching = driven(optimizer, STEADY), driven(optimizer, never)
    # Another program, in which the compiler may round a product before a sum or not.
    np.testing.assert_allclose(watching.points, plain.points, rtol=1e-11, atol=1e-11)
    np.testing.assert_array_equal(watching.learning_rates, plain.learning_rates)


def test_rates_of_one_over_k_make_descent_the_mean_of_its_noise():
    steps = 500
    noise, plan = NOISES["gaussian"](spread=2.0), SCHEDULES["inverse-time"](time=1 / steps)
    trajectory = run(
        surfaces.bowl,
        DESCENT,
        (3.0, -4.0),
        steps=steps,
        settings={"learning_rate": 1.0},
        schedule=plan,
        noise=noise,
        seed=11,
    )
    drawn = draws(np.inf, 11, 0, (STRETCH, 2))[:steps]
    means = np.cumsum(drawn, axis=0) / np.arange(1, steps + 1)[:, None]
    np.testing.assert_allclose(trajectory.points[1:], -2.0 * means, rtol=0, atol=1e-12)


def test_a_decaying_rate_ends_nearer_to_the_minimum_than_a_constant_one():
    ends = {
        slug: [
            run(
                surfaces.bowl,
                DESCENT,
                (1.0, 1.0),
                steps=400,
                settings={"learning_rate": 0.3},
                schedule=SCHEDULES[slug](),
                noise=NOISES["gaussian"](),
                seed=seed,
            ).values[-1]
            for seed in range(20)
        ]
        for slug in SCHEDULES
    }
    for slug in SCHEDULES.keys() - {"constant"}:
        assert np.mean(ends[slug]) < 0.5 * np.mean(ends["constant"]), slug


def test_a_rule_without_a_rate_is_left_alone():
    plain, scheduled = (
        run(
            surfaces.rosenbrock,
            OPTIMIZERS["lbfgs"],
            ROSENBROCK.start,
            steps=20,
            schedule=SCHEDULES[slug](),
        )
        for slug in ("constant", "cosine")
    )
    jax.tree.map(np.testing.assert_array_equal, plain, scheduled)


def test_no_schedule_and_no_knob_of_one_compiles():
    def fn(p):
        return surfaces.rosenbrock(p)

    def go(plan, steps):
        run(fn, ADAM, (0.0, 0.5), steps=steps, schedule=plan)

    before = programs.count()
    for entry in SCHEDULES.values():
        go(entry(), 20)
        for knob in entry.hyperparameters:
            for value in (knob.low, knob.high):
                go(entry(**{knob.name: value}), 30)
    # One plain, and one that watches for plateaus.
    assert programs.count() == before + 2


def test_float32_runs_stay_so():
    start = np.array(ROSENBROCK.start, np.float32)
    for slug in SCHEDULES:
        trajectory = run(surfaces.rosenbrock, ADAM, start, steps=20, schedule=SCHEDULES[slug]())
        assert trajectory.points.dtype == trajectory.learning_rates.dtype == np.float32


def test_a_plan_takes_any_shape_of_the_same_form():
    def alternating(step, steps, low):
        return np.where(step % 2, low, 1.0)

    rates = driven(DESCENT, Plan(alternating, (0.25,)), 6).learning_rates
    np.testing.assert_allclose(rates[1:], [1e-3, 2.5e-4] * 3)
