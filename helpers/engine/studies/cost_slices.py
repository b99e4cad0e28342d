"""Slices through the real cost: what it is along a straight line from one network to another.

Only the chosen layers move along the line; all others are held, as they are in the network `held`. So the line runs
through networks whose layer l is (1 - t) start + t end for the chosen ones and `held` for the rest.
(Goodfellow, Vinyals & Saxe 2015, "Qualitatively characterizing neural network optimization problems".)
"""

from copy import deepcopy
from numbers import Integral

import numpy as np

from ..checks import check_list, check_number, check_numbers, check_rng, takes
from ..measures.distance import check_alike
from ..network.model import check_model
from ..network.network import check_layered
from ..vectors import joint_length


@takes(start=check_model, end=check_model, t=check_number)
def blend(start, end, t):
    """A model (1 - t) start + t end in every number that it learns or remembers; t = 0 is a copy of start, 1 of end."""
    check_kind(start, end)
    model = deepcopy(start)
    model.flat[:] = (1 - t) * start.flat + t * end.flat
    model.memory.flat[:] = (1 - t) * start.memory.flat + t * end.memory.flat
    return model


@takes(t=check_numbers)
def cost_along(start, end, layers, x, y, t, held=None):
    """The cost of images x, labels y at each place t of the line; shape as t, float64.

    start, end: networks of the same sizes. layers: which ones move, e.g. [1]; hidden layers are counted from 1, the
    output is the last. held: the network that the other layers are taken from (default: start).
    ValueError for unknown layers or other sizes, and for batch normalization: what such a network remembers is no part
    of the line.
    """
    layers, net = _line(start, end, layers, held)
    x = net.check_images(x)
    y, below = net.check_targets(y, len(x)), layers[0] - 1
    a = net.forward(x).a[below]  # below the first moving layer nothing changes
    costs = []
    for place in np.ravel(t):
        _move(net, start, end, layers, place)
        costs.append(net.cost_of(net.run_from(a, below), y))
    return np.reshape(costs, np.shape(t))


def slope_along(start, end, layers, x, y, held=None):
    """The slope dC/dt of that cost at t = 0: the gradient there, times the way from start to end."""
    layers, net = _line(start, end, layers, held)
    _move(net, start, end, layers, 0.0)
    gradient = net.backward(net.forward(x), y)
    return float(sum(np.vdot(g, e - s) for l in layers for g, e, s in _blocks(l, gradient, end, start)))


def random_end(start, end, layers, rng):
    """A control: as far from start as `end` is, in each of the layers, but in a direction drawn at random."""
    layers, _ = _line(start, end, layers, None)
    check_rng(rng)
    control = deepcopy(start)
    for l in layers:
        directions = [rng.standard_normal(part.shape) for part in start.blocks(l)]
        far = joint_length([e - s for e, s in _blocks(l, end, start)])
        scale = far / joint_length(directions)
        for part, direction in zip(control.blocks(l), directions, strict=True):
            part += scale * direction
    return control


def _line(start, end, layers, held):
    """The layers in order, and a network of its own that holds what does not move."""
    for net in (start, end, start if held is None else held):
        if check_layered(net, "a line through the cost, layer by layer,").norm.name == "batch":
            raise ValueError(
                "with batch normalization the cost depends on a memory, too, which has no place on the line"
            )
        check_kind(start, net)
    layers, known = check_list("layers", layers, "the layers that move, such as [1]"), range(1, start.last + 1)
    if not layers or any(not isinstance(l, Integral) or l not in known for l in layers):
        raise ValueError(f"layers must name some of the layers 1 to {known[-1]}, got {layers}")
    return sorted(set(layers)), deepcopy(start if held is None else held)


def check_kind(one, other):
    """Two models between which there is a line: equal but for their numbers; ValueError if they are not."""
    check_alike(one, other)
    if repr(one) != repr(other) or one.cost != other.cost:
        raise ValueError(f"between {one!r} and {other!r} there is no line: they must be of the same kind")


def _move(net, start, end, layers, t):
    for l in layers:
        for part, s, e in _blocks(l, net, start, end):
            part[:] = (1 - t) * s + t * e


def _blocks(l, *those):
    """The weights and biases of layer l of each, side by side; normalizations' gamma and beta too."""
    return zip(*(each.blocks(l) for each in those), strict=True)
