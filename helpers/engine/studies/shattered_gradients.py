"""The slope of a network along a line of inputs: smooth in a shallow one, and in a deep one shattered into noise."""

import numpy as np

from ..checks import check_count, check_number, check_rng, check_row, takes
from ..network.network import Network, check_layered
from ..network.normalization import EPS

LINE = np.linspace(-2, 2, 256)[:, None]  # the inputs of Balduzzi et al. 2017, one number each
WIDTH = 200  # and their neurons a layer


def line_slopes(hidden, norm="none", branch=None, *, rng, width=WIDTH):
    """df/dx of a random ReLU network with one input at every place of LINE, shape (256,).

    hidden: the number of hidden layers. norm, branch: as in Network. Weights are drawn as He et al. 2015 say,
    biases from N(0, 1), so that the kinks do not all lie at 0.
    """
    sizes = [1, *[width] * check_count("hidden", hidden), 1]
    net = Network(sizes, "relu", "he", norm=norm, branch=branch, sigma_b=1.0, rng=check_rng(rng))
    return input_slopes(net, LINE)[:, 0]


def input_slopes(net, x, training=True):
    """dz/dx of the first output neuron's z for each image on its own, shape (n, sizes[0]); net: a Network.

    With batch normalization mean and variance are held fixed: those of these images, or without `training` those that
    the network remembers.
    """
    trace = check_layered(net, "the slope by the input").forward(x, training)
    g = np.broadcast_to(net.W[-1][0], trace.a[-2].shape)
    for l in reversed(net.hidden):
        g = net.pull_back(trace, g, l)
    return g


@takes(values=check_row, lag=check_count)
def autocorrelation(values, lag=1):
    """The correlation of a curve with itself, moved on by `lag` places: near 1 for a smooth one, near 0 for noise."""
    if lag >= len(values):
        raise ValueError(f"lag must be below the {len(values)} places of the curve, got {lag}")
    around = np.asarray(values) - np.mean(values)
    return float((around[lag:] * around[:-lag]).sum() / np.square(around).sum())


@takes(hidden=check_count, branch=check_number, width=check_count)
def published_residual_slopes(hidden, branch=0.1, *, rng, width=WIDTH):
    """df/dx on LINE of the residual network as published: a + branch W phi(batch norm(a)), the weights last.

    Balduzzi et al. 2017, section 3.1. Computed forwards, along with the activations: da/dx for every neuron.
    """
    check_rng(rng)
    first, b = np.sqrt(2) * rng.standard_normal(width), rng.standard_normal(width)
    z = LINE * first + b
    a, slopes = np.maximum(z, 0), (z > 0) * first
    for _ in range(hidden - 1):
        W = np.sqrt(2 / width) * rng.standard_normal((width, width))
        spread = np.sqrt(a.var(axis=0) + EPS)
        u = (a - a.mean(axis=0)) / spread
        a, slopes = a + branch * np.maximum(u, 0) @ W.T, slopes + branch * ((u > 0) * slopes / spread) @ W.T
    return slopes @ rng.standard_normal(width)
