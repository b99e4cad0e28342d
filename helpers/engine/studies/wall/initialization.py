"""Section 4: starts and depth."""

from functools import partial

import numpy as np

from ...measures.image_cosines import likeness
from ...measures.jacobian import jacobian, singular_values
from ...network.activations import ACTIVATIONS
from ...network.lsuv import lsuv
from ...network.network import Network
from ...training.training import train
from ..shattered_gradients import autocorrelation, line_slopes, published_residual_slopes
from .common import FEW, each, first, network
from .row import DERIVED, EXACT, LEAD, PUBLISHED, Row, told


def relu_sizes():
    """Root mean square of a in layer 31 over that in layer 1, three networks of width 400: LeCun's start, He's."""

    def one(start, seed):
        a = network(31, seed, "relu", start, width=400, sigma_b=0).forward(first(5)[0]).a
        return np.mean(a[31] ** 2) / np.mean(a[1] ** 2)

    return [np.sqrt(np.mean([one(start, seed) for seed in range(6)])) for start in ("lecun", "he")]


def gaussian(n, rng):
    return rng.standard_normal((n, n)) / np.sqrt(n)


def mean_singular_values(n=400):
    """Of the Jacobian of a tanh layer whose z are all 0, the largest that it can be: n Var(w) = 1/3, then 1."""
    values = [singular_values(gaussian(n, np.random.default_rng(seed))).mean() for seed in FEW]
    return [np.array(values) / np.sqrt(3), values]


FACTORS = (1, 2, 3, 5, 10)


def largest_of_products(n=400):
    """The largest singular value of a product of square Gaussian matrices, for each number of FACTORS."""

    def one(seed):
        rng, product, found = np.random.default_rng(seed), np.eye(n), []
        for factors in range(1, max(FACTORS) + 1):
            product = gaussian(n, rng) @ product
            if factors in FACTORS:
                found.append(singular_values(product)[0])
        return found

    return each(one)


def he_lengths(width=30, layers=12, networks=1500):
    """||J u||^2 of that many ReLU networks with He's start: mean; median and variance of the log, over the formulas."""
    found, rng = [], np.random.default_rng(0)
    for _ in range(networks):
        net = Network([width] * (layers + 1) + [1], "relu", "he", sigma_b=0, rng=rng)
        u = rng.standard_normal(width)
        found.append(np.sum((jacobian(net, rng.standard_normal(width), layers) @ u) ** 2) / (u @ u))
    found, S = np.array(found), layers / width
    logs = np.log(found[found > 0])
    return [found.mean(), np.median(found) / np.exp(-2.5 * S), logs.var() / (5 * S)]


def cosines():
    """Mean cosine of four images that have nothing in common, at layers 10 and 100 of ReLU networks of width 300."""

    def one(seed):
        rng = np.random.default_rng(seed)
        net = network(100, seed, "relu", "he", width=300, dtype=np.float32)
        return likeness(net, rng.standard_normal((4, 784)).astype(np.float32))[[10, 100]]

    return each(one, range(4))


def lsuv_of_every_activation():
    """How far any layer's variance stays from 1 on the images of the start; the most divisions with batches of 200."""
    x, away, most = first(500)[0], [], []
    for name in ACTIVATIONS:
        net = network(10, 0, name)
        lsuv(net, x, rng=np.random.default_rng(0))
        away.append(max(abs(z.var() - 1) for z in net.forward(x).z[1:]))
        most.append(lsuv(net, x, rng=np.random.default_rng(0), batch_size=200).max())
    return [max(away), max(most)]


def blind_cost():
    """The cost of a softmax network with weights of nearly nothing: it answers a tenth to everything."""
    return [network(2, seed, "relu", "he", "softmax", scale=1e-3, sigma_b=0).loss(*first()) for seed in [0]]


SAXE_DEPTHS, SAXE_RATES = (4, 16, 64), (0.3, 0.42, 0.6, 0.85, 1.2, 1.7, 2.4)


