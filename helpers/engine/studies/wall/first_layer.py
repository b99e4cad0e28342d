"""Section 5, first part: what a random first layer keeps, and who can read it. 4,000 training and 1,000 test images."""

import numpy as np

from ...measures.activation_spread import activation_spread, lost_directions
from ...measures.condition import condition_number
from ...measures.probe import LinearReader, best_share, probe_accuracy, share_kept
from ...network.network import Network
from ..frozen_layers import amplifier
from ..lbfgs import train_lbfgs
from .common import HIDDEN, digits, each, network, random_layers, views
from .row import EXACT, IN_05, Row, percents, told


def lost():
    W = network(HIDDEN, 0).W[1]
    return [lost_directions(W), 100 * lost_directions(W) / W.shape[1]]


def spreads():
    x = digits().train.x
    found = [
        [*activation_spread(net, x), activation_spread(net, (x - x.mean()) / x.std())[0]] for net in random_layers()
    ]
    return list(np.transpose(found))


def variance_kept():
    """Percent of the variance that the z of a random layer keep, and the best 30 directions."""
    x = digits().train.x
    kept = [share_kept(x, LinearReader(z, x)(z)) for z in (x @ net.W[1].T for net in random_layers())]
    return [100 * np.array(kept), 100 * best_share(x, 30)]


def least_squares(features, test_features):
    mnist = digits()
    return 100 * probe_accuracy(features, mnist.train.y, test_features, mnist.test.y)


def logistic(features, test_features):
    """Percent right of a softmax reader, trained by L-BFGS on standardized numbers."""
    mnist, loud = digits(), amplifier(features)
    reader = Network([features.shape[1], 10], cost="softmax", rng=np.random.default_rng(0))
    train_lbfgs(reader, loud(features), mnist.train.y, passes=200)
    return 100 * reader.accuracy(loud(test_features), mnist.test.y)


def kernel(features, test_features, ridge=0.01):
    """Percent right of a least-squares support vector machine (Suykens & Vandewalle 1999), Gaussian kernel.

    Its width is the usual one, 1 / (numbers times their variance); of the ridges 0.01, 0.1 and 1 the first read most
    validation images. The course has no library with the other kind of machine.
    """
    mnist, gamma = digits(), 1 / (features.shape[1] * features.var())

    def near(a, b):
        squares = np.square(a).sum(axis=1)[:, None] + np.square(b).sum(axis=1) - 2 * a @ b.T
        return np.exp(-gamma * squares)

    weights = np.linalg.solve(
        near(features, features) + ridge * np.eye(len(features)), 2 * np.eye(10)[mnist.train.y] - 1
    )
    return 100 * np.mean((near(test_features, features) @ weights).argmax(axis=1) == mnist.test.y)


def readers():
    """Least squares, softmax regression and a kernel on layer 1; the kernel on the pixels."""

    def one(seed):
        bare = views(network(HIDDEN, seed), 1)
        loud = [amplifier(bare[0])(each) for each in bare]
        return least_squares(*bare), logistic(*bare), kernel(*loud)

    return [*each(one), kernel(digits().train.x, digits().test.x)]


def by_layer():
    return each(lambda seed: [least_squares(*views(network(HIDDEN, seed), l)) for l in (1, 2, 3)])


def conditions():
    """Of the second moments with the bias, without the mean, and standardized with the bias: layers 1, 2, 3 each."""

    def one(seed):
        a = network(HIDDEN, seed).forward(digits().train.x).a[1:4]
        bare = [condition_number(each) for each in a]
        centred = [np.linalg.cond(each - each.mean(axis=0)) ** 2 for each in a]
        return [*bare, *centred, *(condition_number(amplifier(each)(each)) for each in a)]

    return each(one)


def rounding():
    """Percent right of least squares on layers 8, 10, 15 rounded to float32, and on layer 5 rounded to float16."""
    looks = (8, np.float32), (10, np.float32), (15, np.float32), (5, np.float16)

    def one(seed):
        net, mnist = network(15, seed), digits()
        seen, test_seen = (net.forward(part.x).a for part in (mnist.train, mnist.test))
        return [least_squares(*(a[l].astype(dtype).astype(float) for a in (seen, test_seen))) for l, dtype in looks]

    return each(one)


KINDS = ("with bias", "mean removed", "standardized")


CONDITIONS = (8e4, (1e8, 6e8), (2e11, 4e11), 5e1, (1e4, 3e4), 1e6, 2e1, (1e4, 2e4), 5e5)


ROWS = [
    Row(
        "first_layer.lost",
        "784 → 30: directions lost exactly, in percent",
        EXACT,
        "rank",
        "05",
        lost,
        (told(754, "directions"), told(96.2, "percent")),
    ),
    Row(
        "first_layer.spread",
        "spread over images, layers 1, 2, 3; standardized",
        measure=spreads,
        values=tuple(
            told(v, l, rel=0.15)
            for v, l in ((0.053, "layer 1"), (0.011, "layer 2"), (0.0023, "layer 3"), (0.15, "standardized, layer 1"))
        ),
        **IN_05,
    ),
    Row(
        "first_layer.variance",
        "% of variance kept: random layer, best 30",
        measure=variance_kept,
        values=percents((51, 73.5), ("random", "best")),
        **IN_05 | {"notebook": "05b"},
    ),
    Row(
        "first_layer.readers",
        "readers of layer 1, % right; kernel on pixels",
        measure=readers,
        values=percents((69, 75, 88, 95), ("least squares", "logistic", "kernel", "kernel on pixels")),
        note="told for a support vector machine; ours is its least-squares relative, same kernel",
        **IN_05 | {"notebook": "05b"},
    ),
    Row(
        "first_layer.least_squares",
        "least squares on random layers 1, 2, 3, % right",
        measure=by_layer,
        values=percents((70, 70, 70), ("layer 1", "layer 2", "layer 3")),
        **IN_05,
    ),
    Row(
        "first_layer.condition",
        "condition number after layers 1, 2, 3, three kinds",
        measure=conditions,
        values=tuple(
            told(v, f"{kind}, layer {l}", rel=0.5)
            for (kind, l), v in zip(((k, l) for k in KINDS for l in (1, 2, 3)), CONDITIONS, strict=True)
        ),
        **IN_05,
    ),
    Row(
        "first_layer.rounding",
        "least squares in float32 at 8, 10, 15; float16 at 5, %",
        measure=rounding,
        values=percents((60, 43, 10, 43), ("layer 8", "layer 10", "layer 15", "float16, layer 5"), points=5.0),
        note="each layer is computed in float64 and rounded then; computing in float32 throughout reads nearly as much",
        **IN_05 | {"notebook": "07c"},
    ),
]
