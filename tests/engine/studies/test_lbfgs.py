"""L-BFGS reaches a minimum, from where it starts, within its passes."""

import numpy as np
import pytest

from helpers.engine import Network, train, train_lbfgs


def ravine_task():
    """Features with a mean that is a hundred times as large as what differs, and labels that can be read from them."""
    rng = np.random.default_rng(0)
    signal = rng.standard_normal((120, 3))
    return 5 + 0.05 * signal, signal.argmax(axis=1)


def reader():
    return Network([3, 3], cost="softmax", rng=np.random.default_rng(1))


def test_it_reads_what_gradient_descent_with_as_many_passes_does_not():
    x, y = ravine_task()
    quick, plain = reader(), reader()
    ended = train_lbfgs(quick, x, y, passes=60)
    train(plain, x, y, eta=0.05, steps=60).finish()
    assert ended.cost == pytest.approx(quick.loss(x, y)) and ended.passes <= 60 + 20  # a step is ended
    assert quick.accuracy(x, y) > 0.95 > 0.7 > plain.accuracy(x, y)


def test_at_its_minimum_the_gradient_is_gone():
    rng = np.random.default_rng(2)
    x, y, net = rng.standard_normal((60, 3)), rng.integers(3, size=60), reader()
    train_lbfgs(net, x, y, passes=200)
    assert np.abs(net.backward(net.forward(x), y).parameters.flat).max() < 1e-5


def test_batch_normalization_and_bad_arguments_are_refused():
    x, y = ravine_task()
    with pytest.raises(ValueError, match="depends on a memory"):
        train_lbfgs(Network([3, 4, 3], norm="batch", rng=np.random.default_rng(0)), x, y, passes=3)
    with pytest.raises(ValueError, match="passes must be a whole number"):
        train_lbfgs(reader(), x, y, passes=0)


def test_where_every_label_can_be_had_for_certain_it_ends_with_a_number():
    """The cost has no minimum then: it falls towards 0 until its derivatives are too small to be told from 0."""
    net = Network([3, 3], rng=np.random.default_rng(1))
    net.flat[:] = 0
    ended = train_lbfgs(net, np.eye(3), np.arange(3), passes=1000)
    assert 0 <= ended.cost < 1e-9 and np.isfinite(net.flat).all()
