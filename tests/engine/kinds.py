"""One small example of every kind of model that the engine knows, with images and labels."""

from functools import partial

import numpy as np

from helpers.engine import GRU, LSTM, Network, Recurrent, ResidualNetwork, train

from .slow_models import SlowGRU, SlowLSTM, SlowNetwork, SlowRecurrent, SlowResidual, SlowUnrolled
from .tiny_recurrent import TinyRecurrent

SIZES = [5, 4, 4, 4, 3]
IMAGES = 6


def network(sizes=SIZES, activation="tanh", cost="cross-entropy", **settings):
    return partial(Network, sizes, activation, "lecun", cost, sigma_b=0.3, **settings)


blocks = partial(ResidualNetwork, [5, 4, 3], 2, "tanh")
KINDS = {
    "plain, sigmoid": network(activation="sigmoid"),
    "plain, ReLU": network(activation="relu"),
    "plain, GELU": network(activation="gelu"),
    "plain, SELU": network(activation="selu"),
    "plain, softplus": network(activation="softplus"),
    "plain, linear": network(activation="linear"),
    "softmax": network(cost="softmax"),
    "quadratic": network(cost="quadratic"),
    "float32": network(dtype=np.float32),
    "one hidden layer": network([5, 4, 3]),
    "no hidden layer": network([5, 3]),
    "one output": network([5, 4, 4, 1]),
    "layer norm": network(norm="layer"),
    "RMS norm": network(norm="rms", branch=1.0),
    "batch norm": network(norm="batch"),
    "shortcuts": network(branch=1.0),
    "scaled shortcuts": network(branch=0.3, activation="relu"),
    "shortcuts from the image on": network([4, 4, 4, 3], branch=1.0),
    "shortcuts, layer norm": network(branch=1.0, norm="layer"),
    "shortcuts, batch norm": network(branch=0.3, norm="batch", cost="softmax"),
    "blocks, pre-norm": partial(blocks, cost="cross-entropy"),
    "blocks, post-norm": partial(blocks, place="post", branch=0.7),
    "blocks, post-norm RMS": partial(blocks, norm="rms", place="post"),
    "blocks, no norm, learned branch": partial(blocks, norm="none", branch=0.0, learned=True),
    "recurrent, tiny": partial(TinyRecurrent, 3, 2, 4, 3),
    "recurrent": partial(Recurrent, [2, 3, 3], 2, cost="cross-entropy"),
    "recurrent, two answers": partial(Recurrent, [2, 3, 3], 3, recurrent="gaussian", radius=1.3, reads=2),
    "LSTM": partial(LSTM, [2, 2, 3], 2),
    "GRU": partial(GRU, [2, 2, 3], 2),
}
SLOW = {Network: SlowNetwork, ResidualNetwork: SlowResidual}
SLOW |= {TinyRecurrent: SlowRecurrent, Recurrent: SlowUnrolled, LSTM: SlowLSTM, GRU: SlowGRU}


def example(kind, seed=2):
    """A model that has trained a little, so that nothing about it is as it starts; n images between 0 and 1, and labels."""
    rng = np.random.default_rng(seed)
    model = KINDS[kind](rng=rng)
    for name in model.parameters:
        if name.startswith(("gamma", "beta")):
            model.parameters[name][:] += 0.3 * rng.standard_normal(model.parameters[name].shape)
    reads = getattr(model, "reads", 1)
    labels = IMAGES if reads == 1 else (IMAGES, reads)
    x, y = rng.random((IMAGES, model.inputs)), rng.integers(max(model.outputs // reads, 2), size=labels)
    train(model, x, y, eta=0.3, steps=4).finish()
    return model, x, y


def slow(model):
    """The same model, computed slowly."""
    return SLOW[type(model)](model)
