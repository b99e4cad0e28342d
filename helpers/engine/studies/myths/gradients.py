"""Sentences about how long the gradient is in each layer. Every function works in slices and returns its Evidence."""

import numpy as np

from ...data.mnist import load_mnist
from ...measures.precision import FLOATS
from ...measures.speeds import last_to_first, speed_fan
from ...network.network import Network
from ...network.sizes import digit_sizes
from ...toys.surfaces import LANDSCAPES
from .evidence import Evidence, Row, about, below

SEEDS = range(5)
IMAGES = 100  # of the first ones


def by_seed(sizes, metric, images=IMAGES, seeds=SEEDS, **settings):
    """In slices: the last hidden layer's speed divided by the first one's, one number a seed, shape (seeds,)."""
    x, y = load_mnist().first(images)
    found = []
    for seed in seeds:
        found.append(last_to_first(speed_fan(sizes, x, y, [seed], **settings)[metric])[0])
        yield
    return np.array(found)


def a_layer_back(hidden, neurons, **settings):
    """In slices: what one layer back multiplies mean ‖δ‖ by, on (geometric) average, one number a seed."""
    ratios = yield from by_seed(digit_sizes(hidden, neurons), "delta", **settings)
    return ratios ** (-1 / (hidden - 1))


def quarter():
    """Ten sigmoid layers at four weight scales: is the factor of a layer always below 1?"""
    rows = []
    for scale in (1, 4, 20):
        factors = yield from a_layer_back(10, 30, scale=scale)
        rows.append(Row(f"weight scale {scale}", factors, decides=scale == 20))
    return Evidence(below(1), rows)


def gain_4():
    """Ten wide sigmoid layers, four times LeCun's weights: is the factor 1? The centred sigmoid beside them."""
    wide = {"hidden": 10, "neurons": 100, "initializer": "lecun"}
    rows = [
        Row("sigmoid, gain 1", (yield from a_layer_back(**wide))),
        Row("sigmoid, gain 4", (yield from a_layer_back(**wide, scale=4)), decides=True),
        Row("σ − ½, gain 4", (yield from a_layer_back(**wide, scale=4, activation="centred_sigmoid"))),
    ]
    return Evidence(about(1, within=0.15), rows)


def hundred_times():
    """Nielsen's networks: how many times slower is layer 1 than the last hidden layer?"""
    rows = []
    for hidden in (2, 3, 4):
        ratios = yield from by_seed(digit_sizes(hidden), "mean_delta", images=300, seeds=range(20))
        rows.append(Row(f"{hidden} hidden layers", ratios, decides=hidden == 4))
    return Evidence(about(100, within=50), rows)


def hundred_he():
    """A hundred ReLU layers with He's start: is layer 1's gradient a thousandth of layer 100's, or less?"""
    deep = {"images": 20, "activation": "relu", "initializer": "he"}
    ratios = yield from by_seed(digit_sizes(100, 100), "delta", **deep)
    sigmoid = yield from by_seed(digit_sizes(10), "delta")
    rows = [Row("10 layers, sigmoid", 1 / sigmoid), Row("100 layers, ReLU, He", 1 / ratios, decides=True)]
    return Evidence(below(1e-3), rows)


def exactly_zero():
    """Thirty sigmoid layers in three float types: which share of layer 1's derivatives is exactly 0?"""
    x, y = load_mnist().first(5)
    rows = []
    for record in FLOATS.values():
        shares = []
        for seed in SEEDS:
            net = Network(digit_sizes(30), rng=np.random.default_rng(seed), dtype=record.dtype)
            gradient = net.backward(net.forward(x), y)
            shares.append(np.mean(gradient.dW[1][:, np.any(x > 0, axis=0)] == 0))  # a pixel that is 0 moves nothing
            yield
        rows.append(Row(record.name, shares, decides=True))
    return Evidence(about(1, within=0.01), rows)


def large_tanh():
    """Ten tanh layers of 500, weights from N(0, 1): how long are the gradients of W¹ and W¹⁰? Glorot's beside them."""
    rows = []
    for start, label in (("glorot", "Xavier"), ("large", "N(0, 1)")):
        found = []
        for seed in range(3):
            rng = np.random.default_rng(seed)
            net = Network([500] * 11 + [10], "tanh", start, "softmax", sigma_b=0, rng=rng)
            yield
            gradient = net.backward(net.forward(rng.standard_normal((100, 500))), rng.integers(10, size=100))
            found.append([np.linalg.norm(gradient.dW[l]) for l in (1, 10)])
            yield
        for l, lengths in zip((1, 10), np.transpose(found), strict=True):
            rows.append(Row(f"{label}: layer {l}", lengths, decides=start == "large"))
    return Evidence(below(1e-6), rows)


def near_minimum():
    """Three places with one and the same small slope: is next to nothing left to gain?"""
    rows = [Row(place.name, place.value(0.0), decides=place.name != "minimum") for place in LANDSCAPES.values()]
    yield
    return Evidence(below(0.01), rows)
