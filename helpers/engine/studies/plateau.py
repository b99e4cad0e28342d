"""What lies around a plateau: the best that the output layer alone can do, and directions in which the cost bends down."""

from copy import deepcopy

import numpy as np
from scipy.optimize import minimize

from ..checks import check_rng, takes
from ..network.model import check_model
from ..network.network import Network, check_layered
from ..vectors import length
from .frozen_layers import amplifier, layers_above

LAST = 2  # layers that move
SHORT = 1e-3  # the distance over which a gradient changes


@takes(net=check_model)
def best_output_layer(net, x, y):
    """(cost, share right): the lowest cost that the output layer alone can bring on x, y, hidden layers as they are.

    That cost is convex in the layer's weights and biases. Found by L-BFGS (Liu & Nocedal 1989), 1,000 iterations at
    most, on activations that are standardized first, from weights of zero.
    """
    layer, x, y = _plain_top(net, 1), net.check_images(x), net.check_targets(y, len(x))
    a = _entering(net, x, 1)
    a = amplifier(a)(a)

    def cost_and_gradient(flat):
        layer.flat[:] = flat
        trace = layer.forward(a)
        return layer.cost_of(trace, y), layer.backward(trace, y).flat.copy()

    found = minimize(
        cost_and_gradient, np.zeros(layer.flat.size), jac=True, method="L-BFGS-B", options={"maxiter": 1000}
    )
    layer.flat[:] = found.x
    return float(found.fun), layer.accuracy(a, y)


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
        change = self._gradient(SHORT * v) - self._gradient(-SHORT * v)
        return self._allowed(change / (2 * SHORT))

    def costs(self, v, far):
        """The cost at these distances along v, shape as far."""
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
