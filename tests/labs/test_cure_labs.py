"""The labs of notebook 09 say what is so: walks that arrive, pass or are lost; strides; a cure's before and after."""

import re

import numpy as np
import pytest

from helpers.engine import ACTIVATIONS, INITIALIZERS, OPTIMIZERS, Network, Ravine, descend, load_mnist
from helpers.engine.network.cures import CURES
from helpers.labs import cure_lab, cures, optimizer_lab, stride_lab
from helpers.labs.update_ratios import stride_sentence
from helpers.pictures.kit.words import number


def said(lab, **values):
    lab.set(**values)
    return lab.sentence


# The ravine, walked once more in plain Python.


def adam_walk(kappa, eta, steps, beta_1):
    w, m, s, path = [-1.0, 1.0], [0, 0], [0, 0], [(-1.0, 1.0)]
    for t in range(1, steps + 1):
        for i, g in enumerate((2 * kappa * w[0], 2 * w[1])):
            m[i] = beta_1 * m[i] + (1 - beta_1) * g
            s[i] = 0.999 * s[i] + 0.001 * g * g
            w[i] -= eta * m[i] / (1 - beta_1**t) / ((s[i] / (1 - 0.999**t)) ** 0.5 + 1e-8)
        path.append(tuple(w))
    return path


def distance(point):
    return (point[0] ** 2 + point[1] ** 2) ** 0.5 / 2**0.5


def test_adam_arrives_and_the_ravines_shape_does_not_matter():
    path = adam_walk(100, 0.1, 400, 0.9)
    arrived = max(i for i, point in enumerate(path) if distance(point) > 1e-6) + 1
    lab = optimizer_lab()
    for kappa in (100.0, 1000.0, 1.0):
        sentence = said(lab, optimizer="adam", eta=0.1, steps=400, kappa=kappa)
        assert f"down to a millionth of the distance after {arrived} steps" in sentence
        assert "both coordinates move equally far" in sentence


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.99])
def test_a_walk_on_its_way_says_what_is_left(beta):
    left = distance(adam_walk(100, 0.01, 30, beta)[-1])
    assert f"after 30 steps {number(left)} of the distance is left" in said(
        optimizer_lab(), optimizer="adam", eta=0.01, steps=30, beta=beta
    )


def test_a_walk_that_has_hardly_begun_is_not_said_to_be_at_its_start():
    assert "after 1 step nearly all of the distance is left" in said(optimizer_lab(), eta=0.0001, kappa=1.0, steps=1)


def test_momentum_without_memory_is_gradient_descent():
    lab = optimizer_lab()
    ours = said(lab, optimizer="momentum", beta=0.0)
    plain = said(lab, optimizer="sgd")
    assert ours.split(": ")[1].split(". In")[0] == plain.split(": ")[1].split(". In")[0]
    assert "has no memory" in plain


def test_rmsprop_passes_by():
    assert "though it came within a millionth on its way" in said(
        optimizer_lab(), optimizer="rmsprop", eta=0.1, steps=400
    )


@pytest.mark.parametrize("kappa", [5.0, 100.0, 1000.0])
@pytest.mark.parametrize("clip", [0, 10.0, 1.0])
def test_clipping_keeps_the_direction(kappa, clip):
    sentence = said(optimizer_lab(), optimizer="sgd", eta=0.0001, kappa=kappa, clip=clip)
    assert f"x moves {number(kappa)} times as far as y" in sentence
    assert ("clipped at" in sentence) == bool(clip)


def test_clipping_saves_a_walk_that_is_lost_without():
    lab = optimizer_lab()
    assert "diverged, lost after 13 steps" in said(lab, optimizer="sgd", eta=0.02)
    assert "diverged" not in said(lab, clip=1.0)
    path = descend(Ravine(), (-1, 1), eta=1.0, steps=3, clip=1.0).path
    left = np.linalg.norm(path[-1]) / np.linalg.norm(path[0])
    assert f"after 3 steps {number(left)} of the distance is left" in said(lab, eta=1.0, steps=3)


# Strides


def first_strides(hidden, seed, optimizer):
    """||update|| / ||weights|| of the first step, from the gradient and the optimizers' formulas."""
    net = Network([784, *[30] * hidden, 10], rng=np.random.default_rng(seed))
    x, y = load_mnist().first(1000)
    gradient = net.backward(net.forward(x), y)
    size = {
        "sgd": lambda g: g,
        "momentum": lambda g: 0.1 * g,
        "rmsprop": lambda g: 0.01 * g / (np.sqrt(0.1) * np.abs(g) + 1e-8),
        "adam": lambda g: 0.01 * g / (np.abs(g) + 1e-8),
    }[optimizer]
    pairs = zip(net.W[1:-1], net.b[1:-1], gradient.dW[1:-1], gradient.db[1:-1], strict=True)
    return [
        np.hypot(np.linalg.norm(size(dW)), np.linalg.norm(size(db))) / np.hypot(np.linalg.norm(W), np.linalg.norm(b))
        for W, b, dW, db in pairs
    ]


