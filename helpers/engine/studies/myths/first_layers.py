"""Sentences about a random first layer. Every function works in slices and returns its Evidence."""

import numpy as np

from ...data.mnist import load_mnist
from ...measures.activation_spread import lost_directions
from ...measures.probe import probe_accuracy
from ...network.network import Network
from ...network.sizes import digit_sizes
from ..first_layers import principal_components, smoothed_filters
from ..frozen_study import accuracies_above
from .evidence import Evidence, Row, above, below


def random_first():
    """What a linear reader finds in 30 random numbers of an image: no more than guessing? Training above them, stored."""
    digits, read = load_mnist(), []
    yield
    for seed in range(3):
        net = Network(digit_sizes(3), rng=np.random.default_rng(seed))
        seen, test_seen = (net.forward(images.x).a[1] for images in (digits.train, digits.test))
        read.append(probe_accuracy(seen, digits.train.y, test_seen, digits.test.y))
        yield
    rows = [
        Row("trained on it, 10 passes", accuracies_above([1], "short")[1][-1], stored=True),
        Row("trained on it, 200 passes", accuracies_above([1], "sgd")[1][-1], stored=True),
        Row("a linear reader of it", read, decides=True),
    ]
    return Evidence(below(0.2), rows)


def blind():
    """Thirty neurons that read 784 pixels: in how many directions can an image change unseen?"""
    digits, found = load_mnist(), {"drawn pixel by pixel": [], "smoothed filters": []}
    yield
    for seed in range(3):
        W = Network(digit_sizes(1), rng=np.random.default_rng(seed)).W[1]
        for lost, filters in zip(found.values(), (W, smoothed_filters(W)), strict=True):
            lost.append(lost_directions(filters))
            yield
    rows = [Row(name, lost, decides=True) for name, lost in found.items()]
    principal = principal_components(digits.train.x[:1000], 30)
    rows.append(Row("principal components", lost_directions(principal), decides=True))
    return Evidence(above(0), rows)
