"""`python -m tests.benchmarks [steps|cold|page|player]`: ratios, measured in one run."""

import sys

from optimizers import backend


def main() -> None:
    backend.prepare()
    from tests.benchmarks import cold, page, player, steps

    parts = {
        "steps": steps.main,
        "cold": cold.main,
        "page": page.main,
        "player": player.main,
    }
    chosen = sys.argv[1:] or list(parts)
    if unknown := set(chosen) - set(parts):
        sys.exit(f"There is no benchmark {', '.join(unknown)}; there are {', '.join(parts)}.")
    for name in chosen:
        print(f"== {name}", flush=True)
        parts[name]()


if __name__ == "__main__":
    main()
