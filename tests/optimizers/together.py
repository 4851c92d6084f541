"""Many optimizers on every landscape in one program, since compiling each pair takes minutes."""

from app.experiment import Racer
from optimizers import run, together
from tests.optimizers.everywhere import PLACES, everywhere


class Together(together.Together):
    """A program that holds every landscape and every rule of `optimizers`."""

    def run_on(self, landscape, optimizer, start=None, *, settings=None, **asked):
        """A run with the defaults that suit the landscape, unless told otherwise."""
        fitted = dict(Racer.fitted(optimizer.slug, landscape, 0).settings)
        return run(
            everywhere,
            self.merged,
            landscape.start if start is None else start,
            settings=self.settings(optimizer, {**fitted, **(settings or {})}),
            parameters=(PLACES[landscape.slug],),
            **asked,
        )
