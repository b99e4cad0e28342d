"""What the prose of side trip 9b says in words, measured. Numbers in cells are compared by nbval."""

import numpy as np
import pytest

from helpers.engine import LINE, Network, input_slopes, load_mnist, relu_likeness
from tests.notebooks.quoted import quote, said

SPACING = 4 / 255


def settled(net, x):
    trace = net.forward(x, training=True)
    for _ in range(100):
        net.remember(trace)
    return net


def on_the_line(layers, norm="none", branch=None, *, seed):
    rng = np.random.default_rng(seed)
    return settled(Network([1, *[200] * layers, 1], "relu", "he", norm=norm, branch=branch, sigma_b=1.0, rng=rng), LINE)


def alike(net, apart):
    here, there = (input_slopes(net, x, training=False)[:, 0] for x in (LINE, LINE + apart))
    return np.corrcoef(here, there)[0, 1]


def cosine(u, v):
    return (u * v).sum(axis=1) / np.linalg.norm(u, axis=1) / np.linalg.norm(v, axis=1)


@pytest.fixture(scope="module")
def digits():
    """500 images, their labels, and for each of the first 100 the place of the nearest other."""
    x, y = load_mnist().train.x[:500], load_mnist().train.y[:500]
    squares = (x**2).sum(axis=1)
    distances = squares[:, None] + squares - 2 * x @ x.T
    np.fill_diagonal(distances, np.inf)
    return x, y, distances.argmin(axis=1)[:100]


def on_digits(digits, layers, outputs=1, *, seed, **kind):
    rng, cost = np.random.default_rng(seed), "softmax" if outputs > 1 else "cross-entropy"
    kind = {"initializer": "he"} | kind
    return settled(Network([784, *[100] * layers, outputs], "relu", cost=cost, rng=rng, **kind), digits[0])


def cosine_on_the_way(net, digits, way=1.0):
    x, _, nearest = digits
    there = x[:100] + way * (x[nearest] - x[:100])
    return np.median(cosine(*(input_slopes(net, points, training=False) for points in (x[:100], there))))


def test_it_takes_depth_and_batch_normalization():
    quote("09b", "At this spacing it takes both, depth and batch normalization.", "Shortcuts keep it together.")
    for seed in (10, 11):  # other networks than the notebook's
        assert alike(on_the_line(1, "batch", seed=seed), SPACING) > 0.9
        assert alike(on_the_line(24, seed=seed), SPACING) > 0.85
        assert abs(alike(on_the_line(24, "batch", seed=seed), SPACING)) < 0.2
        assert alike(on_the_line(24, "batch", 0.1, seed=seed), SPACING) > 0.95


def test_the_same_network_is_smooth_a_thousand_times_closer_and_stairs_after_that():
    quote("09b", "**Look closely enough and every such network is smooth.**", "Stairs, because")
    net = on_the_line(24, "batch", seed=10)
    assert alike(net, SPACING / 1000) > 0.9
    window = 1 + SPACING / 100_000 * np.arange(256)[:, None]
    curve = input_slopes(net, window, training=False)[:, 0]
    jumps = np.abs(np.diff(curve)) > 1e-9 * np.abs(curve).max()
    assert 0 < jumps.sum() < 50  # of 255


def test_the_short_formula_and_where_it_is_one_half():
    quote("09b", "The cosine is about **(1 + Lθ/(3π))⁻³**.")
    half, degrees = said("09b", "It is one half at Lθ ≈ {}: the reach of a plain He network is about {}° / L.")
    assert 3 * np.pi * (2 ** (1 / 3) - 1) == pytest.approx(half, abs=0.06)
    assert np.degrees(half) == pytest.approx(degrees, abs=3)
    for layers in (12, 24, 50):  # against the product of line 5
        angles = np.arccos(np.minimum(relu_likeness(np.cos(half / layers), layers)[:-1], 1))
        assert np.prod(1 - angles / np.pi) == pytest.approx(0.5, abs=0.03)


@pytest.mark.parametrize("angle", [0.05, 0.1, 0.3])
def test_how_angles_shrink(angle):
    quote("09b", "For small angles θₗ₊₁ ≈ θₗ − θₗ²/(3π)")
    after = np.arccos(relu_likeness(np.cos(angle), 1)[1])
    assert after == pytest.approx(angle - angle**2 / (3 * np.pi), rel=0.01)


def test_small_distances_grow_by_1_21_with_batch_normalization(digits):
    factor = said("09b", "With batch normalization small distances *grow*, by {} a layer")
    x, _, nearest = digits
    net = on_digits(digits, 24, norm="batch", seed=10)
    here, there = (net.forward(points).a for points in (x[:100], x[:100] + 1e-7 * (x[nearest] - x[:100])))
    apart = [np.linalg.norm(there[l] - here[l]) for l in (2, 24)]
    assert (apart[1] / apart[0]) ** (1 / 22) == pytest.approx(factor, abs=0.03)


def test_at_the_distance_of_digits(digits):
    quote("09b", "At the distance of digits all deep networks without shortcuts are shattered.")
    quote("09b", "The orthogonal start, which keeps lengths level, changes nothing")
    quote("09b", "One layer reaches beyond the neighbour, and so do shortcuts")
    orthogonal = {"initializer": "orthogonal", "scale": 2**0.5}
    for seed in (10, 11):
        for kind in ({}, orthogonal, {"norm": "batch"}):
            assert cosine_on_the_way(on_digits(digits, 24, seed=seed, **kind), digits) < 0.3
        for layers, kind in ((1, {}), (24, {"norm": "batch", "branch": 0.1}), (24, {"branch": 0.1})):
            assert cosine_on_the_way(on_digits(digits, layers, seed=seed, **kind), digits) > 0.55


def test_two_reaches_on_the_way_to_a_digit(digits):
    quote("09b", "Batch normalization's reach is under a hundredth of the way, He's about a fifth.")
    normed = [on_digits(digits, 24, norm="batch", seed=seed) for seed in range(10, 13)]
    plain = [on_digits(digits, 24, seed=seed) for seed in range(20, 27)]
    assert np.median([cosine_on_the_way(net, digits, 0.003) for net in normed]) > 0.5
    assert np.median([cosine_on_the_way(net, digits, 0.01) for net in normed]) < 0.5
    assert np.median([cosine_on_the_way(net, digits, 0.1) for net in plain]) > 0.5
    assert np.median([cosine_on_the_way(net, digits, 0.32) for net in plain]) < 0.5


@pytest.mark.parametrize("seed", range(3))
def test_what_a_step_for_one_digit_says_to_its_neighbour(digits, seed):
    quote("09b", "for two neighbours that show the same digit")
    plain, rescued = said("09b", "have a cosine of about {} in 24 He layers, and of about {} with batch normalization")
    x, y, nearest = digits
    same = y[nearest] == y[:100]
    for wanted, kind in ((plain, {}), (rescued, {"norm": "batch", "branch": 0.1})):
        net = on_digits(digits, 24, 10, seed=seed, **kind)
        trace = net.forward(x)  # as in use: each image by itself
        delta = net.backward(trace, y).delta[1]
        both = cosine(delta[:100], delta[nearest]) * cosine(x[:100], x[nearest])  # a gradient is delta times the image
        assert np.median(both[same]) == pytest.approx(wanted, abs=0.1)
