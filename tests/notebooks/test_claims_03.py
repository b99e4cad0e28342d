"""What the prose of notebook 03 says in words, measured. Numbers in cells are compared by nbval."""

from functools import cache

import numpy as np
import pytest

from helpers.engine import NIELSEN_SPEEDS, SPEED_METRICS, Network, last_to_first, load_mnist, speed_fan
from tests.notebooks.quoted import quote, said

SEEDS = range(100)


@pytest.fixture(scope="module")
def digits():
    return load_mnist().first(1000)


@pytest.fixture(scope="module")
def fan(digits):
    @cache
    def all_metrics(hidden, seeds, neurons, images, settings):
        x, y = digits[0][:images], digits[1][:images]
        return speed_fan([784, *[neurons] * hidden, 10], x, y, seeds, **dict(settings))

    def fan(hidden, seeds=SEEDS, neurons=30, metric="mean_delta", images=1000, **settings):
        return all_metrics(hidden, seeds, neurons, images, tuple(settings.items()))[metric]

    return fan


def median_ratio(fan):
    return np.median(last_to_first(fan))


def test_published_networks_lie_inside_and_the_smallest_of_a_hundred_ratios_is_far_from_1(fan):
    quote("03", "so does each published speed, layer by layer")
    quote("03", "They lie inside, one of them close to an edge.")  # over 20 networks, in the lab
    for hidden, speeds in NIELSEN_SPEEDS.items():
        for drawn in (fan(hidden), fan(hidden)[:20]):
            low, high = np.quantile(drawn, [0.05, 0.95], axis=0)
            assert ((low < speeds) & (speeds < high)).all()
    quote("03", "even the smallest of the hundred ratios is far from 1")
    least = said("03", "four hidden layers: of a hundred ratios the smallest is {}")
    assert last_to_first(fan(4)).min() == pytest.approx(least, abs=0.5) and least > 30


def test_the_three_ratios_and_the_factor_a_layer_by_both_speeds(fan):
    told = said("03", "the last hidden layer learns about {}, {} and {} times faster than the first")
    for hidden, ratio in zip((2, 3, 4), told, strict=True):
        assert median_ratio(fan(hidden)) == pytest.approx(ratio, rel=0.1)
        assert median_ratio(fan(hidden, metric="delta")) == pytest.approx(ratio, rel=0.15)


def test_from_ten_neurons_on_width_hardly_matters_and_narrow_layers_are_luck(fan):
    quote(
        "03", "By ‖mean δ‖ the factor hardly moves from about ten neurons on. Narrower layers make it a matter of luck."
    )
    ratios = {neurons: last_to_first(fan(4, range(40), neurons, images=200)) for neurons in (1, 10, 30, 100)}
    medians = [np.median(ratios[neurons]) for neurons in (10, 30, 100)]
    assert max(medians) / min(medians) < 1.3
    spread = {neurons: np.quantile(r, 0.95) / np.quantile(r, 0.05) for neurons, r in ratios.items()}
    assert spread[1] > 5 * spread[30]


RIGHT_END = 10**1.5  # of the slider of the weight scale


def test_by_the_mean_the_gap_closes_only_near_the_right_end_of_the_weight_scale(fan):
    quote("03", "By ‖mean δ‖ the gap closes only near the right end.")
    assert 1.5 < median_ratio(fan(4, range(40), scale=10.0)) < 2
    ratios = last_to_first(fan(4, range(40), scale=RIGHT_END))
    assert np.median(ratios) == pytest.approx(1, abs=0.15) and 0.2 < np.mean(ratios < 1) < 0.8


def test_image_by_image_layer_1_is_the_faster_one_at_scale_20(fan):
    quote("03", "Image by image the two are level near 9, and at 20 layer 1 is the *faster* one.")
    quote("03", "With large weights even the order depends on the meaning.")
    by_image = {"metric": "delta", "images": 300}
    assert (
        median_ratio(fan(4, range(40), scale=8.0, **by_image))
        > 1
        > median_ratio(fan(4, range(40), scale=10.0, **by_image))
    )
    for scale in (15.0, 20.0, RIGHT_END):
        assert (last_to_first(fan(4, range(40), scale=scale, **by_image)) < 1).all()
    assert np.mean(last_to_first(fan(4, range(40), scale=15.0, images=300)) > 1) > 0.8, (
        "by ‖mean δ‖ the other way round"
    )


def test_with_large_weights_the_images_cancel_more_in_layer_1(fan):
    quote("03", "they also make the images disagree, and in the mean over them layer 1 loses more than layer 4")

    def kept(scale):
        """Of the lengths of delta, what is left in the mean over the images: layer 1, layer 4."""
        mean, single = (fan(4, range(40), images=300, scale=scale, metric=metric) for metric in ("mean_delta", "delta"))
        return np.median(mean / single, axis=0)[[0, -1]]

    for scale in (15.0, 20.0, RIGHT_END):
        first, last = kept(scale)
        assert first < 0.5 * last
    assert kept(1.0)[0] > 0.8


def test_in_fifty_layers_a_step_of_layer_1_is_lost_in_rounding(digits):
    quote("03", "It is not exactly zero: a float can hold it, and it has a direction.")
    quote("03", "added to a weight of ordinary size, so small a step is lost in rounding")
    net = Network([784, *[30] * 50, 10], rng=np.random.default_rng(0))
    gradient = net.backward(net.forward(digits[0]), digits[1])
    assert (gradient.db[1] != 0).all()
    for eta in (0.1, 1, 100):
        assert np.array_equal(net.b[1] - eta * gradient.db[1], net.b[1])
        assert np.array_equal(net.W[1] - eta * gradient.dW[1], net.W[1])
        assert not np.array_equal(net.b[50] - eta * gradient.db[50], net.b[50])


