"""Frozen layers stay as they are; training above them is training with the gradient below set to zero."""

import numpy as np
import pytest

from helpers.engine import Network, train
from helpers.engine.studies.frozen_layers import amplifier, layers_above, train_above

SIZES = [12, 6, 5, 4, 3]


def task(seed=0):
    rng = np.random.default_rng(seed)
    return rng.random((43, 12)), rng.integers(3, size=43)


def random_net(seed, **settings):
    return Network(SIZES, rng=np.random.default_rng(seed), **settings)


def rngs(n):
    return [np.random.default_rng(100 + i) for i in range(n)]


def finish(training):
    for _ in training:
        pass


def gradient_with_zeros_below(net, x, y, frozen, *, eta, epochs, batch_size, rng):
    """The same by the slow way: a whole backward pass each step, of which the frozen layers take nothing."""
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            gradient = net.backward(net.forward(x[batch]), y[batch])
            for l in range(frozen + 1, len(net.sizes)):
                net.W[l] -= eta * gradient.dW[l]
                net.b[l] -= eta * gradient.db[l]


# Frozen


@pytest.mark.parametrize("frozen", [0, 1, 2, 3])
def test_frozen_layers_are_unchanged_and_the_others_as_with_a_zeroed_gradient(frozen):
    x, y = task()
    net, slow, start = random_net(0), random_net(0), random_net(0)
    finish(train_above([net], frozen, x, y, epochs=3, rngs=rngs(1)))
    gradient_with_zeros_below(slow, x, y, frozen, eta=0.5, epochs=3, batch_size=10, rng=rngs(1)[0])
    for l in range(1, len(SIZES)):
        if l <= frozen:
            assert np.array_equal(net.W[l], start.W[l]) and np.array_equal(net.b[l], start.b[l])
        else:
            assert not np.array_equal(net.W[l], start.W[l])
        assert net.W[l] == pytest.approx(slow.W[l], rel=1e-9)
        assert net.b[l] == pytest.approx(slow.b[l], rel=1e-9)


def test_a_layer_is_left_to_train():
    x, y = task()
    with pytest.raises(ValueError, match="from 0 to 3, got 4"):
        train_above([random_net(0)], 4, x, y, rngs=rngs(1))


# Amplified


def test_the_amplifier_standardizes_at_1_and_leaves_alone_at_0():
    f = task()[0]
    assert np.array_equal(amplifier(f, 0)(f), f)
    loud = amplifier(f, 1)(f)
    assert loud.mean(axis=0) == pytest.approx(np.zeros(12), abs=1e-12)
    assert loud.std(axis=0) == pytest.approx(np.ones(12))
    assert amplifier(f, 0.5)(f).std(axis=0) == pytest.approx(f.std(axis=0) ** 0.5)


def test_a_feature_that_never_changes_is_not_blown_up():
    assert np.array_equal(amplifier(np.full((5, 2), 0.3))(np.full((5, 2), 0.3)), np.zeros((5, 2)))


def test_the_amplifier_adds_no_information_it_folds_into_the_next_layer():
    f, rng = task()[0], np.random.default_rng(3)
    W, b = rng.standard_normal((4, 12)), rng.standard_normal(4)
    for knob in (0, 0.3, 1):
        amplify = amplifier(f, knob)
        folded_W, folded_b = amplify.fold_into(W, b)
        assert f @ folded_W.T + folded_b == pytest.approx(amplify(f) @ W.T + b, rel=1e-12)


def test_after_amplified_training_the_whole_is_an_ordinary_network():
    x, y = task()
    net, upper = random_net(0), layers_above(random_net(0), 2)
    features = random_net(0).forward(x).a[2]
    loud = amplifier(features)(features)
    finish(train_above([net], 2, x, y, knob=1.0, epochs=3, rngs=rngs(1)))
    finish(train(upper, loud, y, eta=0.5, epochs=3, batch_size=10, rng=rngs(1)[0]))
    assert net.forward(x).a[-1] == pytest.approx(upper.forward(loud).a[-1], rel=1e-8)


@pytest.mark.parametrize("knob", [-0.1, 1.1, np.nan])
def test_the_knob_goes_from_0_to_1(knob):
    with pytest.raises(ValueError, match="knob must be a number from 0 to 1"):
        amplifier(task()[0], knob)
