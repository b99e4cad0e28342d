"""What the prose of notebook 09 says in words, measured. Numbers in cells are compared by nbval."""

import numpy as np
import pytest

from helpers.engine import (
    Network,
    Ravine,
    activation_spread,
    descend,
    layer_speeds,
    load_mnist,
    side_by_side,
    strides,
    train,
)
from helpers.engine.network.cures import CURES
from helpers.engine.studies.depth_study import CURED, depths_by_cure
from helpers.labs import cures, optimizer_lab

SEEDS = range(3)
BACK_TO_BACK = ("clipping", "momentum", "rmsprop", "adam", "adamw")  # cures of the step


@pytest.fixture(scope="module")
def digits():
    return load_mnist(dtype=np.float32)


@pytest.fixture(scope="module")
def first():
    return load_mnist().first(1000)


def network(cure, hidden, seed, activation="sigmoid", initializer="nielsen", width=30, **settings):
    return CURES[cure].network(
        [784, *[width] * hidden, 10], activation, initializer, rng=np.random.default_rng(seed), **settings
    )


# The ravine (REFERENCE.md, section 1: 690 and 92 steps; the step at which a millionth is reached is the next one)


def steps_needed(surface, start, **settings):
    path = descend(surface, start, **settings).path
    return int(np.flatnonzero(np.linalg.norm(path, axis=1) > 1e-6 * np.linalg.norm(path[0]))[-1]) + 1


def test_steps_to_a_millionth():
    ravine = Ravine(100)
    eta, beta = ravine.best_momentum()
    assert steps_needed(ravine, (-1, 1), eta=ravine.best_eta(), steps=2000) == pytest.approx(690, abs=1)
    assert steps_needed(ravine, (-1, 1), eta=eta, beta=beta, steps=2000) == pytest.approx(92, abs=1)
    adam = {k: steps_needed(Ravine(k), (-1, 1), eta=0.1, steps=2000, optimizer="adam") for k in (1, 100, 1000)}
    assert len(set(adam.values())) == 1 and 200 < adam[100] < 300


def test_adam_at_rest_sets_off_once_more():
    left = np.linalg.norm(descend(Ravine(), (-1, 1), eta=0.1, steps=12_000, optimizer="adam").path, axis=1)
    assert left[300:2000].max() < 1e-5 and left[2000:].max() > 0.01


def test_exercise_1_adam_needs_about_three_times_as_many_steps_in_a_turned_ravine():
    class Turned(Ravine):
        axes = np.array([[1, 1], [-1, 1]]) / np.sqrt(2)

        def value(self, point):
            return super().value(point @ self.axes.T)

        def gradient(self, point):
            return super().gradient(point @ self.axes.T) @ self.axes

    path = np.array([[0.3, -0.2], [1.0, 2.0]])
    pushes = 1e-6 * np.eye(2)
    slopes = [(Turned(100).value(path + push) - Turned(100).value(path - push)) / 2e-6 for push in pushes]
    assert np.transpose(slopes) == pytest.approx(np.array([Turned(100).gradient(point) for point in path]), rel=1e-6)

    settings = {"eta": 0.1, "steps": 5000, "optimizer": "adam"}
    straight, turned = (steps_needed(surface, (0.5, 1), **settings) for surface in (Ravine(100), Turned(100)))
    assert 2.5 < turned / straight < 3.5
    plain = [steps_needed(s, (0.5, 1), eta=0.008, steps=5000) for s in (Ravine(100), Turned(100))]
    assert plain[0] == pytest.approx(plain[1], rel=0.1)


