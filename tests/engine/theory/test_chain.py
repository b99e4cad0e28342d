"""The chain of single neurons: its product of factors is its gradient, and where a factor can be balanced."""

import math

import numpy as np
import pytest

from helpers.engine import Network
from helpers.engine.network.activations import sigmoid, sigmoid_slope
from helpers.engine.theory.chain import (
    balance_width,
    centred_biases,
    chain_factors,
    draw_chains,
    first_bias_derivative,
    run_chain,
    widest_interval,
)


def one_chain(layers=5, seed=0):
    rng = np.random.default_rng(seed)
    return 2 * rng.standard_normal(layers), rng.standard_normal(layers), 0.3


def cost(w, b, a0, y=0.2):
    return 0.5 * (run_chain(w, b, a0)[1][-1] - y) ** 2


# A central difference with h = 1e-5 has an error of about h^2 = 1e-10, and rounding of 1e-16 / h = 1e-11.
@pytest.mark.parametrize("layers", [1, 2, 5])
@pytest.mark.parametrize("seed", range(5))
def test_the_product_is_the_derivative_by_the_first_bias(layers, seed):
    w, b, a0 = one_chain(layers, seed)
    z, a = run_chain(w, b, a0)
    h = 1e-5 * np.eye(layers)[0]
    measured = (cost(w, b + h, a0) - cost(w, b - h, a0)) / 2e-5
    assert first_bias_derivative(w, z, dC_da=a[-1] - 0.2) == pytest.approx(measured, rel=1e-5, abs=1e-10)


def test_the_chain_is_a_network_with_one_neuron_a_layer():
    w, b, a0 = one_chain()
    net = Network([1] * 6, cost="quadratic", rng=np.random.default_rng(0))
    for l in range(5):
        net.W[l + 1][:], net.b[l + 1][:] = w[l], b[l]
    trace = net.forward([[a0]])
    z, a = run_chain(w, b, a0)
    assert np.ravel(trace.a[1:]) == pytest.approx(a, rel=1e-14)
    assert net.backward(trace, [[1.0]]).db[1] == pytest.approx(first_bias_derivative(w, z, a[-1] - 1), rel=1e-12)


def test_factors_are_slope_times_weight_in_the_order_of_the_formula():
    w, b, a0 = one_chain()
    z, _ = run_chain(w, b, a0)
    assert chain_factors(w, z) == pytest.approx([sigmoid_slope(z[l]) * w[l + 1] for l in range(4)])
    by_hand = sigmoid_slope(z[0])
    for l in range(1, 5):
        by_hand *= w[l] * sigmoid_slope(z[l])
    assert first_bias_derivative(w, z) == pytest.approx(by_hand, rel=1e-14)


def test_chains_side_by_side_are_the_chains_one_by_one():
    w, b, a0 = draw_chains(np.random.default_rng(0), 7, 4, 3, 1)
    z, a = run_chain(w, b, a0)
    for i in range(7):
        assert np.array_equal(run_chain(w[i], b[i], a0[i])[0], z[i])
    assert a == pytest.approx(sigmoid(z))


def test_weights_of_100_with_opposite_biases_make_every_factor_25():
    w = np.full(6, 100.0)
    b = centred_biases(w, 0.3)
    z, a = run_chain(w, b, 0.3)
    assert z == pytest.approx(0, abs=1e-12)
    assert a == pytest.approx(0.5)
    assert chain_factors(w, z) == pytest.approx(25)
    assert first_bias_derivative(w, z) == pytest.approx(25**5 / 4)
    assert b == pytest.approx([-30, *[-50] * 5])


def test_weights_below_4_in_size_must_vanish():
    """The half of the common sentence that is right, for a chain: |w sigma'| < 1 for every b and every input."""
    w, b, a0 = draw_chains(np.random.default_rng(1), 1000, 6, 2, 3)
    w = np.clip(w, -3.99, 3.99)
    assert (np.abs(chain_factors(w, run_chain(w, b, a0)[0])) < 1).all()


# Balance


# Counting grid points: the error is one spacing at each end.
@pytest.mark.parametrize("w", [4.1, 6.894, 12.0, 50.0])
def test_the_width_is_what_a_grid_counts(w):
    a = np.linspace(-2, 2, 400_001)
    assert np.mean(w * sigmoid_slope(w * a) >= 1) * 4 == pytest.approx(balance_width(w), abs=3e-5)


def test_the_interval_is_widest_at_the_published_weight():
    w, width = widest_interval()
    assert w == pytest.approx(6.894, abs=1e-3)
    assert width == pytest.approx(0.4477, abs=5e-5)
    assert balance_width(np.linspace(4, 500, 100_001)).max() <= width + 1e-12


@pytest.mark.parametrize("w", [0.0, 1.0, -4.0, 4.0])
def test_without_a_weight_beyond_4_there_is_no_interval(w):
    assert balance_width(w) == 0


@pytest.mark.parametrize(
    ("call", "words"),
    [(lambda: run_chain([1, 2], [1], 0.5), "one number a layer"), (lambda: run_chain([], [], 0.5), "one number a layer"),
     (lambda: draw_chains(None, 1, 1, 1, 1), "random generator"),
     (lambda: draw_chains(np.random.default_rng(0), 0, 1, 1, 1), "chains")],
)  # fmt: skip
def test_bad_arguments(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_a_saturated_chain_has_a_derivative_that_is_small_and_not_zero():
    w = np.full(3, 100.0)
    z, _ = run_chain(w, np.zeros(3), 1.0)
    assert 0 < first_bias_derivative(w, z) < 1e-100
    assert math.isfinite(first_bias_derivative(w, z))
