"""What the prose of notebooks 00 and 03 says in words, measured. Numbers in cells are compared by nbval."""

from functools import cache

import numpy as np
import pytest

from helpers.engine import SPEED_METRICS, last_to_first, load_mnist, speed_fan
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
