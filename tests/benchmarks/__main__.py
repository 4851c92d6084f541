"""`python -m tests.benchmarks [PART …]`: ratios, of one run each; every part if none is named."""

import sys

from optimizers import backend


def main() -> None:
    backend.prepare()
    from tests.benchmarks import (
        cold,
        drag,
        endurance,
        networks,
        page,
        player,
        slices,
        steps,
        training,
    )

    parts = {
        "steps": steps.main,
        "slices": slices.main,
        "training": training.main,
        "networks": networks.main,
        "cold": cold.main,
        "page": page.main,
        "drag": drag.main,
        "player": player.main,
        "endurance": endurance.main,
    }
    chosen = sys.argv[1:] or list(parts)
    if unknown := set(chosen) - set(parts):
        sys.exit(f"There is no benchmark {', '.join(unknown)}; there are {', '.join(parts)}.")
    for name in chosen:
        print(f"== {name}", flush=True)
        parts[name]()


if __name__ == "__main__":
    main()
