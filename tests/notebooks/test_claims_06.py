"""What the prose of notebook 06 says in words, measured. Numbers in cells are compared by nbval."""

from copy import deepcopy

import numpy as np
import pytest

from helpers.engine import Network, last_to_first, layer_speeds, load_mnist, record, train
from helpers.labs import cost_slices as slices
from helpers.labs import gradient_noise as noise
from helpers.labs import training_lab
from helpers.labs.kit.slices import finished
from tests.notebooks.quoted import quote, said

SEEDS = range(3)


@pytest.fixture(scope="module")
def digits():
    return load_mnist(dtype=np.float32).first(1000)


@pytest.fixture(scope="module")
def lab():
    return training_lab()


def network(hidden, seed, **settings):
    return Network([784, *[30] * hidden, 10], rng=np.random.default_rng(seed), dtype=np.float32, **settings)


def published(digits, hidden, seed, steps=500, lmbda=5.0, **settings):
    return record(network(hidden, seed, **settings), *digits, steps=steps, eta=0.1, lmbda=lmbda)


@pytest.fixture(scope="module")
def four(digits):
    return [published(digits, 4, seed) for seed in SEEDS]


def test_the_four_layer_network_gives_one_answer_at_the_cost_of_a_blind_one(digits, four):
    quote("06", 'It says "seven" to every image: the most frequent digit among the 1,000.')
    quote(
        "06", "So a dozen steps go into learning how frequent each digit is. The remaining 488 change almost nothing."
    )
    p = np.bincount(digits[1]) / 1000
    blind = -np.sum(p * np.log(p) + (1 - p) * np.log(1 - p))
    for run in four:
        assert run.accuracy[-1] == pytest.approx(p.max())
        assert set(run.net.forward(digits[0]).a[-1].argmax(axis=1)) == {7}
        assert run.cost[-1] == pytest.approx(blind, rel=1e-3)
        assert (run.cost[15:] < 1.02 * blind).all()


def test_the_published_gap_and_what_becomes_of_it_image_by_image(four):
    quote("06", "each seed in its own band, some dip below 50, some rise above 140")
    quote("06", "image by image it is there at every step, and it even grows")
    median = np.median([last_to_first(run.speeds["mean_delta"]) for run in four], axis=0)
    assert 40 < median.min() and median.max() < 150
    for run in four:
        gap = last_to_first(run.speeds["delta"])
        assert (gap > 80).all() and gap[-1] > gap[0]


def test_the_mean_falls_by_hundreds_the_single_errors_of_layer_1_by_about_four(four):
    quote("06", "The errors of the single images shrink by a factor of about four, not of hundreds")
    for run in four:
        assert (run.speeds["mean_delta"][0] / run.speeds["mean_delta"][-1] > 150).all()
        assert 3 < run.speeds["delta"][0, 0] / run.speeds["delta"][-1, 0] < 6


def test_by_all_parameters_layer_1_overtakes_layers_2_and_3(four):
    quote("06", "By all parameters, layer 1 (dark) overtakes layers 2 and 3.")
    for run in four:
        first, second, third, fourth = run.speeds["all_parameters"][-1]
        assert second < third < first < fourth


def test_without_regularization_the_gap_of_the_mean_closes(digits):
    quote("06", "Without regularization the gap in ‖mean δ‖ closes almost completely.")
    for seed in SEEDS:
        run = published(digits, 4, seed, steps=120, lmbda=0.0)
        assert last_to_first(run.speeds["mean_delta"])[-1] < 3
        assert last_to_first(run.speeds["delta"])[-1] > 80


@pytest.mark.parametrize("seed", range(5))
def test_ten_output_biases_make_the_mean_collapse_and_cost_the_single_errors_about_half(digits, seed):
    quote("06", "‖mean δ‖ collapses in all layers, by a hundred in the first and by thousands in the last")
    quote("06", "The errors of single images lose less than half of their length.")
    quote("06", "After that change, ‖mean δ‖ of layer 1 is no longer slower than that of layer 4.")
    net = network(4, seed)
    before = layer_speeds(net, *digits)
    for _ in range(100):
        net.b[-1] -= 4 * net.backward(net.forward(digits[0]), digits[1]).db[-1]
    after = layer_speeds(net, *digits)
    assert (before["mean_delta"] / after["mean_delta"])[0] > 70
    assert (before["mean_delta"] / after["mean_delta"])[-1] > 5000
    assert (before["delta"] / after["delta"] < (2 if seed == 0 else 2.5)).all()  # the notebook shows seed 0
    assert last_to_first(after["mean_delta"]) < 2


def test_layers_1_and_2_were_shrunk_not_taught(four):
    quote("06", "Layers 1 and 2 have not been *taught* anything. They have been shrunk.")
    quote("06", "500 times shrunk, they have lost more than a fifth of their length")
    for run in four:
        assert (run.distance[-1] > 1).all()
        assert (run.by_gradient[-1, :2] / run.distance[-1, :2] < 0.1).all()
        assert run.by_gradient[-1, -1] / run.distance[-1, -1] > 0.9
    start = [network(4, seed) for seed in SEEDS]
    kept = [np.linalg.norm(run.net.W[1]) / np.linalg.norm(net.W[1]) for run, net in zip(four, start, strict=True)]
    assert 0.7 < min(kept) <= max(kept) < 0.8


