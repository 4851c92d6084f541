"""Numbers as the app computes them, and stricter: no silent change of rank."""

import jax

from optimizers import backend

backend.prepare()
jax.config.update("jax_numpy_rank_promotion", "raise")
