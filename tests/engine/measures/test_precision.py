"""Where a gradient becomes exactly 0, and what multiplying the cost does about it."""

import numpy as np
import pytest

from helpers.engine import Network, load_mnist
from helpers.engine.measures.precision import FLOATS, idle_share, largest_derivatives, louder


@pytest.fixture(scope="module")
def digits():
    return load_mnist().first(5)


def network(hidden, seed=0, dtype=np.float64, **settings):
    return Network([784, *[30] * hidden, 10], rng=np.random.default_rng(seed), dtype=dtype, **settings)


@pytest.mark.parametrize(("name", "low", "normal", "high"), [("float16", -24, -14, 65504), ("float32", -149, -126, 3.4028235e38), ("float64", -1074, -1022, 1.797693134862e308)])  # fmt: skip
def test_the_limits_of_the_float_types(name, low, normal, high):
    record = FLOATS[name]
    assert (record.smallest, record.smallest_normal) == (2.0**low, 2.0**normal)  # IEEE 754
    assert record.largest == pytest.approx(high, rel=1e-6)
    half = record.dtype(record.smallest) / record.dtype(2)
    assert half == 0 and record.dtype(record.smallest) > 0


@pytest.mark.parametrize("factor", [1, 3, 2**10])
@pytest.mark.parametrize("cost", ["cross-entropy", "quadratic", "softmax"])
def test_a_louder_network_has_a_larger_cost_and_gradient(digits, factor, cost):
    net = network(2, cost=cost)
    loud = louder(net, factor)
    assert loud.loss(*digits) == pytest.approx(factor * net.loss(*digits))
    plain, scaled = (n.backward(n.forward(digits[0]), digits[1]).flat for n in (net, loud))
    np.testing.assert_allclose(scaled, factor * plain, rtol=1e-12, atol=1e-12)  # sums over images cancel
    np.testing.assert_array_equal(net.backward(net.forward(digits[0]), digits[1]).flat, plain)  # net is as it was


def test_a_louder_network_shares_its_weights():
    net = network(1)
    loud = louder(net, 2)
    net.W[1][0, 0] = 7
    assert loud.W[1][0, 0] == 7 and loud.flat is net.flat


@pytest.mark.parametrize("factor", [0, -1, np.inf, "2"])
def test_a_factor_must_be_above_zero(factor):
    with pytest.raises(ValueError, match="factor"):
        louder(network(1), factor)


@pytest.mark.parametrize("seed", range(3))
def test_the_largest_derivative_by_hand(digits, seed):
    net = network(3, seed)
    gradient = net.backward(net.forward(digits[0]), digits[1])
    by_hand = [max(np.abs(gradient.dW[l]).max(), np.abs(gradient.db[l]).max()) for l in (1, 2, 3)]
    np.testing.assert_array_equal(largest_derivatives(net, *digits), by_hand)
    np.testing.assert_array_equal(
        largest_derivatives(net, *digits, loss_scale=2.0**7), by_hand
    )  # exact for powers of 2


@pytest.mark.parametrize("seed", range(3))
def test_each_type_agrees_until_its_digits_end(digits, seed):
    exact = largest_derivatives(network(30, seed), *digits)
    for name, digits_left in (("float32", 1e-4), ("float16", 0.1)):
        found = largest_derivatives(network(30, seed, FLOATS[name].dtype), *digits)
        healthy = exact > 30 * FLOATS[name].smallest_normal
        np.testing.assert_allclose(found[healthy], exact[healthy], rtol=digits_left)
        assert (found[exact < FLOATS[name].smallest / 10] == 0).all()


@pytest.mark.parametrize("seed", range(3))
def test_loss_scaling_brings_layers_back_and_then_overflows(digits, seed):
    net = network(30, seed, np.float16)
    lost = [(largest_derivatives(net, *digits, 2.0**k) == 0).sum() for k in (0, 5, 10, 15)]
    assert (np.diff(lost) < 0).all()
    assert np.isnan(largest_derivatives(net, *digits, 2.0**16)).all()


def test_float64_has_an_end_too(digits):
    assert largest_derivatives(network(80, scale=1e-4), *digits)[0] == 0


def test_idle_parameters(digits):
    net = network(50)
    gradient = net.backward(net.forward(digits[0]), digits[1])
    idle = idle_share(net, gradient, 1.0)
    moved = net.flat - gradient.flat != net.flat
    at = 784 * 30 + 30
    assert idle[0] == 1 - moved[:at].mean()
    assert idle[25] == pytest.approx(1 - moved[at + 24 * 930 : at + 25 * 930].mean())
    assert idle[0] == 1 and idle[-1] < 0.01 and gradient.dW[1].any()
    assert (idle_share(net, gradient, 0.0) == 1).all()
    with pytest.raises(ValueError, match="eta"):
        idle_share(net, gradient, -1)
