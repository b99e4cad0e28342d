"""A remembered training is the training; distances are lengths of differences; float32 is close to float64."""

from copy import deepcopy

import numpy as np
import pytest

from helpers.engine import (
    SPEED_METRICS,
    Network,
    Run,
    layer_speeds,
    learned,
    record,
    side_by_side,
    train,
    travelled,
)
from helpers.engine.measures.speeds import speeds_at

SIZES = [5, 4, 4, 3]


def task(seed=0, **settings):
    rng = np.random.default_rng(seed)
    return Network(SIZES, rng=rng, **settings), rng.random((20, 5)), rng.integers(3, size=20)


def test_history_trains_as_train_does_and_keeps_speeds_and_cost_from_before_each_step():
    net, x, y = task()
    twin = deepcopy(net)
    history = record(net, x, y, steps=7, eta=0.5, lmbda=1.0)
    for i, step in enumerate(train(deepcopy(twin), x, y, eta=0.5, epochs=7, lmbda=1.0)):
        assert history.cost[i] == step.cost == twin.loss(x, y)
        for metric, speeds in layer_speeds(twin, x, y).items():
            assert np.array_equal(history.speeds[metric][i], speeds)
        next(train(twin, x, y, eta=0.5, epochs=1, lmbda=1.0))
    assert np.array_equal(net.flat, twin.flat)
    assert set(history.speeds) == set(SPEED_METRICS)


def test_going_on_in_pieces_is_going_in_one():
    whole = record(*task(), steps=25, every=5, eta=0.5, batch_size=7, rng=np.random.default_rng(1))
    pieces = Run(*task(), steps=25, every=5, eta=0.5, batch_size=7, rng=np.random.default_rng(1))
    for steps in (1, 3, 3, 17, 2, 25):
        pieces.upto(steps)
    assert np.array_equal(whole.model.flat, pieces.model.flat)
    for name in ("cost", "accuracy", "distance", "by_gradient"):
        assert np.array_equal(getattr(whole, name), getattr(pieces, name))


def test_steps_not_taken_are_nan_and_never_more_than_asked_for_are_taken():
    history = Run(*task(), steps=20, every=5, eta=0.5).upto(12)
    assert history.taken == 12
    assert np.isfinite(history.cost[:12]).all() and np.isnan(history.cost[12:]).all()
    assert np.isfinite(history.accuracy[:3]).all() and np.isnan(history.accuracy[3:]).all()
    assert history.upto(99).taken == 20


def test_advancing_takes_whole_steps_until_the_time_is_used():
    run, more = Run(*task(), steps=20, every=5, eta=0.5), True
    assert run.advance(0.0) and run.taken == 1  # at least one
    assert run.advance(0.0, upto=3) and run.taken == 2
    assert not run.advance(1e6, upto=3) and run.taken == 3
    assert not run.advance(1e6, upto=2) and run.taken == 3
    turns = 0
    while more:
        more, turns = run.advance(0.0), turns + 1
    assert (run.taken, turns) == (20, 17)
    assert np.array_equal(run.model.flat, record(*task(), steps=20, eta=0.5).model.flat)


def test_a_training_that_diverges_ends_early_and_says_so():
    run = record(*task(activation="linear", initializer="he"), steps=200, every=5, eta=1e6)
    assert run.state == "diverged" and 0 < run.taken < 200
    assert np.isfinite(run.cost[: run.taken - 1]).all() and not np.isfinite(run.cost[run.taken - 1 :]).any()
    assert np.isnan(run.speeds["delta"][run.taken :]).all()
    assert not run.advance(1e6) and run.upto(200).taken == run.taken
    assert run.snapshot().state == "diverged" and run.snapshot(upto=1).state == ""


def test_a_snapshot_holds_what_was_seen_so_far_and_stays_as_it_is():
    run = Run(*task(), steps=20, every=5, eta=0.5).upto(7)
    seen = run.snapshot()
    assert seen.taken == 7 and seen.cost.shape == (7,) and seen.speeds["delta"].shape == (7, 2)
    assert list(seen.measured_at) == [0, 5] and seen.accuracy.shape == (2,) and seen.distance.shape == (2, 3)
    before, cost = seen.cost.copy(), run.cost
    run.upto(20)
    cost[:] = 0
    assert np.array_equal(seen.cost, before)
    assert [len(run.snapshot(upto=3).cost), list(run.snapshot(upto=3).measured_at)] == [3, [0]]


def test_the_settings_can_be_read_back():
    net, x, y = task(activation="tanh")
    run = Run(net, x, y, steps=9, eta=0.25, lmbda=2.0, batch_size=7, rng=np.random.default_rng(1), optimizer="adam")
    text = run.settings_text()
    assert text == "sizes=5-4-4-3 activation=tanh steps=9 lmbda=2 eta=0.25 batch_size=7 optimizer=adam"
    told = dict(pair.split("=") for pair in text.split())
    again = Run(
        Network([int(n) for n in told["sizes"].split("-")], told["activation"], rng=np.random.default_rng(0)),
        x, y, steps=int(told["steps"]), eta=float(told["eta"]), lmbda=float(told["lmbda"]),
        batch_size=int(told["batch_size"]), optimizer=told["optimizer"], rng=np.random.default_rng(1),
    )  # fmt: skip
    assert np.array_equal(again.upto(9).cost, run.upto(9).cost)


