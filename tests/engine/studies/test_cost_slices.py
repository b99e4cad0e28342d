"""Slices through the cost: the ends are the networks, the slope is the gradient, the controls go equally far."""

from copy import deepcopy

import numpy as np
import pytest

from helpers.engine import Network, blend, cost_along, random_end, slope_along

SIZES = [6, 5, 4, 3]
LAYERS = [[1], [2], [3], [1, 3], [1, 2, 3]]


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture
def task(rng):
    """Two networks, a third that holds the other layers, images, labels."""
    start, end, held = (Network(SIZES, rng=rng, activation="tanh") for _ in range(3))
    return start, end, held, rng.random((8, 6)), rng.integers(3, size=8)


def at(start, end, held, layers, t):
    """The network at place t, layer by layer."""
    net = deepcopy(held)
    for l in layers:
        net.W[l][:] = (1 - t) * start.W[l] + t * end.W[l]
        net.b[l][:] = (1 - t) * start.b[l] + t * end.b[l]
    return net


@pytest.mark.parametrize("layers", LAYERS)
def test_the_cost_along_the_line_is_the_loss_of_the_network_there(task, layers):
    start, end, held, x, y = task
    t = np.array([0, 0.3, 1.0, 1.4])
    losses = [at(start, end, held, layers, place).loss(x, y) for place in t]
    assert cost_along(start, end, layers, x, y, t, held) == pytest.approx(losses, rel=1e-13)


def test_without_others_the_line_leads_from_start_to_end(task):
    start, end, _, x, y = task
    assert cost_along(start, end, [1, 2, 3], x, y, [0, 1]) == pytest.approx(
        [start.loss(x, y), end.loss(x, y)], rel=1e-13
    )


@pytest.mark.parametrize("layers", LAYERS)
def test_the_slope_at_the_start_is_the_slope_of_the_curve(task, layers):
    start, end, held, x, y = task
    h = 1e-5
    down, up = cost_along(start, end, layers, x, y, [-h, h], held)
    assert slope_along(start, end, layers, x, y, held) == pytest.approx((up - down) / (2 * h), rel=1e-7)


def test_the_slope_of_the_whole_is_the_gradient_along_the_way(task):
    start, end, _, x, y = task
    gradient = start.backward(start.forward(x), y).flat
    assert slope_along(start, end, [1, 2, 3], x, y) == pytest.approx(gradient @ (end.flat - start.flat), rel=1e-12)


def test_no_network_is_changed(task, rng):
    start, end, held, x, y = task
    before = [net.flat.copy() for net in (start, end, held)]
    cost_along(start, end, [1, 2], x, y, [0, 0.5], held)
    slope_along(start, end, [1, 2], x, y, held)
    random_end(start, end, [1, 2], rng)
    blend(start, end, 0.5)
    for net, flat in zip((start, end, held), before, strict=True):
        assert np.array_equal(net.flat, flat)


@pytest.mark.parametrize("layers", LAYERS)
def test_a_control_is_as_far_away_in_its_layers_and_nowhere_else(task, layers, rng):
    start, end, *_ = task
    control = random_end(start, end, layers, rng)
    for l in (1, 2, 3):
        way, control_way = (np.append(net.W[l] - start.W[l], net.b[l] - start.b[l]) for net in (end, control))
        assert np.linalg.norm(control_way) == pytest.approx(np.linalg.norm(way) if l in layers else 0, rel=1e-12)
        if l in layers:
            assert abs(control_way @ way) < 0.95 * (way @ way)


def test_controls_differ_and_follow_their_generator(task):
    start, end, *_ = task
    one, same, other = (random_end(start, end, [1], np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert np.array_equal(one.flat, same.flat)
    assert not np.array_equal(one.flat, other.flat)


def test_blend_goes_from_one_network_to_the_other(task):
    start, end, *_ = task
    assert np.array_equal(blend(start, end, 0).flat, start.flat)
    assert np.array_equal(blend(start, end, 1).flat, end.flat)
    assert blend(start, end, 0.25).W[2] == pytest.approx(0.75 * start.W[2] + 0.25 * end.W[2])


def test_the_shape_of_t_is_kept(task):
    start, end, _, x, y = task
    assert cost_along(start, end, [1], x, y, 0.5).shape == ()
    assert cost_along(start, end, [1], x, y, np.zeros((2, 3))).shape == (2, 3)


@pytest.mark.parametrize("layers", [[], [0], [4], [1, 7]])
def test_unknown_layers(task, layers):
    start, end, _, x, y = task
    with pytest.raises(ValueError, match="layers must name some of the layers 1 to 3"):
        cost_along(start, end, layers, x, y, [0])


def test_networks_of_other_sizes(task, rng):
    start, _, _, x, y = task
    other = Network([6, 4, 3], rng=rng)
    for wrong in ((start, other), (other, start)):
        with pytest.raises(ValueError, match="the same sizes"):
            cost_along(*wrong, [1], x, y, [0])
    with pytest.raises(ValueError, match="the same sizes"):
        slope_along(start, start, [1], x, y, held=other)
