"""Networks side by side learn what each would learn alone, whatever their cost and activation."""

import numpy as np
import pytest

from helpers.engine import ACTIVATIONS, COSTS, Network, train, train_crowd

SIZES = [7, 6, 5, 3]


def task(seed=0):
    rng = np.random.default_rng(seed)
    return rng.random((23, 7)), rng.integers(3, size=23)


def random_net(seed, *names, sizes=SIZES, **settings):
    return Network(sizes, *names, rng=np.random.default_rng(seed), **settings)


def rngs(n):
    return [np.random.default_rng(100 + i) for i in range(n)]


def crowd(nets, x, y, **settings):
    list(train_crowd(nets, x, y, **{"eta": 0.3, "epochs": 2, "batch_size": 5, "rngs": rngs(len(nets))} | settings))
    return nets


def alone(nets, x, y):
    for net, rng in zip(nets, rngs(len(nets)), strict=True):
        train(net, x, y, eta=0.3, epochs=2, batch_size=5, rng=rng).finish()
    return nets


@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_crowd_learns_what_each_would_learn_alone(activation, cost):
    x, y = task()
    ours, theirs = ([random_net(i, activation, "he", cost) for i in range(3)] for _ in range(2))
    for one, other in zip(crowd(ours, x, y), alone(theirs, x, y), strict=True):
        assert np.isfinite(one.flat).all()
        assert one.flat == pytest.approx(other.flat, rel=1e-10, abs=1e-12)
        assert one.accuracy(x, y) == other.accuracy(x, y)


@pytest.mark.parametrize("sizes", [[7, 3], [7, 4, 1]])
def test_without_hidden_layers_and_with_one_output(sizes):
    x, y = task()
    y = y if sizes[-1] > 1 else y % 2
    ours, theirs = ([random_net(i, sizes=sizes) for i in range(2)] for _ in range(2))
    for one, other in zip(crowd(ours, x, y), alone(theirs, x, y), strict=True):
        assert one.flat == pytest.approx(other.flat, rel=1e-10)


def test_each_network_of_a_crowd_may_have_images_of_its_own():
    views, y = [task(1)[0], task(2)[0]], task()[1]
    ours = crowd([random_net(0) for _ in views], views, y)
    for net, x, rng in zip(ours, views, rngs(2), strict=True):
        other = random_net(0)
        train(other, x, y, eta=0.3, epochs=2, batch_size=5, rng=rng).finish()
        assert net.flat == pytest.approx(other.flat, rel=1e-10)


@pytest.mark.parametrize(
    ("nets", "words"),
    [
        ([], "at least one network"),
        ([random_net(0), random_net(0, "tanh")], "all of the same sizes"),
        ([random_net(0, norm="layer")], "train each of the others by itself"),
        ([random_net(0, norm="batch")], "without shortcuts and normalization, and cannot stack Network"),
        ([random_net(0, sizes=[7, 5, 5, 3], branch=1.0)], "without shortcuts and normalization"),
        ("nets", "nets must list the networks, got 'nets'"),
        (random_net(0), "nets must list the networks"),
    ],
)
def test_networks_that_cannot_be_stacked_are_refused_before_the_first_step(nets, words):
    with pytest.raises(ValueError, match=words):
        train_crowd(
            nets, *task(), eta=0.5, epochs=1, batch_size=10, rngs=rngs(len(nets) if isinstance(nets, list) else 1)
        )


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"rngs": rngs(2)}, "a generator of its own: 1 networks, 2 rngs"),
        ({"rngs": np.random.default_rng(0)}, "rngs must list a random generator for each"),
        ({"x": [task()[0]] * 2}, "as many as networks"),
        ({"x": 5}, "one row per image"),
    ],
)
def test_lists_have_one_entry_a_network(settings, words):
    x, y = task()
    with pytest.raises(ValueError, match=words):
        train_crowd([random_net(0)], **{"x": x, "y": y, "eta": 0.5, "epochs": 1, "batch_size": 9, "rngs": rngs(1)} | settings)  # fmt: skip
