"""What the prose of notebook 09 says in words, measured. Numbers in cells are compared by nbval."""

import numpy as np
import pytest

from helpers.engine import (
    CURES,
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
from helpers.engine.studies.depth_study import CURED, depths_by_cure
from helpers.labs import cures, optimizer_lab
from tests.notebooks.quoted import quote, said

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


# The ravine (REFERENCE.md, section 1: 690 and 92 steps at κ = 100; a millionth is reached with the next one)


def steps_needed(surface, start, **settings):
    path = descend(surface, start, **settings).path
    return int(np.flatnonzero(np.linalg.norm(path, axis=1) > 1e-6 * np.linalg.norm(path[0]))[-1]) + 1


@pytest.mark.parametrize("kappa", [100, 1000])
def test_steps_to_a_millionth(kappa):
    printed = said("09", f"κ = {kappa:,}: gradient descent {{}}, momentum {{}}, Adam {{}}")
    ravine = Ravine(kappa)
    eta, beta = ravine.best_momentum()
    plain = steps_needed(ravine, (-1, 1), eta=ravine.best_eta(), steps=8000)
    heavy = steps_needed(ravine, (-1, 1), eta=eta, beta=beta, steps=2000)
    adam = steps_needed(ravine, (-1, 1), eta=0.1, steps=2000, optimizer="adam")
    assert [plain, heavy, adam] == pytest.approx(printed, abs=1)
    round_bowl = steps_needed(Ravine(1), (-1, 1), eta=0.1, steps=2000, optimizer="adam")
    quote("09", "both coordinates walk at the same pace, for any κ")
    assert round_bowl == adam


def test_adam_at_rest_sets_off_once_more():
    quote("09", "after thousands of steps at rest its memory of g² has faded, and it sets off once more")
    left = np.linalg.norm(descend(Ravine(), (-1, 1), eta=0.1, steps=12_000, optimizer="adam").path, axis=1)
    assert left[300:2000].max() < 1e-5 and left[2000:].max() > 0.01


def test_exercise_1_adam_needs_about_three_times_as_many_steps_in_a_turned_ravine():
    quote("09", "Gradient descent needs about as many as before")
    quote("09", "Adam needs about three times as many steps as in the ravine that stands straight.")

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
    quote("09", "Adam arrives, along the diagonal; plain gradient descent is lost at once with this η.")
    quote("09", "and it is thrown off again: from then on it hovers, at about half of η")
    quote("09", "Clipped, it comes down to less than a hundredth of the distance")
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
    lost_below, soonest = (
        said("09", "Below about {} the walk is lost: gradient descent would not survive this η."),
        said("09", "It arrives soonest at about {}; above that it swings"),
    )
    assert min(arrived) == pytest.approx(lost_below, abs=0.015) and min(arrived, key=arrived.get) == soonest


# Strides


@pytest.mark.parametrize("seed", SEEDS)
def test_the_strides_of_ten_sigmoid_layers(first, seed):
    quote("09", "Momentum keeps the ratio of gradient descent: its first step is gradient descent's")
    quote("09", "So Adam makes the first strides nearly equal.")
    quote("09", "RMSProp is as even as Adam")
    ratios = {}
    for name in ("sgd", "momentum", "rmsprop", "adam"):
        stride = next(strides(Network([784, *[30] * 10, 10], rng=np.random.default_rng(seed)), *first, eta=0.01, epochs=1, optimizer=name))[:-1]  # fmt: skip
        ratios[name] = stride.max() / stride.min()
    assert ratios["sgd"] > 1e5 and ratios["momentum"] == pytest.approx(ratios["sgd"], rel=1e-6)
    assert ratios["adam"] < 4 and ratios["rmsprop"] < 4


def test_in_step_20_adam_is_even_and_gradient_descent_stands_still(first):
    quote("09", "Adam's strides stay within a small factor of each other. Those of gradient descent have shrunk")
    ends = {}
    for name, eta in (("sgd", 1.0), ("adam", 0.01), ("rmsprop", 0.01)):
        net = Network([784, *[30] * 10, 10], rng=np.random.default_rng(0))
        *_, ends[name] = strides(net, *first, eta=eta, epochs=20, optimizer=name)
    for name in ("adam", "rmsprop"):
        assert ends[name][:-1].max() / ends[name][:-1].min() < 4 and ends[name].min() > 1e-3
    assert ends["sgd"].max() < 1e-4


def test_by_step_40_gradient_descents_strides_are_about_as_even_as_adams(first):
    quote("09", "by step 40 they are about as even as Adam's")
    ratios = {}
    for name, eta in (("sgd", 1.0), ("adam", 0.01)):
        net = Network([784, *[30] * 10, 10], rng=np.random.default_rng(0))
        *_, last = strides(net, *first, eta=eta, epochs=40, optimizer=name)
        ratios[name] = last[:-1].max() / last[:-1].min()
    assert 0.5 < ratios["sgd"] / ratios["adam"] < 2 and max(ratios.values()) < 10


def test_with_branch_1_relu_layers_make_activations_about_1_7_times_as_long(first):
    a_layer = said("09", "With branch 1 every layer makes them about {} times as long.")
    net = Network([784, *[30] * 50, 10], "relu", "he", branch=1.0, rng=np.random.default_rng(0))
    a = net.forward(first[0]).a
    assert (np.mean(a[50] ** 2) / np.mean(a[1] ** 2)) ** (1 / 98) == pytest.approx(a_layer, abs=0.05)


def test_with_four_layers_gradient_descents_strides_are_about_fifty_times_apart(first):
    quote("09", "Gradient descent: about fifty. Less than the hundred of notebook 3")
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
    run = train(net, digits.train.x, digits.train.y, eta=eta, steps=steps, batch_size=batch, rng=rng, **training)
    run.finish()
    return 0.0 if run.state else net.accuracy(digits.test.x, digits.test.y)  # a network that is lost reads nothing


def test_at_four_layers_rmsprop_and_adam_leave_the_plateau_first(digits):
    quote("09", "the networks with RMSProp read well by now, and Adam's are on their way")
    rates = {"sgd": 3.0, "rmsprop": 0.01, "adam": 0.01}
    found = {name: np.median(side_by_side(lambda seed, name=name, eta=eta: reads(digits, "none", 4, seed, eta, 300, 100, optimizer=name), range(5))) for name, eta in rates.items()}  # fmt: skip
    assert found["rmsprop"] > 0.6 and found["adam"] > 0.3 > found["sgd"]


@pytest.mark.parametrize("cure", BACK_TO_BACK)
def test_at_ten_layers_no_cure_of_the_step_helps_at_any_rate(digits, cure):
    quote(
        "09", "What changes only the step (clipping, momentum, RMSProp, Adam, AdamW) leaves all networks at guessing."
    )
    rates = np.array([0.1, 0.3, 1.0]) * CURES[cure].rate
    assert max(side_by_side(lambda eta: reads(digits, cure, 10, 0, eta), rates)) < 0.25


@pytest.mark.parametrize("cure", ["residual", "residual_scaled", "batch_norm", "residual_layer_norm", "all"])
def test_at_ten_layers_a_rebuilt_path_does(digits, cure):
    quote("09", "what works changes the way forwards: shortcuts and batch normalization")
    assert min(side_by_side(lambda seed: reads(digits, cure, 10, seed, 0.3 * CURES[cure].rate), SEEDS)) >= 0.6


def test_at_ten_layers_layer_normalization_does_not(digits):
    quote("09", "With layer normalization the gradient is about as steep as without, and the network guesses.")
    assert max(side_by_side(lambda seed: reads(digits, "layer_norm", 10, seed, 0.3), SEEDS)) < 0.2


def test_twenty_relu_layers(digits):
    quote("09", "On the right, where the images are still heard, the optimizers do help.")
    quote("09", "Shortcuts with a small factor or a normalization help most; without either they are no help at all.")
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
    quote("09", "A few hundred-millionths. For the last layers all images are the same image.")
    quote("09", "Batch normalization subtracts what all *images* have in common")
    quote("09", "Layer normalization subtracts what all *neurons* have in common.")
    spread = {
        cure: activation_spread(network(cure, 10, seed), first[0], training=True)[-1]
        for cure in ("none", "layer_norm", "batch_norm", "residual")
    }
    assert spread["none"] < 1e-7 and 0.2 < spread["layer_norm"] / spread["none"] < 5
    assert spread["batch_norm"] > 0.1 and spread["residual"] > 0.05


@pytest.mark.parametrize("seed", SEEDS)
def test_ahead_of_batch_normalization_the_mean_delta_is_zero_to_rounding(first, seed):
    quote("09", "By that measure no layer learns. By the other all do, at nearly the same pace.")
    speeds = layer_speeds(network("batch_norm", 10, seed), *first)
    assert (speeds["mean_delta"] < 1e-13).all() and (speeds["delta"] > 0.3).all()
    assert speeds["delta"].max() / speeds["delta"].min() < 4


def test_beside_a_copy_of_itself_every_image_gets_the_same_answer(first):
    quote("09", "every ẑ is 0, and every image gets the same answer")
    net = Network([784, 30, 30, 10], norm="batch", rng=np.random.default_rng(0))
    list(train(net, *first, eta=0.5, epochs=10, batch_size=100, rng=np.random.default_rng(0)))
    beside_a_copy = [net.forward(first[0][[i, i]], training=True).a[-1][0].argmax() for i in range(50)]
    assert len(set(beside_a_copy)) == 1
    assert net.accuracy(*first) > 0.9


@pytest.mark.parametrize(("width", "images", "tolerance"), [(300, 1000, 0.02), (30, 100, 0.05)])
def test_batch_normalization_explodes_in_relu_by_the_published_factor(width, images, tolerance):
    quote("09", "In wide ReLU networks that factor is √(π/(π − 1)) = 1.21")
    x, y = load_mnist().first(images)
    hidden, factors = 30, []
    for seed in SEEDS:
        delta = layer_speeds(network("batch_norm", hidden, seed, "relu", "he", width), x, y)["delta"]
        factors.append((delta[4] / delta[-1]) ** (1 / (hidden - 5)))  # the first layers see images, not Gaussians
    assert np.median(factors) == pytest.approx(np.sqrt(np.pi / (np.pi - 1)), abs=tolerance)


@pytest.mark.parametrize("seed", SEEDS)
def test_fifty_relu_layers_with_batch_normalization_explode_by_about_a_fifth_a_layer(seed):
    quote("09", "Upwards towards layer 1")
    a_layer = said("09", "batch normalization made the gradient explode, by about {} a layer")
    setting = {"hidden_layers": 50, "activation": "relu", "initializer": "he", "scale": 1.0, "eta": 0.3}
    delta = cures.measured("batch_norm", "delta", seed=seed, **setting)
    assert (delta[0] / delta[-1]) ** (1 / 49) == pytest.approx(a_layer, abs=0.05)


def test_the_readings_of_the_cure_lab():
    quote("09", "At 20 layers Adam's dots fall off towards layer 1")
    quote(
        "09",
        "Scaled, layers 2 to 50 are level, and far smaller. (Layer 1 has no shortcut and so no small factor: it stands out.)",
    )
    quote("09", "*Residual*: the errors are huge")
    quote(
        "09",
        "The first update is enormous without. Clipping brings down every layer by the same factor, so the ratio stays. Layer normalization hardly notices the scale.",
    )
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
    two, three, n = said("09", "got {} % and {} % of {} images right")
    p = (two + three) / 200
    error, of_the_difference = said("09", "standard error of one: {} points, of the difference: {}")
    assert 100 * np.sqrt(p * (1 - p) / n) == pytest.approx(error, abs=0.005)
    assert np.sqrt(2) * error == pytest.approx(of_the_difference, abs=0.01)
    apart, often = said("09", "at least {} points apart: {}% of the pairs")
    assert apart == pytest.approx(two - three)
    flips = np.random.default_rng(1).binomial(int(n), p, size=(200_000, 2))  # other coins than the notebook's
    assert 100 * np.mean(np.abs(flips[:, 0] - flips[:, 1]) >= 33) == pytest.approx(often, abs=1)


# How deep can you go now?


@pytest.fixture(scope="module")
def climbed():
    """{(activation, cure): median depth} of the finished study."""
    medians = np.median(depths_by_cure(), axis=2)
    return {(a, cure): medians[i, j] for i, (a, _) in enumerate(CURED) for j, cure in enumerate(CURES)}


def test_shortcuts_go_to_the_top_and_relu_needs_a_small_factor(climbed):
    quote("09", "and tanh with it")
    quote("09", "With the small factor, or with layer normalization inside, ReLU goes to the top as well")
    without, top = said(
        "09", "**A shortcut around each layer** takes the sigmoid from {} layers to {}, where our ladder ends"
    )
    assert climbed["sigmoid", "none"] == without
    assert climbed["sigmoid", "residual"] == climbed["tanh", "residual"] == top
    harmed, unharmed = said("09", "With ReLU the plain shortcut does harm: {} layers instead of {},")
    assert (climbed["relu", "residual"], climbed["relu", "none"]) == (harmed, unharmed)
    assert climbed["relu", "residual_scaled"] == climbed["relu", "residual_layer_norm"] == top
    quote("09", "(and the sigmoid, with that normalization, to about fifty)")
    assert 40 <= climbed["sigmoid", "residual_layer_norm"] <= 60


def test_batch_normalization_carries_the_sigmoid_and_layer_normalization_does_not(climbed):
    quote("09", "**Batch normalization** carries the sigmoid to about fifty layers.")
    quote("09", "they gain little or nothing. Layer normalization alone gives the sigmoid no layer more")
    assert 40 <= climbed["sigmoid", "batch_norm"] <= 60
    assert climbed["tanh", "batch_norm"] <= climbed["tanh", "none"] and climbed["relu", "batch_norm"] <= 16
    assert climbed["sigmoid", "layer_norm"] <= climbed["sigmoid", "none"]


@pytest.mark.parametrize("cure", BACK_TO_BACK)
def test_what_changes_only_the_step_gives_few_layers(climbed, cure):
    quote("09", "**What changes only the step** gives the sigmoid a layer (RMSProp, Adam) or none, and tanh nothing.")
    assert climbed["sigmoid", cure] <= climbed["sigmoid", "none"] + 2
    assert climbed["tanh", cure] <= climbed["tanh", "none"] + 2
    assert climbed["relu", "none"] < climbed["relu", cure] <= 24


# Exercise 3


@pytest.mark.parametrize("seed", range(3))
def test_down_to_layer_2_batch_normalization_explodes_by_the_formula_and_layer_1_by_more(seed):
    quote("09", "Down to layer 2 the formula holds.")
    quote("09", "that last step is a factor of 2 to 3")
    x, y = load_mnist().first(100)
    rng = np.random.default_rng(seed)
    net = CURES["batch_norm"].network([784, *[30] * 30, 10], "relu", "he", rng=rng)
    delta = layer_speeds(net, x, y)["delta"]
    factor = said("09", "Predict layer 1 over layer 30 from the factor {}, then look.")
    assert (delta[1] / delta[-1]) ** (1 / 28) == pytest.approx(factor, abs=0.03)
    assert 1.8 < delta[0] / delta[1] < 3.5
    predicted = said("09", "1.21²⁹ is about {}; the lab shows about twice as much.")
    assert factor**29 == pytest.approx(predicted, rel=0.02)
    assert 1.4 < delta[0] / delta[-1] / predicted < 4
