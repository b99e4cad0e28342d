"""The network: how it counts its layers, and that it computes what a loop over neurons computes."""

import copy
import math

import numpy as np
import pytest

from helpers.engine import ACTIVATIONS, COSTS, Network, train

SIZES = [4, 3, 5, 2]


def small(sizes=SIZES, seed=0, **settings):
    return Network(sizes, rng=np.random.default_rng(seed), **settings)


def images(n=6, width=4, seed=1):
    return np.random.default_rng(seed).random((n, width))


# Layers


def test_layers_are_counted_from_the_image():
    net = small()
    trace = net.forward(images())
    gradient = net.backward(trace, np.zeros(6, int))
    for per_layer in (net.W, net.b, trace.z, gradient.delta, gradient.dW, gradient.db):
        assert len(per_layer) == 4
        assert per_layer[0] is None
    assert np.array_equal(trace.a[0], images())


def test_every_array_has_the_shape_of_its_layer():
    net = small()
    trace = net.forward(images())
    gradient = net.backward(trace, np.zeros(6, int))
    for l in (1, 2, 3):
        assert net.W[l].shape == gradient.dW[l].shape == (SIZES[l], SIZES[l - 1])
        assert net.b[l].shape == gradient.db[l].shape == (SIZES[l],)
        assert trace.z[l].shape == trace.a[l].shape == gradient.delta[l].shape == (6, SIZES[l])


def test_flat_holds_each_weight_and_bias_once():
    net = small()
    assert net.flat.size == (4 * 3 + 3) + (3 * 5 + 5) + (5 * 2 + 2)
    parts = [part.ravel() for pair in zip(net.W[1:], net.b[1:], strict=True) for part in pair]
    assert np.array_equal(np.concatenate(parts), net.flat)


def test_a_change_in_flat_shows_in_the_layers_and_the_other_way_round():
    net = small()
    net.flat[:] = 7
    assert all((part == 7).all() for part in net.W[1:] + net.b[1:])
    net.W[2][:] = 1
    net.b[3][:] = 2
    assert ((net.flat == 1).sum(), (net.flat == 2).sum()) == (15, 2)


def test_gradient_flat_is_in_the_same_order():
    net = small()
    gradient = net.backward(net.forward(images()), np.zeros(6, int))
    net.flat[:] = gradient.flat
    assert all(np.array_equal(net.W[l], gradient.dW[l]) for l in (1, 2, 3))
    assert all(np.array_equal(net.b[l], gradient.db[l]) for l in (1, 2, 3))


def test_a_deep_copy_learns_by_itself():
    net = small()
    before, twin = net.flat.copy(), copy.deepcopy(net)
    twin.flat += 1
    assert np.array_equal(twin.W[1], net.W[1] + 1)
    assert np.array_equal(net.flat, before)


# What it computes


def test_forward_equals_a_loop_over_images_and_neurons():
    net, x = small(), images()
    a = net.forward(x).a
    for i in range(len(x)):
        below = x[i].tolist()
        for l in (1, 2, 3):
            below = [
                1 / (1 + math.exp(-net.b[l][j] - sum(w * v for w, v in zip(net.W[l][j], below, strict=True))))
                for j in range(SIZES[l])
            ]
            assert a[l][i].tolist() == pytest.approx(below, rel=1e-14)


def test_hidden_layers_use_the_activation_and_the_output_its_cost():
    net = small(activation="relu", cost="softmax")
    trace = net.forward(images())
    assert np.array_equal(trace.a[1], np.maximum(trace.z[1], 0))
    assert np.array_equal(trace.a[2], np.maximum(trace.z[2], 0))
    assert np.allclose(trace.a[3].sum(axis=1), 1, rtol=1e-15)


BY_HAND = {
    "cross-entropy": lambda a, y: -sum(y * np.log(a) + (1 - y) * np.log(1 - a)),
    "quadratic": lambda a, y: sum((a - y) ** 2) / 2,
    "softmax": lambda a, y: -np.log(a[y == 1].item()),
}


@pytest.mark.parametrize("cost", COSTS)
def test_loss_is_the_mean_of_the_textbook_formula(cost):
    net, x, y = small(cost=cost), images(), np.array([0, 1, 1, 0, 1, 0])
    a = net.forward(x).a[-1]
    by_hand = sum(BY_HAND[cost](a[i], np.eye(2)[y[i]]) for i in range(6)) / 6
    assert net.loss(x, y) == pytest.approx(by_hand, rel=1e-13)


@pytest.mark.parametrize("cost", COSTS)
def test_a_hopelessly_wrong_answer_costs_a_finite_number(cost):
    net = small([1, 2], cost=cost)
    net.W[1][:], net.b[1][:] = 0, [1000, -1000]
    expected = {"cross-entropy": 2000, "quadratic": 1, "softmax": 2000}[cost]
    assert net.loss([[0.0]], [1]) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(("cost", "error"), [("cross-entropy", 1), ("quadratic", 0), ("softmax", 1)])
