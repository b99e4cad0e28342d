"""Which part of a network makes a training what it is? Hold one part still, or let only one shrink, and train the rest."""

from dataclasses import dataclass

import numpy as np

from ..checks import check_list, check_not_negative, takes
from ..measures.speeds import last_to_first, speed_by
from ..network.model import check_model
from ..training.training import train

EVERY = 10  # steps between two measurements of the accuracy


@dataclass(frozen=True, eq=False)
class Walk:
    """`speeds`: mean delta's length before each step, (steps, hidden layers). `cost`: then, too, (steps,).

    `accuracy`: after 0, 10, 20, ... steps. `net`: as it is in the end.
    """

    net: object
    speeds: np.ndarray
    cost: np.ndarray
    accuracy: np.ndarray

    @property
    def gap(self):
        """How many times slower layer 1 is than the last hidden layer, before each step."""
        return last_to_first(self.speeds)


@takes(net=check_model)
def train_holding(net, x, y, held=(), shrunk=None, *, lmbda=0.0, **settings):
    """Train `net` in place on all images at once, and watch; returns a Walk.

    held: names of the blocks that stay at their start, such as "W5" or "b5". shrunk: the blocks that regularization
    multiplies by 1 - eta lmbda / n a step (all weights without it). settings: those of `train`, eta and steps.
    ValueError for blocks that the network does not have, and for a bad setting.
    """
    held = [_block(net, name) for name in check_list("held", held, 'names of blocks, such as ["b1"]')]
    names = None if shrunk is None else check_list("shrunk", shrunk, 'names of blocks, such as ["W1"]')
    shrunk = net.weights if names is None else [_block(net, name) for name in names]
    lmbda, start = check_not_negative("lmbda", lmbda), [block.copy() for block in held]
    speeds, costs, accuracy = [], [], []
    training = train(net, x, y, observe=_mean_delta, **settings)
    shrink = 1 - settings["eta"] * lmbda / len(x)
    accuracy.append(net.accuracy(x, y))
    for step in training:
        speeds.append(step.seen)
        costs.append(step.cost)
        for block in shrunk:
            block *= shrink
        for block, old in zip(held, start, strict=True):
            block[:] = old
        if step.step % EVERY == 0:
            accuracy.append(net.accuracy(x, y))
    return Walk(net, np.array(speeds), np.array(costs), np.array(accuracy))


def _mean_delta(model, trace, gradient):
    return speed_by("mean_delta", model, gradient, model.hidden)


def _block(net, name):
    if not isinstance(name, str) or name not in net.parameters.shapes:
        raise ValueError(f"{name!r} is no block of {net!r}: they are {', '.join(net.parameters.shapes)}")
    return net.parameters[name]
