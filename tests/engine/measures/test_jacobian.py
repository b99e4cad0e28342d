"""The Jacobian between layers: against finite differences, PyTorch, and what random matrix theory says of its values."""

import math

import numpy as np
import pytest

from helpers.engine import ACTIVATIONS, Network
from helpers.engine.measures.jacobian import jacobian, jacobians, singular_values
from helpers.engine.theory.mean_field import chi, first_q, q_by_layer

SIZES = [6, 5, 4, 7, 3]


def small(activation="sigmoid", seed=0):
    return Network(SIZES, activation, rng=np.random.default_rng(seed)), np.random.default_rng(seed + 1).random(6)


def onwards(net, a, l, k):
    """a[k] from a[l], layer by layer."""
    for m in range(l + 1, k + 1):
        a = net.activation.phi(net.W[m] @ a + net.b[m])
    return a


# A central difference with h = 1e-6 has an error of h^2 and rounding of 1e-16 / h = 1e-10. No z lies within h of a kink.
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize(("l", "k"), [(0, 1), (0, 3), (1, 2), (1, 3)])
def test_jacobian_agrees_with_finite_differences(activation, l, k):
    net, x = small(activation)
    a = net.forward(x[None]).a[l][0]
    h = 1e-6
    columns = [(onwards(net, a + step, l, k) - onwards(net, a - step, l, k)) / (2 * h) for step in h * np.eye(len(a))]
    assert jacobian(net, x, k, l) == pytest.approx(np.transpose(columns), abs=1e-8)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_jacobian_agrees_with_pytorch(activation):
    torch = pytest.importorskip("torch", reason="PyTorch, the second opinion, is not installed")
    phi = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}[activation]
    net, x = small(activation)

    def forward(a):
        for m in (1, 2, 3):
            a = phi(torch.tensor(net.W[m]) @ a + torch.tensor(net.b[m]))
        return a

    twin = torch.autograd.functional.jacobian(forward, torch.tensor(x))
    assert jacobian(net, x, 3) == pytest.approx(twin.numpy(), rel=1e-10, abs=1e-14)


def test_each_jacobian_is_one_layer_more():
    net, x = small()
    several = jacobians(net, x, 3)
    assert [matrix.shape for matrix in several] == [(5, 6), (4, 6), (7, 6)]
    for k, matrix in enumerate(several, 1):
        assert np.array_equal(matrix, jacobian(net, x, k))
    assert several[2] == pytest.approx(jacobian(net, x, 3, 1) @ several[0])


def test_backpropagation_multiplies_by_the_same_matrices():
    """delta[l] = phi'(z[l]) (da[k]/da[l])^T W[k+1]^T delta[k+1], here from the output back to layer 1."""
    net, x = small()
    trace = net.forward(x[None])
    gradient = net.backward(trace, [1])
    error = jacobian(net, x, 3, 1).T @ (net.W[4].T @ gradient.delta[4][0])
    assert gradient.delta[1][0] == pytest.approx(net.activation.dphi(trace.z[1][0]) * error, rel=1e-12)


# The mean over 10 random networks of width 200 of the mean squared singular value; 10 % is for chance and the width.
@pytest.mark.parametrize(
    ("activation", "sigma_w", "sigma_b"), [("sigmoid", 1, 1), ("tanh", 1.3, 0.3), ("relu", math.sqrt(2), 0)]
)
def test_the_mean_squared_singular_value_is_the_product_of_chi(activation, sigma_w, sigma_b):
    x = np.random.default_rng(0).standard_normal(200)
    expected = np.cumprod(
        [chi(activation, q, sigma_w) for q in q_by_layer(activation, first_q(x, sigma_w, sigma_b), sigma_w, sigma_b, 5)]
    )
    nets = [
        Network([200] * 6 + [2], activation, scale=sigma_w, sigma_b=sigma_b, rng=np.random.default_rng(seed))
        for seed in range(10)
    ]
    squares = [[np.mean(singular_values(j) ** 2) for j in jacobians(net, x, 5)] for net in nets]
    assert np.mean(squares, axis=0) == pytest.approx(expected, rel=0.1)


# n -> infinity: sqrt((L+1)^(L+1) / L^L). Width 300 lies within 3 % of it (edge fluctuations fall as n^(-2/3)).
@pytest.mark.parametrize(("layers", "limit"), [(1, 2.0), (2, 2.598), (3, 3.079), (5, 3.864)])
def test_the_largest_singular_value_of_a_linear_network(layers, limit):
    net = Network([300] * (layers + 1) + [2], "linear", "lecun", rng=np.random.default_rng(0))
    assert singular_values(jacobian(net, np.zeros(300), layers))[0] == pytest.approx(limit, rel=0.04)


def test_singular_values_fall_and_are_as_many_as_the_smaller_side():
    net, x = small()
    values = singular_values(jacobian(net, x, 2))
    assert values.shape == (4,) and (np.diff(values) <= 0).all()
    assert np.isnan(singular_values(np.full((3, 2), np.inf))).all()


@pytest.mark.parametrize(("k", "l"), [(0, 0), (2, 2), (1, 2), (4, 0), (2, -1)])
def test_layers_that_are_not_there(k, l):
    net, x = small()
    with pytest.raises(ValueError, match="layers must satisfy"):
        jacobian(net, x, k, l)


def test_a_jacobian_belongs_to_one_image():
    net, x = small()
    with pytest.raises(ValueError, match="one image"):
        jacobian(net, np.stack([x, x]), 1)
