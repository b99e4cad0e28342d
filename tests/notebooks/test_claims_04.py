"""What the prose of notebook 04 says in words, measured. Numbers in cells are compared by nbval."""

import numpy as np
import pytest

from helpers.engine import (
    Network,
    balance_interval,
    balance_width,
    chain_factors,
    chi,
    first_q,
    fixed_point,
    jacobian,
    last_to_first,
    load_mnist,
    predicted_ratio,
    run_chain,
    singular_values,
    speed_fan,
    spread,
)
from helpers.engine.network.activations import sigmoid_slope
from helpers.labs.chain import chain
from helpers.labs.theory import error_fan, ratios

SEEDS = range(100)


@pytest.fixture(scope="module")
def digits():
    x, y = load_mnist().first(1000)
    return x[:100], y[:100]


def factors(seed=0, layers=6, weights="random", w=1.0, biases="random", b=1.0, a0=0.5):
    w, b = chain(layers, weights, w, biases, b, a0, np.random.default_rng(seed))
    return np.abs(chain_factors(w, run_chain(w, b, a0)[0]))


# The chain


def test_no_bar_reaches_1_and_products_change_by_factors_of_ten_or_a_hundred():
    several = np.array([factors(seed) for seed in range(1000)])
    assert (several < 1).all()
    logs = np.log10(several.prod(axis=1))
    assert logs.max() < -2, "always small"
    assert 1 <= np.median(np.abs(np.diff(logs))) <= 2


def test_no_equal_weight_balances_and_the_best_leaves_one_part_in_four_hundred():
    weights = np.geomspace(0.1, 100, 400)
    left = np.array([factors(weights="equal", biases="equal", b=0.0, w=w).prod() for w in weights])
    assert weights[left.argmax()] == pytest.approx(1.8, abs=0.1)
    assert left.max() == pytest.approx(1 / 400, rel=0.1)


def test_with_z_at_0_every_factor_is_a_quarter_of_the_weight_and_eleven_of_them_drift():
    def centred(w, layers):
        return factors(weights="equal", biases="centred", w=w, layers=layers)

    assert centred(4.0, 6) == pytest.approx(1)
    assert centred(100.0, 6) == pytest.approx(25)
    assert centred(3.5, 12).prod() == pytest.approx(1 / 4, rel=0.1)
    assert 3 < centred(4.5, 12).prod() < 4


def test_the_stretch_appears_above_4_is_widest_near_7_and_moves_with_the_bias():
    weights = np.linspace(3.9, 100, 1000)
    widths = balance_width(weights)
    assert (widths[weights <= 4] == 0).all() and (widths[weights > 4] > 0).all()
    assert weights[widths.argmax()] == pytest.approx(7, abs=0.2)
    assert widths.max() < 0.5, "less than half of all inputs"
    low, high = balance_interval(10.0, 3.0)
    assert high < 0, "outside 0 to 1"
    assert high - low == pytest.approx(balance_width(10.0))


def test_at_weight_100_a_tenth_beside_the_best_input_hardly_anything_is_left():
    at = 100 * sigmoid_slope(100 * np.array([0.1, 0.2, 0.3]) - 20)
    assert at[1] == pytest.approx(25) and (at[[0, 2]] < 0.01).all()


# The prediction


def test_ten_layers_are_predicted_as_well():
    band = spread(ratios(error_fan(10, 30, "sigmoid", 1.0, 1.0, 20)["mean_delta"]))
    x = load_mnist().first(100)[0]
    assert band[0] <= predicted_ratio("sigmoid", 10, 1, 1, first_q(x, 1, 1)) <= band[2]


def test_three_neurons_double_the_ratio_and_three_hundred_narrow_the_band(digits):
    fans = {
        n: spread(last_to_first(speed_fan([784, *[n] * 4, 10], *digits, range(40))["mean_delta"])) for n in (3, 30, 300)
    }
    line = predicted_ratio("sigmoid", 4, 1, 1, first_q(digits[0], 1, 1))
    assert 1.6 < fans[3][1] / line < 3
    low, middle, high = fans[300]
    assert middle == pytest.approx(line, rel=0.05)
    assert high / low < 1.4 < 5 < fans[3][2] / fans[3][0]


def test_near_scale_10_the_line_is_level_and_only_single_images_keep_to_it():
    x = load_mnist().first(100)[0]
    assert predicted_ratio("sigmoid", 4, 10, 1, first_q(x, 10, 1)) == pytest.approx(1, abs=0.3)
    assert chi("sigmoid", fixed_point("sigmoid", 10, 1), 10) < 1 < chi("sigmoid", fixed_point("sigmoid", 10.5, 1), 10.5)
    fan, line = error_fan(4, 30, "sigmoid", 10.0, 1.0, 20), predicted_ratio("sigmoid", 4, 10, 1, first_q(x, 10, 1))
    inside = {name: low <= line <= high for name, (low, _, high) in ((n, spread(ratios(e))) for n, e in fan.items())}
    assert inside == {"mean_delta": False, "delta": True}


