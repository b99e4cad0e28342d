"""How far has each layer come from where it started, and how much of that way was its gradient's doing?"""

import numpy as np

from .speeds import length


def travelled(net, start):
    """||(W, b) - (W, b) at the start|| of each layer with weights, shape (layers,), the first hidden layer first.

    net, start: two networks of the same sizes, e.g. a deep copy made before the training. ValueError for other sizes.
    """
    return learned(net, start, shrink=1.0)


def learned(net, start, shrink):
    """The same without what regularization did to the start: ||(W - shrink W_start, b - b_start)||, shape (layers,).

    A training that multiplies the weights by 1 - eta lmbda / n in each of t steps takes W_start to shrink W_start,
    shrink = (1 - eta lmbda / n)^t, without any gradient; the rest of the way is the gradient's (Nielsen 2015, chapter 3).
    """
    check_same_sizes(net, start)
    layers = range(1, len(net.sizes))
    return np.array([length([length(net.W[l] - shrink * start.W[l]), length(net.b[l] - start.b[l])]) for l in layers])


def check_same_sizes(net, other):
    """Two networks that can be compared number by number; ValueError if they cannot."""
    if net.sizes != other.sizes:
        raise ValueError(f"the two networks must have the same sizes, got {list(net.sizes)} and {list(other.sizes)}")