def linear_steps(start, hidden, seed, most=300, goal=0.8):
    """The fewest steps, over the rates divided by the depth, until a deep linear network reads 80 % of 1,000 images."""
    x, y = first(dtype=np.float32)

    def until_there(rate):
        net = network(hidden, seed, "linear", start, "softmax", dtype=np.float32, sigma_b=0)
        rng = np.random.default_rng(seed)
        for step in train(net, x, y, eta=rate / hidden, steps=most, batch_size=100, rng=rng):
            if step.state:
                return most
            if step.step % 2 == 0 and net.accuracy(x, y) >= goal:
                return step.step
        return most

    return min(until_there(rate) for rate in SAXE_RATES)


def linear_depths():
    """Steps at 16 and at 64 layers over those at 4, orthogonal start."""

    def one(seed):
        steps = [linear_steps("orthogonal", hidden, seed) for hidden in SAXE_DEPTHS]
        return np.array(steps[1:]) / steps[0]

    return each(one)


def shattered(seeds=range(10)):
    """Lag-1 autocorrelation of the slope along 256 places: 1 layer, 24 with their mean removed, 50 residual ones."""

    def one(seed):
        rng = partial(np.random.default_rng, seed)
        return [
            autocorrelation(line_slopes(1, rng=rng())),
            autocorrelation(line_slopes(24, "batch", rng=rng())),
            autocorrelation(published_residual_slopes(50, rng=rng())),
        ]

    return each(one, seeds)


ROWS = [
    Row(
        "initialization.relu",
        "ReLU, 30 layers: size of a with 1/n and with 2/n",
        DERIVED,
        "He et al. 2015",
        "08",
        relu_sizes,
        (told(2.0**-15, "1/n", rel=0.5), told(1.0, "2/n", rel=0.5)),
        note="a root mean square of six networks of width 400 is known to about a third",
    ),
    Row(
        "initialization.tanh_jacobian",
        "mean singular value of a tanh layer's Jacobian",
        PUBLISHED,
        "Glorot & Bengio 2010",
        "08c",
        mean_singular_values,
        (told(0.490, "n Var(w) = 1/3", rel=0.01), told(8 / (3 * np.pi), "n Var(w) = 1", rel=0.01)),
    ),
    Row(
        "initialization.products",
        "largest singular value of a product of L matrices",
        DERIVED,
        "Penson & Życzkowski 2011",
        "08c",
        largest_of_products,
        tuple(told(np.sqrt((L + 1) ** (L + 1) / L**L), f"L = {L}", rel=0.05) for L in FACTORS),
        note="for matrices without end; ours have 400 rows",
    ),
    Row(
        "initialization.he",
        "He, ‖J u‖²: mean; median and variance over formula",
        DERIVED,
        "Hanin 2018",
        "08",
        he_lengths,
        (told(1.0, "mean", rel=0.15), told(1.0, "median", rel=0.15), told(1.0, "variance of the log", rel=0.3)),
    ),
    Row(
        "initialization.cosines",
        "ReLU, He: cosine of two images, layers 10, 100",
        LEAD,
        "measured by hand",
        "08",
        cosines,
        (told(0.887, "layer 10", points=0.03), told(0.997, "layer 100", points=0.002)),
    ),
    Row(
        "initialization.lsuv",
        "LSUV, every activation: |variance − 1|, divisions",
        PUBLISHED,
        "Mishkin & Matas 2016",
        "08c",
        lsuv_of_every_activation,
        (told((0.0, 0.1), "away from 1"), told((0.0, 10.0), "divisions")),
    ),
    Row(
        "initialization.blind_cost",
        "softmax over ten classes that knows nothing: cost",
        EXACT,
        "ln 10",
        "02",
        blind_cost,
        (told(np.log(10)),),
    ),
    Row(
        "initialization.linear",
        "deep linear, orthogonal: steps at 16, 64 layers over 4",
        PUBLISHED,
        "Saxe et al. 2014",
        "08c",
        linear_depths,
        (told(1.0, "16 layers", rel=0.5), told(1.0, "64 layers", rel=0.5)),
        note="width 30, the best of seven rates over the depth: 16 times as many layers, about three times the steps",
    ),
    Row(
        "initialization.shattered",
        "autocorrelation of slopes: 1, 24 centred, 50 residual",
        LEAD,
        "Balduzzi et al. 2017",
        "09b",
        shattered,
        (
            told(0.99, "1 layer", points=0.03),
            told(-0.02, "24 centred", points=0.08),
            told(0.91, "50 residual", points=0.05),
        ),
    ),
]
