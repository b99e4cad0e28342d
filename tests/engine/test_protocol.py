"""A second kind of model, which shares nothing with Network, is trained, remembered, measured and drawn by the same functions.

What the measures find in it stands beside a slow computation in test_every_function_on_every_model.py.
"""

import pickle
from copy import deepcopy

import numpy as np
import pytest

from helpers.engine import COSTS, OPTIMIZERS, layer_speeds, record, strides, train, travelled
from helpers.pictures.speeds import SpeedPicture
from helpers.pictures.training_curves import draw_trainings

from .tiny_recurrent import TinyRecurrent

ETA, LMBDA, CLIP = 0.05, 0.5, 0.3


def example(steps=3, **settings):
    """Sequences whose label is where their largest part stands."""
    rng = np.random.default_rng(1)
    x = rng.random((40, 2 * steps))
    return TinyRecurrent(steps, 2, 6, steps, rng=rng, **settings), x, x.reshape(40, steps, 2).sum(axis=2).argmax(axis=1)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_it_is_trained_by_every_optimizer_clipped_and_regularized(optimizer):
    """Against a loop that does to the one flat vector what the formulas say."""
    model, x, y = example()
    twin, matrices = deepcopy(model), np.concatenate([np.full(model.parameters[name].size, name in "URV") for name in "URbVc"])  # fmt: skip
    train(model, x, y, eta=ETA, steps=5, optimizer=optimizer, clip=CLIP, lmbda=LMBDA).finish()
    step = OPTIMIZERS[optimizer].start(twin.flat)
    for _ in range(5):
        g = twin.backward(twin.forward(x), y).flat.copy()
        twin.flat[matrices] *= 1 - ETA * LMBDA / len(x)
        step(twin.flat, g * min(1, CLIP / np.linalg.norm(g)), ETA)
    assert model.flat == pytest.approx(twin.flat, rel=1e-12)


@pytest.mark.parametrize("cost", COSTS)
def test_it_learns(cost):
    model, x, y = example(cost=cost)
    before = model.accuracy(x, y)
    train(model, x, y, eta=0.05, epochs=60, batch_size=10, rng=np.random.default_rng(0), optimizer="adam").finish()
    assert model.accuracy(x, y) > max(0.85, before)


def test_its_steps_are_drawn_as_layers_are():
    model, x, y = example(steps=12)
    speeds, picture = layer_speeds(model, x, y)["mean_delta"], SpeedPicture()
    picture.show(speeds, "speed")
    (dots,) = [c.get_offsets() for c in picture.figure.axes[0].collections if len(c.get_offsets()) == 12]
    assert np.allclose(dots, np.column_stack([np.arange(1, 13), speeds]))
    assert speeds[-1] > speeds[0]  # back-propagation through time: the first steps hear the least of the error


def test_its_training_is_remembered_and_drawn():
    model, x, y = example()
    start = deepcopy(model)
    history = record(model, x, y, steps=20, every=5, eta=0.3)
    assert history.speeds["relative"].shape == (20, 3) and history.accuracy[-1] == model.accuracy(x, y)
    assert np.array_equal(history.distance[-1], travelled(model, start))
    figure = draw_trainings([("recurrent", history.speeds["delta"][None], history.accuracy[None])], (1e-4, 10), every=5)
    lines = [line.get_ydata() for line in figure.axes[0].lines]
    assert any(np.array_equal(line, history.speeds["delta"][:, 0]) for line in lines)


def test_shared_weights_count_for_every_step():
    model, x, y = example()
    stride = next(strides(model, x, y, eta=0.1, steps=1))
    assert stride.shape == (4,) and stride[0] == stride[1] == stride[2] != stride[3]


def test_it_pickles_and_cannot_lose_its_flat_vector():
    model, x, y = example()
    for copy in (deepcopy(model), pickle.loads(pickle.dumps(model))):
        train(copy, x, y, eta=0.3, steps=2).finish()
        assert copy.loss(x, y) < model.loss(x, y)
        with pytest.raises(ValueError, match=r"say net.flat\[:\] = …"):
            copy.flat = np.zeros(3)
