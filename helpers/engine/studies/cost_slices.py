"""Slices through the real cost: what it is along a straight line from one network to another.

Only the chosen layers move along the line; all others are held, as they are in the network `held`. So the line runs
through networks whose layer l is (1 - t) start + t end for the chosen ones and `held` for the rest.
(Goodfellow, Vinyals & Saxe 2015, "Qualitatively characterizing neural network optimization problems".)
"""

from copy import deepcopy

import numpy as np

from ..checks import check_images, check_rng, check_targets
from ..measures.distance import check_same_sizes
from ..measures.speeds import length
from ..network.network import quiet


def blend(start, end, t):
    """A network (1 - t) start + t end in every weight and bias; t = 0 is a copy of start, t = 1 of end."""
    check_same_sizes(start, end)
    net = deepcopy(start)
    net.flat[:] = (1 - t) * start.flat + t * end.flat
    return net


def cost_along(start, end, layers, x, y, t, held=None):
    """The cost of images x, labels y at each place t of the line; shape as t, float64.

    start, end: networks of the same sizes. layers: which ones move, e.g. [1]; hidden layers are counted from 1, the
    output is the last. held: the network that the other layers are taken from (default: start).
    ValueError for unknown layers or other sizes.
    """
    layers, net = _line(start, end, layers, held)
    x = check_images(x, net.sizes[0], net.flat.dtype)
    y = check_targets(y, len(x), net.sizes[-1], net.flat.dtype)
    first = layers[0]
    a = net.forward(x).a[first - 1]  # below the first moving layer nothing changes, so its z is linear in t
    at_start, at_end = (a @ point.W[first].T + point.b[first] for point in (start, end))
    costs = []
    for place in np.ravel(t):
        _move(net, start, end, layers[1:], place)
        costs.append(_cost_above(net, first, (1 - place) * at_start + place * at_end, y))
    return np.reshape(costs, np.shape(t))


def slope_along(start, end, layers, x, y, held=None):
    """The slope dC/dt of that cost at t = 0: the gradient there, times the way from start to end."""
    layers, net = _line(start, end, layers, held)
    _move(net, start, end, layers, 0.0)
    gradient = net.backward(net.forward(x), y)
    return float(
        sum(
            np.vdot(gradient.dW[l], end.W[l] - start.W[l]) + np.vdot(gradient.db[l], end.b[l] - start.b[l])
            for l in layers
        )
    )


def random_end(start, end, layers, rng):
    """A control: as far from start as `end` is, in each of the layers, but in a direction drawn at random."""
    layers, _ = _line(start, end, layers, None)
    check_rng(rng)
    control = deepcopy(start)
    for l in layers:
        W, b = rng.standard_normal(start.W[l].shape), rng.standard_normal(start.b[l].shape)
        far = length([length(end.W[l] - start.W[l]), length(end.b[l] - start.b[l])])
        scale = far / length([length(W), length(b)])
        control.W[l] += scale * W
        control.b[l] += scale * b
    return control


def _line(start, end, layers, held):
    """The layers in order, and a network of its own that holds what does not move."""
    check_same_sizes(start, end)
    check_same_sizes(start, held or start)
    layers, known = sorted(set(layers)), range(1, len(start.sizes))
    if not layers or any(l not in known for l in layers):
        raise ValueError(f"layers must name some of the layers 1 to {known[-1]}, got {layers}")
    return layers, deepcopy(held or start)


def _move(net, start, end, layers, t):
    for l in layers:
        net.W[l][:] = (1 - t) * start.W[l] + t * end.W[l]
        net.b[l][:] = (1 - t) * start.b[l] + t * end.b[l]


@quiet
def _cost_above(net, l, z, y):
    """The cost when layer l has the weighted input z."""
    last = len(net.sizes) - 1
    for above in range(l + 1, last + 1):
        z = net.activation.phi(z) @ net.W[above].T + net.b[above]
    return float(net.cost.value(z, net.cost.output(z), y).mean())
