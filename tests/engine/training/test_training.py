"""Training: a step is taken when it is asked for, and is the step the formula says."""

import numpy as np
import pytest

from helpers.engine import Network, load_mnist, train


def task(cls=Network, **settings):
    """A small network, 20 images, whose first number is their place in the row, and their labels."""
    rng = np.random.default_rng(0)
    x = rng.random((20, 5))
    x[:, 0] = np.arange(20)
    return cls([5, 4, 3], rng=rng, **settings), x, rng.integers(3, size=20)


class Recorder(Network):
    """Notes which images came in each batch."""

    def run(self, x, training=False, into=None):
        self.seen = [*getattr(self, "seen", []), x[:, 0].astype(int).tolist()]
        return super().run(x, training, into)


def run(net, x, y, **settings):
    return list(train(net, x, y, **settings))


def rng(seed=0):
    return np.random.default_rng(seed)


# A generator


def test_nothing_happens_until_a_step_is_asked_for_and_then_one_step_happens():
    net, x, y = task()
    start, gradient = net.flat.copy(), net.backward(net.forward(x), y).flat
    steps = train(net, x, y, eta=0.1, epochs=3)
    assert steps.taken == 0
    assert np.array_equal(net.flat, start)
    next(steps)
    assert np.array_equal(net.flat, start - 0.1 * gradient)


def test_steps_and_epochs_are_counted_from_1():
    steps = run(*task(), eta=0.1, epochs=2, batch_size=8, rng=rng())
    assert [(s.step, s.epoch) for s in steps] == [(1, 1), (2, 1), (3, 1), (4, 2), (5, 2), (6, 2)]


def test_a_stopped_training_can_be_carried_on():
    net, x, y = task()
    run(net, x, y, eta=0.1, epochs=3)
    run(net, x, y, eta=0.1, epochs=2)
    whole, x, y = task()
    run(whole, x, y, eta=0.1, epochs=5)
    assert np.array_equal(net.flat, whole.flat)


