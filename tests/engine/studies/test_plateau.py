"""Around a plateau: the bottom of the output layer's bowl, and second derivatives beside a whole matrix of them."""

import numpy as np
import pytest

from helpers.engine import LastLayers, Network, best_output_layer


@pytest.fixture
def task():
    rng = np.random.default_rng(0)
    return rng.random((40, 5)), rng.integers(0, 3, 40)


@pytest.fixture
def net():
    return Network([5, 4, 4, 3], rng=np.random.default_rng(1))


def test_the_best_output_layer_is_a_place_without_slope_and_leaves_the_network_alone(net, task):
    before = net.flat.copy()
    cost, right = best_output_layer(net, *task)
    assert np.array_equal(net.flat, before) and 0 < cost < net.loss(*task) and 0 <= right <= 1
    a = net.forward(task[0]).a[2]
    copy = Network([4, 3], rng=np.random.default_rng(0))
    a = (a - a.mean(axis=0)) / a.std(axis=0)
    for _ in range(4000):
        copy.flat[:] -= 2.0 * copy.backward(copy.forward(a), task[1]).flat
    assert cost == pytest.approx(copy.loss(a, task[1]), abs=2e-3)


def test_bend_is_the_whole_matrix_of_second_derivatives_on_the_moves_that_are_allowed(net, task):
    last = LastLayers(net, *task)
    n = last.direction(np.random.default_rng(0)).size
    top, a = Network([4, 4, 3], rng=np.random.default_rng(0)), net.forward(task[0]).a[1]
    here = net.flat[-n:]

    def gradient(move):
        top.flat[:] = here + move
        return top.backward(top.forward(a), task[1]).flat.copy()

    H = np.array([(gradient(1e-4 * e) - gradient(-1e-4 * e)) / 2e-4 for e in np.eye(n)])
    v, w = (last.direction(np.random.default_rng(seed)) for seed in (1, 2))
    assert v @ last.bend(w) == pytest.approx(v @ H @ w, rel=1e-4, abs=1e-7)
    assert last.unit(last.bend(v)) @ v == pytest.approx(v @ H @ v / np.linalg.norm(last.bend(v)), rel=1e-3)


def test_a_move_leaves_what_is_said_to_the_average_image(net, task):
    last = LastLayers(net, *task)
    v, before = last.direction(np.random.default_rng(3)), net.flat.copy()
    moved, mean = last.pushed(v, 0.5), net.forward(task[0]).a[1].mean(axis=0)
    assert np.array_equal(net.flat, before) and np.linalg.norm(v) == pytest.approx(1)
    assert np.linalg.norm(moved.flat - net.flat) == pytest.approx(0.5)
    assert moved.W[2] @ mean == pytest.approx(net.W[2] @ mean) and not np.allclose(moved.W[2], net.W[2])
    assert last.costs(v, [0.0, 0.5]) == pytest.approx([net.loss(*task), moved.loss(*task)])
