"""Hidden pixels: the weakest first, and leaving them out is the same as never inking them."""

import numpy as np
import pytest

from helpers.engine import Images, Network, train
from helpers.engine.studies.hiding import (
    accuracy_in_hiding,
    pixel_strength,
    weakest_pixels,
    without_pixels,
)


def task():
    rng = np.random.default_rng(5)
    return Network([20, 6, 3], rng=rng), rng.random((40, 20)), rng.integers(3, size=40)


def test_strength_is_the_length_of_a_column():
    W = np.array([[3.0, 0.0, 1.0], [4.0, 0.0, 0.0]])
    assert pixel_strength(W) == pytest.approx([5, 0, 1])
    assert weakest_pixels(W, 1 / 3).tolist() == [False, True, False]
    assert weakest_pixels(W, 2 / 3).tolist() == [False, True, True]


@pytest.mark.parametrize(("share", "hidden"), [(0, 0), (0.5, 10), (0.96, 19), (1, 20)])
def test_the_share_is_rounded_to_whole_pixels(share, hidden):
    assert weakest_pixels(task()[0].W[1], share).sum() == hidden


def test_hiding_more_hides_the_same_pixels_and_others():
    W = task()[0].W[1]
    assert (weakest_pixels(W, 0.3) <= weakest_pixels(W, 0.6)).all()


@pytest.mark.parametrize("share", [-0.1, 1.1, np.nan])
def test_the_share_lies_between_0_and_1(share):
    with pytest.raises(ValueError, match="share must be a number from 0 to 1"):
        weakest_pixels(task()[0].W[1], share)


def test_with_every_weight_drawn_at_random_no_pixel_is_invisible():
    """The length of 30 normal numbers stays near its mean: of 784 the weakest keeps a good half of it."""
    for seed in range(10):
        strength = pixel_strength(Network([784, 30, 10], rng=np.random.default_rng(seed)).W[1])
        assert 0.45 < strength.min() / np.median(strength) < 0.75


def test_leaving_pixels_out_is_training_with_them_never_inked():
    net, x, y = task()
    hidden = weakest_pixels(net.W[1], 0.4)
    small, blank = without_pixels(net, hidden), np.where(hidden, 0, x)
    for trained, images in ((net, blank), (small, x[:, ~hidden])):
        for _ in train(trained, images, y, eta=0.5, epochs=3, batch_size=10, rng=np.random.default_rng(0)):
            pass
    assert net.forward(blank).a[-1] == pytest.approx(small.forward(x[:, ~hidden]).a[-1], rel=1e-10)


def test_one_pixel_at_least_is_left():
    net = task()[0]
    with pytest.raises(ValueError, match="leave at least one pixel"):
        without_pixels(net, np.ones(20, bool))
    with pytest.raises(ValueError, match="20 truth values"):
        without_pixels(net, np.zeros(19, bool))


def test_accuracy_in_hiding_trains_copies():
    net, x, y = task()
    before, images = net.flat.copy(), Images(x, y, np.arange(40))
    accuracies = accuracy_in_hiding(
        [net, Network([20, 6, 3], rng=np.random.default_rng(1))], 0.5, images, images, epochs=2
    )
    assert accuracies.shape == (2,) and (accuracies >= 0).all() and (accuracies <= 1).all()
    assert np.array_equal(net.flat, before)
