"""Holding one part of a network still: it stays, the rest moves, and only what is named shrinks."""

import numpy as np
import pytest

from helpers.engine import Network, train_holding


@pytest.fixture
def task():
    rng = np.random.default_rng(0)
    return rng.random((20, 5)), rng.integers(0, 3, 20)


def network():
    return Network([5, 4, 4, 3], rng=np.random.default_rng(1))


def test_what_is_held_stays_and_all_else_moves(task):
    net = train_holding(network(), *task, ["W3", "b1"], eta=0.5, steps=5).net
    same = {name: np.array_equal(net.parameters[name], network().parameters[name]) for name in net.parameters.shapes}
    assert {name for name, yes in same.items() if yes} == {"W3", "b1"}


def test_only_what_is_named_shrinks(task):
    names = list(network().parameters.shapes)
    free = train_holding(network(), *task, eta=1e-9, steps=10).net
    for shrunk in (["W2"], ["W1", "W3"]):
        net = train_holding(network(), *task, shrunk=shrunk, eta=1e-9, lmbda=1e9, steps=10).net
        for name in names:
            share = (1 - 1e-9 * 1e9 / 20) ** 10 if name in shrunk else 1
            assert net.parameters[name] == pytest.approx(share * free.parameters[name], rel=1e-5, abs=1e-8)


@pytest.mark.parametrize("names", [["W9"], ["weights"], [3]])
def test_a_block_that_is_none_is_refused(task, names):
    with pytest.raises(ValueError, match="is no block of Network"):
        train_holding(network(), *task, names, eta=0.1, steps=1)
