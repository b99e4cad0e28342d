"""Sentences about how the weights begin. Every function works in slices and returns its Evidence."""

import numpy as np

from ...data.mnist import load_mnist
from ...network.activations import ACTIVATIONS
from ...network.initializers import INITIALIZERS
from ...network.network import Network
from ...network.sizes import digit_sizes
from ...theory.mean_field import gaussian_mean
from ...training.stacked_networks import train_crowd
from ...training.training import train
from ..first_layers import cosine_waves
from .evidence import Evidence, Row, about, below

NARROWING = (784, 512, 256, 256, 128)  # the widths of the text that names 0.25


def xavier_tanh():
    """tanh with Glorot's start, layers of equal width: is the variance 0.25, however deep? Layers that narrow beside them."""
    narrow, depths, level = [], (5, 20, 100), []
    for seed in range(3):
        z = tanh_layers(NARROWING, seed).z
        narrow.append(z[-2].var())
        yield
        z = tanh_layers([200] * 101, seed).z
        level.append([z[l].var() for l in depths])
        yield
    rows = [Row("layers that narrow", narrow)]
    for l, values in zip(depths, np.transpose(level), strict=True):
        rows.append(Row(f"equal widths, layer {l}", values, decides=l == 100))
    return Evidence(about(0.25, within=0.1), rows)


def tanh_layers(sizes, seed):
    """The Trace of random inputs of variance 1 through tanh layers of these widths, Glorot's start, no biases."""
    rng = np.random.default_rng(seed)
    net = Network([*sizes, 10], "tanh", "glorot", rng=rng)
    return net.forward(rng.standard_normal((50, sizes[0])))


def he_keeps(neurons=30, layers=12, networks=500):
    """‖a‖² after ReLU layers with He's start, beside ‖a‖² before: the mean of many networks, and the middle one."""
    means, medians = [], []
    for seed in range(5):
        rng, a = np.random.default_rng(seed), np.full((networks, neurons, 1), np.sqrt(1 / neurons))
        for _ in range(layers):
            W = INITIALIZERS["he"].draw(rng, networks * neurons, neurons)[0].reshape(networks, neurons, neurons)
            a = np.maximum(W @ a, 0)
            yield
        lengths = np.square(a).sum(axis=(1, 2))
        means.append(lengths.mean())
        medians.append(np.median(lengths))
    rows = [Row("mean of 500 networks", means, decides=True), Row("the middle one of 500", medians, decides=True)]
    return Evidence(about(1, within=0.3), rows)


def leaky_zero():
    """The mean of a where z ~ N(0, 1), an exact integral for each activation: is it 0?"""
    rows = []
    for name in ("tanh", "elu", "leaky_relu", "relu"):
        record = ACTIVATIONS[name]
        rows.append(Row(record.label, round(gaussian_mean(record.phi, 1.0), 12), decides=name == "leaky_relu"))
    yield
    return Evidence(about(0, within=0.05), rows)


def must_be_random():
    """One hidden tanh layer, trained from cosines and from dice: do cosines read no more than guesses?

    A layer of one neuron beside them is what thirty equal ones come to: in floats these part by rounding, sooner or later.
    """
    digits, read = load_mnist(dtype=np.float32), {}
    for name, neurons in (("one neuron", 1), ("cosines, no dice", 30), ("drawn (LeCun)", 30)):
        rngs = [np.random.default_rng(seed) for seed in range(3)]
        nets = [Network(digit_sizes(1, neurons), "tanh", "lecun", "softmax", rng=rng, dtype=np.float32) for rng in rngs]
        for W in (W for net in nets for W in net.W[1:] if name.startswith("cosines")):
            W[:] = cosine_waves(*W.shape)
        yield
        x, y = digits.train.x[:1000], digits.train.y[:1000]
        yield from train_crowd(nets, x, y, eta=0.3, epochs=8, batch_size=20, rngs=rngs)
        read[name] = [net.accuracy(digits.test.x, digits.test.y) for net in nets]
    rows = [Row(name, shares, decides=name.startswith("cosines")) for name, shares in read.items()]
    return Evidence(below(0.2), rows)


def must_differ():
    """Thirty neurons that begin with equal weights: how many different ones are there after 50 steps?"""
    x, y = load_mnist().first(200)
    rows = []
    for start, label in (("constant", "equal at the start"), ("lecun", "drawn at the start")):
        kinds = []
        for seed in range(3):
            rng = np.random.default_rng(seed)
            net = Network(digit_sizes(1), "tanh", start, "softmax", rng=rng)
            train(net, x, y, eta=0.3, steps=50, batch_size=20, rng=rng).finish()
            kinds.append(len(np.unique(np.round(net.W[1], 9), axis=0)))
            yield
        rows.append(Row(label, kinds, decides=start == "constant"))
    return Evidence(about(1, within=0.1), rows)