def test_fifty_layers_have_thirty_zeros(fan):
    quote("03", "At 50 layers layer 1 is slower by a factor with more than thirty zeros. It is not exactly zero")
    few = {"seeds": range(10), "images": 200}
    assert np.isfinite(last_to_first(fan(50, **few))).all() and median_ratio(fan(50, **few)) > 1e30


def test_the_order_is_the_same_for_all_four_metrics(fan):
    quote(
        "03", "At this start, and with raw pixels, the order of the layers is the same for all four meanings of speed."
    )
    quote("03", "The factor is not: by all parameters it hangs on width and pixels.")
    for metric in SPEED_METRICS:
        assert (np.diff(fan(4, range(20), metric=metric), axis=1) > 0).all()


def test_the_fourth_meaning_hardly_differs_from_the_third(fan):
    quote("03", "The fourth meaning hardly differs from the third here")
    quote("03", "(W, b) has a length of about √60 in every layer")
    ratios = [median_ratio(fan(4, metric=metric)) for metric in ("all_parameters", "relative")]
    assert ratios[0] == pytest.approx(ratios[1], rel=0.1)
    nets = [Network([784, *[30] * 4, 10], rng=np.random.default_rng(seed)) for seed in range(20)]
    lengths = [[np.hypot(np.linalg.norm(n.W[l]), np.linalg.norm(n.b[l])) for l in (1, 2, 3, 4)] for n in nets]
    assert np.median(lengths, axis=0) == pytest.approx(np.sqrt(60), rel=0.05)


def test_with_tanh_the_factor_for_each_layer_is_much_closer_to_1(fan):
    quote("03", "Much closer to 1: the slope of tanh is up to four times as large.")
    per_layer = median_ratio(fan(4, range(20), activation="tanh")) ** (1 / 3)
    assert 1 < per_layer < 2


@pytest.fixture(scope="module")
def gaps(digits):
    @cache
    def gaps(neurons, pixels="raw"):
        """Medians of last/first over 20 seeds and 200 images: by the biases, by all parameters, each layer's all/biases."""
        x, y = digits[0][:200], digits[1][:200]
        x = {"raw": x, "standardized": (x - x.mean()) / x.std(), "means removed": x - x.mean(axis=0)}[pixels]
        speeds = speed_fan([784, *[neurons] * 4, 10], x, y, range(20))
        gains = np.median(speeds["all_parameters"] / speeds["mean_delta"], axis=0)
        return *(median_ratio(speeds[metric]) for metric in ("mean_delta", "all_parameters")), gains

    return gaps


ROWS = [(10, "raw"), (30, "raw"), (100, "raw"), (300, "raw"), (30, "standardized"), (30, "means removed")]


def test_by_all_parameters_the_gap_hangs_on_width_and_pixels_and_by_the_biases_it_does_not(gaps):
    quote("03", "The rings hardly move.", "layer 1 stays slower than layer 4 in all six rows")
    by_biases, by_all, _ = zip(*(gaps(*row) for row in ROWS), strict=True)
    assert max(by_biases) / min(by_biases) < 1.3
    assert by_all == pytest.approx((45, 64, 107, 190, 29, 270), rel=0.12)
    assert min(by_all) > 1


def test_counting_the_weights_makes_the_gap_smaller_for_narrow_layers_and_raw_pixels_only(gaps):
    quote("03", "With the weights counted the gap is about half as large.")
    quote("03", '"counting the weights makes the gap smaller" holds for narrow layers and raw pixels, not in general')
    shares = {row: gaps(*row)[1] / gaps(*row)[0] for row in ROWS}
    assert shares[30, "raw"] == pytest.approx(0.5, abs=0.08)
    assert shares[10, "raw"] < shares[30, "raw"] < shares[100, "raw"] < 1 < shares[300, "raw"]
    assert shares[30, "means removed"] > 2


def test_the_formula_says_what_each_layer_gains_from_its_weights(gaps, digits):
    quote("03", "layer 1 gains about six-fold from its weights, layer 4 about three-fold")
    quote("03", "At about 100 neurons layers 1 and 4 gain equally from their weights; with 300, layer 4 gains more.")
    quote("03", "It gains a little, for δ is *not* quite the same for all images.")
    gains = {row: gaps(*row)[2] for row in ROWS}
    assert gains[30, "raw"][[0, -1]] == pytest.approx((6, 3.2), rel=0.1)
    assert gains[100, "raw"][0] == pytest.approx(gains[100, "raw"][-1], rel=0.1)
    assert gains[300, "raw"][-1] > 1.4 * gains[300, "raw"][0]
    assert gains[30, "standardized"][0] > 2 * gains[30, "raw"][0]
    assert 1.1 < gains[30, "means removed"][0] < 2
    for neurons in (10, 30, 100, 300):
        rows = [
            Network([784, *[neurons] * 4, 10], rng=np.random.default_rng(s)).forward(digits[0][:200]).a[3]
            for s in range(5)
        ]
        expected = np.median([np.sqrt(1 + np.linalg.norm(a.mean(axis=0)) ** 2) for a in rows])
        assert gains[neurons, "raw"][-1] == pytest.approx(expected, rel=0.1)
