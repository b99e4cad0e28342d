"""What the prose of side trip 04b says in words, measured. Numbers in cells are compared by nbval."""

import numpy as np
import pytest

from helpers.engine import (
    Network,
    bias_curvatures,
    chi,
    fixed_point,
    jacobian,
    jacobians,
    load_mnist,
    singular_values,
)
from tests.notebooks.quoted import quote

SEEDS = range(100)


@pytest.fixture(scope="module")
def images():
    return load_mnist().first(1000)[0]


@pytest.fixture(scope="module")
def of_tanh(images):
    """Singular values of eight tanh layers with the length about kept, shape (seeds, 30)."""

    def net(seed):
        return Network([784, *[30] * 9, 10], "tanh", scale=1.1, sigma_b=0, rng=np.random.default_rng(seed))

    return np.array([singular_values(jacobian(net(seed), images[0], 9, 1)) for seed in SEEDS])


def test_the_mean_square_stretch_is_the_same_for_any_perpendicular_directions():
    quote("04b", "It comes out the same for any perpendicular directions, those of the singular values too")
    rng = np.random.default_rng(0)
    A, Q = rng.standard_normal((4, 4)), np.linalg.qr(rng.standard_normal((4, 4)))[0]
    assert np.mean(np.linalg.norm(A @ Q, axis=0) ** 2) == pytest.approx(np.sum(A**2) / 4)
    assert np.mean(singular_values(A) ** 2) == pytest.approx(np.sum(A**2) / 4)


def test_the_largest_grows_and_the_smaller_a_direction_the_more_it_shrinks():
    quote("04b", "The largest grows a little, the others shrink, and the more so the smaller they are.")
    ends = []
    for seed in range(20):
        rng, M = np.random.default_rng(seed), np.eye(30)
        for _ in range(10):
            M = rng.standard_normal((30, 30)) / np.sqrt(30) @ M
        ends.append(singular_values(M))
    v = np.median(ends, axis=0)
    assert 2 < v[0] < 10 and (np.diff(np.log(v[v > 0])) < 0).all() and v[15] < 0.1


def test_logarithms_of_different_directions_drift_apart(images):
    quote("04b", "the sums of different directions drift apart as the layers add up")
    net = Network([784, *[30] * 9, 10], rng=np.random.default_rng(0))
    v = [singular_values(J)[:20] for J in jacobians(net, images[0], 9, 1)]
    assert (np.diff([np.ptp(np.log(each)) for each in v]) > 0).all()


def test_most_directions_of_a_sigmoid_network_lie_below_the_root_mean_square(images):
    quote("04b", "The rings follow the line down. Most dots lie below them, and the spread grows with each layer.")
    net = Network([784, *[30] * 9, 10], rng=np.random.default_rng(0))
    for J in jacobians(net, images[0], 9, 1):
        v = singular_values(J)
        assert np.mean(v < np.sqrt(np.mean(v**2))) > 0.5


def test_with_the_length_kept_a_few_directions_grow_and_most_shrink(of_tanh):
    quote("04b", "The rings stay level, between about ½ and 1.2 for most seeds.")
    quote("04b", "the largest direction grows above 1, while the median falls and falls")
    rings = np.sqrt(np.mean(of_tanh**2, axis=1))
    assert np.mean((0.45 < rings) & (rings < 1.25)) > 0.8
    assert np.median(of_tanh[:, 0]) > 1 and np.median(of_tanh) < 0.1
    assert 2 <= np.median(np.sum(of_tanh > 1, axis=1)) <= 6
    assert np.median(np.sum(of_tanh < 0.1, axis=1)) > 15
    assert chi("tanh", fixed_point("tanh", 1.1, 0), 1.1) == pytest.approx(1, abs=0.02)


def test_curvature_is_gathered_in_few_directions_the_more_the_earlier_the_layer(images):
    quote("04b", "The longer the product, the more of it is gathered in a few directions")
    shares = [
        [c[0] / c.sum() for c in bias_curvatures(Network([784, *[30] * 4, 10], rng=np.random.default_rng(s)), images)]
        for s in range(10, 20)
    ]
    middle = np.median(shares, axis=0)
    assert (np.diff(middle) < 0).all() and middle[0] > 1.3 * middle[-1]
    quote("04b", "Layer 1 alone brings a whole range of them, from flat to much flatter.")
    first = bias_curvatures(Network([784, *[30] * 4, 10], rng=np.random.default_rng(10)), images)[0]
    assert first[0] > 100 * first[15]


def test_products_of_turns_keep_every_direction():
    quote("04b", "a matrix that only turns has all its singular values at 1, and so has every product of such matrices")
    rng, M = np.random.default_rng(0), np.eye(30)
    for _ in range(50):
        M = np.linalg.qr(rng.standard_normal((30, 30)))[0] @ M
    assert singular_values(M) == pytest.approx(np.ones(30))
