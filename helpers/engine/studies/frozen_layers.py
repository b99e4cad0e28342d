"""Training only the layers above a frozen, random beginning; perhaps with its whisper amplified.

Frozen layers never change, so what they make of each image is computed once, and the layers above are trained on it
as a network of their own.
"""

from dataclasses import dataclass

import numpy as np

from ..checks import check_list, check_matrix, check_seeds, check_share, check_whole, takes
from ..data.mnist import check_digits
from ..network.network import Network, check_layered
from ..training.stacked_networks import train_crowd


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


def train_above(nets, frozen, x, y, *, knob=0.0, eta=0.5, epochs=30, batch_size=10, rngs):
    """Train `nets` in place but for their first `frozen` layers; a generator that yields each finished epoch.

    nets: a list of networks of the same sizes, trained side by side. x of shape (n, sizes[0]), y: n labels.
    knob: how far the frozen features are amplified for the training (see `amplifier`; made from x alone). After each
    epoch the amplifier is folded into the first trained layer, so that every net is an ordinary network again.
    """
    nets = check_list("nets", nets, "the networks")
    uppers = [layers_above(net, frozen) for net in nets]
    features = [net.forward(x).a[frozen] for net in nets]
    amplifiers = [amplifier(f, knob) for f in features]
    views = [amplify(f) for amplify, f in zip(amplifiers, features, strict=True)]
    training = train_crowd(uppers, views, y, eta=eta, epochs=epochs, batch_size=batch_size, rngs=rngs)
    return _folded(training, nets, frozen, uppers, amplifiers)


def _folded(training, nets, frozen, uppers, amplifiers):
    for epoch in training:
        for net, upper, amplify in zip(nets, uppers, amplifiers, strict=True):
            put_above(net, frozen, upper, amplify)
        yield epoch


def put_above(net, frozen, upper, amplify):
    """Write the trained upper network back over the frozen layers, the amplifier folded into its first layer."""
    for l in range(1, len(upper.sizes)):
        W, b = amplify.fold_into(upper.W[l], upper.b[l]) if l == 1 else (upper.W[l], upper.b[l])
        net.W[frozen + l][:], net.b[frozen + l][:] = W, b


def frozen_accuracies(sizes, frozen, mnist, *, knob=0.0, seeds=range(5), epochs=30):
    """Test accuracy after such a training of one random network per seed, shape (seeds,); eta 0.5, batches of 10."""
    mnist, seeds = check_digits(mnist), check_seeds(seeds)
    nets = [Network(sizes, rng=np.random.default_rng(seed), dtype=np.float32) for seed in seeds]
    rngs = [np.random.default_rng(seed) for seed in seeds]
    for _ in train_above(nets, frozen, mnist.train.x, mnist.train.y, knob=knob, epochs=epochs, rngs=rngs):
        pass
    return np.array([net.accuracy(mnist.test.x, mnist.test.y) for net in nets])
