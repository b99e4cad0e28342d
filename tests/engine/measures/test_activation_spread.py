"""Spread, lost directions, linear readers: closed forms and second ways to compute them."""

import numpy as np
import pytest

from helpers.engine import Network, load_mnist
from helpers.engine.measures.activation_spread import activation_spread, lost_directions, typical_spread
from helpers.engine.measures.probe import LinearReader, best_share, probe_accuracy, share_kept


@pytest.fixture
def rng():
    return np.random.default_rng(20260105)


def test_spread_is_the_standard_deviation_over_images_image_by_image(rng):
    net, x = Network([6, 5, 4, 3], rng=rng), rng.random((8, 6))
    a = net.forward(x).a
    by_loop = [np.mean([np.std([a[l][i, j] for i in range(8)]) for j in range(net.sizes[l])]) for l in (1, 2)]
    assert activation_spread(net, x) == pytest.approx(by_loop, rel=1e-12)


def test_the_same_image_again_and_again_has_no_spread(rng):
    net = Network([6, 5, 4, 3], rng=rng)
    assert activation_spread(net, np.tile(rng.random(6), (7, 1))) == pytest.approx([0, 0], abs=1e-15)
    assert typical_spread(np.array([[0.0, 1.0], [2.0, 1.0]])) == 0.5


@pytest.mark.parametrize("seed", range(5))
def test_784_numbers_into_30_lose_754_directions(seed):
    W = Network([784, 30, 10], rng=np.random.default_rng(seed)).W[1]
    assert lost_directions(W) == 754
    lost = np.linalg.svd(W)[2][30:]  # an orthonormal basis of them
    assert np.abs(W @ lost.T).max() < 1e-14


def test_a_repeated_neuron_loses_one_direction_more(rng):
    W = rng.standard_normal((3, 10))
    W[2] = W[1] - 2 * W[0]
    assert lost_directions(W) == 8


def test_pythagoras_what_is_seen_and_what_is_lost_add_up(rng):
    """An image is its part in the rows of W plus its lost part, at right angles; the code fixes the first alone."""
    W, x = rng.standard_normal((30, 784)), rng.random(784)
    seen = np.linalg.pinv(W) @ (W @ x)
    assert np.sum(seen**2) + np.sum((x - seen) ** 2) == pytest.approx(np.sum(x**2), rel=1e-12)
    assert W @ seen == pytest.approx(W @ x, rel=1e-9)


# Linear readers


def test_reader_solves_the_least_squares_problem(rng):
    codes, targets = rng.random((50, 4)), rng.random((50, 3))
    with_offset = np.column_stack([codes, np.ones(50)])
    direct = np.linalg.lstsq(with_offset, targets, rcond=None)[0]
    assert LinearReader(codes, targets)(codes) == pytest.approx(with_offset @ direct, rel=1e-9)


def test_reader_does_not_care_how_loud_the_code_is(rng):
    codes, targets = rng.random((50, 4)), rng.random((50, 3))
    whispered = 0.5 + 1e-9 * codes
    assert LinearReader(whispered, targets)(whispered) == pytest.approx(LinearReader(codes, targets)(codes), abs=1e-5)


def test_reader_survives_codes_that_never_change_or_repeat_each_other(rng):
    codes, targets = rng.random((50, 4)), rng.random((50, 3))
    doubled = np.column_stack([codes, codes[:, 0], np.full(50, 7.0)])
    assert LinearReader(doubled, targets)(doubled) == pytest.approx(LinearReader(codes, targets)(codes), rel=1e-6)


def test_reader_needs_one_target_a_code():
    with pytest.raises(ValueError, match="one row an example"):
        LinearReader(np.zeros((4, 2)), np.zeros((5, 2)))


def test_probe_against_a_direct_solve(first_1000):
    x, y = first_1000
    net = Network([784, 30, 10], rng=np.random.default_rng(0))
    a = net.forward(x).a[1]
    with_offset = np.column_stack([a, np.ones(len(a))])
    answers = (with_offset[800:] @ np.linalg.lstsq(with_offset[:800], np.eye(10)[y[:800]], rcond=None)[0]).argmax(
        axis=1
    )
    assert probe_accuracy(a[:800], y[:800], a[800:], y[800:]) == (answers == y[800:]).mean()


def test_share_kept_is_1_for_a_copy_and_0_for_the_mean(rng):
    images = rng.random((20, 5))
    assert share_kept(images, images) == 1
    assert share_kept(images, np.tile(images.mean(axis=0), (20, 1))) == pytest.approx(0, abs=1e-12)


def test_no_30_linear_numbers_beat_the_best_30():
    """The principal components bound every linear code; a reader of the components themselves reaches the bound."""
    x = load_mnist().train.x[:1000]
    best = best_share(x, 30)
    for seed in range(3):
        code = x @ Network([784, 30, 10], rng=np.random.default_rng(seed)).W[1].T
        assert share_kept(x, LinearReader(code, x)(code)) < best
    components = np.linalg.svd(x - x.mean(axis=0), full_matrices=False)[2][:30]
    code = x @ components.T
    assert share_kept(x, LinearReader(code, x)(code)) == pytest.approx(best, rel=1e-9)
    assert best_share(x, 784) == pytest.approx(1)
