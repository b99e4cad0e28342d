"""Section 5: what a random first layer keeps. 4,000 images to train on, 1,000 to test; sigmoid [784, 30, 30, 30, 10]."""

from functools import cache, partial

import numpy as np

from ...measures.activation_spread import activation_spread, lost_directions
from ...measures.condition import condition_number
from ...measures.probe import LinearReader, best_share, probe_accuracy, share_kept
from ...network.network import Network
from ...training.training import train
from ..first_layers import principal_components, smoothed_filters
from ..frozen_layers import amplifier, frozen_accuracies, layers_above
from ..frozen_study import FROZEN
from ..lbfgs import train_lbfgs
from ..metamers import find_metamer, largest_difference
from .common import FEW, digits, each, network
from .row import EXACT, LEAD, Row, told

HIDDEN, PAIRS = 3, 100


def nets(seeds=FEW):
    return [network(HIDDEN, seed) for seed in seeds]


def with_filters(net, W):
    """The same network with these weights into layer 1."""
    other = net.like(net.sizes)
    other.flat[:] = net.flat
    other.W[1][:] = W
    return other


def lost():
    W = network(HIDDEN, 0).W[1]
    return [lost_directions(W), 100 * lost_directions(W) / W.shape[1]]


def spreads():
    x = digits().train.x
    found = [[*activation_spread(net, x), activation_spread(net, (x - x.mean()) / x.std())[0]] for net in nets()]
    return list(np.transpose(found))


def variance_kept():
    """Percent of the variance that the z of a random layer keep, and the best 30 directions."""
    x = digits().train.x
    kept = [share_kept(x, LinearReader(z, x)(z)) for z in (x @ net.W[1].T for net in nets())]
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

    weights = np.linalg.solve(near(features, features) + ridge * np.eye(len(features)), 2 * np.eye(10)[mnist.train.y] - 1)
    return 100 * np.mean((near(test_features, features) @ weights).argmax(axis=1) == mnist.test.y)


def views(net, layer):
    mnist = digits()
    return [net.forward(part.x).a[layer] for part in (mnist.train, mnist.test)]


def readers():
    """Least squares, softmax regression and a kernel on layer 1; the kernel on the pixels."""

    def one(seed):
        bare = views(network(HIDDEN, seed), 1)
        loud = [amplifier(bare[0])(each) for each in bare]
        return least_squares(*bare), logistic(*bare), kernel(*loud)

    return [*each(one), kernel(digits().train.x, digits().test.x)]


def by_layer():
    return each(lambda seed: [least_squares(*views(network(HIDDEN, seed), l)) for l in (1, 2, 3)])


def after_30_epochs(frozen, knob=0.0, how=nets):
    """Percent right above frozen layers, gradient descent, eta 0.5, batches of 10: one row of seeds each."""
    return [100 * frozen_accuracies(how(), layers, digits(), knob=knob, epochs=30) for layers in frozen]


def smoothed_nets():
    return [with_filters(net, smoothed_filters(net.W[1], 2)) for net in nets()]


def smoothed():
    return [after_30_epochs([[1]], knob, smoothed_nets)[0] for knob in (0.0, 1.0)]


def after_200_epochs():
    return [100 * frozen_accuracies(nets(), layers, digits(), epochs=200) for layers in FROZEN[:2]]


ADAM_RATES = (0.001, 0.003, 0.01)


def adam():
    """After 30 epochs in batches of 10, at the rate that read most validation images; trained on 3,500."""

    def one(frozen, seed):
        net, mnist, found = network(HIDDEN, seed), digits(), []
        fitting, *looks = (net.forward(part.x).a[frozen] for part in (mnist.fitting, mnist.validation, mnist.test))
        for eta in ADAM_RATES:
            top, rng = layers_above(net, frozen), np.random.default_rng(seed)
            how = {"eta": eta, "optimizer": "adam", "epochs": 30, "batch_size": 10, "rng": rng}
            train(top, fitting, mnist.fitting.y, **how).finish()
            parts = zip(looks, (mnist.validation, mnist.test), strict=True)
            found.append([100 * top.accuracy(a, part.y) for a, part in parts])
        return max(found)[1]

    return [[one(frozen, seed) for seed in FEW] for frozen in (1, 2, 3)]


def lbfgs(passes=1100):
    """After that many passes, a thousand iterations and the few gradients that these take on top."""

    def one(frozen, seed):
        net, mnist = network(HIDDEN, seed), digits()
        top, (a, test_a) = layers_above(net, frozen), views(net, frozen)
        train_lbfgs(top, a, mnist.train.y, passes=passes)
        return 100 * top.accuracy(test_a, mnist.test.y)

    return [[one(frozen, seed) for seed in FEW] for frozen in (1, 2, 3)]


def conditions():
    """Of the second moments with the bias, of those without the mean, and standardized with the bias: layers 1, 2, 3."""

    def one(seed):
        a = network(HIDDEN, seed).forward(digits().train.x).a[1:4]
        bare = [condition_number(each) for each in a]
        centred = [np.linalg.cond(each - each.mean(axis=0)) ** 2 for each in a]
        return [*bare, *centred, *(condition_number(amplifier(each)(each)) for each in a)]

    return each(one)


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
    """The median distance that the metamers moved; how many lie nearest to a training image of A's digit, and of B's."""
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


