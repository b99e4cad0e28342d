"""Frozen layers stay as they are; training above them is training with the gradient below set to zero."""

import numpy as np
import pytest

from helpers.engine import Images, Network, frozen_accuracies, train_crowd
from helpers.engine.studies.frozen_layers import amplifier

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


def gradient_with_zeros(net, x, y, frozen, *, eta, epochs, batch_size, rng):
    """The same by the slow way: a whole backward pass each step, of which the frozen layers take nothing."""
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            gradient = net.backward(net.forward(x[batch]), y[batch])
            for l in set(range(1, len(net.sizes))) - set(frozen):
                net.W[l] -= eta * gradient.dW[l]
                net.b[l] -= eta * gradient.db[l]


# Frozen


@pytest.mark.parametrize("frozen", [[], [1], [2], [1, 3], [2, 3], [1, 2, 3]])
def test_frozen_layers_are_unchanged_and_the_others_as_with_a_zeroed_gradient(frozen):
    x, y = task()
    net, slow, start = random_net(0), random_net(0), random_net(0)
    finish(train_crowd([net], x, y, eta=0.5, epochs=3, batch_size=10, rngs=rngs(1), frozen=frozen))
    gradient_with_zeros(slow, x, y, frozen, eta=0.5, epochs=3, batch_size=10, rng=rngs(1)[0])
    for l in range(1, len(SIZES)):
        assert np.array_equal(net.W[l], start.W[l]) == np.array_equal(net.b[l], start.b[l]) == (l in frozen)
        assert net.W[l] == pytest.approx(slow.W[l], rel=1e-9)
        assert net.b[l] == pytest.approx(slow.b[l], rel=1e-9)


@pytest.mark.parametrize("frozen", [[], [1], [2], [1, 3]])
def test_accuracies_are_those_of_a_training_with_a_zeroed_gradient_and_leave_the_networks_alone(frozen):
    x, y = task()
    net, slow, digits = random_net(0), random_net(0), type("Digits", (), {})
    digits.train = digits.test = Images(x, y, np.arange(len(x)))
    found = frozen_accuracies([net], frozen, digits, epochs=3)
    gradient_with_zeros(slow, x, y, frozen, eta=0.5, epochs=3, batch_size=10, rng=np.random.default_rng(0))
    assert found == pytest.approx([slow.accuracy(x, y)])
    assert np.array_equal(net.flat, random_net(0).flat)


@pytest.mark.parametrize("frozen", [[1, 2, 3, 4], [5], [0], [True], [1.5], [[1]], {1}, np.array(1), None, 1, "1"])
def test_a_layer_is_left_to_train(frozen):
    x, y = task()
    with pytest.raises(ValueError, match="frozen must list layers from 1 to 4"):
        train_crowd([random_net(0)], x, y, eta=0.5, epochs=1, batch_size=10, rngs=rngs(1), frozen=frozen)


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


@pytest.mark.parametrize("knob", [-0.1, 1.1, np.nan])
def test_the_knob_goes_from_0_to_1(knob):
    with pytest.raises(ValueError, match="knob must be a number from 0 to 1"):
        amplifier(task()[0], knob)