def test_a_training_that_was_stopped_in_the_middle_of_a_step_says_so_instead_of_seeming_to_be_done():
    def interrupted_at_the_third(*seen):
        if training.taken == 2:
            raise KeyboardInterrupt

    training = train(*task(), eta=0.1, steps=5, observe=interrupted_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        training.finish()
    for go_on in (training.finish, lambda: list(training), lambda: next(training)):
        with pytest.raises(ValueError, match=r"middle of a step.*2 of 5 steps taken\. Make the network"):
            go_on()


def test_a_training_that_is_over_ends_a_loop_as_before():
    training = train(*task(), eta=0.1, steps=2)
    assert len(list(training)) == 2
    with pytest.raises(StopIteration):
        next(training)


# The step


def test_cost_is_that_of_the_batch_before_the_step():
    net, x, y = task(Recorder)
    before = net.flat.copy()
    for step in train(net, x, y, eta=0.5, epochs=2, batch_size=7, rng=rng()):
        after, batch = net.flat.copy(), net.seen[-1]
        net.flat[:] = before
        assert step.cost == net.loss(x[batch], y[batch])
        net.flat[:] = before = after


def test_a_small_step_lowers_the_cost_by_eta_times_the_squared_gradient():
    net, x, y = task()
    gradient, eta = net.backward(net.forward(x), y).flat, 1e-6
    first, second = run(net, x, y, eta=eta, epochs=2)
    # the next term of the series is smaller by eta times a curvature of about 30: 3e-5
    assert (first.cost - second.cost) / eta == pytest.approx(gradient @ gradient, rel=1e-3)


def test_regularization_multiplies_the_weights_and_leaves_the_biases():
    plain, x, y = task()
    start = [None] + [W.copy() for W in plain.W[1:]]
    run(plain, x, y, eta=0.5, epochs=1)
    shrunk, x, y = task()
    run(shrunk, x, y, eta=0.5, epochs=1, lmbda=4.0)
    for l in (1, 2):
        factor = 1 - 0.5 * 4.0 / 20
        assert np.allclose(shrunk.W[l], factor * start[l] + (plain.W[l] - start[l]), rtol=1e-14, atol=1e-15)
        assert np.array_equal(shrunk.b[l], plain.b[l])


def test_regularization_counts_all_images_not_those_of_the_batch():
    net, x, y = task()
    twin, *_ = task()
    next(train(net, x, y, eta=0.5, epochs=1, batch_size=5, rng=rng()))
    next(train(twin, x, y, eta=0.5, epochs=1, batch_size=5, rng=rng(), lmbda=4.0))
    start, *_ = task()
    assert np.allclose(net.W[1] - twin.W[1], 0.5 * 4.0 / 20 * start.W[1], rtol=1e-10, atol=1e-15)


@pytest.mark.parametrize("dtype", [np.float16, np.float32])
def test_float_type_is_kept(dtype):
    net, x, y = task(dtype=dtype)
    run(net, x / 20, y, eta=0.1, epochs=2, batch_size=7, lmbda=1.0, rng=rng())
    assert net.W[1].dtype == net.flat.dtype == dtype
    assert np.isfinite(net.flat).all()


# Batches


@pytest.mark.parametrize("batch_size", [1, 7, 10, 20])
def test_each_epoch_shows_every_image_once_in_batches_of_the_size(batch_size):
    net, x, y = task(Recorder)
    per_epoch = len(run(net, x, y, eta=0.1, epochs=3, batch_size=batch_size, rng=rng())) // 3
    epochs = [net.seen[i : i + per_epoch] for i in range(0, 3 * per_epoch, per_epoch)]
    for batches in epochs:
        assert sorted(i for batch in batches for i in batch) == list(range(20))
        assert {len(batch) for batch in batches[:-1]} <= {batch_size}
        assert len(batches[-1]) == (20 % batch_size or batch_size)
    assert epochs[0] != epochs[1] != epochs[2]


@pytest.mark.parametrize("batch_size", [20, 1000])
def test_a_batch_of_all_images_is_the_full_batch(batch_size):
    net, x, y = task()
    run(net, x, y, eta=0.5, epochs=10)
    shuffled, x, y = task()
    run(shuffled, x, y, eta=0.5, epochs=10, batch_size=batch_size, rng=rng())
    assert np.allclose(net.flat, shuffled.flat, rtol=1e-11, atol=1e-13)  # another order of the sums, no more


def test_same_seed_same_training_other_seed_other_training():
    nets = []
    for seed in (0, 0, 1):
        net, x, y = task()
        run(net, x, y, eta=0.5, epochs=3, batch_size=7, rng=rng(seed))
        nets.append(net.flat)
    assert np.array_equal(nets[0], nets[1])
    assert not np.allclose(nets[0], nets[2])


# Bad arguments, answered before the first step is asked for


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        *[({"eta": bad}, "eta must be a number above zero") for bad in (0, -0.1, np.nan, np.inf, "0.1", None)],
        *[({"epochs": bad}, "epochs must be a whole number above zero") for bad in (0, -1, 1.5, True, None)],
        *[({"batch_size": bad}, "batch_size must be a whole number above zero") for bad in (0, -1, 2.5, "10")],
        *[({"lmbda": bad}, "lmbda must be zero or a number above it") for bad in (-1, np.nan, np.inf, None)],
        *[({"rng": bad}, "rng must be a random generator") for bad in (None, 0, np.random)],
        ({"lmbda": 200.0}, "lmbda = 200 is too strong"),
        ({"x": np.zeros((20, 4))}, "must have 5 numbers"),
        ({"x": np.full((20, 5), np.nan)}, "image 0 holds a NaN"),
        ({"y": np.zeros(19, int)}, "one label per image"),
        ({"y": np.full(20, 3)}, "between 0 and 2, got 3"),
    ],
)
def test_bad_arguments(wrong, words):
    net, x, y = task()
    start = net.flat.copy()
    good = {"x": x, "y": y, "eta": 0.1, "epochs": 1, "batch_size": 10, "rng": rng()}
    with pytest.raises(ValueError, match=words):
        train(net, **(good | wrong))
    assert np.array_equal(net.flat, start)


def test_a_full_batch_needs_no_chance():
    assert len(run(*task(), eta=0.1, epochs=2)) == 2


# Digits


def test_three_epochs_read_more_than_85_percent_of_new_digits():
    data = load_mnist()
    net = Network([784, 30, 10], rng=rng())
    steps = run(net, data.train.x, data.train.y, eta=0.5, epochs=3, batch_size=10, rng=rng(1))
    assert len(steps) == 1200
    assert net.accuracy(data.test.x, data.test.y) > 0.85