@pytest.mark.parametrize("seed", SEEDS)
def test_the_training_lab_one_and_two_layers(lab, digits, seed):
    quote(
        "06", "With two layers the strip rises slowly, to less than 60 %; with one it rises at once, to more than 80 %."
    )
    assert published(digits, 1, seed).accuracy[-1] > 0.8
    assert 0.3 < published(digits, 2, seed).accuracy[-1] < 0.6


@pytest.mark.parametrize("seed", SEEDS)
def test_the_training_lab_relu(lab, digits, seed):
    quote("06", "ReLU reads three quarters of the images after 60 steps, and layer 1 is not the slow one any more.")
    quote("06", "With a learning rate of 10 the numbers explode or the network dies, and the sentence says so.")
    run = published(digits, 4, seed, steps=60, activation="relu", initializer="he")
    assert run.accuracy[-1] > 0.75
    assert last_to_first(run.speeds["mean_delta"])[-1] < 1
    fast = network(4, seed, activation="relu", initializer="he")
    end = train(fast, *digits, eta=10.0, steps=500, lmbda=5.0).finish()
    dead = not fast.backward(fast.forward(digits[0]), digits[1]).db[1].any()
    assert end.state or dead
    lab.set(hidden_layers=4, seed=seed, activation="relu", initializer="he", eta=10.0, steps=500)
    assert ("Diverged: " in lab.sentence) == bool(end.state)
    assert ("the gradient of layer 1 is exactly zero" in lab.sentence) == (dead and not end.state)
    lab.reset()


def test_the_training_lab_ten_images(lab):
    quote("06", "each step sees ten images only. The plateau stays.")
    lab.set(batch_size=10, steps=500)
    assert "12 % of the images were right" in lab.sentence
    lab.reset()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_slices(seed):
    quote(
        "06",
        "At 0 % nothing happens. From 20 % on the line goes down, and with each step of the others it gets steeper.",
    )
    quote("06", "the cost is *higher* than on the plateau")
    quote(
        "06",
        "Only when the others have gone well over 20 % of their way does the walk of layer 1 end below the plateau.",
    )
    quote("06", "Just past the middle. The first fifth of the way gains nothing; it even costs a little.")
    quote("06", "from a random network the line is steep at once")
    quote("06", "No single layer gets anywhere: the cost stays or rises.")
    alone, controls, slope = finished(slices.slice_of(1, 0.0, "plateau", seed, 1000))
    assert np.ptp(alone) < 0.01 and abs(slope) < 0.02
    slopes = [-finished(slices.slice_of(1, others, "plateau", seed, 1000))[2] for others in (0.0, 0.2, 0.4, 0.6, 0.8)]
    assert slopes[1] < 2 and slopes[2] > 4 and (np.diff(slopes) > 0).all()
    together, controls, slope = finished(slices.slice_of(0, 0.0, "plateau", seed, 1000))
    assert -0.3 < slope < 0 and together[0] - together[-1] > 3
    assert together[8] > together[0], "the first fifth gains nothing"
    half = slices.PLACES[np.argmax(together < (together[0] + together[-1]) / 2)]
    assert 0.5 <= half < 0.6
    assert controls.min() > together[0] - 0.01
    for layer in (2, 3, 4, 5):
        assert finished(slices.slice_of(layer, 0.0, "plateau", seed, 1000))[0].min() > together[0] - 0.01
    assert finished(slices.slice_of(0, 0.0, "random", seed, 1000))[2] < -5


@pytest.mark.parametrize("seed", SEEDS)
def test_the_noise_of_ten_images(seed):
    quote("06", "At the start ten images are enough")
    quote("06", "A cosine of one half takes about thirty images, in layer 1.")
    quote("06", "In layers 2 to 4 and in the output a batch of ten knows nothing: the cosine is near 0.")
    ten = list(noise.SIZES).index(10)
    start, plateau = (finished(noise.measured(steps, seed, 1000)) for steps in (0, 100))
    assert (start[1][1, 0, ten] > 0.85).all()
    assert 0.25 < plateau[1][1, 0, ten, 0] < 0.45
    assert (np.abs(plateau[1][1, 0, ten, 1:]) < 0.15).all()
    assert 0.5 < plateau[1][1, 0, list(noise.SIZES).index(30), 0] < 0.65, "half right with about thirty"


def test_exercise_1_layer_1_alone_gains_little(digits):
    alone = deepcopy(finished(slices.stations(0, 1000))["plateau"])
    start = alone.loss(*digits)
    for _ in range(300):
        dW = alone.backward(alone.forward(digits[0]), digits[1]).dW[1]
        alone.W[1] -= 0.5 * dW / np.linalg.norm(dW)
    assert alone.loss(*digits) == pytest.approx(said("06", "To about {}. Along the steepest way"), abs=0.01)
    assert 0 < start - alone.loss(*digits) < said("06", "layer 1 alone gains less than {}.")


def test_exercises_2_and_3():
    quote("06", "with η = 0.1, λ = 5, n = 1,000? And with n = 50,000?")
    steps, with_50_000 = said("06", "about {} steps; with 50,000 images about {}.")
    assert (1 - 0.1 * 5 / 1000) ** steps == pytest.approx(0.5, abs=5e-4)
    assert (1 - 0.1 * 5 / 50_000) ** with_50_000 == pytest.approx(0.5, abs=5e-3)
    share, cost = said("06", "With ten equal shares it is 10 × {} = {}.")
    assert -(0.1 * np.log(0.1) + 0.9 * np.log(0.9)) == pytest.approx(share, abs=5e-4)
    assert 10 * share == pytest.approx(cost)
