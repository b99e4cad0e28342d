"""The noise of small batches: each closed form against the gradients of single images, written out."""

import numpy as np
import pytest

from helpers.engine import Network, batch_gradients, expected_length, noise_scale

SIZES = [5, 4, 4, 3]
LAYERS = (1, 2, 3)


@pytest.fixture
def task():
    rng = np.random.default_rng(0)
    return Network(SIZES, rng=rng), rng.random((12, 5)), rng.integers(3, size=12)


def flat(gradient, l):
    return np.append(gradient.dW[l].ravel(), gradient.db[l])


def singles(net, x, y, l):
    return np.array([flat(net.backward(net.forward(x[[i]]), y[[i]]), l) for i in range(len(x))])


@pytest.mark.parametrize("l", LAYERS)
def test_noise_scale_is_the_spread_of_the_images_gradients(task, l):
    net, x, y = task
    each = singles(net, x, y, l)
    mean = each.mean(axis=0)
    spread = ((each - mean) ** 2).sum(axis=1).mean() / (mean @ mean)
    assert noise_scale(net, x, y)[l - 1] == pytest.approx(spread, rel=1e-10)


@pytest.mark.parametrize("size", [1, 2, 5, 11, 12])
def test_expected_length_is_that_of_all_batches(task, size):
    """Batches without repetition: the variance of their mean is s / B times (n - B) / (n - 1)."""
    from itertools import combinations

    net, x, y = task
    each = singles(net, x, y, 2)
    full = each.mean(axis=0)
    squares = [np.sum(each[list(batch)].mean(axis=0) ** 2) for batch in combinations(range(12), size)]
    expected = np.sqrt(np.mean(squares) / (full @ full))
    assert expected_length(noise_scale(net, x, y)[1], size, 12) == pytest.approx(expected, rel=1e-10)


def test_a_batch_of_all_images_is_the_full_gradient(task):
    cosine, relative = batch_gradients(*task, 12, 3, np.random.default_rng(0))
    assert cosine == pytest.approx(np.ones((3, 3)), rel=1e-12)
    assert relative == pytest.approx(np.ones((3, 3)), rel=1e-12)


def test_batches_follow_the_expected_length(task):
    net, x, y = task
    _, relative = batch_gradients(net, x, y, 3, 2000, np.random.default_rng(0))
    assert np.sqrt((relative**2).mean(axis=0)) == pytest.approx(
        expected_length(noise_scale(net, x, y), 3, 12), rel=0.03
    )


def test_one_batch_beside_the_definition(task):
    net, x, y = task
    cosine, relative = batch_gradients(net, x, y, 4, 1, np.random.default_rng(3))
    batch = np.random.default_rng(3).choice(12, 4, replace=False)
    g, f = flat(net.backward(net.forward(x[batch]), y[batch]), 1), flat(net.backward(net.forward(x), y), 1)
    assert cosine[0, 0] == pytest.approx(g @ f / np.linalg.norm(g) / np.linalg.norm(f))
    assert relative[0, 0] == pytest.approx(np.linalg.norm(g) / np.linalg.norm(f))


def test_a_batch_larger_than_the_images(task):
    with pytest.raises(ValueError, match="cannot be drawn from 12 images"):
        batch_gradients(*task, 13, 1, np.random.default_rng(0))
