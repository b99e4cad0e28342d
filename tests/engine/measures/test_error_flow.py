"""What arrives of an error q steps earlier: exact where it is exact, and over 20 random matrices where it is typical."""

import numpy as np
import pytest

from helpers.engine import GRU, LSTM, Network, Recurrent, error_flow, flow_factors, gate_flow, spectral_radius

NEURONS, STEPS, SEEDS = 60, 11, range(20)


def example(seed=0, activation="linear", start="gaussian", radius=1.0, size=1.0, neurons=NEURONS, steps=STEPS):
    rng = np.random.default_rng(seed)
    net = Recurrent([5, neurons, 4], steps, activation, recurrent=start, radius=radius, rng=rng)
    return net, size * rng.standard_normal((4, net.inputs)), rng.integers(4, size=4)


def share(net, x, y):
    flow = error_flow(net, x, y)
    return flow / flow[0]


def test_an_orthogonal_matrix_keeps_bound_and_typical_value_together():
    for radius in (0.8, 1.0, 1.2):
        net, x, y = example(start="orthogonal", radius=radius)
        powers = radius ** np.arange(STEPS)
        assert share(net, x, y) == pytest.approx(powers, rel=1e-10)
        for factor in flow_factors(net, x[0]):
            assert factor == pytest.approx(powers, rel=1e-10)


def test_the_first_entry_is_what_comes_out_of_the_output():
    net, x, y = example()
    trace = net.forward(x)
    gradient = net.backward(trace, y)
    came = np.linalg.norm(gradient.delta[-1] @ net.W_out, axis=1)
    assert error_flow(net, x, y)[0] == pytest.approx(came.mean(), rel=1e-12)
    sent = [np.linalg.norm(gradient.error[s], axis=1).mean() for s in reversed(net.hidden)]
    assert error_flow(net, x, y) == pytest.approx(sent, rel=1e-12)


# The mean over 20 matrices of the logarithm; its standard error after 10 steps is about 0.1, so 0.01 a step.
@pytest.mark.parametrize("radius", [0.8, 1.0, 1.2])
@pytest.mark.parametrize(("activation", "size"), [("linear", 1.0), ("tanh", 0.01), ("tanh", 1.0)])
def test_the_slope_is_the_predicted_one(activation, size, radius):
    q, measured, predicted, by_hand, limits = STEPS - 1, [], [], [], []
    for seed in SEEDS:
        net, x, y = example(seed, activation, radius=radius, size=size)
        typical, bound = flow_factors(net, x[0])
        measured.append(np.log(share(net, x, y)[q]) / q)
        predicted.append(np.log(typical[q]) / q)
        slopes = net.activation.dphi(np.array(net.forward(x).u[2:-1]))
        by_hand.append(np.log(np.linalg.norm(net.W_rec) / np.sqrt(NEURONS) * np.sqrt(np.mean(slopes**2))))
        limits.append((share(net, x[:1], y[:1]) <= bound * (1 + 1e-12)).all())
    assert all(limits)
    assert np.mean(measured) == pytest.approx(np.mean(predicted), abs=0.02)
    assert np.mean(by_hand) == pytest.approx(np.mean(predicted), abs=0.01)
    # Near zero the slopes are 1, and the radius alone tells, to what the width leaves.
    if activation == "linear" or size < 1:
        assert np.mean(measured) == pytest.approx(np.log(radius), abs=0.08)


def test_the_bound_is_far_above():
    net, x, _ = example()
    typical, bound = flow_factors(net, x[0])
    # The largest singular value of a wide Gaussian matrix is twice rho.
    assert typical[1] < 1.05 and 1.7 < bound[1] < 2.1


@pytest.mark.parametrize("radius", [0.8, 1.0, 1.2])
def test_in_the_long_run_the_spectral_radius_tells(radius):
    net, x, y = example(radius=radius, neurons=10, steps=200, size=0.0)
    assert spectral_radius(net.W_rec) == pytest.approx(radius)
    flow = error_flow(net, x, y)
    assert np.log(flow[-1] / flow[50]) / 149 == pytest.approx(np.log(radius), abs=0.02)


@pytest.mark.parametrize("forget_bias", [0.0, 1.0, 3.0])
def test_in_the_cells_of_an_lstm_the_forget_gate_multiplies_the_error(forget_bias):
    """Where the neurons hardly hear each other, nothing else does."""
    rng = np.random.default_rng(0)
    net = LSTM([5, 30, 4], 50, rng=rng, forget_bias=forget_bias, radius=0.01)
    flow = error_flow(net, 0.01 * rng.standard_normal((5, 250)), rng.integers(4, size=5))
    assert (flow[40] / flow[10]) ** (1 / 30) == pytest.approx(1 / (1 + np.exp(-forget_bias)), abs=0.01)


def test_an_lstm_outlives_its_typical_value():
    rng = np.random.default_rng(0)
    net = LSTM([5, 30, 4], 50, rng=rng)
    x = rng.standard_normal((5, 250))
    typical, bound = flow_factors(net, x[0])
    share_kept = share(net, x[:1], [1])
    assert typical[40] < 1e-3 * share_kept[40] and (share_kept <= bound * (1 + 1e-12)).all()


@pytest.mark.parametrize("cell", [LSTM, GRU])
def test_the_gates_alone_are_all_there_is_where_no_neuron_hears_another(cell):
    rng = np.random.default_rng(0)
    net = cell([5, 20, 4], 30, rng=rng)
    x, y = rng.standard_normal((3, 150)), [0, 1, 2]
    assert gate_flow(net, x, y)[20] < 0.1 * error_flow(net, x, y)[20]
    net.W_rec[:] = 0
    assert gate_flow(net, x, y) == pytest.approx(error_flow(net, x, y), rel=1e-12)


def test_layers_count_as_steps():
    net = Network([5, 50, 50, 50, 3], "linear", "orthogonal", scale=0.5, rng=np.random.default_rng(0))
    x = np.random.default_rng(1).random((6, 5))
    assert share(net, x, [0, 1, 2, 0, 1, 2]) == pytest.approx([1, 0.5, 0.25], rel=1e-12)


def test_what_has_no_flow():
    net, x, y = example()
    with pytest.raises(ValueError, match="belongs to one image, got 4"):
        flow_factors(net, x)
    net.flat[:] = np.nan
    assert np.isnan(error_flow(net, x, y)).all() and np.isnan(flow_factors(net, x[0])[1][1:]).all()
