"""Your own JAX loss: two optimizers race on it, and the plane through their paths is sliced."""

import jax
import jax.numpy as jnp
import numpy as np

from landscapes import from_loss
from landscapes.planes import window
from optimizers import OPTIMIZERS, run

rng = np.random.default_rng(0)
x = rng.uniform(-1, 1, (64, 2))
y = np.sign(x[:, 0] * x[:, 1])
params = {
    "hidden": {"w": rng.standard_normal((2, 16)), "b": np.zeros(16)},
    "out": {"w": rng.standard_normal((16, 1)) / 4, "b": np.zeros(1)},
}


def loss(params, batch):
    x, y = batch
    h = jnp.tanh(x @ params["hidden"]["w"] + params["hidden"]["b"])
    scores = (h @ params["out"]["w"] + params["out"]["b"])[:, 0]
    return jnp.mean(jax.nn.softplus(-y * scores))


own = from_loss(loss, params, batch=(x, y))
rates = {"momentum": 0.1, "adam": 0.02}
runs = [
    run(own.fn, OPTIMIZERS[slug], own.vector, steps=200, settings={"learning_rate": rate})
    for slug, rate in rates.items()
]
paths = [trajectory.points for trajectory in runs]
plane = own.plane("principal", paths)
picture = own.slice(plane, side=25, corners=window(plane, np.concatenate(paths)))
print(plane.note)
print("Losses at the ends:", [round(float(trajectory.values[-1]), 4) for trajectory in runs])
print("Lowest on the plane:", round(float(picture.values.min()), 4))
print("Largest eigenvalues:", own.spectrum(3, paths[1][-1]).round(3))
