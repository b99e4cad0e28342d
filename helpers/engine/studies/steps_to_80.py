"""How long does a deeper network take? Steps of training until 80 % of the test images are right, against depth.

Made by data/sweep_steps.py with `trial_to_80`; the file ships with the course.
"""

import numpy as np

from ..checks import check_count
from ..data.mnist import SUBSET, load_mnist
from ..network.network import Network
from ..network.sizes import digit_sizes
from ..sweeps.sweep import load_sweep
from ..training.training import train

FILE = SUBSET.with_name("steps_to_80.jsonl")
GOAL, ETA, BATCH = 0.8, 1.0, 100
MOST = 100_000  # steps, after which a network is given up


def trial_to_80(hidden, seed):
    """{"steps": how many it takes}: sigmoid layers of 30, Nielsen's start, 4,000 images, batches of 100, eta 1, no lambda.

    The test images are looked at every 3^(hidden - 1) steps, so that the count is right to a few percent at any depth.
    NaN if 100,000 steps are not enough. ValueError for a number of hidden layers below 1.
    """
    mnist, look = load_mnist(dtype=np.float32), 3 ** (check_count("hidden", hidden) - 1)
    net = Network(digit_sizes(hidden), rng=np.random.default_rng(seed), dtype=np.float32)
    batches = {"batch_size": BATCH, "rng": np.random.default_rng(seed)}
    for step in train(net, mnist.train.x, mnist.train.y, eta=ETA, steps=MOST, **batches):
        if step.step % look == 0 and net.accuracy(mnist.test.x, mnist.test.y) >= GOAL:
            return {"steps": step.step}
    return {"steps": float("nan")}


def steps_to_80():
    """What it found for 1 to 6 hidden layers: ([1, ..., 6], steps of shape (depths, seeds))."""
    found = load_sweep(FILE)
    return np.array(found.axis("hidden")), found.values("steps", "hidden")