@pytest.mark.parametrize(("hidden", "seed"), [(10, 0), (4, 3), (2, 7)])
@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "rmsprop", "adam"])
def test_the_first_strides_are_those_of_the_formulas(optimizer, hidden, seed):
    expected, plain = first_strides(hidden, seed, optimizer), first_strides(hidden, seed, "sgd")
    sentence = said(stride_lab(), optimizer=optimizer, hidden_layers=hidden, seed=seed)
    far, ratio, near = re.search(r"layer (\d+) takes .* ([\d.,]+) times that of layer (\d+)\.", sentence).groups()
    assert float(ratio.replace(",", "")) == pytest.approx(max(expected) / min(expected), rel=0.01)
    assert (int(far), int(near)) == (np.argmax(expected) + 1, np.argmin(expected) + 1)
    if optimizer != "sgd":
        assert f"the longest is {number(max(plain) / min(plain))} times the shortest" in sentence


def test_one_layer_has_nothing_to_compare():
    assert "the one hidden layer changes by" in said(stride_lab(), hidden_layers=1)


def test_what_a_layer_without_a_step_is_called():
    strides = np.array([[0.1, 0.0, 0.2, 0.3]])
    assert "in step 1 layer 2 does not move at all" in stride_sentence("sgd", strides, strides, 1)


# Cures


@pytest.mark.parametrize("cure", ["none", "batch_norm", "residual_scaled"])
@pytest.mark.parametrize("measure", ["delta", "all_parameters"])
def test_both_ratios_are_those_of_the_networks(cure, measure):
    x, y = load_mnist().first(100)

    def ratio(name):
        net = CURES[name].network([784, *[30] * 7, 10], "tanh", "glorot", scale=0.5, rng=np.random.default_rng(3))
        gradient = net.backward(net.forward(x, training=True), y)
        if measure == "delta":
            first, last = (np.linalg.norm(gradient.delta[l], axis=1).mean() for l in (1, 7))
        else:
            first, last = (np.hypot(np.linalg.norm(gradient.dW[l]), np.linalg.norm(gradient.db[l])) for l in (1, 7))
        return last / first

    sentence = said(cure_lab(), cure=cure, measure=measure, hidden_layers=7, activation="tanh", initializer="glorot",
                    scale=0.5, seed=3)  # fmt: skip
    found = re.findall(r"layer 1 is ([\d.,]+) times (slower|faster)", sentence)
    for (times, which), expected in zip(found, (ratio("none"), ratio(cure)), strict=True):
        assert float(times.replace(",", "")) == pytest.approx(max(expected, 1 / expected), rel=0.006)
        assert which == ("slower" if expected > 1 else "faster")


def test_a_cure_of_the_training_does_not_change_the_gradient():
    lab = cure_lab()
    for cure in CURES.values():
        sentence = said(lab, cure=cure.name, measure="delta")
        changes_only_the_step = bool(cure.training) and not cure.path(10)
        assert ("changes what is made of the gradient" in sentence) == changes_only_the_step
        if changes_only_the_step:
            assert len(set(re.findall(r"layer 1 is [\d.,]+ times", sentence))) == 1


def test_a_short_training_is_the_one_it_says(monkeypatch):
    from helpers.engine import train

    monkeypatch.setattr(cures, "STEPS", 20)
    mnist = load_mnist(dtype=np.float32)
    net = Network([784, 30, 30, 10], "relu", "he", rng=np.random.default_rng(1), dtype=np.float32)
    steps = train(net, mnist.train.x, mnist.train.y, eta=0.2 * 0.01, epochs=1, batch_size=50, optimizer="adam",
                  rng=np.random.default_rng(1))  # fmt: skip
    for _ in range(20):
        next(steps)
    sentence = said(cure_lab(), cure="adam", hidden_layers=2, activation="relu", initializer="he", eta=0.2, seed=1,
                    trained=1)  # fmt: skip
    right = f"{100 * net.accuracy(mnist.test.x, mnist.test.y):.0f} % right"
    assert "After 20 steps: without it" in sentence and f"with it {right}" in sentence


def test_numbers_beyond_a_float_and_zeros_have_their_words():
    lab = cure_lab()
    large = said(
        lab,
        activation="linear",
        initializer="large",
        scale=30.0,
        hidden_layers=50,
        cure="residual",
        eta=10.0,
        trained=1,
    )
    assert "without it overflow; with it overflow" in large
    assert (
        cures.ratio_in_words(np.array([np.nan, 1]), "delta")
        == "overflow, the numbers grew beyond what a float can hold"
    )
    assert cures.ratio_in_words(np.array([1.0, 0.0]), "delta") == "the gradient of layer 2 is exactly zero"
    lab.reset()
    assert "With Adam: layer 1 does not move" in said(lab, cure="adam", hidden_layers=50)
    assert "one hidden layer" in said(lab, hidden_layers=1)


def test_the_menus_are_the_engines_tables():
    lab = cure_lab()
    assert [value for _, value in lab.controls["cure"].holder._options_full] == list(CURES)
    assert len(ACTIVATIONS) and len(INITIALIZERS) and set(cures.CURES) == set(CURES)
    assert [value for _, value in stride_lab().controls["optimizer"].holder._options_full] == list(OPTIMIZERS)
