"""What notebook 11 says in words, quoted from it and measured."""

import numpy as np
import pytest

from helpers.engine import Settings, activation_spread, load_mnist, saturated_share
from helpers.exercises.clinic.cases import CASES, GOAL, STEPS
from helpers.exercises.clinic.fixes import FIXES, TIMES
from helpers.labs import playground_lab
from tests.notebooks.quoted import quote, said
from tests.short_forms import first_now

SEEDS = first_now((0, 1, 2))


@pytest.fixture(scope="module")
def digits():
    return load_mnist(dtype=np.float32)


def trained(digits, steps, **settings):
    return Settings(**settings).start(digits.fitting, digits.validation, steps=steps).upto(steps)


def likeness_of_neighbours(W):
    """How alike a pixel's weight and its right neighbour's are: 0 for noise, near 1 for strokes."""
    images = W.reshape(-1, 28, 28) - W.mean(axis=1)[:, None, None]
    return np.mean((images[:, :, 1:] * images[:, :, :-1]).sum(axis=(1, 2)) / (images**2).sum(axis=(1, 2)))


def test_the_images_are_those_that_the_notebook_counts(digits):
    quote(
        "11", "It learns from 3,500 images.", "measured on 500 of those, **new** on 500 others, the validation images"
    )
    run = trained(digits, 5)
    assert len(run.y) == 3500 and [len(x) for x, _ in run.looks] == [500, 500]
    assert np.array_equal(run.looks[1][0], digits.validation.x)


def test_the_line_in_the_notebook_is_where_the_playground_begins():
    quote("11", 'η=0.3 batch=32 λ=0 clip=none seed=0 steps=100 pixels=0-1"', "four hidden layers of 30 neurons")
    lab = playground_lab()
    settings = {name: control.value for name, control in lab.controls.items() if name != "instrument"}
    assert Settings(**settings) == Settings()
    assert Settings().text().startswith("sigmoid 784-4×30-10 nielsen ×1 norm=none shortcut=none sgd")
    quote("11", "sigmoid 784-4×30-10 nielsen ×1 norm=none shortcut=none sgd")


def test_the_last_layer_is_a_hundred_times_faster_and_adam_changes_only_the_step(digits):
    quote("11", "the last hidden layer is about a hundred times faster than the first")
    for seed in (0, 1, 2):
        plain, adam = (trained(digits, 5, seed=seed, **how) for how in ({}, {"optimizer": "adam", "eta": 0.003}))
        speeds = plain.speeds["mean_delta"][0]
        assert 50 < speeds[-1] / speeds[0] < 200
        assert np.array_equal(speeds, adam.speeds["mean_delta"][0])
        ratios = [run.strides[0, -2] / run.strides[0, 0] for run in (plain, adam)]
        assert ratios[0] > 3 * ratios[1]


@pytest.mark.parametrize("seed", SEEDS)
def test_four_layers_stay_noise_and_two_show_strokes(digits, seed):
    quote("11", "will the first-layer weights look like noise after 500 steps", "They look as they were drawn: noise.")
    quote("11", "Layer 1 moves by less than a thousandth of its weights a step")
    quote("11", "Set *hidden layers* to 1 or 2, and after a few hundred steps strokes and blots appear")
    deep = trained(digits, 500, seed=seed)
    assert abs(likeness_of_neighbours(deep.model.W[1])) < 0.05 and deep.strides[:, 0].max() < 1e-3
    for layers in (1, 2):
        assert likeness_of_neighbours(trained(digits, 300, hidden_layers=layers, seed=seed).model.W[1]) > 0.3


def test_at_ten_layers_all_images_come_to_look_alike(digits):
    quote("11", "*Inputs of the activations* at ten layers", "a thin line each, the same for all images")
    spread = activation_spread(trained(digits, 100, hidden_layers=10).model, digits.validation.x)
    assert spread[-1] < 1e-4 * spread[0]


def test_a_usual_pace(digits):
    quote("11", "in the two-layer network of the playground it is about a hundredth")
    strides = trained(digits, 300, hidden_layers=2).strides
    assert 0.003 < np.median(strides[:, :2]) < 0.03


@pytest.mark.parametrize("seed", SEEDS)
def test_two_illnesses_end_alike_and_begin_differently(digits, seed):
    quote(
        "11",
        "weights twenty times too large, and a learning rate a hundred times too high",
        "slopes below 1 % of the largest",
    )
    large = Settings("tanh", 4, initializer="lecun", scale=said("11", "scale={}, eta=0.1"), eta=0.1, seed=seed)
    fast = Settings("tanh", 4, initializer="lecun", eta=said("11", 'initializer="lecun", eta={})'), seed=seed)
    assert fast.eta == 100 * large.eta
    healthy = Settings("tanh", 4, initializer="lecun", eta=0.1, steps=500, seed=seed)
    assert healthy.start(digits.fitting, digits.validation).upto(500).new_accuracy[-1] > GOAL
    begin, end = [], []
    for settings in (large, fast):
        net = settings.network()
        begin.append(saturated_share(net, net.forward(digits.validation.x)).mean())
        net = settings.start(digits.fitting, digits.validation).upto(100).model
        end.append(saturated_share(net, net.forward(digits.validation.x)).min())
    assert begin[0] > 0.5 and begin[1] < 0.1 and min(end) > 0.9


def test_what_is_said_of_the_clinic():
    quote("11", "Twelve trainings of 500 steps", "if 75 % of the new images are right in the end")
    assert len(CASES) == 12 and STEPS == 500 and GOAL == 0.75
    quote("11", "In two cases two different fixes cure")
    assert sorted(len(case.fixes) for case in CASES.values()) == [1] * 10 + [2, 2]
    quote("11", "A learning rate thirty times as high does not help")
    assert (
        TIMES == 30 and FIXES["faster"].apply(CASES["1"].patient).settings.eta == 30 * CASES["1"].patient.settings.eta
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_to_be_seen_in_case_1(digits, seed):
    quote("11", "the speeds climb by a factor of ten or more from layer to layer")
    quote("11", "the inputs of the activations differ less and less from image to image")
    run = CASES["1"].patient.with_seed(seed).start(digits.fitting, digits.validation).upto(500)
    speeds = run.speeds["mean_delta"][-1]
    assert (speeds[1:] > 10 * speeds[:-1]).all()
    spread = [u.std(axis=0).mean() for u in run.model.forward(digits.validation.x).u[1:-1]]
    assert (np.diff(spread) < 0).all()
