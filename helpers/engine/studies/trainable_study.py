"""Can a deep, wide tanh network be trained at all? Judged by the images it is trained on, and by others beside them.

One row of the plane of scales, made by data/sweep_trainable.py with `train_wide`; the file ships with the course.
"""

import numpy as np

from ..checks import check_count, check_positive, check_seeds
from ..data.mnist import SUBSET
from ..network.network import Network
from ..sweeps.sweep import load_sweep
from ..training.training import train
from .phase_study import BATCH, digits

FILE = SUBSET.with_name("trainable.jsonl")
NEURONS, SIGMA_B = 200, 0.2
STEPS, LOOK = 1200, 100  # the budget, and the steps between two looks at all training images
RATES = (0.01, 0.05, 0.003)  # learning rates, in the order in which they are tried


def train_wide(sigma_w, depth, seed, steps=STEPS):
    """{"trained", "tested", "eta", "steps"}: the best share of 1,000 training images that a look finds right, and more.

    tanh, `depth` hidden layers of 200, W ~ N(0, sigma_w^2 / n_in), b ~ N(0, 0.2^2), softmax, float32; the images of
    `paint`, plain SGD on 50 at a time. A rate ends when a look finds all training images right, and no other is tried
    then. tested: the share of the 1,000 test images at that look. eta, steps: which rate, and after how many steps.
    ValueError for bad arguments.
    """
    check_positive("sigma_w", sigma_w), check_count("depth", depth), check_seeds([seed]), check_count("steps", steps)
    looks = []
    for eta in RATES:
        looks += _looks(sigma_w, depth, seed, eta, steps)
        if looks and looks[-1]["trained"] == 1:
            break
    return max(looks, key=lambda look: look["trained"], default={"trained": 0.0, "tested": 0.0, "eta": None, "steps": 0})  # fmt: skip


def _looks(sigma_w, depth, seed, eta, steps):
    """What is found every LOOK steps with one rate, a list that ends where all training images are right."""
    (x, y, test_x, test_y), rng, found = digits(), np.random.default_rng(seed), []
    scales = {"scale": sigma_w, "sigma_b": SIGMA_B, "dtype": np.float32}
    net = Network((x.shape[1], *[NEURONS] * depth, 10), "tanh", "lecun", "softmax", rng=rng, **scales)
    for step in train(net, x, y, eta=eta, steps=steps, batch_size=BATCH, rng=rng):
        if step.step % LOOK == 0:
            trained, tested = (round(float(net.accuracy(*images)), 3) for images in ((x, y), (test_x, test_y)))
            found.append({"trained": trained, "tested": tested, "eta": eta, "steps": step.step})
            if trained == 1:
                break
    return found


def trainable_row():
    """What it found for 20 layers: (sigma_w, trained, tested), the last two of shape (places, seeds)."""
    found = load_sweep(FILE)
    return np.array(found.axis("sigma_w")), found.values("trained", "sigma_w"), found.values("tested", "sigma_w")
