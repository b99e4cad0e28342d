"""What notebook 11 says in words, quoted from it and measured."""

import numpy as np
import pytest

from helpers.engine import Settings, activation_spread, likeness, load_mnist, saturated_share, train
from helpers.engine.measures.symptoms import LOOKED_AT, MOSTLY, NAMES, STILL
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
    quote("11", "the last hidden layer is about a hundred times *faster* than the first")
    for seed in (0, 1, 2):
        plain, adam = (trained(digits, 5, seed=seed, **how) for how in ({}, {"optimizer": "adam", "eta": 0.003}))
        speeds = plain.speeds["mean_delta"][0]
        assert 50 < speeds[-1] / speeds[0] < 200
        assert np.array_equal(speeds, adam.speeds["mean_delta"][0])
        ratios = [run.strides[0, -2] / run.strides[0, 0] for run in (plain, adam)]
        assert ratios[0] == pytest.approx(
            said("11", "its update-to-weight *ratio* is about {} times the first"), rel=0.25
        )
        assert ratios[1] < 0.5
        quote("11", '"less than 1"')


def test_why_the_first_layer_moves_furthest_with_adam(digits):
    more = said("11", "Layer 1 has {} times as many numbers as layer 4 and is about as long")
    quote("11", "move every number that has a gradient by about η, however small it is", "so it moves furthest")
    for seed in (0, 1, 2):
        net = Settings(seed=seed).network()
        first, last = (np.concatenate([part.ravel() for part in net.own(l)]) for l in (1, 4))
        assert first.size / last.size == pytest.approx(more, rel=0.02)
        assert np.linalg.norm(first) == pytest.approx(np.linalg.norm(last), rel=0.35)
        eta, before = 0.003, net.W[1].copy()
        train(net, digits.fitting.x, digits.fitting.y, steps=1, eta=eta, batch_size=32, optimizer="adam",
              rng=np.random.default_rng(seed)).finish()  # fmt: skip
        moved = np.abs(net.W[1] - before)
        assert np.median(moved[moved > 0]) == pytest.approx(eta, rel=0.1)
        strides = trained(digits, 5, seed=seed, optimizer="adam", eta=eta).strides[0]
        assert strides.argmax() == 0


@pytest.mark.parametrize("seed", (0, 1, 2))
def test_what_it_costs_to_know_nothing_of_the_image(digits, seed):
    quote(
        "11",
        "A sigmoid network begins near the first",
        "within some dozens of steps its outputs learn how often a digit comes",
    )
    half, tenth = said("11", "ten outputs at 1/2: {}; ten outputs at 1/10: {}")
    assert tenth == said("11", "A cost of {} and 10 % right says: so far, and no further.")
    run = trained(digits, 60, seed=seed)
    assert run.cost[0] == pytest.approx(half, abs=0.5)
    assert run.new_cost[2:4] == pytest.approx(tenth, abs=0.15)
    assert run.model.answers(digits.validation.x).mean(axis=0) == pytest.approx(0.1, abs=0.07)


def test_the_six_symptoms_are_those_of_the_engine():
    quote("11", "names six symptoms: numbers that diverged or overflowed, a layer whose gradient is exactly zero")
    quote("11", "nine tenths dead or saturated", "moved by less than 1 % in 50 steps", "does not say healthy")
    assert len(NAMES) == 6 and MOSTLY == 0.9 and STILL == 0.01 and LOOKED_AT == 50


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


@pytest.mark.parametrize("seed", SEEDS)
def test_two_layers_above_frozen_ones_do_part_of_the_job(digits, seed):
    quote("11", "In one of the twelve cases only the upper two learned, above four frozen random ones.")
    quote(
        "11", "after 5,000 steps they had more right than after 500, but still under half", "a thirtyfold rate did not"
    )
    quote("11", "With every layer learning, 500 steps were enough.", "is more alike than the images are")
    patient = CASES["5"].patient.with_seed(seed)
    assert patient.frozen == (1, 2, 3, 4) and patient.settings.hidden_layers == 5
    alike = likeness(patient.network(), digits.validation.x)
    assert alike[4] > alike[0] + 0.15

    def right(patient, steps):
        net = patient.network()
        train(net, digits.fitting.x, digits.fitting.y, steps=steps, **patient.settings.training()).finish()
        return net.accuracy(digits.validation.x, digits.validation.y)

    assert right(patient, 500) + 0.05 < right(patient, 5000) < 0.5
    assert right(FIXES["faster"].apply(patient), 500) < 0.5 and right(FIXES["thaw"].apply(patient), 500) >= GOAL


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
    quote("11", "climbed by a factor of about five from layer to layer. In case 1 it is ten or more")
    quote("11", "10 % right at a cost near 3.25")
    quote("11", "the inputs of the activations differ less and less from image to image")
    run = CASES["1"].patient.with_seed(seed).start(digits.fitting, digits.validation).upto(500)
    speeds = run.speeds["mean_delta"][-1]
    assert (speeds[1:] > 10 * speeds[:-1]).all()
    assert run.new_accuracy[-1] == pytest.approx(0.1, abs=0.03) and run.new_cost[-1] == pytest.approx(3.25, abs=0.05)
    playground = trained(digits, 100, seed=seed)
    speeds = playground.speeds["mean_delta"][-1]
    assert np.median(speeds[1:] / speeds[:-1]) == pytest.approx(5, abs=1.2)
    assert playground.new_accuracy[-1] == pytest.approx(0.1, abs=0.03)
    spread = [u.std(axis=0).mean() for u in run.model.forward(digits.validation.x).u[1:-1]]
    assert (np.diff(spread) < 0).all()
