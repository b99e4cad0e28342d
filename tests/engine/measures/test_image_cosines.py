"""The cosine between images: pair by pair, against the Gaussian integral it stands for, and in wide networks."""

from itertools import combinations

import numpy as np
import pytest

from helpers.engine import Network, likeness, relu_likeness


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_likeness_is_the_mean_cosine_of_all_pairs(activation):
    net, x = Network([6, 9, 8, 3], activation, rng=np.random.default_rng(0)), np.random.default_rng(1).random((5, 6))
    for found, a in zip(likeness(net, x), net.forward(x).a[:-1], strict=True):
        pairs = [np.dot(u, v) / np.linalg.norm(u) / np.linalg.norm(v) for u, v in combinations(a, 2)]
        assert found == pytest.approx(np.mean(pairs), abs=1e-12)


@pytest.mark.parametrize("c", [-0.9, -0.2, 0.0, 0.003, 0.5, 0.99])
def test_one_relu_layer_is_the_gaussian_mean_of_two_correlated_inputs(c):
    """E relu(u) relu(v) / E relu(u)^2 on a fine grid of Gaussian pairs with correlation c."""
    s = np.linspace(-8, 8, 1601)
    u, w = np.meshgrid(s, s)
    v = c * u + np.sqrt(1 - c * c) * w
    p = np.exp(-(u * u + w * w) / 2)
    expected = np.sum(p * np.maximum(u, 0) * np.maximum(v, 0)) / np.sum(p * np.maximum(u, 0) ** 2)
    assert relu_likeness(c, 1)[1] == pytest.approx(expected, abs=1e-4)


def test_wide_relu_layers_follow_the_line_whatever_their_scale():
    rng = np.random.default_rng(0)
    x = rng.standard_normal((2, 400))
    for scale in (0.1, 1.0, 10.0):
        found = [
            likeness(Network([400] * 9 + [2], "relu", "he", scale=scale, rng=np.random.default_rng(s)), x)
            for s in range(10)
        ]
        assert np.mean(found, axis=0) == pytest.approx(relu_likeness(found[0][0], 8), abs=0.03)


def test_the_ends():
    assert relu_likeness(1, 3).tolist() == [1, 1, 1, 1]
    assert relu_likeness(0, 1)[1] == pytest.approx(1 / np.pi)
    assert relu_likeness(-1, 1)[1] == pytest.approx(0, abs=1e-12)
    net = Network([3, 1, 2], "relu", rng=np.random.default_rng(0), sigma_b=0)
    net.W[1][:] = -1
    assert np.isnan(likeness(net, np.ones((2, 3)))[1]), "a layer of zeros has no direction"


def test_bad_arguments():
    with pytest.raises(ValueError, match="at least two"):
        likeness(Network([3, 2, 2], rng=np.random.default_rng(0)), np.ones((1, 3)))
    with pytest.raises(ValueError, match="between -1 and 1"):
        relu_likeness(1.2, 3)
    with pytest.raises(ValueError, match="layers must be a whole number"):
        relu_likeness(0.5, 0)
