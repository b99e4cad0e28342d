"""Speeds: each meaning of "how fast does a layer learn" is what a loop over images computes."""

import math

import numpy as np
import pytest

from helpers.engine import SPEED_METRICS, Network, last_to_first, layer_speeds, speed_fan, spread
from helpers.engine.measures.speeds import length, lengths

SIZES = [6, 5, 4, 3, 3]
HIDDEN = (1, 2, 3)


def task(seed=0):
    rng = np.random.default_rng(seed)
    return Network(SIZES, rng=rng), rng.random((8, 6)), rng.integers(3, size=8)


# A loop over images for each metric; a new entry in the table needs its loop here, or its test fails.


def norm(numbers):
    return math.sqrt(sum(float(v) ** 2 for v in np.ravel(numbers)))


def image_by_image(net, x, y, what):
    for i in range(len(x)):
        yield what(net.backward(net.forward(x[[i]]), y[[i]]))


def mean(arrays):
    arrays = list(arrays)
    return sum(arrays) / len(arrays)


def everything(W, b):
    return math.hypot(norm(W), norm(b))


def mean_delta(net, x, y, l):
    return norm(mean(image_by_image(net, x, y, lambda g: g.delta[l][0])))


def delta(net, x, y, l):
    return mean(image_by_image(net, x, y, lambda g: norm(g.delta[l][0])))


def all_parameters(net, x, y, l):
    dW = mean(image_by_image(net, x, y, lambda g: g.dW[l]))
    return everything(dW, mean(image_by_image(net, x, y, lambda g: g.db[l])))


def relative(net, x, y, l):
    return all_parameters(net, x, y, l) / everything(net.W[l], net.b[l])


LOOPS = {"mean_delta": mean_delta, "delta": delta, "all_parameters": all_parameters, "relative": relative}


@pytest.mark.parametrize("name", SPEED_METRICS)
def test_metric_equals_a_loop_over_images(name):
    net, x, y = task()
    by_loop = [LOOPS[name](net, x, y, l) for l in HIDDEN]
    assert layer_speeds(net, x, y)[name] == pytest.approx(by_loop, rel=1e-13)


@pytest.mark.parametrize("name", SPEED_METRICS)
def test_one_speed_for_each_hidden_layer_and_none_for_the_output(name):
    assert layer_speeds(*task())[name].shape == (len(HIDDEN),)


# Lengths


@pytest.mark.parametrize("unit", [1e-300, 1e-200, 1.0, 1e200, 1e300])
def test_length_survives_squares_that_do_not(unit):
    three_four = np.array([3.0, 4.0]) * unit
    assert length(three_four) == pytest.approx(5 * unit, rel=1e-15)
    assert lengths(np.array([three_four, [0, 0], [1, 0]])) == pytest.approx([5 * unit, 0, 1], rel=1e-15)


def test_length_of_zeros_is_0_and_of_infinity_infinite():
    assert length(np.zeros(3)) == 0
    assert length(np.array([1e200, -np.inf])) == np.inf
    assert lengths(np.array([[1e200, -np.inf]])).tolist() == [np.inf]


def test_length_of_nan_is_nan():
    assert np.isnan(length(np.array([1.0, np.nan])))
    assert np.isnan(lengths(np.array([[1.0, np.nan]]))).all()


@pytest.mark.parametrize("unit", [6e-8, 1e4])
def test_length_in_float16_is_computed_in_float64(unit):
    v = np.array([3, 4], np.float16) * np.float16(unit)
    assert length(v) == pytest.approx(math.hypot(*v.tolist()), rel=1e-15)
    assert lengths(v[None]) == pytest.approx([math.hypot(*v.tolist())], rel=1e-15)


@pytest.mark.parametrize("name", SPEED_METRICS)
def test_speeds_far_below_the_square_root_of_the_smallest_float_are_still_numbers(name):
    rng = np.random.default_rng(0)
    net = Network([6, *[5] * 100, 3], scale=0.01, rng=rng)
    speeds = layer_speeds(net, rng.random((8, 6)), rng.integers(3, size=8))[name]
    assert 0 < speeds[0] < 1e-200
    assert (np.diff(np.log(speeds[:50])) > 0).all()  # each layer faster than the one before


# The fan over seeds


@pytest.mark.parametrize("name", SPEED_METRICS)
def test_fan_has_one_row_per_seed(name):
    _, x, y = task()
    fan = speed_fan(SIZES, x, y, [7, 3], activation="tanh", initializer="he")[name]
    assert fan.shape == (2, len(HIDDEN))
    for row, seed in zip(fan, [7, 3], strict=True):
        net = Network(SIZES, "tanh", "he", rng=np.random.default_rng(seed))
        assert np.array_equal(row, layer_speeds(net, x, y)[name])


def test_a_fan_without_seeds_is_refused():
    _, x, y = task()
    with pytest.raises(ValueError, match="at least one whole number"):
        speed_fan(SIZES, x, y, [])


def test_last_to_first():
    assert last_to_first((0.5, 7.0, 2.0)) == 4
    assert last_to_first(np.array([[1.0, 3.0], [2.0, 8.0]])).tolist() == [3, 4]


def test_last_to_first_of_a_dead_first_layer_is_infinite_and_of_a_dead_network_nan():
    assert last_to_first(np.array([0.0, 1.0])) == np.inf
    assert np.isnan(last_to_first(np.array([0.0, 0.0])))


def test_spread_holds_the_middle_share():
    low, median, high = spread(np.arange(101.0))
    assert (low, median, high) == pytest.approx((5, 50, 95))
    assert spread(np.arange(101.0), share=0.5) == pytest.approx([25, 50, 75])
    assert spread(np.zeros((10, 4))).shape == (3, 4)


@pytest.mark.parametrize("share", [0, -0.5, 1.5, np.nan])
def test_share_lies_between_0_and_1(share):
    with pytest.raises(ValueError, match="share must be"):
        spread(np.arange(10.0), share)


@pytest.mark.parametrize(
    ("x", "y", "words"),
    [(np.zeros((2, 5)), [0, 0], "must have 6"), (np.zeros((2, 6)), [0, 3], "between 0 and 2")],
)
def test_bad_images_and_labels(x, y, words):
    with pytest.raises(ValueError, match=words):
        layer_speeds(task()[0], x, y)
    with pytest.raises(ValueError, match=words):
        speed_fan(SIZES, x, y, [0])
