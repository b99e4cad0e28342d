"""Sentences about training, about its budget and about luck. Every function works in slices and returns its Evidence."""

import numpy as np

from ...data.mnist import load_mnist
from ...network.network import Network
from ...network.sizes import digit_sizes
from ...training.stacked_networks import train_crowd
from ..cure_study import GOAL, MOST, read_with_cure, steps_to_goal
from ..published import NIELSEN_ACCURACIES
from ..steps_to_80 import steps_to_80
from .evidence import Evidence, Row, below, nearly_all_below

TEST_IMAGES = 10_000  # behind the published accuracies


def adam_cures():
    """Steps to 80 % with Adam, from the stored study: does a deeper network need no more than twice those of one layer?"""
    yield
    adam, plain = (dict(zip(*found(), strict=True)) for found in (lambda: steps_to_goal("adam"), steps_to_80))
    rows = [
        Row("Adam, 1 hidden layer", adam[1], stored=True),
        Row("plain, 6 hidden layers", plain[6], stored=True),
        Row("Adam, 6 hidden layers", adam[6], decides=True, stored=True),
    ]
    return Evidence(below(2 * float(np.median(adam[1]))), rows)


def three_hundred_steps():
    """What ten sigmoid layers with Adam read after 300 steps, and with a larger budget: still no more than guessing?"""
    yield
    rows = [
        Row(f"after {steps:,} steps", read_with_cure("adam", 10, steps), decides=steps == MOST["step"], stored=True)
        for steps in (300, 5000, MOST["step"])
    ]
    return Evidence(below(0.2), rows)


def used_its_depth():
    """Deep networks whose middle layers stay as they were drawn: do they miss the goal that trained ones pass?"""
    yield
    names = {("batch_norm", 48): "batch norm", ("residual", 64): "shortcuts", ("residual_scaled", 64): "shortcuts, 1/L"}
    rows = [
        Row(name, read_with_cure(*network, MOST["road"], frozen=True), decides=True, stored=True)
        for network, name in names.items()
    ]
    return Evidence(below(GOAL), rows)


def two_beat_three():
    """How far apart in percentage points two equally good networks come out: nearly always less than the published gap?"""
    two, three = (NIELSEN_ACCURACIES[hidden] for hidden in (2, 3))
    p = (two + three) / 2 / 100
    right = np.random.default_rng(0).binomial(TEST_IMAGES, p, size=(2000, 2))
    yield
    digits, seeds = load_mnist(dtype=np.float32), range(8)
    nets = [Network(digit_sizes(2), rng=np.random.default_rng(seed), dtype=np.float32) for seed in seeds]
    rngs = [np.random.default_rng(seed) for seed in seeds]
    for _ in train_crowd(
        nets, digits.train.x[:1000], digits.train.y[:1000], eta=1.0, epochs=15, batch_size=20, rngs=rngs
    ):
        yield
    share = np.array([net.accuracy(digits.test.x, digits.test.y) for net in nets])
    i, j = np.triu_indices(len(nets), 1)
    rows = [
        Row("luck of 10,000 images", 100 * np.abs(right[:, 0] - right[:, 1]) / TEST_IMAGES, decides=True, of="pair"),
        Row("another seed (ours)", 100 * np.abs(share[i] - share[j]), decides=True, of="pair"),
    ]
    return Evidence(nearly_all_below(two - three), rows)
