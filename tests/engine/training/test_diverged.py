"""A network whose numbers are gone says so: its accuracy, the step, the training, the history."""

from itertools import pairwise

import numpy as np
import pytest

from helpers.engine import Network, layer_speeds, record, strides, train


def example(**settings):
    rng = np.random.default_rng(0)
    return Network([5, 4, 3], rng=rng, **settings), rng.random((20, 5)), rng.integers(3, size=20)


@pytest.mark.parametrize("outputs", [1, 3])
@pytest.mark.parametrize("number", [np.nan, np.inf])
def test_a_network_without_numbers_has_no_accuracy(number, outputs):
    net = Network([5, 4, outputs], rng=np.random.default_rng(0))
    x, y = np.ones((6, 5)), np.array([0, 1, 0, 1, 0, 1])
    net.W[2][:] = np.nan
    assert np.isnan(net.accuracy(x, y)) and np.isnan(net.loss(x, y))
    net.W[2][:], net.b[2][:] = 0, number
    assert np.isnan(net.accuracy(x, y)) == np.isnan(number)  # the sigmoid of infinity is 1, and that is an answer


def test_where_only_one_image_goes_wrong_there_is_no_accuracy_either():
    net, x, y = example(activation="linear", cost="softmax", dtype=np.float16)
    net.W[1][:], net.W[2][:] = 1e3, [[1e3], [-1e3], [1e3]]
    x[:] = 0
    assert np.isfinite(net.accuracy(x, y))
    x[3] = 60
    assert np.isnan(net.answers(x)[3]).any() and np.isnan(net.accuracy(x, y))


def diverging():
    net, x, y = example(activation="linear", cost="softmax")
    return net, x, y, train(net, x, y, eta=1e200, steps=1000)


def test_the_last_step_names_the_state_and_the_training_ends_there():
    net, x, y, training = diverging()
    steps = list(training)
    assert len(steps) < 10 and [step.state for step in steps] == [*[""] * (len(steps) - 1), "diverged"]
    assert repr(steps[-1]).endswith(", diverged)") and "diverged" not in repr(steps[0])
    assert training.state == "diverged" and training.over and training.taken == len(steps)
    assert repr(training).endswith(f"{len(steps)} of 1,000 steps taken, then it diverged>")
    assert np.isnan(net.accuracy(x, y)) and not np.isfinite(steps[-1].cost)
    with pytest.raises(
        ValueError, match=r"over: \d of 1,000 steps taken, then it diverged. To go on, call train again"
    ):
        iter(training)


def test_no_step_is_taken_from_outputs_that_are_no_numbers():
    net, *_, training = diverging()
    flats = [net.flat.copy(), *(net.flat.copy() for _ in training)]
    moved = [not np.array_equal(*pair, equal_nan=True) for pair in pairwise(flats)]
    assert moved == [*[True] * (len(moved) - 1), False]


def test_a_network_that_is_gone_before_the_first_step():
    net, x, y = example()
    net.b[1][:] = np.nan
    training = train(net, x, y, eta=0.1, steps=5)
    assert training.finish().state == "diverged" and training.taken == 1
    assert np.isnan(next(strides(net, x, y, eta=0.1, steps=5))).all()
    assert np.isnan(layer_speeds(net, x, y)["delta"]).all()


def test_a_history_stops_where_the_training_does():
    net, x, y = example(activation="linear", cost="softmax")
    history = record(net, x, y, steps=50, every=5, eta=1e200)
    assert history.state == "diverged" and history.taken < 10
    assert np.isnan(history.cost[history.taken :]).all() and np.isfinite(history.cost[0])


@pytest.mark.parametrize("dtype", [np.float16, np.float32])
def test_infinite_weights_are_a_state_not_a_warning(dtype):
    net, x, y = example(activation="relu", cost="softmax", dtype=dtype)
    assert train(net, 1e3 * x, y, eta=1e30 if dtype == np.float32 else 1e4, steps=50).finish().state == "diverged"


# What a training says of itself


def test_a_training_that_nobody_asked_says_that_it_waits():
    net, x, y = example()
    training = train(net, x, y, eta=0.1, steps=1200)
    assert repr(training) == (
        "<Training of Network([5, 4, 3], sigmoid, nielsen, cross-entropy): 0 of 1,200 steps taken; "
        "it trains only as it is asked: for step in …, or .finish()>"
    )
    next(training)
    assert "1 of 1,200 steps taken; it trains" in repr(training)


@pytest.mark.parametrize("end", [list, lambda training: training.finish()], ids=["list", "finish"])
def test_an_exhausted_training_says_so(end):
    net, x, y = example()
    training = train(net, x, y, eta=0.1, epochs=3, batch_size=7, rng=np.random.default_rng(0))
    end(training)
    assert repr(training).endswith("9 of 9 steps taken>") and training.state == "" and training.last.step == 9
    for again in (list, sum, iter, lambda t: [step for step in t]):
        with pytest.raises(ValueError, match=r"this training is over: 9 of 9 steps taken\. To go on, call train again"):
            again(training)
    assert training.finish().step == 9  # nothing is left to take, and nothing goes wrong


def test_a_step_that_is_kept_knows_its_cost_later():
    net, x, y = example()
    rng = np.random.default_rng(3)
    kept = list(train(net, x, y, eta=0.5, epochs=4, batch_size=7, rng=rng))  # the last batch of an epoch is smaller
    twin, *_ = example()
    costs = [step.cost for step in train(twin, x, y, eta=0.5, epochs=4, batch_size=7, rng=np.random.default_rng(3))]
    assert [step.cost for step in kept] == costs and len(set(costs)) == 12
    assert [step.cost for step in kept] == costs  # and again


def test_a_second_training_begins_with_an_empty_memory():
    """Two times five steps of Adam are not ten: the docstring of train says so."""
    (net, x, y), (whole, *_) = example(), example()
    for _ in range(2):
        train(net, x, y, eta=0.01, steps=5, optimizer="adam").finish()
    train(whole, x, y, eta=0.01, steps=10, optimizer="adam").finish()
    assert not np.allclose(net.flat, whole.flat)
    assert "its memory begins empty with each call" in train.__doc__
