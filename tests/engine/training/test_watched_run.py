"""A watched run trains as a Run does, and what it has seen is what was so."""

from copy import deepcopy

import numpy as np
import pytest

from helpers.engine import Network, Run, strides
from helpers.engine.training.watched_run import STRIDE_EVERY, WatchedRun
from tests.engine.kinds import KINDS, example

HOW = {"steps": 20, "every": 10, "eta": 0.5, "batch_size": 7}


def task(seed=0):
    rng = np.random.default_rng(seed)
    return Network([5, 4, 4, 3], rng=rng), rng.random((20, 5)), rng.integers(3, size=20)


def watched(net, x, y, **more):
    looks = {"seen": (x[:8], y[:8]), "new": (x[8:], y[8:])}
    return WatchedRun(net, x, y, **looks, **{**HOW, "rng": np.random.default_rng(1)} | more)


def test_it_trains_as_a_run_does_and_looks_at_both_kinds_of_images():
    net, x, y = task()
    plain = Run(deepcopy(net), x, y, **HOW, rng=np.random.default_rng(1)).upto(20)
    run = watched(net, x, y)
    for k, steps in enumerate((0, 10, 20)):
        run.upto(steps) if steps else run.advance(0, upto=0)
        assert (run.accuracy[k], run.seen_cost[k]) == (net.accuracy(x[:8], y[:8]), net.loss(x[:8], y[:8]))
        assert (run.new_accuracy[k], run.new_cost[k]) == (net.accuracy(x[8:], y[8:]), net.loss(x[8:], y[8:]))
    assert np.array_equal(net.flat, plain.model.flat) and np.array_equal(run.cost, plain.cost)


def test_its_strides_are_those_of_strides():
    net, x, y = task()
    every = np.array(list(strides(deepcopy(net), x, y, eta=0.5, batch_size=7, rng=np.random.default_rng(1), steps=20)))
    assert watched(net, x, y).upto(20).strides == pytest.approx(every[STRIDE_EVERY - 1 :: STRIDE_EVERY])


def test_a_run_that_diverges_has_nan_where_it_did_not_come():
    net, x, y = task()
    net.W[3][:] = 1e308
    run = watched(net, x, y).upto(20)
    assert run.state == "diverged" and run.taken == 1
    assert np.isnan(run.new_accuracy[1:]).all() and np.isnan(run.seen_cost[1:]).all() and np.isnan(run.strides).all()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_model_is_watched(kind):
    model, x, y = example(kind)
    looks = {"seen": (x[:3], y[:3]), "new": (x[3:], y[3:])}
    run = WatchedRun(model, x, y, steps=10, every=5, eta=0.1, **looks).upto(10)
    assert (run.accuracy[2], run.seen_cost[2]) == (model.accuracy(x[:3], y[:3]), model.loss(x[:3], y[:3]))
    assert (run.new_accuracy[2], run.new_cost[2]) == (model.accuracy(x[3:], y[3:]), model.loss(x[3:], y[3:]))
    assert np.isfinite(run.strides).all()
