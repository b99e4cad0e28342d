"""How far does each layer step? Not the gradient but what an optimizer makes of it: ||update|| / ||weights||."""

import numpy as np

from ..measures.speeds import length
from ..network.network import layer_views
from .training import train


def strides(net, x, y, **settings):
    """Train `net`; a generator that takes one step each time it is asked, and yields each layer's stride in that step.

    The stride of a layer is ||change of (W, b)|| / ||(W, b) before||, an array of shape (layers,), the output's last.
    settings: those of train (eta, epochs, optimizer, clip, ...).
    """
    before = net.flat.copy()
    for _ in train(net, x, y, **settings):
        yield relative_lengths(net.flat - before, before, net.sizes)
        before[:] = net.flat


def relative_lengths(change, before, sizes):
    """||change|| / ||before|| of each layer's (W, b), from two vectors in the order of Network.flat."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return np.array(_lengths(change, sizes)) / np.array(_lengths(before, sizes))


def _lengths(flat, sizes):
    W, b = layer_views(flat, sizes)
    return [length([length(W[l]), length(b[l])]) for l in range(1, len(sizes))]
