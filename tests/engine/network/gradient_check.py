"""The one comparison behind all gradient tests: our gradient beside another opinion, block by block.

A block is the weights or the biases of one layer. Each block is compared on its own scale, so that an error
in the small gradient of an early layer cannot hide behind the large gradient of a late one.
"""

from dataclasses import replace

import numpy as np
import pytest

from helpers.engine import ACTIVATIONS, COSTS, INITIALIZERS, Network

SIZES = [5, 6, 4, 4]
IMAGES = 6
# Central differences with step h err by about C''' h^2 / 6 + 1e-16 C / h: at h = 1e-5 both are near 1e-11;
# the blocks compared are above 1e-4. (The largest relative error found is 2e-9.)
STEP = 1e-5
FINITE_DIFFERENCE_TOLERANCE = 1e-6

# Activations and costs meet in the backward pass. Where the weights came from it does not know: each start once.
KINDS = [(activation, "nielsen", cost) for activation in ACTIVATIONS for cost in COSTS]
KINDS += [("tanh", initializer, "cross-entropy") for initializer in INITIALIZERS if initializer != "nielsen"]
every_kind_of_network = [pytest.param(*kind, id="-".join(kind)) for kind in KINDS]


def example(activation, initializer, cost, sizes=SIZES, images=IMAGES, seed=2):
    """A network with random biases, images and labels.

    Small random biases are added where the initializer sets them to 0, so that no term with b vanishes. Equal
    weights are made to differ: with a softmax, whose deltas add up to 0, they would send back nothing but rounding.
    """
    rng = np.random.default_rng(seed)
    net = Network(sizes, activation, initializer, cost, rng=rng)
    for b in net.b[1:]:
        b += 0.1 * rng.standard_normal(b.shape)
    if initializer == "constant":
        for W in net.W[1:]:
            W += 0.1 * rng.standard_normal(W.shape)
    return net, rng.standard_normal((images, sizes[0])), rng.integers(sizes[-1], size=images)


def gradient(net, x, y, training=True):
    """The engine's own answer, as one vector; training: as in a step of training, not as in use."""
    return net.backward(net.forward(x, training), y).flat


def blocks(net, flat):
    """The vector cut into W[1], b[1], W[2], b[2] and so on; behind them gamma[1], beta[1], ... where there are such."""
    layers = range(1, len(net.sizes))
    parts = [part for l in layers for part in (net.W[l], net.b[l])]
    parts += (
        [part for l in net.hidden for part in (net.gamma[l], net.beta[l])] if net.flat.size > parameters(net) else []
    )
    ends = np.cumsum([part.size for part in parts])
    return np.split(flat, ends[:-1])


def parameters(net):
    """How many weights and biases there are, gamma and beta aside."""
    return sum(part.size for l in range(1, len(net.sizes)) for part in (net.W[l], net.b[l]))


def relative_error(net, ours, other):
    """The largest ||ours - other|| / ||other|| over all blocks; where the other is 0, ours must be 0 too."""
    errors = []
    for our_block, other_block in zip(blocks(net, ours), blocks(net, other), strict=True):
        size, distance = np.linalg.norm(other_block), np.linalg.norm(our_block - other_block)
        errors.append(0.0 if distance == 0 else distance / size if size else np.inf)
    return np.max(errors)  # unlike max(), never passes over a NaN


def finite_differences(net, x, y, training=True):
    """Central differences of the mean cost by every parameter, and which of them can be trusted.

    Not to be trusted is a parameter whose step changes the sign of any z: there a kinked activation bends.
    """
    one_hot = np.eye(net.sizes[-1])[y]
    slopes, trusted = np.empty_like(net.flat), np.empty(net.flat.size, bool)
    for i, value in enumerate(net.flat.copy()):
        net.flat[i] = value + STEP
        above, cost_above, signs_above = net.flat[i], *_cost_and_signs(net, x, one_hot, training)
        net.flat[i] = value - STEP
        below, cost_below, signs_below = net.flat[i], *_cost_and_signs(net, x, one_hot, training)
        net.flat[i] = value
        slopes[i] = (cost_above - cost_below).mean() / (above - below)
        trusted[i] = np.array_equal(signs_above, signs_below)
    return slopes, trusted


def _cost_and_signs(net, x, one_hot, training):
    trace = net.forward(x, training)
    cost = net.cost.value(trace.z[-1], trace.a[-1], one_hot)
    return cost, np.concatenate([np.sign(u).ravel() for u in trace.u[1:-1]])


def error_by_finite_differences(net, x, y):
    """The relative error of the engine's gradient, and the share of parameters left out because of a kink."""
    ours = gradient(net, x, y)
    other, trusted = finite_differences(net, x, y)
    return relative_error(net, ours * trusted, other * trusted), 1 - trusted.mean()


def with_activation(net, **changes):
    """Change the activation record of one network, and of no other."""
    net.activation = replace(net.activation, **changes)


def with_cost(net, **changes):
    """Change the cost record of one network, and of no other."""
    net.cost = replace(net.cost, **changes)
