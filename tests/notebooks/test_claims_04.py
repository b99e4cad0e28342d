"""What the prose of notebook 04 says in words, measured. Numbers in cells are compared by nbval."""

import numpy as np
import pytest

from helpers.engine import (
    Network,
    balance_interval,
    balance_width,
    chain_factors,
    chi,
    draw_chains,
    first_q,
    fixed_point,
    jacobian,
    last_to_first,
    load_mnist,
    predicted_ratio,
    run_chain,
    sigmoid_slope,
    singular_values,
    speed_fan,
    spread,
)
from helpers.labs.chain import chain
from helpers.labs.kit.slices import finished
from helpers.labs.theory import error_fan, ratios
from tests.notebooks.quoted import quote, said

SEEDS = range(100)


@pytest.fixture(scope="module")
def digits():
    x, y = load_mnist().first(1000)
    return x[:100], y[:100]


def factors(seed=0, layers=6, weights="random", w=1.0, biases="random", b=1.0, a0=0.5):
    w, b = chain(layers, weights, w, biases, b, a0, np.random.default_rng(seed))
    return np.abs(chain_factors(w, run_chain(w, b, a0)[0]))


# The chain


def test_no_bar_reaches_1_and_the_product_is_always_small_by_luck():
    quote("04", "No bar reaches 1. The product is always small, but *how* small is luck")
    quote("04", "among ten seeds the largest is hundreds of times the smallest")
    several = np.array([factors(seed) for seed in range(1000)])
    assert (several < 1).all()
    products = several.prod(axis=1)
    assert products.max() < 0.01
    tens = products.reshape(100, 10)
    assert 100 < np.median(tens.max(axis=1) / tens.min(axis=1)) < 10_000
    assert 100 < tens[0].max() / tens[0].min() < 1000


def test_no_equal_weight_balances_and_the_best_leaves_one_part_in_four_hundred():
    quote("04", "about one part in four hundred is left")
    weights = np.geomspace(0.1, 100, 400)
    left = np.array([factors(weights="equal", biases="equal", b=0.0, w=w).prod() for w in weights])
    assert weights[left.argmax()] == pytest.approx(said("04", "Even at the best weight, near {},"), abs=0.1)
    assert left.max() == pytest.approx(1 / 400, rel=0.1)


def test_with_z_at_0_every_factor_is_a_quarter_of_the_weight_and_eleven_of_them_drift():
    quote("04", "Every slope is ¼ now, so every factor is w/4. At w = 4 the product is 1, layer by layer.")
    quote("04", "After eleven factors the gradient has shrunk to about a quarter, or grown more than threefold.")

    def centred(w, layers):
        return factors(weights="equal", biases="centred", w=w, layers=layers)

    assert centred(4.0, 6) == pytest.approx(1)
    assert centred(100.0, 6) == pytest.approx(said("04", "At w = 100 each factor is {}, and the gradient explodes"))
    assert centred(3.5, 12).prod() == pytest.approx(1 / 4, rel=0.1)
    assert 3 < centred(4.5, 12).prod() < 4


def test_the_stretch_appears_above_4_is_widest_near_7_and_moves_with_the_bias():
    quote("04", "It appears just above 4, is widest near 7, and becomes narrow again")
    quote("04", "So less than half of all inputs can keep one factor at 1 or above, even with the best weight.")
    quote("04", "It moves, and keeps its width. With the wrong bias it lies outside 0 to 1, where no input ever comes.")
    weights = np.linspace(3.9, 100, 1000)
    widths = balance_width(weights)
    assert (widths[weights <= 4] == 0).all() and (widths[weights > 4] > 0).all()
    assert weights[widths.argmax()] == pytest.approx(7, abs=0.2)
    assert widths.max() < 0.5, "less than half of all inputs"
    low, high = balance_interval(10.0, 3.0)
    assert high < 0, "outside 0 to 1"
    assert high - low == pytest.approx(balance_width(10.0))


