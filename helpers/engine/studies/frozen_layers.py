"""Training only the layers above a frozen, random beginning; perhaps with its whisper amplified.

Frozen layers never change, so what they make of each image is computed once, and the layers above are trained on it
as a network of their own.
"""

from dataclasses import dataclass
from itertools import count

import numpy as np

from ..checks import check_frozen, check_list, check_matrix, check_share, check_whole, takes
from ..data.mnist import check_digits
from ..network.network import check_layered
from ..training.stacked_networks import check_alike, train_crowd


@dataclass(frozen=True, eq=False)
class Amplifier:
    """Features f become (f - mean) gain, each of the numbers by itself; mean and gain of shape (numbers,).

    Made of a mean and a gain for each neuron, it can neither mix what neurons say nor add to it.
    """

    mean: np.ndarray
    gain: np.ndarray

    def __call__(self, features):
        return (features - self.mean) * self.gain

    def fold_into(self, W, b):
        """The weights and biases that do to bare features what W, b do to amplified ones."""
        W = W * self.gain
        return W, b - W @ self.mean


@takes(features=check_matrix, knob=check_share)
def amplifier(features, knob=1.0):
    """An Amplifier for features of shape (n, numbers): knob 0 leaves them alone, knob 1 standardizes them.

    In between, mean and gain go part of the way: knob times the mean, spread to the power of -knob. A number that
    is the same for all images keeps its gain of 1. ValueError for a knob outside 0..1.
    """
    features = features.astype(np.float64)
    spread = features.std(axis=0)
    return Amplifier(knob * features.mean(axis=0), np.where(spread > 0, spread, 1) ** -knob)


@takes(frozen=check_whole)
def layers_above(net, frozen):
    """The layers of `net` above the first `frozen` as a network of their own, with copies of their weights."""
    if not 0 <= frozen < check_layered(net, "a network above frozen layers").last:
        raise ValueError(f"frozen must leave a layer to train: from 0 to {net.last - 1}, got {frozen!r}")
    upper = net.like(net.sizes[frozen:])
    for l in range(1, upper.last + 1):
        for ours, theirs in zip(
            upper.blocks(l) + upper.remembered(l), net.blocks(frozen + l) + net.remembered(frozen + l), strict=True
        ):
            ours[:] = theirs
    return upper


def split(frozen):
    """(how many layers are frozen from the image on, the other frozen ones as layers of the network above those)."""
    first = next(l for l in count() if l + 1 not in frozen)
    return first, [l - first for l in frozen if l > first]


def frozen_accuracies(nets, frozen, mnist, *, knob=0.0, epochs=10, eta=0.5, batch_size=10):
    """Test accuracy of each network after a training that leaves the `frozen` layers as they are, shape (networks,).

    nets: networks of the same sizes; copies are trained, side by side, the i-th with batches drawn by seed i. frozen:
    which layers, such as [2]; () for none. knob: how far what the layers frozen from the image on hand on is amplified
    (see `amplifier`; made from the training images alone).
    """
    nets, mnist = check_list("nets", nets, "the networks"), check_digits(mnist)
    check_alike([check_layered(net, "a network with frozen layers") for net in nets], len(nets))
    frozen = check_frozen(frozen, nets[0].last)
    first, held = split(frozen)
    uppers = [layers_above(net, first) for net in nets]
    features, test_features = ([net.forward(x).a[first] for net in nets] for x in (mnist.train.x, mnist.test.x))
    amplifiers = [amplifier(f, knob) for f in features]
    views, test_views = (
        [amplify(f) for amplify, f in zip(amplifiers, each, strict=True)] for each in (features, test_features)
    )
    rngs = [np.random.default_rng(i) for i in range(len(nets))]
    settings = {"eta": eta, "epochs": epochs, "batch_size": batch_size, "rngs": rngs}
    for _ in train_crowd(uppers, views, mnist.train.y, **settings, frozen=held):
        pass
    return np.array([upper.accuracy(f, mnist.test.y) for upper, f in zip(uppers, test_views, strict=True)])
