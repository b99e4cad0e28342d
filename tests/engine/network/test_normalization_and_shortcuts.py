"""Residual connections and normalization: gradients, training and inference agree with second opinions."""

from copy import deepcopy
from functools import partial

import numpy as np
import pytest

from helpers.engine import ACTIVATIONS, CURES, NORMS, Network, layer_speeds, train
from helpers.engine.network import network
from helpers.engine.network.network import MEMORY
from helpers.engine.network.normalization import normalized, normalized_backward, statistics

from .gradient_check import FINITE_DIFFERENCE_TOLERANCE, blocks, finite_differences, gradient

SIZES = [5, 4, 4, 4, 3]
IMAGES = 8
NOTHING = 1e-8  # a block of a gradient below this is rounding: finite differences err by about 1e-10
every_norm = pytest.mark.parametrize("norm", NORMS)
every_branch = pytest.mark.parametrize("branch", [None, 1.0, 0.3])


def example(
    norm, branch, activation="tanh", cost="cross-entropy", sizes=SIZES, images=IMAGES, seed=2, initializer="lecun"
):
    """A network whose biases, gammas and betas are random, with images and labels."""
    rng = np.random.default_rng(seed)
    net = Network(sizes, activation, initializer, cost, norm=norm, branch=branch, rng=rng)
    for part in (*net.b[1:], *(net.gamma[1:-1] + net.beta[1:-1] if norm != "none" else [])):
        part += 0.1 * rng.standard_normal(part.shape)
    return net, rng.standard_normal((images, sizes[0])), rng.integers(sizes[-1], size=images)


def largest_error(net, ours, other):
    """The largest ||ours - other|| / ||other|| over all blocks.

    What normalization undoes has no effect, such as the biases ahead of batch normalization: such blocks are 0 up to
    rounding, and must be so in both.
    """
    errors = []
    for our_block, other_block in zip(blocks(net, ours), blocks(net, other), strict=True):
        size, distance = np.linalg.norm(other_block), np.linalg.norm(our_block - other_block)
        errors.append(0.0 if max(size, np.linalg.norm(our_block)) < NOTHING else distance / size)
    return np.max(errors)


# Every way past and through a layer, and every activation where most of them meet.
PATHS = [(norm, branch, "tanh") for norm in NORMS for branch in (None, 1.0, 0.3)]
PATHS += [("batch", 0.3, activation) for activation in ACTIVATIONS if activation != "tanh"]


@pytest.mark.parametrize(("norm", "branch", "activation"), PATHS)
@pytest.mark.parametrize("training", [True, False], ids=["in training", "in use"])
def test_gradient_is_the_slope_of_the_cost(norm, branch, activation, training):
    net, x, y = example(norm, branch, activation)
    train(net, x, y, eta=0.1, steps=5).finish()  # so that batch normalization has something to remember
    ours, (other, trusted) = gradient(net, x, y, training), finite_differences(net, x, y, training)
    assert largest_error(net, ours * trusted, other * trusted) <= FINITE_DIFFERENCE_TOLERANCE
    assert trusted.mean() > 0.8


@pytest.mark.parametrize("norm", ["batch", "layer"])
def test_a_slip_in_the_way_back_is_caught(norm, monkeypatch):
    net, x, y = example(norm, 1.0)
    monkeypatch.setattr(network, "normalized_backward", network.scaled_backward)
    ours, (other, trusted) = gradient(net, x, y), finite_differences(net, x, y)
    assert largest_error(net, ours * trusted, other * trusted) > 1e4 * FINITE_DIFFERENCE_TOLERANCE


@pytest.mark.parametrize(("norm", "branch", "activation"), PATHS)
def test_gradient_equals_pytorchs(norm, branch, activation):
    twin = pytest.importorskip("tests.engine.network.torch_normalized", reason="PyTorch is not installed")
    net, x, y = example(norm, branch, activation, "softmax")
    assert largest_error(net, gradient(net, x, y), twin.NormalizedTwin(net).gradient(x, y)) <= 1e-9


@every_norm
@every_branch
def test_gradient_equals_pytorchs_through_20_layers(norm, branch):
    twin = pytest.importorskip("tests.engine.network.torch_normalized", reason="PyTorch is not installed")
    net, x, y = example(norm, branch, "gelu", sizes=[8] + 19 * [8] + [3], images=20)
    ours, other = gradient(net, x, y), twin.NormalizedTwin(net).gradient(x, y)
    assert largest_error(net, ours, other) <= 1e-9
    assert sum(np.linalg.norm(block) > NOTHING for block in blocks(net, other)) >= 21  # every W at least


