"""A Flax module trained from two starts: is there a wall between the two solutions?"""

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx

from landscapes import from_loss
from landscapes.planes import window
from optimizers import OPTIMIZERS, run

rng = np.random.default_rng(0)
x = rng.standard_normal((96, 2)).astype(np.float32)
y = (np.linalg.norm(x, axis=1) > 1.2).astype(np.int32)


def module(seed):
    rngs = nnx.Rngs(seed)
    return nnx.Sequential(nnx.Linear(2, 16, rngs=rngs), nnx.relu, nnx.Linear(16, 2, rngs=rngs))


graph, params, rest = nnx.split(module(0), nnx.Param, ...)


def loss(params, batch):
    x, y = batch
    scores = nnx.merge(graph, params, rest)(x)
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(scores, y))


own = from_loss(loss, params, batch=(x, y))
starts = [own.vector, jax.flatten_util.ravel_pytree(nnx.state(module(1), nnx.Param))[0]]
paths = [run(own.fn, OPTIMIZERS["adam"], start, steps=300).points for start in starts]
plane = own.plane("curve", paths)
picture = own.slice(plane, side=25, corners=window(plane, np.concatenate(paths)))
print(plane.note)
print("Losses at the ends:", [round(own.loss(path[-1]), 4) for path in paths])
print("The slice:", picture.values.shape, "from", picture.values.min().round(4))
