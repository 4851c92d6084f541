"""Numbers as the app computes them, and stricter: no silent change of rank."""

import gc
import os

import jax

from optimizers import backend

# Every core has tests of its own to compile for, and a program in parts takes a tenth longer.
os.environ.setdefault("XLA_FLAGS", "--xla_cpu_parallel_codegen_split_count=1")
backend.prepare()
jax.config.update("jax_numpy_rank_promotion", "raise")

# What has been traced and compiled stays, and there is much of it: to look through all of it as
# often as Python does by itself would take a tenth of the time.
gc.set_threshold(200_000, 50, 100)
