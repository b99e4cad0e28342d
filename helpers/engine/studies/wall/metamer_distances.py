"""Section 5, third part: how far an image must move to have the code of another one, and who notices."""

from functools import cache

import numpy as np

from ...training.training import train
from ..first_layers import principal_components, smoothed_filters
from ..metamers import find_metamer, largest_difference
from .common import HIDDEN, digits, network, with_filters
from .row import IN_05, Row, told

PAIRS = 100


@cache
def pairs(n=PAIRS):
    """Test images A and B of that many pairs of different digits, and the digits of both."""
    rng, test = np.random.default_rng(0), digits().test
    found = np.array([(i, j) for i, j in rng.integers(len(test), size=(2 * n, 2)) if test.y[i] != test.y[j]][:n])
    return *(test.x[chosen] for chosen in found.T), *(test.y[chosen] for chosen in found.T)


def metamers(net):
    """How far each metamer moved, and its image: it has the code of A and looks like B."""
    found = [find_metamer(net, a, b) for a, b in zip(*pairs()[:2], strict=True)]
    return np.array([m.moved for m in found]), np.array([m.image for m in found])


def broken():
    """How many of a hundred metamers of one random layer another random layer tells from A."""
    A, images = pairs()[0], metamers(network(HIDDEN, 0))[1]
    return [[np.sum(largest_difference(network(HIDDEN, seed), images, A) > 1e-3) for seed in (1, 2, 3)]]


def trained():
    net, mnist = network(HIDDEN, 0), digits()
    train(net, mnist.train.x, mnist.train.y, eta=0.5, epochs=10, batch_size=10, rng=np.random.default_rng(1)).finish()
    return net


def how_far(net):
    """How far the metamers moved (median); how many lie nearest to a training image of A's digit, and of B's."""
    (moved, images), others = metamers(net), digits().train
    squares = np.square(others.x).sum(axis=1) - 2 * images @ others.x.T  # but for what the metamer itself adds
    nearest, (*_, digit_a, digit_b) = others.y[squares.argmin(axis=1)], pairs()
    return np.median(moved), np.sum(nearest == digit_a), np.sum(nearest == digit_b)


def distances():
    random, x = network(HIDDEN, 0), digits().train.x
    layers = (
        random,
        trained(),
        with_filters(random, principal_components(x, 30)),
        with_filters(random, smoothed_filters(random.W[1], 2.5)),
    )
    found = [how_far(net) for net in layers]
    return [found[0][0], found[0][2], *(number for each in found[1:] for number in each)]


FAR = (2.6, 89, 7.6, 77, 9, 9.7, 90, 3, 8.5, 79, 8)


FAR_NAMES = (
    "random: far",
    "to B",
    *(f"{w}: {q}" for w in ("trained", "principal", "smoothed") for q in ("far", "to A", "to B")),
)


ROWS = [
    Row(
        "first_layer.broken",
        "metamers of a random layer that another one breaks",
        measure=broken,
        values=(told(100, "of 100"),),
        **IN_05,
    ),
    Row(
        "first_layer.metamers",
        "how far metamers move; nearest to A, to B, of 100",
        measure=distances,
        values=tuple(told(v, l, rel=0.15) for v, l in zip(FAR, FAR_NAMES, strict=True)),
        note="nearest: the digit of the nearest training image",
        **IN_05,
    ),
]