def test_after_a_hopelessly_wrong_answer_all_costs_but_the_quadratic_still_teach(cost, error):
    net = small([1, 2], cost=cost)
    net.W[1][:], net.b[1][:] = 0, [1000, -1000]
    gradient = net.backward(net.forward([[0.0]]), [1])
    assert gradient.db[1].tolist() == [error, -error]


@pytest.mark.parametrize("cost", COSTS)
def test_labels_and_one_hot_rows_are_the_same_thing(cost):
    net, x, y = small(cost=cost), images(), np.array([0, 1, 1, 0, 1, 0])
    rows, trace = np.eye(2)[y], net.forward(x)
    assert net.loss(x, y) == net.loss(x, rows)
    assert net.accuracy(x, y) == net.accuracy(x, rows)
    assert np.array_equal(net.backward(trace, y).flat, net.backward(trace, rows).flat)


def test_accuracy_is_the_share_of_largest_outputs_that_are_right():
    net, x = small(), images()
    answers = net.forward(x).a[-1].argmax(axis=1)
    half = np.where(np.arange(6) < 3, answers, 1 - answers)
    assert (net.accuracy(x, answers), net.accuracy(x, half), net.accuracy(x, 1 - answers)) == (1, 0.5, 0)


def test_gradient_of_a_batch_is_the_mean_over_its_images():
    net, x, y = small(), images(), np.array([0, 1, 1, 0, 1, 0])
    each = [net.backward(net.forward(x[[i]]), y[[i]]).flat for i in range(6)]
    assert np.allclose(net.backward(net.forward(x), y).flat, np.mean(each, axis=0), rtol=1e-12, atol=1e-17)


def test_a_gradient_stays_as_it_was_when_the_next_is_computed():
    net, x = small(), images()
    first = net.backward(net.forward(x), np.zeros(6, int))
    before = first.flat.copy()
    second = net.backward(net.forward(x), np.ones(6, int))
    for _ in train(net, x, np.ones(6, int), eta=0.1, epochs=2):
        pass
    assert np.array_equal(first.flat, before)
    assert not np.array_equal(second.flat, before)


def test_neither_pass_changes_network_or_images():
    net, x = small(activation="linear"), images()
    before = net.flat.copy()
    net.backward(net.forward(x), np.zeros(6, int))
    assert np.array_equal(net.flat, before)
    assert np.array_equal(x, images())


# Float types


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize(
    ("activation", "cost"), [*((name, "softmax") for name in ACTIVATIONS), *(("sigmoid", name) for name in COSTS)]
)
def test_float_type_is_kept_in_every_array(activation, cost, dtype):
    net = small(activation=activation, cost=cost, dtype=dtype)
    trace = net.forward(images())
    gradient = net.backward(trace, np.zeros(6, int))
    arrays = net.W[1:] + net.b[1:] + trace.z[1:] + trace.a + gradient.delta[1:] + gradient.dW[1:] + gradient.db[1:]
    assert {array.dtype for array in [net.flat, gradient.flat, *arrays]} == {np.dtype(dtype)}


def test_float32_is_the_same_draw_rounded():
    assert np.array_equal(small(dtype=np.float32).flat, small().flat.astype(np.float32))


# Depth


@pytest.mark.parametrize("depth", [0, 1, 2, 7, 30, 100])
def test_every_depth_up_to_100_runs_without_nan(depth):
    net = small([4, *[8] * depth, 3])
    trace = net.forward(images())
    gradient = net.backward(trace, np.zeros(6, int))
    assert len(trace.a) == depth + 2
    assert np.isfinite(gradient.flat).all()
    assert all(np.isfinite(a).all() for a in trace.a)


@pytest.mark.parametrize(("dtype", "survives"), [(np.float64, True), (np.float32, False), (np.float16, False)])
def test_through_100_sigmoid_layers_only_float64_keeps_a_gradient(dtype, survives):
    net = small([784, *[30] * 100, 10], dtype=dtype)
    gradient = net.backward(net.forward(images(width=784)), np.zeros(6, int))
    assert gradient.dW[-1].any()
    assert gradient.dW[1].any() == survives


def test_in_float16_the_mean_over_images_does_not_underflow_before_its_deltas_do():
    net = Network([784, *[30] * 10, 10], rng=np.random.default_rng(0), dtype=np.float16)
    gradient = net.backward(net.forward(np.random.default_rng(1).random((1000, 784))), np.arange(1000) % 10)
    for l in range(1, 11):
        mean = np.abs(gradient.delta[l].astype(np.float64).mean(axis=0)).mean()
        # 10 %: a float16 sum of 1,000 numbers rounds often. 6e-8: the smallest float16 above 0.
        assert np.abs(gradient.db[l].astype(np.float64)).mean() == pytest.approx(mean, rel=0.1, abs=6e-8)


def test_numbers_too_large_for_the_float_type_become_infinite_without_a_warning():
    net = small(activation="relu", dtype=np.float16, scale=1e6)
    assert np.isinf(net.W[1]).any()
    assert not np.isfinite(net.forward(images()).z[1]).all()
