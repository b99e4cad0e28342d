"""What the prose of notebooks 00 to 03 says in words, measured. Numbers in cells are compared by nbval."""

from functools import cache

import numpy as np
import pytest

from helpers.engine import SPEED_METRICS, Network, last_to_first, load_mnist, speed_fan
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


def test_03_from_ten_neurons_on_width_hardly_matters_and_narrow_layers_are_luck(fan):
    quote("03", "From about ten neurons on the factor hardly moves. Narrower layers make it a matter of luck.")
    ratios = {neurons: last_to_first(fan(4, range(40), neurons, images=200)) for neurons in (1, 10, 30, 100)}
    medians = [np.median(ratios[neurons]) for neurons in (10, 30, 100)]
    assert max(medians) / min(medians) < 1.3
    spread = {neurons: np.quantile(r, 0.95) / np.quantile(r, 0.05) for neurons, r in ratios.items()}
    assert spread[1] > 5 * spread[30]


def test_03_from_scale_20_on_the_gap_is_small_and_for_some_seeds_layer_1_is_the_faster(fan):
    quote("03", "from scale 20 on it is small: for some seeds layer 1 is now the faster one")
    for scale in (20.0, 30.0):
        ratios = last_to_first(fan(4, range(40), scale=scale))
        assert 0.7 < np.median(ratios) < 2
        assert (ratios < 1).any()


def test_03_fifty_layers_and_relu(fan):
    quote("03", "At 50 layers layer 1 is slower by a factor with more than thirty zeros. It is not exactly zero")
    quote("03", "ReLU with He weights loses a factor of about two over 4 layers, and some tens over 50")
    quote("03", "With large weights the line tilts the other way: layer 1 is faster by far.")
    few = {"seeds": range(10), "images": 200}
    assert np.isfinite(last_to_first(fan(50, **few))).all() and median_ratio(fan(50, **few)) > 1e30
    relu = {"activation": "relu", "initializer": "he"}
    assert median_ratio(fan(4, range(40), **relu)) == pytest.approx(2, rel=0.25)
    assert 10 < median_ratio(fan(50, **few, **relu)) < 100
    assert median_ratio(fan(4, activation="relu", initializer="large", **few)) < 0.1


def test_03_the_order_is_the_same_for_all_four_metrics(fan):
    quote("03", "The order of the layers is the same for all four meanings of speed; the factor is not.")
    for metric in SPEED_METRICS:
        assert (np.diff(fan(4, range(20), metric=metric), axis=1) > 0).all()


def test_03_with_tanh_the_factor_for_each_layer_is_much_closer_to_1(fan):
    quote("03", "Much closer to 1: the slope of tanh is up to four times as large.")
    per_layer = median_ratio(fan(4, range(20), activation="tanh")) ** (1 / 3)
    assert 1 < per_layer < 2
