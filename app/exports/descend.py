"""The loop of an exported race as code: no more of it than its racers need."""

from dataclasses import dataclass

DEFAULTS = {
    "rates": "None",
    "patience": "np.inf",
    "factor": "1.0",
    "threshold": "0.0",
    "delay": "0",
    "told": "lambda gradient, k: gradient",
    "l2": "0.0",
    "after": "lambda old, new, state: new",
    "samples": "None",
    "cost": "lambda state: 1",
}
"""Of the options of `descend`, in their order."""


@dataclass(frozen=True)
class Needs:
    """What the loop must be able to do."""

    asked: frozenset[str]
    """What rules ask for beside gradient, state and point."""
    options: frozenset[str]
    """Which options any racer is given."""
    length: str
    """The constant that holds the number of steps, or of evaluations."""

    def __contains__(self, name: str) -> bool:
        return name in self.options

    @property
    def looks_first(self) -> bool:
        """Whether value and gradient are known before the step begins."""
        return "delay" in self or "patience" in self

    @property
    def numbered(self) -> bool:
        """Whether the compiled step must know which one it is."""
        return "told" in self or "samples" in self


def text(needs: Needs) -> str:
    """The function `descend`, and what it looks with."""
    look = ["look = jax.jit(jax.value_and_grad(f))", "", ""] if needs.looks_first else []
    lines = [*look, *_signature(needs), *_begin(needs), "", *_step(needs), "", *_loop(needs)]
    return "\n".join(lines)


def _signature(needs: Needs) -> list[str]:
    defaults = DEFAULTS | (
        {"after": "lambda old, new, state, rate: new"} if "rates" in needs else {}
    )
    options = [f"{name}={value}" for name, value in defaults.items() if name in needs]
    rule = "rule" if "rates" in needs else "optimizer"
    line = f"def descend({', '.join([rule, *(['*'] if options else []), *options])}):"
    doc = '    """The points of a run, the start first."""'
    if len(line) <= 100:
        return [line, doc]
    return ["def descend(", f"    {rule},", "    *,", *(f"    {o}," for o in options), "):", doc]


def _begin(needs: Needs) -> list[str]:
    lines = []
    if needs.asked and "rates" not in needs:
        lines.append("    optimizer = optax.with_extra_args_support(optimizer)")
    if "l2" in needs:
        lines += ["", "    def objective(p):", "        return f(p) + l2 / 2 * p @ p"]
    return lines


def _step(needs: Needs) -> list[str]:
    """One compiled step."""
    given = ["k"] * needs.numbered + ["point", "state"]
    given += ["value", "gradient"] * needs.looks_first
    given += ["late"] * ("delay" in needs) + ["rate"] * ("rates" in needs)
    lines = ["    @jax.jit", f"    def step({', '.join(given)}):"]
    if "rates" in needs:
        # That is how an optax rule takes a rate that changes.
        rebuilt = "rule if rates is None else rule(rate)"
        asked = f"optax.with_extra_args_support({rebuilt})" if needs.asked else rebuilt
        lines.append(f"        optimizer = {asked}")
    if not needs.looks_first:
        valued = "value, gradient = jax.value_and_grad(f)(point)"
        lines.append(
            f"        {valued if 'value' in needs.asked else 'gradient = jax.grad(f)(point)'}"
        )
    lines += _update(needs)
    new = "optax.apply_updates(point, update)"
    if "after" in needs:
        rate = ", rate" if "rates" in needs else ""
        new = f"after(point, {new}, state{rate})"
    return [*lines, f"        return {new}, state"]


def _update(needs: Needs) -> list[str]:
    """What the rule is given, in one line or in several."""
    gradient = "late" if "delay" in needs else "gradient"
    gradient = f"told({gradient}, k)" if "told" in needs else gradient
    told = "told(jax.grad(f)(p), k)" if "told" in needs else "jax.grad(f)(p)"
    pull = " + l2 * {}" if "l2" in needs else ""
    parts = {
        "value": "objective(point)" if "l2" in needs else "value",
        "grad": "gradient" + pull.format("point"),
        "value_fn": "objective" if "l2" in needs else "f",
        "grad_fn": f"lambda p: {told}" + pull.format("p"),
        "samples": "None if samples is None else samples[k]",
    }
    positional = [gradient + pull.format("point"), "state", "point"]
    given = [
        *positional,
        *(f"{name}={part}" for name, part in parts.items() if name in needs.asked),
    ]
    line = f"        update, state = optimizer.update({', '.join(given)})"
    if len(line) <= 100:
        return [line]
    inside = [f"            {part}," for part in given]
    return ["        update, state = optimizer.update(", *inside, "        )"]


def _loop(needs: Needs) -> list[str]:
    scheduled, budgeted = "rates" in needs, "cost" in needs
    first = "(rule if rates is None else rule(rates[0]))" if scheduled else "optimizer"
    lines = ["point = jnp.array(START)", f"state = {first}.init(point)", "points = [point]"]
    lines += ["used = 1  # the start has been looked at"] * budgeted
    lines += ["gradients = []"] * ("delay" in needs)
    lines += ["best, waited, lowered = np.inf, 0, 1.0"] * ("patience" in needs)
    counted = needs.numbered or scheduled or "delay" in needs
    inside = [*_look(needs), *_call(needs)]
    if budgeted:
        inside += ["used += int(cost(state))", f"if used > {needs.length}:", "    break"]
    inside.append("points.append(point)")
    lines += [f"for {'k' if counted else '_'} in range({needs.length}):"]
    lines += [f"    {line}" for line in inside] + ["return np.stack(points)"]
    return [f"    {line}" for line in lines]


def _look(needs: Needs) -> list[str]:
    lines = ["value, gradient = look(point)"] * needs.looks_first
    if "delay" in needs:
        lines.append("gradients.append(gradient)")
    if "patience" in needs:
        lines += [
            "fell = not value >= best - threshold * abs(best)",
            "best, waited = (value, 0) if fell else (best, waited + 1)",
            "if waited > patience:",
            "    waited, lowered = 0, lowered * factor",
        ]
    return lines


def _call(needs: Needs) -> list[str]:
    given = ["k"] * needs.numbered + ["point", "state"]
    given += ["value", "gradient"] * needs.looks_first
    given += ["gradients[max(k - delay, 0)]"] * ("delay" in needs)
    given += ["rate"] * ("rates" in needs)
    lines = []
    if "rates" in needs:
        lowered = " * lowered" if "patience" in needs else ""
        lines.append(f"rate = None if rates is None else rates[k]{lowered}")
    return [*lines, f"point, state = step({', '.join(given)})"]