def test_accuracy_and_distances_are_those_of_the_network():
    net, x, y = task()
    start = deepcopy(net)
    history = record(net, x, y, steps=10, every=5, eta=0.5, lmbda=2.0)
    assert history.accuracy[-1] == net.accuracy(x, y)
    assert history.distance[0] == pytest.approx([0, 0, 0], abs=0)
    shrink = (1 - 0.5 * 2.0 / 20) ** 10
    for l in (1, 2, 3):
        way = np.append(net.W[l] - start.W[l], net.b[l] - start.b[l])
        own = np.append(net.W[l] - shrink * start.W[l], net.b[l] - start.b[l])
        assert history.distance[-1, l - 1] == travelled(net, start)[l - 1] == pytest.approx(np.linalg.norm(way))
        assert (
            history.by_gradient[-1, l - 1] == learned(net, start, shrink)[l - 1] == pytest.approx(np.linalg.norm(own))
        )


def test_the_gradient_s_part_of_the_way_is_the_sum_of_its_shrunk_steps():
    """W_t = s^t W_0 - eta sum over steps of s^(t - step) dW: an account kept by hand."""
    net, x, y = task()
    walker, steps, eta, lmbda = deepcopy(net), 6, 0.5, 2.0
    shrink, account = 1 - eta * lmbda / len(x), 0.0
    for _ in range(steps):
        account = shrink * account - eta * walker.backward(walker.forward(x), y).dW[1]
        next(train(walker, x, y, eta=eta, epochs=1, lmbda=lmbda))
    assert walker.W[1] == pytest.approx(shrink**steps * net.W[1] + account, rel=1e-12)


def test_a_training_without_gradient_travels_by_shrinking_alone():
    net = task()[0]
    start = deepcopy(net)
    for W in net.W[1:]:
        W *= 0.9
    assert travelled(net, start) == pytest.approx([0.1 * np.linalg.norm(W) for W in start.W[1:]])
    assert learned(net, start, 0.9) == pytest.approx([0, 0, 0], abs=1e-15)


def test_the_published_step_rule():
    """W -> (1 - eta lambda / n) W - eta dW, b -> b - eta db, with n = 20, eta = 0.1, lambda = 5."""
    net, x, y = task()
    start, gradient = deepcopy(net), net.backward(net.forward(x), y)
    record(net, x, y, steps=1, eta=0.1, lmbda=5.0)
    for l in (1, 2, 3):
        assert net.W[l] == pytest.approx((1 - 0.1 * 5 / 20) * start.W[l] - 0.1 * gradient.dW[l], rel=1e-14)
        assert np.array_equal(net.b[l], start.b[l] - 0.1 * gradient.db[l])


def test_float32_stays_close_to_float64_for_50_steps_of_the_published_experiment(first_1000):
    x, y = first_1000
    runs = []
    for dtype in (np.float32, np.float64):
        net = Network([784, 30, 30, 30, 30, 10], rng=np.random.default_rng(0), dtype=dtype)
        runs.append(record(net, x, y, steps=50, eta=0.1, lmbda=5.0))
    assert runs[0].model.flat.dtype == np.float32
    for metric in SPEED_METRICS:
        assert runs[0].speeds[metric] == pytest.approx(runs[1].speeds[metric], rel=1e-3)
    assert runs[0].cost == pytest.approx(runs[1].cost, rel=1e-5)


def test_a_run_that_was_stopped_in_the_middle_of_a_step_says_so_and_refuses_to_go_on(monkeypatch):
    def interrupted_at_the_sixth(*seen):
        if run.taken == 5:
            raise KeyboardInterrupt
        return speeds_at(*seen)

    monkeypatch.setattr("helpers.engine.training.run.speeds_at", interrupted_at_the_sixth)
    run = Run(*task(), steps=20, eta=0.1)
    assert not run.upto(5).broken
    with pytest.raises(KeyboardInterrupt):
        run.upto(10)
    assert run.broken and run.taken == 5
    with pytest.raises(ValueError, match="begin it anew"):
        run.upto(10)


@pytest.mark.parametrize(
    ("wrong", "words"), [({"steps": 0}, "steps must be"), ({"every": 0}, "every must be"), ({"eta": -1}, "eta must be")]
)
def test_bad_arguments(wrong, words):
    with pytest.raises(ValueError, match=words):
        Run(*task(), **({"steps": 5, "eta": 0.1} | wrong))


def test_other_sizes_cannot_be_compared():
    with pytest.raises(ValueError, match="the same sizes"):
        travelled(task()[0], Network([5, 3, 3], rng=np.random.default_rng(0)))


def test_side_by_side_answers_in_order():
    assert side_by_side(lambda n: n * n, range(7)) == [n * n for n in range(7)]


def test_side_by_side_hands_on_what_went_wrong():
    with pytest.raises(ZeroDivisionError):
        side_by_side(lambda n: 1 / n, [1, 0])