def test_at_scale_1_errors_of_images_agree_and_at_10_they_cancel(digits):
    def kept(scale):
        """||mean delta|| over mean ||delta|| in hidden layers 1 and 4: what the mean over images leaves."""
        fan = speed_fan([784, *[30] * 4, 10], *digits, range(20), scale=scale)
        return np.median(fan["mean_delta"] / fan["delta"], axis=0)[[0, 3]]

    assert (kept(1.0) > 0.7).all()
    first, last = kept(10.0)
    assert first < 0.5 < last < 0.8, "more in the first than in the last"


def test_tanh_is_level_near_1_and_relu_at_the_root_of_2(digits):
    def level(activation):
        scales = np.linspace(0.8, 1.6, 81)
        logs = [np.log(predicted_ratio(activation, 10, s, 0, first_q(digits[0], s, 0))) for s in scales]
        return scales[np.argmin(np.abs(logs))]

    assert 1 < level("tanh") < 1.15
    assert level("relu") == pytest.approx(np.sqrt(2), abs=0.006)


# Width


def test_ten_times_the_neurons_leave_about_a_quarter_of_the_spread_and_the_shift_is_luck(digits):
    fans = {n: speed_fan([784, *[n] * 4, 10], *digits, range(200))["delta"] for n in (10, 100)}
    bands = {n: spread(last_to_first(fan)) for n, fan in fans.items()}
    logs = {n: np.log(high / low) for n, (low, _, high) in bands.items()}
    assert logs[100] / logs[10] == pytest.approx(1 / 4, rel=0.25)
    line = predicted_ratio("sigmoid", 4, 1, 1, first_q(digits[0], 1, 1))
    squares = np.sqrt(np.mean(fans[10][:, -1] ** 2) / np.mean(fans[10][:, 0] ** 2))
    assert line < bands[100][1] < bands[10][1], "the median comes down onto the line"
    assert squares - line < 0.6 * (bands[10][1] - line), "the averages of the squares lie nearer to it than the medians"


def test_a_single_network_is_off_by_a_factor_of_nearly_two_either_way():
    low, _, high = spread(
        last_to_first(speed_fan([784, *[30] * 4, 10], *load_mnist().first(1000), SEEDS)["mean_delta"])
    )
    line = predicted_ratio("sigmoid", 4, 1, 1)
    assert 1.5 < line / low < 2 and 1.5 < high / line < 2


# Singular values


def test_with_the_length_kept_a_few_directions_grow_and_most_are_lost(digits):
    values = [
        singular_values(jacobian(Network([784, *[30] * 9, 10], "tanh", scale=1.1, sigma_b=0, rng=np.random.default_rng(seed)), digits[0][0], 9, 1))
        for seed in SEEDS
    ]  # fmt: skip
    assert np.median(np.sqrt(np.mean(np.square(values), axis=1))) == pytest.approx(1, rel=0.25), "the rings stay near 1"
    assert 2 <= np.median(np.sum(np.array(values) > 1, axis=1)) <= 6
    assert np.median(np.sum(np.array(values) < 0.1, axis=1)) > 15
    assert chi("tanh", fixed_point("tanh", 1.1, 0), 1.1) == pytest.approx(1, abs=0.02)


def test_most_directions_of_a_sigmoid_network_lie_below_the_root_mean_square(digits):
    net = Network([784, *[30] * 9, 10], rng=np.random.default_rng(0))
    for k in range(2, 10):
        v = singular_values(jacobian(net, digits[0][0], k, 1))
        assert np.mean(v < np.sqrt(np.mean(v**2))) > 0.5


# Exercises


def test_the_numbers_in_the_solutions():
    assert np.sqrt(chi("sigmoid", fixed_point("sigmoid", 1, 0), 1)) == pytest.approx(0.236, abs=5e-4)
    assert np.sqrt(chi("sigmoid", 0.0, 1)) == pytest.approx(1 / 4)
    assert 4.88**8 < 1e6 < 4.88**9
    assert predicted_ratio("sigmoid", 9, 1, 1) < 1e6 < predicted_ratio("sigmoid", 10, 1, 1)
    assert np.mean(np.abs(np.random.default_rng(0).standard_normal(2_000_000)) > 4) < 1e-4
    z = np.sqrt(0.607) * np.random.default_rng(0).standard_normal(1_000_000)
    assert 1.3 * np.sqrt(np.mean((1 - np.tanh(z) ** 2) ** 2)) == pytest.approx(
        np.sqrt(chi("tanh", 0.607, 1.3)), rel=2e-3
    )