@every_norm
@every_branch
def test_100_steps_of_training_and_the_answers_after_them_are_pytorchs(norm, branch):
    twin_module = pytest.importorskip("tests.engine.network.torch_normalized", reason="PyTorch is not installed")
    torch = twin_module.torch
    net, x, y = example(norm, branch, images=40, sizes=[8, 12, 12, 12, 3])
    twin = twin_module.NormalizedTwin(net)
    list(train(net, x, y, eta=0.02, epochs=100))
    steps = torch.optim.SGD(twin.parameters, lr=0.02)
    for _ in range(100):
        steps.zero_grad()
        twin.loss(x, y).backward()
        steps.step()
    assert np.abs(net.flat - twin.flat()).max() < 1e-9
    twin.training = False
    assert np.abs(net.answers(x[:1]) - torch.sigmoid(twin.outputs(x[:1])).detach().numpy()).max() < 1e-9


@pytest.mark.parametrize("axis", [0, 1])
def test_normalized_numbers_have_mean_0_and_variance_1(axis):
    z = np.random.default_rng(0).normal(3, 2, (50, 40))
    z_hat = normalized(z, *statistics(z, axis))
    assert np.abs(z_hat.mean(axis)).max() < 1e-14
    assert np.abs(z_hat.var(axis) - 1).max() < 1e-4  # EPS keeps it a little below 1


@pytest.mark.parametrize("axis", [0, 1])
def test_what_normalization_undoes_sends_nothing_back(axis):
    rng = np.random.default_rng(0)
    z, g = rng.standard_normal((2, 9, 7))
    mean, variance = statistics(z, axis)
    z_hat = normalized(z, mean, variance)
    back = normalized_backward(g, z_hat, variance, axis)
    assert np.abs(back.sum(axis)).max() < 1e-14
    assert np.abs((back * z_hat).sum(axis)).max() < 1e-4 * np.abs((g * z_hat).sum(axis)).max()  # not 0: EPS


def test_batch_normalization_answers_from_what_it_remembers():
    net, x, y = example("batch", None, images=40)
    list(train(net, x, y, eta=1e-9, epochs=200))  # the parameters stay, the memory settles
    z = net.forward(x, training=True).z[1]
    assert net.remembered_mean[1] == pytest.approx(z.mean(axis=0), abs=1e-6)
    assert net.remembered_variance[1] == pytest.approx(z.var(axis=0, ddof=1), rel=1e-6)
    one_by_one = np.vstack([net.answers(image[None]) for image in x])
    assert one_by_one == pytest.approx(net.answers(x), abs=1e-12)  # an answer does not depend on the others
    assert not np.allclose(net.forward(x[:5], True).a[-1], net.forward(x, True).a[-1][:5])  # in training it does


def test_the_memory_moves_by_a_tenth_a_batch():
    net, x, y = example("batch", None, images=40)
    z = net.forward(x, training=True).z[2]
    list(train(net, x, y, eta=1e-9, epochs=1))
    assert net.remembered_mean[2] == pytest.approx(MEMORY * z.mean(axis=0), rel=1e-12)
    assert net.remembered_variance[2] == pytest.approx(1 - MEMORY + MEMORY * z.var(axis=0, ddof=1), rel=1e-12)


def test_layer_normalization_answers_as_it_trains():
    net, x, _ = example("layer", 1.0)
    assert np.array_equal(net.answers(x), net.forward(x, training=True).a[-1])


@pytest.mark.parametrize("norm", ["batch", "layer"])
def test_normalization_makes_the_scale_of_the_weights_meaningless(norm):
    one, large = (
        Network([20, 30, 30, 30, 4], "tanh", norm=norm, scale=scale, sigma_b=0, rng=np.random.default_rng(0))
        for scale in (1.0, 100.0)
    )
    x = np.random.default_rng(1).standard_normal((25, 20))
    assert one.forward(x, training=True).a[3] == pytest.approx(large.forward(x, training=True).a[3], abs=1e-3)


def test_shortcuts_carry_the_gradient_past_vanishing_layers():
    rng = np.random.default_rng(0)
    x, y = rng.standard_normal((50, 30)), rng.integers(10, size=50)
    plain, residual = (
        Network([30] * 31 + [10], "sigmoid", branch=branch, rng=np.random.default_rng(0)) for branch in (None, 1.0)
    )
    slow, quick = (layer_speeds(net, x, y)["delta"] for net in (plain, residual))
    assert slow[-1] / slow[0] > 1e12 and quick[-1] / quick[0] < 100


def test_a_shortcut_needs_equal_widths():
    net, x, _ = example("none", 1.0, sizes=[5, 4, 4, 6, 3])
    trace = net.forward(x)
    assert np.array_equal(trace.a[2], trace.a[1] + np.tanh(trace.z[2]))
    assert np.array_equal(trace.a[3], np.tanh(trace.z[3]))


@every_norm
def test_a_copy_is_a_network_of_its_own(norm):
    net, x, y = example(norm, 1.0)
    copy = deepcopy(net)
    list(train(copy, x, y, eta=0.5, epochs=3))
    assert not np.array_equal(copy.flat, net.flat)
    assert np.shares_memory(copy.W[1], copy.flat) and (norm == "none" or np.shares_memory(copy.gamma[1], copy.flat))
    assert copy.loss(x, y) < net.loss(x, y)


