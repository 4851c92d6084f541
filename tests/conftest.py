"""Numbers as the app computes them, and stricter: no silent change of rank."""

import gc

import jax

from optimizers import backend

backend.prepare()
jax.config.update("jax_numpy_rank_promotion", "raise")

# What has been traced and compiled stays, and there is much of it: to look through all of it as
# often as Python does by itself would take a tenth of the time.
gc.set_threshold(200_000, 50, 100)
