"""Metamers: same code to rounding, inside [0, 1], and nearest of all, by conditions and by a second algorithm."""

import numpy as np
import pytest

from helpers.engine import Network, load_mnist
from helpers.engine.studies.metamers import find_metamer, largest_difference, nearest_with_code

TEST = load_mnist().test


def pair(seed):
    """Two test images of different digits."""
    rng = np.random.default_rng(seed)
    i, j = rng.choice(len(TEST), 2, replace=False)
    return (TEST.x[i], TEST.x[j]) if TEST.y[i] != TEST.y[j] else pair(seed + 1000)


def first_layer(seed=0, activation="sigmoid"):
    return Network([784, 30, 30, 10], activation, rng=np.random.default_rng(seed))


@pytest.mark.parametrize("activation", ["sigmoid", "relu"])
@pytest.mark.parametrize("seed", range(10))
def test_a_metamer_has_the_activations_of_another_digit(seed, activation):
    net, (a, b) = first_layer(seed, activation), pair(seed)
    metamer = find_metamer(net, a, b)
    assert metamer.success
    assert metamer.agreement <= 1e-12
    assert metamer.agreement == largest_difference(net, metamer.image, a)
    assert metamer.image.min() >= 0 and metamer.image.max() <= 1
    assert metamer.moved == pytest.approx(np.linalg.norm(metamer.image - b))
    assert metamer.moved < np.linalg.norm(a - b)


def test_no_layer_above_can_tell_them_apart():
    net, (a, b) = first_layer(), pair(0)
    outputs = net.forward(np.array([a, find_metamer(net, a, b).image])).a[-1]
    assert np.abs(outputs[0] - outputs[1]).max() <= 1e-12


@pytest.mark.parametrize("seed", range(5))
def test_it_is_the_nearest_by_its_conditions(seed):
    """x is the projection of b if b - x, where x is free, is a mix of the rows of W, and where x is held points outwards."""
    W, (a, b) = first_layer(seed).W[1], pair(seed)
    x = nearest_with_code(W, W @ a, b)
    free = (x > 0) & (x < 1)
    m = np.linalg.lstsq(W[:, free].T, (x - b)[free], rcond=None)[0]
    left = x - b - m @ W
    assert np.abs(left[free]).max() < 1e-9
    assert (left[x == 0] > -1e-9).all() and (left[x == 1] < 1e-9).all()


def dykstra(W, code, start, rounds):
    """The projection onto {W x = code} within [0, 1] by alternating projections with memory (Boyle & Dykstra 1986)."""
    inverse, x, memory = np.linalg.pinv(W), start, np.zeros_like(start)
    for _ in range(rounds):
        on_plane = x - inverse @ (W @ x - code)
        x = np.clip(on_plane + memory, 0, 1)
        memory += on_plane - x
    return x


def test_alternating_projections_end_at_the_same_image():
    W, (a, b) = first_layer().W[1], pair(0)
    assert dykstra(W, W @ a, b, 3000) == pytest.approx(nearest_with_code(W, W @ a, b), abs=1e-4)


def test_plain_alternating_projections_come_close():
    """What notebook 05 does by hand: on the plane, back into [0, 1], and again."""
    W, (a, b) = first_layer().W[1], pair(0)
    inverse, x = np.linalg.pinv(W), b
    for _ in range(300):
        x = np.clip(x - inverse @ (W @ (x - a)), 0, 1)
    assert np.abs(W @ (x - a)).max() < 1e-3
    assert np.linalg.norm(x - b) >= np.linalg.norm(nearest_with_code(W, W @ a, b) - b) - 1e-4


def test_a_digit_is_its_own_metamer():
    a, _ = pair(0)
    metamer = find_metamer(first_layer(), a, a)
    assert metamer.success and metamer.moved == 0


def test_after_training_there_are_metamers_still():
    net, (a, b) = first_layer(), pair(0)
    net.W[1][:] *= 20  # what training does to the weights of pixels in the middle, roughly
    assert find_metamer(net, a, b).agreement <= 1e-12


@pytest.mark.parametrize("bad", [np.zeros(783), np.full(784, 1.1), np.full(784, -0.1), np.full(784, np.nan)])
def test_an_image_is_784_numbers_from_0_to_1(bad):
    with pytest.raises(ValueError, match="784 numbers from 0 to 1"):
        find_metamer(first_layer(), bad, TEST.x[0])
