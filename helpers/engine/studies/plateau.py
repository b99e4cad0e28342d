"""What lies around a plateau: the best that the output layer alone can do, and directions in which the cost bends down."""

from copy import deepcopy

import numpy as np

from ..checks import check_rng, takes
from ..network.model import check_model
from ..network.network import Network, check_layered
from ..threads import one_thread
from ..vectors import length
from .frozen_layers import amplifier, layers_above
from .lbfgs import train_lbfgs

LAST = 2  # layers that move
SHORT = 1e-3  # the distance over which a gradient changes


@takes(net=check_model)
def best_output_layer(net, x, y):
    """(cost, share right): the lowest cost that the output layer alone can bring on x, y, hidden layers as they are.

    That cost is convex in the layer's weights and biases. Found by L-BFGS, 1,000 passes at most, on activations that are
    standardized first, from weights of zero.
    """
    layer, a = _plain_top(net, 1), _entering(net, net.check_images(x), 1)
    a = amplifier(a)(a)
    layer.flat[:] = 0
    ended = train_lbfgs(layer, a, y, passes=1000)
    return ended.cost, layer.accuracy(a, y)


class LastLayers:
    """The last two layers of a network, which may move, but for what they say to the average image.

    So each row of a change of weights is perpendicular to the mean of what comes into its layer, and biases stay: these
    are the moves that the steep mean correction leaves alone. A direction is a vector of `flat`'s length, of length 1.
    `net` is never changed. ValueError for models without layers, without a hidden layer, with a normalization or a
    shortcut.
    """

    @takes(net=check_model)
    def __init__(self, net, x, y):
        self.net, self.top = net, _plain_top(net, LAST)
        x = net.check_images(x)
        self._a, self._y = _entering(net, x, LAST), net.check_targets(y, len(x))
        self._means = [a.mean(axis=0) for a in self.top.forward(self._a).a]
        self._here = self.top.flat.copy()
        self.cost = self.top.loss(self._a, self._y)

    def direction(self, rng):
        """One drawn at random."""
        return self.unit(check_rng(rng).standard_normal(self._here.size))

    def unit(self, v):
        """The part of v that leaves the mean alone, as a direction."""
        v = self._allowed(v)
        return v / length(v)

    def bend(self, v):
        """H v, H the second derivatives of the cost: what the gradient changes by along v, from two gradients."""
        with one_thread():
            change = self._gradient(SHORT * v) - self._gradient(-SHORT * v)
        return self._allowed(change / (2 * SHORT))

    def costs(self, v, far):
        """The cost at these distances along v, shape as far."""
        with one_thread():
            return np.array([self._at(distance * v).loss(self._a, self._y) for distance in far])

    def pushed(self, v, distance):
        """A copy of the whole network, moved so far along v."""
        model = deepcopy(self.net)
        model.flat[-v.size :] += distance * v
        return model

    def _at(self, move):
        self.top.flat[:] = self._here + move
        return self.top

    def _gradient(self, move):
        top = self._at(move)
        return top.backward(top.forward(self._a), self._y).flat.copy()

    def _allowed(self, v):
        parts = self.top.parameters.like()
        parts.flat[:] = v
        for l, mean in enumerate(self._means[:LAST], 1):
            W = parts[f"W{l}"]
            W -= np.outer(W @ mean, mean) / (mean @ mean)
            parts[f"b{l}"][:] = 0
        return parts.flat.copy()


def _plain_top(net, layers):
    """The last layers of a plain network, in float64, as a network of their own."""
    if check_layered(net, "what lies around a plateau").norm.axis is not None or net.shortcuts:
        raise ValueError("what lies around a plateau is asked of plain networks: without normalization and shortcuts")
    if net.last < layers:
        raise ValueError(f"there must be {layers} layers with weights at least, got {net!r}")
    few = layers_above(net, net.last - layers)
    top = Network(few.sizes, few.activation.name, cost=few.cost.name, rng=np.random.default_rng(0))
    top.flat[:] = few.flat
    return top


def _entering(net, x, layers):
    """What comes into the last layers, float64."""
    return net.forward(x).a[net.last - layers].astype(np.float64)
