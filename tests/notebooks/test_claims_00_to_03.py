"""What the prose of notebooks 00 to 02 says in words, measured. Numbers in cells are compared by nbval."""

from functools import cache

import numpy as np
import pytest

from helpers.engine import Network, Ravine, last_to_first, load_mnist, speed_fan, steps_to_shrink
from helpers.labs.one_weight import SIZES, every_weight, slope_factors
from tests.notebooks.quoted import quote, said

SEEDS = range(100)


@pytest.fixture(scope="module")
def digits():
    return load_mnist().first(1000)


@pytest.fixture(scope="module")
def fan(digits):
    @cache
    def fan(hidden, seeds=SEEDS, neurons=30, metric="mean_delta", images=1000, **settings):
        x, y = digits[0][:images], digits[1][:images]
        return speed_fan([784, *[neurons] * hidden, 10], x, y, seeds, **settings)[metric]

    return fan


def median_ratio(fan):
    return np.median(last_to_first(fan))


def test_00_the_order_of_the_dials_never_changes_and_the_shares_are_a_fifth_and_a_twenty_fifth(fan):
    quote("00", "The order does not change, for any seed you are likely to try. Layer 3 is the fastest.")
    quote("00", "Typically layer 2 has about a fifth of its speed, and layer 1 about a twenty-fifth.")
    speeds = fan(3)
    assert (np.argsort(speeds, axis=1) == [0, 1, 2]).all()
    shares = np.median(speeds / speeds[:, -1:], axis=0)
    assert shares == pytest.approx([1 / 25, 1 / 5, 1], rel=0.1)


def test_00_a_first_layer_above_6_percent_is_rare_but_can_be_found(fan):
    quote("00", "Such seeds are rare.")
    found = (100 / last_to_first(fan(3)) > said("00", "layer 1 goes above {} % of the fastest layer")).sum()
    assert 1 <= found <= 10


def test_01_a_seventh_of_the_steps_with_momentum():
    quote("01", "momentum (the same gradient, plus a share of the last step) needs about a seventh of that")
    ravine = Ravine()
    eta, beta = ravine.best_momentum()
    heavy = steps_to_shrink(ravine, (-1, 1), eta=eta, beta=beta)
    assert heavy / steps_to_shrink(ravine, (-1, 1), eta=ravine.best_eta()) == pytest.approx(1 / 7, rel=0.1)


def test_01_steps_grow_like_kappa_and_with_momentum_like_its_root():
    def steps(kappa):
        ravine = Ravine(kappa)
        eta, beta = ravine.best_momentum()
        plain = steps_to_shrink(ravine, (-1, 1), eta=ravine.best_eta())
        return np.array([plain, steps_to_shrink(ravine, (-1, 1), eta=eta, beta=beta)])

    assert steps(10)[0] == said("01", "log(9/11) = 68.8, so {} steps")
    quote("01", "Proportional to κ for plain gradient descent, to √κ with momentum at its best.")
    assert steps(1600) / steps(400) == pytest.approx([4, 2], rel=0.1)


def test_02_every_weight_of_layer_1_moves_the_cost_less_than_the_typical_one_of_layer_3():
    quote("02", "On a common ruler the curve of a layer 1 weight looks dead flat.")
    x, y = np.array([[0.9, 0.2]]), np.array([0])
    net = Network(SIZES, rng=np.random.default_rng(0))
    dW = net.backward(net.forward(x), y).dW
    assert 10 * np.abs(dW[1]).max() < np.median(np.abs(dW[3]))


def test_02_the_slope_in_the_sentence_is_delta_times_the_activation():
    quote("02", "the slope is δ of the neuron the weight leads to, times the activation it comes from")
    x, y = np.array([[0.9, 0.2]]), np.array([0])
    net = Network(SIZES, rng=np.random.default_rng(0))
    dW = net.backward(net.forward(x), y).dW
    for weight in every_weight():
        assert np.prod(slope_factors(net, x, y, weight)) == pytest.approx(dW[weight[0]][weight[1:]], rel=1e-12)


def test_02_layer_2_has_the_larger_delta_by_a_factor_of_about_six_here_and_four_to_ten_elsewhere():
    quote("02", "Layer 2, by a factor of about six here. Other random networks give factors between about four and ten")

    def factor(seed):
        rng = np.random.default_rng(seed)
        net = Network([50, 30, 20, 10], rng=rng)
        delta = net.backward(net.forward(rng.random((1, 50))), np.array([3])).delta
        return np.abs(delta[2]).mean() / np.abs(delta[1]).mean()

    assert factor(0) == pytest.approx(6, abs=0.5)
    low, high = np.quantile([factor(seed) for seed in SEEDS], [0.05, 0.95])
    assert 3.5 < low < 5 and 7 < high < 11


def test_02_without_biases_the_gradient_of_layer_1_grows():
    quote("02", "It grows here, as in nine out of ten random networks: slopes are larger near z = 0.")

    def lengths(seed):
        """Of the gradient of layer 1 without biases and with them: all weights and biases, as in the notebook."""
        rng = np.random.default_rng(seed)
        net = Network([50, 30, 20, 10], rng=rng)
        x, y = rng.random((1, 50)), np.array([3])
        with_biases = net.backward(net.forward(x), y)
        for b in net.b[1:]:
            b[:] = 0
        without = net.backward(net.forward(x), y)
        return [np.hypot(np.linalg.norm(g.dW[1]), np.linalg.norm(g.db[1])) for g in (without, with_biases)]

    grows = [np.greater(*lengths(seed)) for seed in range(1000)]
    assert grows[0] and np.mean(grows) == pytest.approx(0.9, abs=0.04)