@pytest.mark.parametrize("dtype", [np.float16, np.float32])
@every_norm
def test_float_type_is_kept(norm, dtype):
    net = Network(SIZES, norm=norm, branch=0.5, dtype=dtype, rng=np.random.default_rng(0))
    x, y = np.random.default_rng(1).standard_normal((6, 5)), np.arange(6) % 3
    list(train(net, x, y, eta=0.1, epochs=3, optimizer="adam"))
    trace = net.forward(x)
    assert net.flat.dtype == dtype and {a.dtype for a in trace.a} == {np.dtype(dtype)}


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"norm": "bach"}, "unknown normalization 'bach'. Did you mean 'batch'"),
        ({"branch": 0}, "branch must be a number above zero, got 0"),
        ({"branch": "yes"}, "branch must be a number above zero, got 'yes'"),
    ],
)
def test_bad_settings_are_answered_in_words(settings, words):
    with pytest.raises(ValueError, match=words):
        Network(SIZES, rng=np.random.default_rng(0), **settings)


# One meaning of cost and accuracy: that of use. Training asks for its own.


def by_hand_in_use(net, image):
    """The outputs for one image, from the remembered mean and variance, with nothing from the engine."""
    a = image
    for l in (1, 2, 3):
        z_hat = (net.W[l] @ a + net.b[l] - net.remembered_mean[l]) / np.sqrt(net.remembered_variance[l] + 1e-5)
        a = np.tanh(net.gamma[l] * z_hat + net.beta[l])
    return 1 / (1 + np.exp(-(net.W[4] @ a + net.b[4])))


@pytest.mark.parametrize("images", [1, 2, 8])
def test_cost_accuracy_and_answers_speak_of_the_network_in_use(images):
    net, x, y = example("batch", None)
    train(net, x, y, eta=0.5, steps=15).finish()
    x, y = x[:images], y[:images]
    a = np.array([by_hand_in_use(net, image) for image in x])
    rows = np.eye(3)[y]
    cost = -np.mean(np.sum(rows * np.log(a) + (1 - rows) * np.log(1 - a), axis=1))
    assert net.answers(x) == pytest.approx(a, rel=1e-12)
    assert net.loss(x, y) == pytest.approx(cost, rel=1e-12)
    assert net.accuracy(x, y) == np.mean(a.argmax(axis=1) == y)


def test_the_cost_of_a_step_is_that_of_its_batch_and_another():
    net, x, y = example("batch", None)
    in_training = net.cost_of(net.forward(x, training=True), np.eye(3)[y])
    in_use = net.loss(x, y)
    (step,) = train(net, x, y, eta=0.5, steps=1)
    assert step.cost == pytest.approx(in_training, rel=1e-12) and abs(in_training - in_use) > 0.01 * in_use


@pytest.mark.parametrize(
    "ask",
    [
        lambda net, x, y: train(net, x, y, eta=0.1, epochs=1, batch_size=1, rng=np.random.default_rng(0)),
        lambda net, x, y: train(net, x, y, eta=0.1, epochs=1, batch_size=7, rng=np.random.default_rng(0)),  # 7 + 1
        lambda net, x, y: train(net, x[:1], y[:1], eta=0.1, epochs=1),
        lambda net, x, y: train(net, x[:1], y[:1], eta=0.1, epochs=1, batch_size=9, rng=np.random.default_rng(0)),
        lambda net, x, y: net.forward(x[:1], training=True),
        lambda net, x, y: layer_speeds(net, x[:1], y[:1]),
    ],
)
def test_one_image_is_no_batch(ask):
    net, x, y = example("batch", 1.0)
    with pytest.raises(
        ValueError, match="batch normalization needs at least two images a batch: the mean of one image"
    ):
        ask(net, x, y)
    for norm in ("none", "layer"):
        ask(example(norm, 1.0)[0], x, y)  # others train on one image


def test_without_hidden_layers_nothing_is_normalized_so_one_image_is_a_batch():
    net = Network([5, 3], norm="batch", rng=np.random.default_rng(0))
    assert train(net, np.ones((1, 5)), [0], eta=0.1, steps=3).finish().step == 3


@pytest.mark.parametrize("sizes", [[784, 30, 20, 10], [784, 30, 10], [784, 10], [30, 10]])
def test_shortcuts_that_find_no_place_are_refused(sizes):
    words = r"a shortcut leads around a hidden layer that is as wide as .* has none: give two neighbours the same size"
    for make in (partial(Network, branch=1.0), CURES["residual"].network, CURES["residual_scaled"].network, CURES["all"].network):  # fmt: skip
        with pytest.raises(ValueError, match=words):
            make(sizes, rng=np.random.default_rng(0))
    assert CURES["residual"].network([784, 30, 30, 10], rng=np.random.default_rng(0)).shortcuts == {2}
    assert CURES["residual"].fits(2) and not CURES["residual"].fits(1) and CURES["adam"].fits(1)