def test_the_readings_of_the_first_lab():
    lab = optimizer_lab()
    lab.set(optimizer="adam", eta=0.1, steps=400)
    assert "Plain gradient descent: diverged" in lab.sentence and "down to a millionth" in lab.sentence
    lab.set(optimizer="rmsprop")
    hovers = [descend(Ravine(), (-1, 1), eta=eta, steps=2000, optimizer="rmsprop").path for eta in (0.1, 0.01)]
    ends = [np.linalg.norm(path[-1]) / np.sqrt(2) for path in hovers]
    assert ends == pytest.approx([0.05, 0.005], rel=0.05)  # half a step
    back = np.linalg.norm(descend(Ravine(), (-1, 1), eta=0.1, steps=400, optimizer="rmsprop").path, axis=1) / np.sqrt(2)
    assert back.min() <= 1e-6 < 0.01 < back[-1], "it arrives, and is thrown off again"
    clipped = np.linalg.norm(descend(Ravine(), (-1, 1), eta=0.02, steps=400, clip=1.0).path, axis=1) / np.sqrt(2)
    assert 1e-3 < clipped[-1] < 0.01
    arrived = {}
    for beta in np.arange(0.6, 0.81, 0.01).round(2):
        walk = descend(Ravine(), (-1, 1), eta=0.0165, steps=200, beta=beta)
        if walk.outcome == "arrived":
            arrived[beta] = steps_needed(Ravine(), (-1, 1), eta=0.0165, steps=200, beta=beta)
    assert min(arrived) == 0.67 and min(arrived, key=arrived.get) == 0.68


# Strides


@pytest.mark.parametrize("seed", SEEDS)
def test_the_strides_of_ten_sigmoid_layers(first, seed):
    ratios = {}
    for name in ("sgd", "momentum", "rmsprop", "adam"):
        stride = next(strides(Network([784, *[30] * 10, 10], rng=np.random.default_rng(seed)), *first, eta=0.01, epochs=1, optimizer=name))[:-1]  # fmt: skip
        ratios[name] = stride.max() / stride.min()
    assert ratios["sgd"] > 1e5 and ratios["momentum"] == pytest.approx(ratios["sgd"], rel=1e-6)
    assert ratios["adam"] < 4 and ratios["rmsprop"] < 4


def test_in_step_20_adam_is_even_and_gradient_descent_stands_still(first):
    ends = {}
    for name, eta in (("sgd", 1.0), ("adam", 0.01), ("rmsprop", 0.01)):
        net = Network([784, *[30] * 10, 10], rng=np.random.default_rng(0))
        *_, ends[name] = strides(net, *first, eta=eta, epochs=20, optimizer=name)
    for name in ("adam", "rmsprop"):
        assert ends[name][:-1].max() / ends[name][:-1].min() < 4 and ends[name].min() > 1e-3
    assert ends["sgd"].max() < 1e-4


def test_by_step_40_gradient_descents_strides_are_about_as_even_as_adams(first):
    ratios = {}
    for name, eta in (("sgd", 1.0), ("adam", 0.01)):
        net = Network([784, *[30] * 10, 10], rng=np.random.default_rng(0))
        *_, last = strides(net, *first, eta=eta, epochs=40, optimizer=name)
        ratios[name] = last[:-1].max() / last[:-1].min()
    assert 0.5 < ratios["sgd"] / ratios["adam"] < 2 and max(ratios.values()) < 10


def test_with_branch_1_relu_layers_make_activations_about_1_7_times_as_long(first):
    net = Network([784, *[30] * 50, 10], "relu", "he", branch=1.0, rng=np.random.default_rng(0))
    a = net.forward(first[0]).a
    assert (np.mean(a[50] ** 2) / np.mean(a[1] ** 2)) ** (1 / 98) == pytest.approx(1.7, abs=0.05)


def test_with_four_layers_gradient_descents_strides_are_about_fifty_times_apart(first):
    ratios = []
    for seed in range(9):
        stride = 0.1 * layer_speeds(Network([784, *[30] * 4, 10], rng=np.random.default_rng(seed)), *first)["relative"]
        ratios.append(stride[-1] / stride[0])
    assert 35 < np.median(ratios) < 70


# The plateau: does an optimizer cure it?


def reads(
    digits, cure, hidden, seed, eta, steps=200, batch=50, activation="sigmoid", initializer="nielsen", optimizer=None
):
    rng = np.random.default_rng(seed)
    net = network(cure, hidden, seed, activation, initializer, dtype=np.float32)
    training = {"optimizer": optimizer} if optimizer else CURES[cure].training
    for step in train(net, digits.train.x, digits.train.y, eta=eta, epochs=10, batch_size=batch, rng=rng, **training):
        if step.step == steps:
            return net.accuracy(digits.test.x, digits.test.y)


def test_at_four_layers_rmsprop_and_adam_leave_the_plateau_first(digits):
    rates = {"sgd": 3.0, "rmsprop": 0.01, "adam": 0.01}
    found = {name: np.median(side_by_side(lambda seed, name=name, eta=eta: reads(digits, "none", 4, seed, eta, 300, 100, optimizer=name), range(5))) for name, eta in rates.items()}  # fmt: skip
    assert found["rmsprop"] > 0.6 and found["adam"] > 0.3 > found["sgd"]


