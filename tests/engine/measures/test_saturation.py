"""Flat slopes and dead neurons: closed forms, a second count in plain Python, and what overflows."""

import numpy as np
import pytest

from helpers.engine import ACTIVATIONS, Network, load_mnist
from helpers.engine.measures.saturation import FLAT, REACH, dead_share, flat_ends, saturated_share, steepest


@pytest.mark.parametrize(
    ("name", "largest"),
    [("sigmoid", 0.25), ("centred_sigmoid", 0.25), ("tanh", 1), ("relu", 1), ("linear", 1), ("selu", 1.75810), ("gelu", 1.12899)],
)  # fmt: skip
def test_the_largest_slope(name, largest):
    assert steepest(name) == pytest.approx(largest, abs=1e-5)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_no_slope_anywhere_is_larger(name):
    z = np.random.default_rng(0).uniform(-REACH, REACH, 10_000)
    assert np.abs(ACTIVATIONS[name].dphi(z)).max() <= steepest(name) * (1 + 1e-6)


def test_flat_ends_in_closed_form():
    # sigma' = s (1 - s) = 0.0025, so z = ln(s / (1 - s)); tanh' (z) = 4 sigma'(2z); e^z = 0.01 for ELU and SELU.
    s = (1 + np.sqrt(1 - 0.01)) / 2
    end = np.log(s / (1 - s))
    assert flat_ends("sigmoid") == pytest.approx((-end, end), abs=0.01)
    assert flat_ends("tanh") == pytest.approx((-end / 2, end / 2), abs=0.01)
    assert flat_ends("elu") == pytest.approx((np.log(0.01), np.inf), abs=0.01)
    assert flat_ends("selu") == pytest.approx((np.log(0.01), np.inf), abs=0.01)
    assert flat_ends("relu") == (0, np.inf)
    assert flat_ends("leaky_relu") == flat_ends("linear") == (-np.inf, np.inf)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_beyond_the_ends_every_slope_is_flat_and_next_to_them_it_is_not(name):
    low, high = flat_ends(name)
    slope = lambda z: abs(float(ACTIVATIONS[name].dphi(np.array(z))))  # noqa: E731
    for end, outwards in ((low, -1), (high, 1)):
        if np.isfinite(end):
            assert all(slope(end + outwards * d) < FLAT * steepest(name) for d in (0.02, 0.5, 3, 12))
            assert slope(end - outwards * 0.02) >= FLAT * steepest(name)


@pytest.mark.parametrize("name", ["sigmoid", "relu", "leaky_relu", "gelu"])
@pytest.mark.parametrize("seed", range(3))
def test_shares_counted_one_by_one(name, seed):
    x, _ = load_mnist().first(20)
    net = Network([784, 7, 5, 10], name, "he", scale=6, rng=np.random.default_rng(seed))
    trace = net.forward(x)
    saturated, dead = saturated_share(net, trace), dead_share(net, trace)
    for l in (1, 2):
        slopes = [[float(net.activation.dphi(z)) for z in row] for row in trace.z[l]]
        flat = [abs(slope) < 0.01 * steepest(name) for row in slopes for slope in row]
        gone = [all(row[j] == 0 for row in slopes) for j in range(len(slopes[0]))]
        assert saturated[l - 1] == pytest.approx(np.mean(flat))
        assert dead[l - 1] == pytest.approx(np.mean(gone))


def test_a_fresh_relu_network_is_half_flat_and_its_first_layer_mostly_alive():
    x, _ = load_mnist().first(100)
    found = []
    for seed in range(10):
        net = Network([784, 100, 100, 10], "relu", "he", rng=np.random.default_rng(seed))
        found.append(saturated_share(net, net.forward(x)))
        assert dead_share(net, net.forward(x))[0] < 0.03
    assert np.mean(found) == pytest.approx(0.5, abs=0.05)  # a neuron's sign is a coin; 2,000 neurons, few alike images


def test_dead_neurons_get_no_gradient():
    x, y = load_mnist().first(100)
    net = Network([784, 30, 10], "relu", "he", rng=np.random.default_rng(0))
    net.b[1][:12] = -100
    trace = net.forward(x)
    assert dead_share(net, trace)[0] == 12 / 30 and not net.backward(trace, y).dW[1][:12].any()


def test_layers_that_overflowed_have_no_share():
    x, _ = load_mnist().first(5)
    net = Network([784, *[30] * 20, 10], "relu", "large", scale=30, rng=np.random.default_rng(0), dtype=np.float32)
    shares = saturated_share(net, net.forward(x))
    assert np.isfinite(shares[0]) and np.isnan(shares[-1]) and np.isnan(dead_share(net, net.forward(x))[-1])


def test_an_unknown_activation_is_named():
    with pytest.raises(ValueError, match="unknown activation"):
        steepest("rellu")
