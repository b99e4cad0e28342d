"""One small network, trained in less than a second: one dot on the map of what can be trained.

Deep and narrow, a few hundred steps on a thousand digits: enough to tell a network that learns from one that does not.
"""

from functools import lru_cache

import numpy as np

from ..checks import check_count, check_seeds
from ..data.mnist import SUBSET, load_mnist
from ..network.activations import ACTIVATIONS
from ..network.model import quiet
from ..network.network import Network
from ..sweeps.sweep import load_sweep
from ..training.training import train

IMAGES, BATCH, STEPS = 1000, 50, 300
NEURONS = 30
MAP = SUBSET.with_name("phase_tanh.jsonl")  # a whole map that ships with the course, made by data/sweep_phase.py
RATES = (0.05, 0.01)  # balanced networks want the first, those whose gradients explode the second


def paint(activation, sigma_w, sigma_b, depth, seed, steps=STEPS):
    """Train a network of `depth` hidden layers of 30 neurons, and return {"accuracy", "cost", "eta"}.

    W ~ N(0, sigma_w^2 / n_in), b ~ N(0, sigma_b^2), drawn with `seed`; softmax output; float32. Plain SGD, that many
    steps of 50 images, once with each of the two learning rates RATES: the run with the lower cost on the training
    images counts. accuracy: on the 1,000 test images, 0 to 1. cost: of the training images. eta: the learning rate
    that did it. All three are None if both runs diverged. ValueError for bad arguments.
    """
    painting = paint_slowly(activation, sigma_w, sigma_b, depth, seed, steps)
    while True:
        try:
            next(painting)
        except StopIteration as end:
            return end.value


def paint_slowly(activation, sigma_w, sigma_b, depth, seed, steps=STEPS):
    """The same for who has something else to do meanwhile: a generator, which yields after each step of the training."""
    check_count("depth", depth), check_count("steps", steps), check_seeds([seed])
    runs = []
    for eta in RATES:
        runs.append((yield from _run(activation, sigma_w, sigma_b, depth, seed, eta, steps)))
    survived = [run for run in runs if run["cost"] is not None]
    return min(survived, key=lambda run: run["cost"], default=runs[0])


def _run(activation, sigma_w, sigma_b, depth, seed, eta, steps):
    x, y, test_x, test_y = digits()
    rng = np.random.default_rng(seed)
    sizes = (x.shape[1], *[NEURONS] * depth, 10)
    net = Network(sizes, activation, "lecun", "softmax", rng=rng, scale=sigma_w, sigma_b=sigma_b, dtype=np.float32)
    for _ in train(net, x, y, eta=eta, steps=steps, batch_size=BATCH, rng=rng):
        yield
    cost = _loss(net, x, y) if np.isfinite(net.flat).all() else np.inf
    if not np.isfinite(cost):
        return {"accuracy": None, "cost": None, "eta": None}
    return {"accuracy": round(net.accuracy(test_x, test_y), 4), "cost": round(cost, 4), "eta": eta}


@quiet
def _loss(net, x, y):
    return net.loss(x, y)


@lru_cache(maxsize=1)
def digits():
    """Training and test images and labels; all pixels together have mean 0 and variance 1, so that ||x||^2 = n_in."""
    mnist = load_mnist(dtype=np.float32)
    x, y = mnist.train.x[:IMAGES], mnist.train.y[:IMAGES]
    mean, spread = x.mean(), x.std()
    return (x - mean) / spread, y, (mnist.test.x - mean) / spread, mnist.test.y


def measured_map(activation, depth):
    """Rows (sigma_w, sigma_b, accuracy) of the shipped map for that depth, shape (points, 3), read-only.

    accuracy: the median over the seeds. No rows for an activation or a depth that was not measured.
    """
    return _measured_map(ACTIVATIONS[activation].name, check_count("depth", depth))


@lru_cache
def _measured_map(activation, depth):
    found = load_sweep(MAP)
    if activation not in found.axis("activation") or depth not in found.axis("depth"):
        return np.empty((0, 3))
    share = found.values("accuracy", "sigma_b", "sigma_w", "depth")[:, :, found.axis("depth").index(depth)]
    sigma_w, sigma_b = np.meshgrid(found.axis("sigma_w"), found.axis("sigma_b"))
    rows = np.column_stack([sigma_w.ravel(), sigma_b.ravel(), np.median(share, axis=-1).ravel()])
    rows.setflags(write=False)
    return rows
