"""How far does each layer step? Not the gradient but what an optimizer makes of it: ||update|| / ||weights||."""

from copy import deepcopy

import numpy as np

from ..vectors import joint_length
from .training import train


def strides(model, x, y, **settings):
    """Train `model`; a generator that takes one step each time it is asked, and yields each layer's stride in that step.

    The stride of a layer is ||change of (W, b)|| / ||(W, b) before||, an array of shape (layers,), the output's last.
    Where the training diverges, the last strides are NaN. settings: those of train (eta, epochs or steps, optimizer,
    clip, ...), with ValueError in the same cases, before the first step.
    """
    return _strides(model, train(model, x, y, **settings))


def _strides(model, training):
    before = deepcopy(model)
    for step in training:
        yield np.full(model.last, np.nan) if step.state else relative_changes(model, before)
        before.flat[:] = model.flat


def relative_changes(model, before):
    """||change of (W, b)|| / ||(W, b) before|| of each layer, shape (layers,); before: a copy made earlier."""
    stations = range(1, model.last + 1)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return np.array([_ratio(model.own(s), before.own(s)) for s in stations])


def _ratio(now, before):
    return joint_length([p - q for p, q in zip(now, before, strict=True)]) / joint_length(before)