@pytest.mark.parametrize("cure", BACK_TO_BACK)
def test_at_ten_layers_no_cure_of_the_step_helps_at_any_rate(digits, cure):
    rates = np.array([0.1, 0.3, 1.0]) * CURES[cure].rate
    assert max(side_by_side(lambda eta: reads(digits, cure, 10, 0, eta), rates)) < 0.25


@pytest.mark.parametrize("cure", ["residual", "residual_scaled", "batch_norm", "residual_layer_norm", "all"])
def test_at_ten_layers_a_rebuilt_path_does(digits, cure):
    assert min(side_by_side(lambda seed: reads(digits, cure, 10, seed, 0.3 * CURES[cure].rate), SEEDS)) >= 0.6


def test_at_ten_layers_layer_normalization_does_not(digits):
    assert max(side_by_side(lambda seed: reads(digits, "layer_norm", 10, seed, 0.3), SEEDS)) < 0.2


def test_twenty_relu_layers(digits):
    found = {}
    for cure in ("none", "residual", "residual_scaled", "residual_layer_norm", "adam"):
        eta = 0.1 * CURES[cure].rate
        found[cure] = side_by_side(lambda seed, c=cure, e=eta: reads(digits, c, 20, seed, e, activation="relu", initializer="he"), SEEDS)  # fmt: skip
    assert max(found["none"]) < 0.35 and max(found["residual"]) < 0.35
    assert min(found["residual_scaled"]) > 0.6 and min(found["residual_layer_norm"]) > 0.6
    assert np.median(found["adam"]) > np.median(found["none"]) + 0.15


# The way forwards


@pytest.mark.parametrize("seed", SEEDS)
def test_who_hears_the_images_in_layer_10(first, seed):
    spread = {
        cure: activation_spread(network(cure, 10, seed), first[0])[-1]
        for cure in ("none", "layer_norm", "batch_norm", "residual")
    }
    assert spread["none"] < 1e-7 and 0.2 < spread["layer_norm"] / spread["none"] < 5
    assert spread["batch_norm"] > 0.1 and spread["residual"] > 0.05


@pytest.mark.parametrize("seed", SEEDS)
def test_ahead_of_batch_normalization_the_mean_delta_is_zero_to_rounding(first, seed):
    speeds = layer_speeds(network("batch_norm", 10, seed), *first)
    assert (speeds["mean_delta"] < 1e-13).all() and (speeds["delta"] > 0.3).all()
    assert speeds["delta"].max() / speeds["delta"].min() < 4


def test_a_batch_of_one_gives_one_answer_to_all(first):
    net = Network([784, 30, 30, 10], norm="batch", rng=np.random.default_rng(0))
    list(train(net, *first, eta=0.5, epochs=10, batch_size=100, rng=np.random.default_rng(0)))
    alone = [net.forward(first[0][i : i + 1]).a[-1].argmax() for i in range(50)]
    assert len(set(alone)) == 1
    assert net.accuracy(*first) > 0.9


@pytest.mark.parametrize(("width", "images", "tolerance"), [(300, 1000, 0.02), (30, 100, 0.05)])
def test_batch_normalization_explodes_in_relu_by_the_published_factor(width, images, tolerance):
    x, y = load_mnist().first(images)
    hidden, factors = 30, []
    for seed in SEEDS:
        delta = layer_speeds(network("batch_norm", hidden, seed, "relu", "he", width), x, y)["delta"]
        factors.append((delta[4] / delta[-1]) ** (1 / (hidden - 5)))  # the first layers see images, not Gaussians
    assert np.median(factors) == pytest.approx(np.sqrt(np.pi / (np.pi - 1)), abs=tolerance)


def test_exercise_3_some_ten_thousands():
    setting = {"hidden_layers": 50, "activation": "relu", "initializer": "he", "scale": 1.0, "eta": 0.3}
    ratios = [np.divide(*cures.measured("batch_norm", "delta", seed=seed, **setting)[[0, -1]]) for seed in SEEDS]
    assert 15_000 < min(ratios) and max(ratios) < 60_000
    assert 1.21**49 == pytest.approx(12_000, rel=0.1)


