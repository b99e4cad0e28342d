"""The gradient tests can fail: each mistake planted here is caught by the very comparison they use."""

import numpy as np
import pytest

from helpers.engine import ACTIVATIONS, COSTS, Network

from .gradient_check import (
    FINITE_DIFFERENCE_TOLERANCE,
    error_by_finite_differences,
    example,
    finite_differences,
    gradient,
    relative_error,
    with_activation,
    with_cost,
)


def by_finite_differences(net, x, y):
    return error_by_finite_differences(net, x, y)[0] / FINITE_DIFFERENCE_TOLERANCE


def by_pytorch(net, x, y):
    twin = pytest.importorskip("tests.engine.network.torch_twin", reason="PyTorch is not installed")
    return relative_error(net, gradient(net, x, y), twin.TorchTwin(net).gradient(x, y)) / twin.PYTORCH_TOLERANCE


# Each says how large the error is, in units of what the tests tolerate: up to 1 passes, above 1 fails.
both_comparisons = pytest.mark.parametrize("error", [by_finite_differences, by_pytorch])


@both_comparisons
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_slope_wrong_by_a_thousandth_is_caught(activation, error):
    net, x, y = example(activation, "nielsen", "cross-entropy")
    assert error(net, x, y) <= 1
    right = net.activation.dphi
    with_activation(net, dphi=lambda z: 1.001 * right(z))
    assert error(net, x, y) > 100


@both_comparisons
@pytest.mark.parametrize("cost", COSTS)
def test_a_cost_with_the_wrong_sign_is_caught(cost, error):
    net, x, y = example("tanh", "nielsen", cost)
    right = net.cost.delta
    with_cost(net, delta=lambda z, a, y: -right(z, a, y))
    assert error(net, x, y) > 1e6


@both_comparisons
def test_a_quadratic_cost_without_the_slope_of_its_output_is_caught(error):
    net, x, y = example("tanh", "nielsen", "quadratic")
    with_cost(net, delta=lambda z, a, y: a - y)
    assert error(net, x, y) > 1e5


class Transposed(Network):
    """Sends delta back through W where W.T belongs (in the last layer, which is square)."""

    def back(self, trace, y, into=None):
        self.W[3][:] = self.W[3].T.copy()
        wrong = super().back(trace, y)
        self.W[3][:] = self.W[3].T.copy()
        return wrong


class ForgetsTheMean(Network):
    """Sums the bias gradient over the images where the mean belongs."""

    def back(self, trace, y, into=None):
        wrong = super().back(trace, y)
        for db in wrong.db[1:]:
            db *= len(y)
        return wrong


class OneSmallEntry(Network):
    """Gets one number wrong: the first weight, by a ten-thousandth of the gradient of its layer."""

    def back(self, trace, y, into=None):
        wrong = super().back(trace, y)
        wrong.dW[1][0, 0] += 1e-4 * np.linalg.norm(wrong.dW[1])
        return wrong


@both_comparisons
@pytest.mark.parametrize("mistake", [Transposed, ForgetsTheMean, OneSmallEntry])
def test_a_mistake_in_the_backward_pass_is_caught(mistake, error):
    net, x, y = example("sigmoid", "nielsen", "softmax")
    assert error(net, x, y) <= 1
    net.__class__ = mistake
    assert error(net, x, y) > 50


def test_a_kink_within_the_step_is_left_out_and_would_have_been_seen():
    net, x, y = example("relu", "nielsen", "cross-entropy")
    net.b[1] -= net.forward(x).z[1][0] - 1e-7  # the first image now stands just beside four kinks
    ours, (other, trusted) = gradient(net, x, y), finite_differences(net, x, y)
    assert not trusted[: net.W[1].size].any()
    assert relative_error(net, ours, other) > 100 * FINITE_DIFFERENCE_TOLERANCE
    assert relative_error(net, ours * trusted, other * trusted) <= FINITE_DIFFERENCE_TOLERANCE


def test_a_nan_in_the_gradient_is_caught():
    net, x, y = example("tanh", "nielsen", "cross-entropy")
    ours = gradient(net, x, y)
    damaged = ours.copy()
    damaged[-1] = np.nan
    assert not relative_error(net, damaged, ours) <= FINITE_DIFFERENCE_TOLERANCE
