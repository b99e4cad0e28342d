"""The study that ships with the course: layers trained above frozen ones, by several roads, pass after pass.

Made by data/sweep_frozen.py with `above_frozen`. Every road starts from the same weights and sees the same 3,500 images;
the other 500 training images choose its learning rate.
"""

from dataclasses import dataclass

import numpy as np

from ..checks import check_frozen
from ..data.mnist import SUBSET, load_mnist
from ..network.network import Network
from ..network.sizes import digit_sizes
from ..sweeps.sweep import load_sweep
from ..tables import Table
from ..training.training import train
from .frozen_layers import Amplifier, amplifier, layers_above, split
from .lbfgs import train_lbfgs

FILE = SUBSET.with_name("frozen.jsonl")
SIZES = digit_sizes(3)
FROZEN = ([1], [1, 2], [1, 2, 3])  # from the image on
ALONE = ([], [1], [2], [3], [2, 3], [1, 2], [1, 2, 3])  # for the question which layer it is
PASSES = (1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300, 500, 1000)  # over the images: after these we look


@dataclass(frozen=True)
class Road:
    """A way to train. rates: those that are tried; passes: the budget; centred, scaled: what is done to the features.

    batch: images a step. L-BFGS takes all images at once and finds the length of its steps by itself (rate None).
    """

    name: str
    label: str
    optimizer: str = "sgd"
    batch: int | None = 10
    rates: tuple = (0.5, 2.0)
    passes: int = 200
    centred: bool = False
    scaled: bool = False


ROADS = Table(
    "road",
    [
        Road("short", "gradient descent, 10 passes", rates=(0.5,), passes=10),
        Road("sgd", "gradient descent, batches of 10"),
        Road("adam", "Adam, batches of 100", optimizer="adam", batch=100, rates=(0.003, 0.01, 0.03)),
        Road("lbfgs", "L-BFGS, all images", optimizer="lbfgs", batch=None, rates=(None,), passes=1000),
        Road("centred", "mean removed", rates=(0.5, 2.0, 5.0), passes=30, centred=True),
        Road("amplified", "standardized", rates=(0.1, 0.5, 2.0), passes=30, centred=True, scaled=True),
    ],
)


def above_frozen(frozen, road, eta, seed):
    """Train what is not frozen along one of the ROADS. frozen: a list of layers, such as [1, 2]; [] for none.

    Returns a dict of lists: `validation` and `test`, the accuracies after each of PASSES within the road's budget.
    """
    road, mnist = ROADS[road], load_mnist()
    first, held = split(frozen)
    net = Network(SIZES, rng=np.random.default_rng(seed))
    upper = layers_above(net, first)
    sets = [mnist.fitting, mnist.validation, mnist.test]
    features = [net.forward(images.x).a[first] for images in sets]
    view = prepared(features[0], road)
    found = {"validation": [], "test": []}

    def look():
        for accuracies, a, images in zip(found.values(), features[1:], sets[1:], strict=True):
            accuracies.append(upper.accuracy(view(a), images.y))

    walk = _lbfgs if road.optimizer == "lbfgs" else _steps
    walk(upper, view(features[0]), mnist.fitting.y, road, eta, seed, held, look)
    return found


def prepared(features, road):
    """What the road does to features, as a function: made of these features alone, the training images'."""
    loud = amplifier(features)
    return Amplifier(loud.mean if road.centred else 0 * loud.mean, loud.gain if road.scaled else 0 * loud.gain + 1)


def hold(layers):
    """What `train` shows each gradient to, so that these layers stay as they are: it sets their part to zero."""

    def observe(model, trace, gradient):
        for l in layers:
            for block in gradient.blocks(l):
                block[:] = 0

    return observe


def _steps(upper, x, y, road, eta, seed, held, look):
    rng, a_pass = np.random.default_rng(seed), -(-len(x) // road.batch)
    settings = {"eta": eta, "batch_size": road.batch, "optimizer": road.optimizer, "rng": rng}
    for step in train(upper, x, y, epochs=road.passes, observe=hold(held), **settings):
        if step.step % a_pass == 0 and step.epoch in PASSES:
            look()


def _lbfgs(upper, x, y, road, eta, seed, held, look):
    waiting = [passes for passes in PASSES if passes <= road.passes]

    def watch(passes):
        while waiting and passes >= waiting[0]:
            waiting.pop(0)
            look()

    train_lbfgs(upper, x, y, passes=road.passes, watch=watch)
    watch(road.passes)  # it may have been stopped in the middle of a step


def accuracies_above(frozen, road):
    """What the study found for one of FROZEN or ALONE, and one of the ROADS.

    Returns passes, shape (looks,), and accuracies on the test images, shape (looks, seeds). Each seed has the learning
    rate that read most validation images at the end of the budget. ValueError for what the study does not hold.
    """
    frozen, road, best = check_frozen(frozen, len(SIZES) - 1), ROADS[road].name, {}
    for run in load_sweep(FILE).records:
        if (run["frozen"], run["road"]) == (frozen, road):
            before = best.setdefault(run["seed"], run)
            if run["validation"][-1] > before["validation"][-1]:
                best[run["seed"]] = run
    if not best:
        raise ValueError(f"the study has no run with the layers {frozen} frozen and the road {road!r}")
    curves = np.array([run["test"] for run in best.values()]).T
    return np.array(PASSES[: len(curves)]), curves