def test_the_readings_of_the_cure_lab():
    sigmoid = {"activation": "sigmoid", "initializer": "nielsen", "scale": 1.0, "eta": 0.3, "seed": 0}
    plain, normal = (cures.measured(c, "stride", hidden_layers=10, **sigmoid) for c in ("none", "layer_norm"))
    assert 0.2 < (normal[-1] / normal[0]) / (plain[-1] / plain[0]) < 5
    adam = cures.measured("adam", "stride", hidden_layers=20, **sigmoid)
    assert adam[-1] / adam[0] > 1e4 and adam[12:].max() / adam[12:].min() < 3
    relu = {"activation": "relu", "initializer": "he", "eta": 0.3, "seed": 0}
    scaled = cures.measured("residual_scaled", "delta", hidden_layers=50, scale=1.0, **relu)
    assert scaled[1:].max() / scaled[1:].min() < 2 and scaled[0] > 10 * scaled[1:].max()
    assert cures.measured("residual", "delta", hidden_layers=50, scale=1.0, **relu)[:2].min() > 1e8
    at_3 = {
        c: cures.measured(c, "stride", hidden_layers=20, scale=3.0, **relu) for c in ("none", "clipping", "layer_norm")
    }
    assert at_3["none"].min() > 1e6 and at_3["layer_norm"].max() < 0.2
    assert at_3["clipping"] / at_3["clipping"][0] == pytest.approx(at_3["none"] / at_3["none"][0])


# The myth


def test_the_two_published_numbers_are_no_further_apart_than_luck_puts_them():
    p, n = (0.9690 + 0.9657) / 2, 10_000
    assert 100 * np.sqrt(p * (1 - p) / n) == pytest.approx(0.18, abs=0.005)
    flips = np.random.default_rng(1).binomial(n, p, size=(200_000, 2))
    assert np.mean(np.abs(flips[:, 0] - flips[:, 1]) >= 33) == pytest.approx(0.2, abs=0.01)


# How deep can you go now?


@pytest.fixture(scope="module")
def climbed():
    """{(activation, cure): median depth} of the finished study."""
    medians = np.median(depths_by_cure(), axis=2)
    return {(a, cure): medians[i, j] for i, (a, _) in enumerate(CURED) for j, cure in enumerate(CURES)}


def test_shortcuts_go_to_the_top_and_relu_needs_a_small_factor(climbed):
    assert climbed["sigmoid", "none"] == 3 and climbed["relu", "none"] == 12
    assert climbed["sigmoid", "residual"] == climbed["tanh", "residual"] == 64
    assert climbed["relu", "residual"] == 6
    assert climbed["relu", "residual_scaled"] == climbed["relu", "residual_layer_norm"] == 64


def test_batch_normalization_carries_the_sigmoid_and_layer_normalization_does_not(climbed):
    assert 40 <= climbed["sigmoid", "batch_norm"] <= 60
    assert climbed["tanh", "batch_norm"] <= climbed["tanh", "none"] and climbed["relu", "batch_norm"] <= 16
    assert climbed["sigmoid", "layer_norm"] <= climbed["sigmoid", "none"]


@pytest.mark.parametrize("cure", ["clipping", "momentum", "rmsprop", "adam", "adamw"])
def test_what_changes_only_the_step_gives_few_layers(climbed, cure):
    assert climbed["sigmoid", cure] <= climbed["sigmoid", "none"] + 2
    assert climbed["tanh", cure] <= climbed["tanh", "none"] + 2
    assert climbed["relu", "none"] < climbed["relu", cure] <= 24


# Exercise 3


@pytest.mark.parametrize("seed", range(3))
def test_down_to_layer_2_batch_normalization_explodes_by_the_formula_and_layer_1_by_more(seed):
    x, y = load_mnist().first(100)
    rng = np.random.default_rng(seed)
    net = CURES["batch_norm"].network([784, *[30] * 30, 10], "relu", "he", rng=rng)
    delta = layer_speeds(net, x, y)["delta"]
    assert (delta[1] / delta[-1]) ** (1 / 28) == pytest.approx(1.21, abs=0.03)
    assert 1.8 < delta[0] / delta[1] < 3.5
    assert 1.4 < (delta[0] / delta[-1]) / 1.21**29 < 4