def test_at_weight_100_a_tenth_beside_the_best_input_hardly_anything_is_left():
    quote("04", "At 0.3 or 0.1 it is less than a hundredth: too much here, nearly nothing next door.")
    at = 100 * sigmoid_slope(100 * np.array([0.1, 0.2, 0.3]) - 20)
    assert at[1] == pytest.approx(said("04", "At a = 0.2 the factor is {}.")) and (at[[0, 2]] < 0.01).all()


# The prediction


def test_ten_layers_are_predicted_as_well():
    quote("04", "Yes. One factor serves all layers.")
    errors = finished(error_fan(10, 30, "sigmoid", 1.0, 1.0).upto(20))
    band = spread(ratios(np.array([each["mean_delta"] for each in errors])))
    x = load_mnist().first(100)[0]
    assert band[0] <= predicted_ratio("sigmoid", 10, 1, 1, first_q(x, 1, 1)) <= band[2]


def test_three_neurons_double_the_ratio_and_three_hundred_narrow_the_band(digits):
    quote("04", "The bands become very wide at 3 neurons and narrow at 300.")
    quote("04", "With 3 neurons the median ratio is two to three times the predicted one.")
    fans = {
        n: spread(last_to_first(speed_fan([784, *[n] * 4, 10], *digits, range(40))["mean_delta"])) for n in (3, 30, 300)
    }
    line = predicted_ratio("sigmoid", 4, 1, 1, first_q(digits[0], 1, 1))
    assert 2 < fans[3][1] / line < 3
    low, middle, high = fans[300]
    assert middle == pytest.approx(line, rel=0.05)
    assert high / low < 1.4 < 5 < fans[3][2] / fans[3][0]


def test_near_scale_10_the_line_is_level_and_only_single_images_keep_to_it():
    quote("04", "Level near σ_w = 10. There ‖mean δ‖ leaves the prediction, and the mean of ‖δ‖ does not.")
    x = load_mnist().first(100)[0]
    assert predicted_ratio("sigmoid", 4, 10, 1, first_q(x, 10, 1)) == pytest.approx(1, abs=0.3)
    assert chi("sigmoid", fixed_point("sigmoid", 10, 1), 10) < 1 < chi("sigmoid", fixed_point("sigmoid", 10.5, 1), 10.5)
    fan, line = (
        finished(error_fan(4, 30, "sigmoid", 10.0, 1.0).upto(20)),
        predicted_ratio("sigmoid", 4, 10, 1, first_q(x, 10, 1)),
    )
    inside = {}
    for name in fan[0]:
        low, _, high = spread(ratios(np.array([errors[name] for errors in fan])))
        inside[name] = low <= line <= high
    assert inside == {"mean_delta": False, "delta": True}


def test_at_scale_1_errors_of_images_agree_and_at_10_they_cancel(digits):
    quote("04", "With large weights they differ and cancel in the mean, most of all in the first layer.")
    quote("04", "as at σ_w = 1, their errors agree and averaging changes little")

    def kept(scale):
        """||mean delta|| over mean ||delta|| in hidden layers 1 and 4: what the mean over images leaves."""
        fan = speed_fan([784, *[30] * 4, 10], *digits, range(20), scale=scale)
        return np.median(fan["mean_delta"] / fan["delta"], axis=0)[[0, 3]]

    assert (kept(1.0) > 0.7).all()
    first, last = kept(10.0)
    assert first < 0.5 < last < 0.8, "more in the first than in the last"


def test_tanh_is_level_near_1_and_relu_at_the_root_of_2(digits):
    quote("04", "tanh is level a little above σ_w = 1.")

    def level(activation):
        scales = np.linspace(0.8, 1.6, 81)
        logs = [np.log(predicted_ratio(activation, 10, s, 0, first_q(digits[0], s, 0))) for s in scales]
        return scales[np.argmin(np.abs(logs))]

    assert 1 < level("tanh") < 1.15
    assert level("relu") == pytest.approx(said("04", "For ReLU the line is level at √2 = {},"), abs=0.006)


# Width


