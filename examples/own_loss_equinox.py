"""An Equinox module: its filters lie along the first axis, and its functions stay in place."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np

from landscapes import from_loss
from landscapes.planes import window
from optimizers import OPTIMIZERS, run

x = np.linspace(-1, 1, 40, dtype=np.float32)[:, None]
y = np.sin(4 * x)
model = eqx.nn.MLP(1, 1, 16, 2, activation=jax.nn.tanh, key=jax.random.key(0))


def loss(model, batch):
    x, y = batch
    return jnp.mean((jax.vmap(model)(x) - y) ** 2)


own = from_loss(loss, model, batch=(x, y), filters="first")
trained = run(own.fn, OPTIMIZERS["adam"], own.vector, steps=300, settings={"learning_rate": 0.01})
plane = own.plane("random", [trained.points])
picture = own.slice(plane, side=25)
print("Loss before and after:", trained.values[[0, -1]].round(4))
print("On a plane around the end:", picture.values.min().round(4), picture.values.max().round(4))
path = own.plane("principal", [trained.points])
print(path.note, "Its window:", np.round(window(path, trained.points), 2).tolist())
best = own.unravel(trained.points[-1])
print(
    "The trained module at 0.5:", best(jnp.array([0.5])).round(3), "and sin 2:", np.sin(2).round(3)
)
