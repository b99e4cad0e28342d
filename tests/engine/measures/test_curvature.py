"""The Gauss-Newton blocks of the biases: against an explicit second derivative, and what a chain says."""

import numpy as np
import pytest

from helpers.engine import COSTS, Network, bias_curvatures, louder, run_chain, sigmoid_slope
from helpers.engine.network.costs import sigmoid


def network(cost="cross-entropy", sizes=(5, 4, 3, 3), seed=0):
    return Network(sizes, cost=cost, rng=np.random.default_rng(seed)), np.random.default_rng(seed + 1).random((7, 5))


@pytest.mark.parametrize("cost", COSTS)
def test_roots_are_the_second_derivative_of_the_cost_by_z(cost):
    z, record = np.random.default_rng(0).standard_normal((2, 4)), COSTS[cost]
    roots = record.roots(z, record.output(z))
    assert roots.shape == (4, 2, 4)
    found, h = np.einsum("kni,knj->nij", roots, roots), 1e-5
    for n in range(2):
        y = record.output(z[[n]])  # without an error the straightened second derivative is the whole one
        for j, step in enumerate(h * np.eye(4)):
            up, down = (record.delta(z[[n]] + s * step, record.output(z[[n]] + s * step), y)[0] for s in (1, -1))
            assert found[n, j] == pytest.approx((up - down) / (2 * h), abs=1e-8)


@pytest.mark.parametrize("cost", COSTS)
def test_where_the_answers_are_the_targets_it_is_the_second_derivative_of_the_cost(cost):
    """Differences of the bias gradient: with no error left nothing but the Gauss-Newton part bends."""
    net, x = network(cost)
    y, h = net.answers(x), 1e-5

    def gradient(l):
        trace = net.forward(x)
        return net.back(trace, y).db[l].copy()

    for l in net.hidden:
        columns = []
        for j in range(net.sizes[l]):
            ends = []
            for step in (h, -2 * h):
                net.b[l][j] += step
                ends.append(gradient(l))
            net.b[l][j] += h
            columns.append((ends[0] - ends[1]) / (2 * h))
        expected = np.linalg.eigvalsh((np.array(columns) + np.transpose(columns)) / 2)[::-1]
        assert bias_curvatures(net, x)[l - 1] == pytest.approx(expected, abs=1e-8)


def test_in_a_chain_it_is_the_square_of_the_product_times_the_bend_at_the_output():
    net = Network([1, 1, 1, 1], rng=np.random.default_rng(3))
    w, b = (np.array([part[l].item() for l in (1, 2, 3)]) for part in (net.W, net.b))
    z, a = run_chain(w, b, 0.5)
    product = sigmoid_slope(z[0]) * w[1] * sigmoid_slope(z[1]) * w[2]
    (first,), _ = bias_curvatures(net, np.array([[0.5]]))
    assert first == pytest.approx(product**2 * sigmoid(z[2]) * (1 - a[2]))


def test_a_cost_twice_as_large_bends_twice_as_much():
    net, x = network("softmax")
    for once, twice in zip(bias_curvatures(net, x), bias_curvatures(louder(net, 2.0), x), strict=True):
        assert twice == pytest.approx(2 * once)
