"""The table of cures: what each changes, and that a cured network learns."""

import numpy as np
import pytest

from helpers.engine import CURES, Network, layer_speeds, train

SIZES = [20, 8, 8, 8, 4]
every_cure = pytest.mark.parametrize("cure", CURES.values(), ids=CURES)


def example():
    rng = np.random.default_rng(0)
    return rng.standard_normal((40, SIZES[0])), rng.integers(SIZES[-1], size=40)


@every_cure
def test_a_cured_network_learns(cure):
    x, y = example()
    net = cure.network(SIZES, "tanh", "lecun", "softmax", rng=np.random.default_rng(1))
    before = net.loss(x, y)
    list(train(net, x, y, eta=0.3 * cure.rate, epochs=100, **cure.training))
    assert net.loss(x, y) < 0.8 * before


def test_no_cure_is_the_plain_network():
    x, _ = example()
    plain = Network(SIZES, "relu", "he", "softmax", rng=np.random.default_rng(1))
    untreated = CURES["none"].network(SIZES, "relu", "he", "softmax", rng=np.random.default_rng(1))
    assert np.array_equal(plain.flat, untreated.flat) and np.array_equal(plain.answers(x), untreated.answers(x))
    assert CURES["none"].training == {}


@every_cure
def test_cures_of_the_training_leave_the_start_alone(cure):
    x, y = example()
    plain = Network(SIZES, "tanh", rng=np.random.default_rng(1))
    treated = cure.network(SIZES, "tanh", rng=np.random.default_rng(1))
    same = np.array_equal(layer_speeds(plain, x, y)["delta"], layer_speeds(treated, x, y)["delta"])
    assert same != bool(cure.path(3))


def growth(branch, activation, initializer, seed):
    """How much longer activations are after 50 layers with shortcuts than after none."""
    x, layers = np.random.default_rng(seed).standard_normal((20, 100)), [100] * 51
    net = Network([*layers, 4], activation, initializer, branch=branch, rng=np.random.default_rng(seed))
    return np.sqrt(np.square(net.forward(x).a[50]).mean() / np.square(x).mean())


@pytest.mark.parametrize("seed", range(3))
def test_shortcuts_need_a_scale_and_relu_a_smaller_one(seed):
    # A part without mean adds its square: (1 + 1/L)^L < e. ReLU's mean adds up along one direction, with every layer.
    assert growth(1.0, "relu", "he", seed) > 1e7
    assert growth(50**-0.5, "relu", "he", seed) > 10
    assert growth(50**-0.5, "tanh", "lecun", seed) < np.sqrt(np.e)
    assert growth(1 / 50, "relu", "he", seed) < 3
    assert CURES["residual_scaled"].path(50) == {"branch": 1 / 50}
