"""Section 5b, third part: starts, and what they come to in deep networks."""

from functools import cache

import numpy as np

from ...measures.saturation import saturated_share
from ...network.network import Network
from ...network.sizes import digit_sizes
from ...theory.mean_field import fixed_point
from ...training.training import train
from ..first_layers import cosine_waves
from ..trainable_study import trainable_row
from .common import FEW, digits, first, network
from .row import BY_HAND, PUBLISHED, Row, several, told


def hundred(start, eta, seed, steps=60, **settings):
    """How many of 500 images a hundred ReLU layers of width 100 read after so many steps."""
    (x, y), rng = first(500, np.float32), np.random.default_rng(seed)
    net = Network(digit_sizes(100, 100), "relu", start, "softmax", rng=rng, dtype=np.float32, **settings)
    train(net, x, y, eta=eta, steps=steps, batch_size=50, rng=rng).finish()
    return net.accuracy(x, y)


def hundreds():
    """Looks-linear, He, orthogonal times the root of 2; He after 1,500 steps."""
    short = [
        [hundred("looks_linear", 0.005, seed) for seed in FEW],
        [hundred("he", 0.01, seed) for seed in FEW],
        [hundred("orthogonal", 0.01, seed, scale=np.sqrt(2)) for seed in FEW],
    ]
    return [*short, max(hundred("he", eta, 0, 1500) for eta in (0.001, 0.003))]


def wide_tanh():
    """Training and test shares at sigma_w = 2.5 and 3, from the stored study of twenty tanh layers."""
    at = dict(zip(trainable_row()[0], zip(*trainable_row()[1:], strict=True), strict=True))
    return [at[2.5][0], at[3.0][0], at[2.5][1], at[3.0][1]]


def deterministic():
    """Percent right of one hidden tanh layer after 10 epochs: cosines, LeCun's start."""

    def one(start, seed):
        mnist, rng = digits(np.float32), np.random.default_rng(seed)
        net = network(1, seed, "tanh", "lecun", "softmax", dtype=np.float32)
        for W in net.W[1:] if start == "waves" else ():
            W[:] = cosine_waves(*W.shape)
        train(net, mnist.train.x, mnist.train.y, eta=0.3, epochs=10, batch_size=20, rng=rng).finish()
        return 100 * net.accuracy(mnist.test.x, mnist.test.y)

    return [[one(start, seed) for seed in FEW] for start in ("waves", "lecun")]


def gelu_survives():
    """The sigma_w at which q* leaves 0 coming from q = 0.1, and from q = a million."""

    def threshold(q, low=1.2, high=2.2):
        for _ in range(30):
            middle = (low + high) / 2
            low, high = (middle, high) if fixed_point("gelu", middle, 0, q=q) == 0 else (low, middle)
        return high

    return [threshold(0.1), threshold(1e6)]


@cache
def ten_tanh_layers(size):
    """Ten tanh layers of 500 with weights of that standard deviation: the network, its trace and its gradient."""
    rng = np.random.default_rng(0)
    net = Network([500] * 11 + [10], "tanh", "large", "softmax", scale=size, sigma_b=0, rng=rng)
    x, y = rng.standard_normal((1000, 500)), rng.integers(10, size=1000)
    trace = net.forward(x)
    return net, trace, net.backward(trace, y)


def slide_sizes():
    """Standard deviations of a: layers 1, 2, 3 with 0.01; layers 1, 2, 3 and 10 with Xavier's size."""
    small, level = ([a.std() for a in ten_tanh_layers(size)[1].a[1:-1]] for size in (0.01, 1 / np.sqrt(500)))
    return [*small[:3], *level[:3], level[9]]


def slide_gradients():
    net, trace, gradient = ten_tanh_layers(1.0)
    lengths = [np.linalg.norm(gradient.dW[l]) for l in (1, 10)]
    return [100 * saturated_share(net, trace).mean(), *lengths]


NINE = "std of tanh, ten layers of 500: 0.01, Xavier"


ROWS = [
    Row(
        "training.hundred",
        "100 ReLU layers, 60 steps; He at 1,500",
        notebook="08",
        measure=hundreds,
        values=several(
            ((0.87, 0.95), (0.15, 0.20), (0.15, 0.22), 0.48),
            ("looks linear", "He", "√2 orthogonal", "He, 1,500"),
            points=0.06,
        ),
        note="rates 0.005 and 0.01, as in notebook 08; He at 1,500 steps: one seed, the better of 0.001 and 0.003",
        **BY_HAND,
    ),
    Row(
        "training.wide_tanh",
        "tanh, depth 20, σ_w = 2.5, 3: training, test share",
        notebook="08b",
        measure=wide_tanh,
        values=several(
            (1.0, 0.92, (0.53, 0.59), (0.53, 0.59)),
            ("train, 2.5", "train, 3", "test, 2.5", "test, 3"),
            points=0.04,
        ),
        study="data/sweep_trainable.py",
        note="the stored study takes the best of three learning rates",
        **BY_HAND,
    ),
    Row(
        "training.deterministic",
        "cosine start, LeCun's, % right",
        notebook="08",
        measure=deterministic,
        values=several((91.5, 92.8), ("cosines", "LeCun"), points=1.5),
        **BY_HAND,
    ),
    Row(
        "training.gelu",
        "GELU survives: from q = 0.1, from large q",
        notebook="07",
        measure=gelu_survives,
        values=several((1.86, 1.43), ("small", "large"), rel=0.02),
        note="from ever smaller q it becomes 2, from ever larger √2",
        **BY_HAND,
    ),
    Row(
        "training.slides",
        NINE,
        PUBLISHED,
        "cs231n notes",
        "08",
        slide_sizes,
        several(
            (0.2133, 0.0476, 0.0106, 0.627, 0.486, 0.409, 0.231),
            ("0.01, layer 1", "layer 2", "layer 3", "Xavier, layer 1", "layer 2", "layer 3", "layer 10"),
            rel=0.05,
        ),
    ),
    Row(
        "training.flat",
        "the same, N(0, 1): flat slopes in %, ‖∂C/∂W‖",
        notebook="08",
        measure=slide_gradients,
        values=(told(89, "% flat", points=2.0), told(2.4e5, "layer 1", rel=0.2), told(3.2, "layer 10", rel=0.2)),
        **BY_HAND,
    ),
]