def test_ten_times_the_neurons_leave_about_a_quarter_of_the_spread_and_the_shift_is_luck(digits):
    quote("04", "The band **narrows**: ten times the neurons, a quarter of the spread or less.")
    quote("04", "A few lucky networks with large gradients raise the *average* of the squares.")
    fans = {n: speed_fan([784, *[n] * 4, 10], *digits, range(200))["delta"] for n in (10, 100)}
    bands = {n: spread(last_to_first(fan)) for n, fan in fans.items()}
    logs = {n: np.log(high / low) for n, (low, _, high) in bands.items()}
    assert logs[100] / logs[10] == pytest.approx(1 / 4, rel=0.25)
    line = predicted_ratio("sigmoid", 4, 1, 1, first_q(digits[0], 1, 1))
    squares = np.sqrt(np.mean(fans[10][:, -1] ** 2) / np.mean(fans[10][:, 0] ** 2))
    assert line < bands[100][1] < bands[10][1], "the median comes down onto the line"
    assert squares - line < 0.6 * (bands[10][1] - line), "the averages of the squares lie nearer to it than the medians"


def test_a_single_network_is_off_by_a_factor_of_nearly_two_either_way():
    quote("04", "A single network may still be off by a factor of nearly two either way")
    low, _, high = spread(
        last_to_first(speed_fan([784, *[30] * 4, 10], *load_mnist().first(1000), SEEDS)["mean_delta"])
    )
    line = predicted_ratio("sigmoid", 4, 1, 1)
    assert 1.5 < line / low < 2 and 1.5 < high / line < 2


# Singular values


def test_with_the_length_kept_a_few_directions_grow_and_most_are_lost(digits):
    quote("04", "the largest direction grows above 1, while most are pressed towards zero")
    quote("04", "The rings stay level, between about ½ and 1.2 for most seeds.")
    values = [
        singular_values(jacobian(Network([784, *[30] * 9, 10], "tanh", scale=1.1, sigma_b=0, rng=np.random.default_rng(seed)), digits[0][0], 9, 1))
        for seed in SEEDS
    ]  # fmt: skip
    rings = np.sqrt(np.mean(np.square(values), axis=1))
    assert np.mean((0.45 < rings) & (rings < 1.25)) > 0.8
    assert 2 <= np.median(np.sum(np.array(values) > 1, axis=1)) <= 6
    assert np.median(np.sum(np.array(values) < 0.1, axis=1)) > 15
    assert chi("tanh", fixed_point("tanh", 1.1, 0), 1.1) == pytest.approx(1, abs=0.02)


def test_most_directions_of_a_sigmoid_network_lie_below_the_root_mean_square(digits):
    quote("04", "The rings follow the line down. Most dots lie below them")
    net = Network([784, *[30] * 9, 10], rng=np.random.default_rng(0))
    for k in range(2, 10):
        v = singular_values(jacobian(net, digits[0][0], k, 1))
        assert np.mean(v < np.sqrt(np.mean(v**2))) > 0.5


# Exercises


def test_the_numbers_in_the_solutions():
    larger = np.sqrt(chi("sigmoid", fixed_point("sigmoid", 1, 0), 1))
    assert larger == pytest.approx(said("04", 'fixed_point("sigmoid", 1, 0), 1))`, about {}.'), abs=5e-4)
    quote("04", "As q goes to 0 it becomes ¼.")
    assert np.sqrt(chi("sigmoid", 0.0, 1)) == pytest.approx(1 / 4)
    quote("04", "Ten: nine steps stand between layer 10 and layer 1")
    assert predicted_ratio("sigmoid", 9, 1, 1) < 1e6 < predicted_ratio("sigmoid", 10, 1, 1)
    factor = said("04", "Each further layer multiplies by {}.")
    assert factor**8 < 1e6 < factor**9
    quote("04", "w is drawn from N(0, 1). What share of the weights exceeds 4", "Fewer than one in ten thousand.")
    weights, _, _ = draw_chains(np.random.default_rng(0), 250_000, 8, 1, sigma_b=1)
    assert np.mean(np.abs(weights) > 4) < 1e-4
    z = np.sqrt(0.607) * np.random.default_rng(0).standard_normal(1_000_000)
    assert 1.3 * np.sqrt(np.mean((1 - np.tanh(z) ** 2) ** 2)) == pytest.approx(
        np.sqrt(chi("tanh", 0.607, 1.3)), rel=2e-3
    )
