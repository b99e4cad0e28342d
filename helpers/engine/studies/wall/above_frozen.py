"""Section 5, second part: training above frozen layers, sigmoid, three of 30, in percent of test images right."""

from functools import partial

import numpy as np

from ...training.training import train
from ..first_layers import smoothed_filters
from ..frozen_layers import frozen_accuracies, layers_above
from ..frozen_study import FROZEN
from ..lbfgs import train_lbfgs
from .common import FEW, HIDDEN, digits, network, random_layers, views, with_filters
from .row import IN_05, Row, percents


def after_30_epochs(frozen, knob=0.0, how=random_layers):
    """Percent right above frozen layers, gradient descent, eta 0.5, batches of 10: one row of seeds each."""
    return [100 * frozen_accuracies(how(), layers, digits(), knob=knob, epochs=30) for layers in frozen]


def smoothed_nets():
    return [with_filters(net, smoothed_filters(net.W[1], 2)) for net in random_layers()]


def smoothed():
    return [after_30_epochs([[1]], knob, smoothed_nets)[0] for knob in (0.0, 1.0)]


def after_200_epochs():
    return [100 * frozen_accuracies(random_layers(), layers, digits(), epochs=200) for layers in FROZEN[:2]]


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


FROM_THE_IMAGE = ("1", "1–2", "1–3")


ROWS = [
    Row(
        "first_layer.frozen",
        "30 epochs, frozen none, 1, 1–2, 1–3, % right",
        measure=partial(after_30_epochs, ([], *FROZEN)),
        values=percents((92, (59, 62), 15, 10), ("none", *FROM_THE_IMAGE)),
        **IN_05,
    ),
    Row(
        "first_layer.alone",
        "30 epochs, frozen 2, 3, 2–3, % right",
        measure=partial(after_30_epochs, ([2], [3], [2, 3])),
        values=percents((91, 91, 86), ("2", "3", "2–3")),
        **IN_05,
    ),
    Row(
        "first_layer.standardized",
        "30 epochs, frozen and standardized, % right",
        measure=partial(after_30_epochs, FROZEN, 1.0),
        values=percents((78, 76, 68), FROM_THE_IMAGE),
        **IN_05,
    ),
    Row(
        "first_layer.sgd_200",
        "200 epochs of gradient descent, frozen, % right",
        measure=after_200_epochs,
        values=percents((79, 44), FROM_THE_IMAGE[:2]),
        **IN_05,
    ),
    Row(
        "first_layer.adam",
        "30 epochs of Adam at its best rate, frozen, % right",
        measure=adam,
        values=percents((70, 28, 10), FROM_THE_IMAGE),
        **IN_05,
    ),
    Row(
        "first_layer.lbfgs",
        "L-BFGS, 1,000 passes, frozen, % right",
        measure=lbfgs,
        values=percents(((77, 81), (67, 73), 69), FROM_THE_IMAGE),
        **IN_05,
    ),
    Row(
        "first_layer.smoothed",
        "layer 1 frozen, smoothed filters: bare, standardized",
        measure=smoothed,
        values=percents((84, 91), ("bare", "standardized")),
        **IN_05,
    ),
]