def rounding():
    """Percent right of least squares on layers 8, 10, 15 computed in float32, and on layer 5 in float16."""

    def one(seed):
        mnist, found = digits(), []
        for dtype, layers in ((np.float32, (8, 10, 15)), (np.float16, (5,))):
            net = network(15, seed, dtype=dtype)
            seen, told_apart = (net.forward(part.x.astype(dtype)).a for part in (mnist.train, mnist.test))
            found += [least_squares(seen[l].astype(float), told_apart[l].astype(float)) for l in layers]
        return found

    return each(one)


def percents(values, labels, points=3.0):
    return tuple(told(value, label, points=points) for value, label in zip(values, labels, strict=True))


FROM_THE_IMAGE = ("1", "1–2", "1–3")
BY_HAND = {"kind": LEAD, "source": "measured by hand", "notebook": "05"}
KINDS = ("with bias", "mean removed", "standardized")
CONDITIONS = (8e4, (1e8, 6e8), (2e11, 4e11), 5e1, (1e4, 3e4), 1e6, 2e1, (1e4, 2e4), 5e5)
FAR = (2.6, 89, 7.6, 77, 9, 9.7, 90, 3, 8.5, 79, 8)
FAR_NAMES = ("random: far", "to B", "trained: far", "to A", "to B", "principal: far", "to A", "to B", "smoothed: far", "to A", "to B")  # fmt: skip
ROWS = [
    Row("first_layer.lost", "784 → 30: directions lost exactly, in percent", EXACT, "rank", "05", lost, (told(754, "directions"), told(96.2, "percent"))),
    Row("first_layer.spread", "spread over images, layers 1, 2, 3; standardized", measure=spreads, values=tuple(told(v, l, rel=0.15) for v, l in ((0.053, "layer 1"), (0.011, "layer 2"), (0.0023, "layer 3"), (0.15, "standardized, layer 1"))), **BY_HAND),
    Row("first_layer.variance", "% of variance kept: random layer, best 30", measure=variance_kept, values=percents((51, 73.5), ("random", "best")), **BY_HAND | {"notebook": "05b"}),
    Row("first_layer.readers", "readers of layer 1, % right; kernel on pixels", measure=readers, values=percents((69, 75, 88, 95), ("least squares", "logistic", "kernel", "kernel on pixels")), note="told for a support vector machine; ours is its least-squares relative, same kernel", **BY_HAND | {"notebook": "05b"}),
    Row("first_layer.least_squares", "least squares on random layers 1, 2, 3, % right", measure=by_layer, values=percents((70, 70, 70), ("layer 1", "layer 2", "layer 3")), **BY_HAND),
    Row("first_layer.frozen", "30 epochs, frozen none, 1, 1–2, 1–3, % right", measure=partial(after_30_epochs, ([], *FROZEN)), values=percents((92, (59, 62), 15, 10), ("none", *FROM_THE_IMAGE)), **BY_HAND),
    Row("first_layer.alone", "30 epochs, frozen 2, 3, 2–3, % right", measure=partial(after_30_epochs, ([2], [3], [2, 3])), values=percents((91, 91, 86), ("2", "3", "2–3")), **BY_HAND),
    Row("first_layer.standardized", "30 epochs, frozen and standardized, % right", measure=partial(after_30_epochs, FROZEN, 1.0), values=percents((78, 76, 68), FROM_THE_IMAGE), **BY_HAND),
    Row("first_layer.sgd_200", "200 epochs of gradient descent, frozen, % right", measure=after_200_epochs, values=percents((79, 44), FROM_THE_IMAGE[:2]), **BY_HAND),
    Row("first_layer.adam", "30 epochs of Adam at its best rate, frozen, % right", measure=adam, values=percents((70, 28, 10), FROM_THE_IMAGE), **BY_HAND),
    Row("first_layer.lbfgs", "L-BFGS, 1,000 passes, frozen, % right", measure=lbfgs, values=percents(((77, 81), (67, 73), 69), FROM_THE_IMAGE), **BY_HAND),
    Row("first_layer.condition", "condition number after layers 1, 2, 3, three kinds", measure=conditions, values=tuple(told(v, f"{kind}, layer {l}", rel=0.5) for (kind, l), v in zip(((k, l) for k in KINDS for l in (1, 2, 3)), CONDITIONS, strict=True)), **BY_HAND),
    Row("first_layer.smoothed", "layer 1 frozen, smoothed filters: bare, standardized", measure=smoothed, values=percents((84, 91), ("bare", "standardized")), **BY_HAND),
    Row("first_layer.broken", "metamers of a random layer that another one breaks", measure=broken, values=(told(100, "of 100"),), **BY_HAND),
    Row("first_layer.metamers", "how far metamers move; nearest to A, to B, of 100", measure=distances, values=tuple(told(v, l, rel=0.15) for v, l in zip(FAR, FAR_NAMES, strict=True)), note="nearest: the digit of the nearest training image", **BY_HAND),
    Row("first_layer.rounding", "least squares in float32 at 8, 10, 15; float16 at 5, %", measure=rounding, values=percents((60, 43, 10, 43), ("layer 8", "layer 10", "layer 15", "float16, layer 5"), points=5.0), **BY_HAND | {"notebook": "07c"}),
]  # fmt: skip
