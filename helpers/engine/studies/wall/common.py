"""What the rows of the wall share: the digits, networks of the course's sizes, seeds."""

from functools import cache

import numpy as np

from ...data.mnist import load_mnist
from ...network.network import Network
from ...network.sizes import digit_sizes

HIDDEN = 3  # layers of the networks above which layers are frozen
FEW, MANY = range(3), range(100)  # seeds: of trainings, and of networks that are only measured


@cache
def first(images=1000, dtype=np.float64):
    """The first original training images, those of Nielsen's figures, and their labels."""
    return load_mnist(dtype=dtype).first(images)


@cache
def digits(dtype=np.float64):
    """The shipped images, divided."""
    return load_mnist(dtype=dtype)


def network(hidden, seed, *arguments, width=30, **settings):
    """A network for digits with that many equal hidden layers; without arguments sigmoid, Nielsen's start."""
    return Network(digit_sizes(hidden, width), *arguments, rng=np.random.default_rng(seed), **settings)


def by_value(several):
    """From one list of numbers a seed to one list of seeds a value."""
    return list(np.array(several, float).T)


def each(function, seeds=FEW):
    """function(seed) for every seed, as `by_value` gives it."""
    return by_value([function(seed) for seed in seeds])


def random_layers(seeds=FEW):
    """The networks of the questions about a random first layer, one a seed."""
    return [network(HIDDEN, seed) for seed in seeds]


def with_filters(net, W):
    """The same network with these weights into layer 1."""
    other = net.like(net.sizes)
    other.flat[:] = net.flat
    other.W[1][:] = W
    return other


def views(net, layer):
    """What a layer says of the training images and of the test images."""
    mnist = digits()
    return [net.forward(part.x).a[layer] for part in (mnist.train, mnist.test)]
