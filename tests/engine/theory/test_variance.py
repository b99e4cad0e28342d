"""Mean squares of z and delta: counted by hand, against theory.py, and against averages over random networks."""

import numpy as np
import pytest

from helpers.engine import INITIALIZERS, Network, load_mnist, mean_squares
from helpers.engine.network.lsuv import lsuv
from helpers.engine.theory.mean_field import gaussian_mean, predicted_speeds, q_by_layer
from helpers.engine.theory.variance import (
    lsuv_variances,
    mean_square,
    predicted_mean_squares,
    weight_variances,
)


@pytest.fixture(scope="module")
def digits():
    return load_mnist().first(50)


def test_mean_squares_are_means_of_squares(digits):
    net = Network([784, 7, 5, 10], "tanh", rng=np.random.default_rng(0))
    trace = net.forward(digits[0])
    delta = net.backward(trace, digits[1]).delta
    forwards, backwards = mean_squares(net, *digits)
    for l in (1, 2, 3):
        assert forwards[l - 1] == pytest.approx(sum(v * v for v in trace.z[l].ravel()) / trace.z[l].size)
        assert backwards[l - 1] == pytest.approx(sum(v * v for v in delta[l].ravel()) / delta[l].size)


@pytest.mark.parametrize("initializer", [name for name, record in INITIALIZERS.items() if record.variance])
def test_the_variance_of_each_start_is_that_of_its_weights(initializer):
    sizes = [40, 60, 20]
    variances = weight_variances(initializer, sizes, scale=1.5)
    nets = [Network(sizes, initializer=initializer, scale=1.5, rng=np.random.default_rng(s)) for s in range(50)]
    for l in (1, 2):  # 120,000 and 60,000 weights: the error of a mean square is below 1 %
        assert variances[l - 1] == pytest.approx(np.mean([net.W[l] ** 2 for net in nets]), rel=0.03)


def test_weights_that_hang_together_are_beyond_the_theory():
    assert weight_variances("constant", [4, 3, 2]) is None and weight_variances("looks_linear", [4, 2, 2]) is None


@pytest.mark.parametrize(
    ("activation", "sigma_w", "sigma_b"), [("sigmoid", 1, 1), ("tanh", 1.3, 0.3), ("relu", 1.4, 0)]
)
def test_layers_of_one_width_are_what_theory_py_says(activation, sigma_w, sigma_b):
    sizes, q0 = [30] * 9, 0.7
    forwards, backwards = predicted_mean_squares(activation, sizes, np.full(8, sigma_w**2 / 30), q0, 0.01, sigma_b)
    q1 = sigma_w**2 * q0 + sigma_b**2
    assert forwards == pytest.approx(q_by_layer(activation, q1, sigma_w, sigma_b, 8), rel=1e-12)
    speeds = predicted_speeds(activation, 7, sigma_w, sigma_b, q=q1, output=0.1)
    assert backwards[:-1] == pytest.approx(speeds**2, rel=1e-12)


# Means over 100 networks of widths around 100, with relative errors of about 5 %; ReLU's heavy tails need more room.
@pytest.mark.parametrize(
    ("initializer", "activation", "room"),
    [("lecun", "linear", 0.15), ("glorot", "linear", 0.15), ("glorot_uniform", "tanh", 0.15), ("he", "relu", 0.25), ("nielsen", "sigmoid", 0.15), ("orthogonal", "linear", 0.1)],
)  # fmt: skip
def test_the_prediction_is_the_average_over_networks_of_changing_width(initializer, activation, room, digits):
    sizes = [784, 120, 100, 80, 60, 10]
    several = [
        mean_squares(Network(sizes, activation, initializer, rng=np.random.default_rng(s)), *digits) for s in range(100)
    ]
    forwards, backwards = np.mean(several, axis=0)
    predicted = predicted_mean_squares(
        activation,
        sizes,
        weight_variances(initializer, sizes),
        np.mean(digits[0] ** 2),
        backwards[-1],
        INITIALIZERS[initializer].sigma_b,
    )
    assert forwards == pytest.approx(predicted[0], rel=room)
    assert backwards == pytest.approx(predicted[1], rel=room)


@pytest.mark.parametrize("activation", ["tanh", "relu", "selu", "gelu"])
def test_a_measured_start_has_the_variances_that_theory_gives_it(activation, digits):
    sizes, q0 = [784, 100, 100, 100, 10], np.mean(digits[0] ** 2)
    variances, found, ways = lsuv_variances(activation, sizes, q0), [], []
    for seed in range(20):
        net = Network(sizes, activation, rng=np.random.default_rng(seed))
        lsuv(net, digits[0], rng=np.random.default_rng(seed), near=1e-6)
        found.append([np.mean(W**2) for W in net.W[1:]])
        ways.append(mean_squares(net, *digits))
    # The output, ten neurons, is left out; elsewhere the images resemble each other, so 100 neurons are few.
    assert np.mean(found, axis=0)[:-1] == pytest.approx(variances[:-1], rel=0.2)
    forwards, backwards = np.mean(ways, axis=0)
    predicted = predicted_mean_squares(activation, sizes, variances, q0, backwards[-1])
    assert predicted[0] == pytest.approx(1) and forwards[:-1] == pytest.approx(1, rel=0.05)
    assert backwards[0] / backwards[2] == pytest.approx(predicted[1][0] / predicted[1][2], rel=0.25)


@pytest.mark.parametrize(
    ("f", "power"), [(np.tanh, (1, 0)), (lambda z: np.maximum(z, 0), (1, 1)), (np.ones_like, (0, 0))]
)
def test_mean_squares_go_on_beyond_the_grid(f, power):
    """E f^2 is proportional to q, or constant, at both ends."""
    for q, p in zip((1e-40, 1e40), power, strict=True):
        assert mean_square(f, q * 100) == pytest.approx(mean_square(f, q) * 100**p, rel=1e-6)
    assert mean_square(f, 0.5) == gaussian_mean(lambda z: f(z) ** 2, 0.5)
    assert mean_square(f, 0) == float(f(0.0)) ** 2


def test_a_network_of_fifty_relu_layers_may_reach_any_power_of_ten():
    sizes = [30] * 51
    for scale in (1e-3, 1e3):
        forwards, backwards = predicted_mean_squares("relu", sizes, np.full(50, scale**2 / 30), 1.0, 1.0)
        assert np.log10(forwards[-1]) == pytest.approx(np.log10(scale**2) * 50 + 49 * np.log10(0.5), rel=1e-6)
        assert np.log10(backwards[0]) == pytest.approx(49 * np.log10(scale**2 / 2), rel=1e-6)
