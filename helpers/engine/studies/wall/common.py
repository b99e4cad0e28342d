"""What the rows of the wall share: the digits, networks of the course's sizes, seeds."""

from functools import cache

import numpy as np

from ...data.mnist import load_mnist
from ...network.network import Network
from ...network.sizes import digit_sizes

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
