"""What the prose of notebook 05 says in words, measured. Numbers in cells are compared by nbval or asserted there."""

import numpy as np
import pytest

from helpers.engine import (
    Network,
    accuracy_in_hiding,
    activation_spread,
    find_metamer,
    largest_difference,
    load_mnist,
    lost_directions,
    train,
    weakest_pixels,
)
from helpers.labs.kit.slices import finished
from helpers.labs.whisper import look_at_layers, trained_accuracies
from tests.notebooks.quoted import quote, said

SIZES = [784, 30, 30, 30, 10]


@pytest.fixture(scope="module")
def mnist():
    return load_mnist()


@pytest.fixture(scope="module")
def trained(mnist):
    net = Network(SIZES, rng=np.random.default_rng(0))
    x, y = mnist.train.x, mnist.train.y
    for _ in train(net, x, y, eta=0.5, epochs=10, batch_size=10, rng=np.random.default_rng(1)):
        pass
    return net


def random_pairs(mnist, n, seed):
    """Images A, B of that many pairs of different digits, and the digits of B."""
    rng, (x, y) = np.random.default_rng(seed), (mnist.test.x, mnist.test.y)
    pairs = np.array([(i, j) for i, j in rng.integers(len(y), size=(2 * n, 2)) if y[i] != y[j]][:n])
    return x[pairs[:, 0]], x[pairs[:, 1]], y[pairs[:, 1]]


def nearest_digit(images, references):
    squares = np.square(references.x).sum(axis=1) - 2 * images @ references.x.T
    return references.y[squares.argmin(axis=1)]


def test_the_network_reads_four_in_five_at_80_percent_and_about_half_at_95(mnist):
    quote("05", "the network still reads more than four in five at 80 %")
    quote("05", "At 95 % it reads about half of them or a little more, from 39 pixels.")
    assert (~weakest_pixels(Network([784, 30, 10], rng=np.random.default_rng(0)).W[1], 0.95)).sum() == 39
    nets = [Network([784, 30, 10], rng=np.random.default_rng(seed), dtype=np.float32) for seed in range(5)]
    at_80, at_95 = (accuracy_in_hiding(nets, share, mnist.train, mnist.test, epochs=3) for share in (0.8, 0.95))
    assert (at_80 > 0.8).all()
    assert 0.45 < np.median(at_95) < 0.65


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_metamers_succeed_for_every_pair_and_are_nearest_to_their_looks_as_often_as_untouched_digits(mnist, seed):
    quote("05", "If that is a digit like B, a machine that compares images reads it as you do.")
    quote("05", "It does not fail. The metamer stays close to B, and each dot sits in its ring.")
    net = Network(SIZES, rng=np.random.default_rng(seed))
    A, B, wanted = random_pairs(mnist, 100, seed)
    metamers = [find_metamer(net, a, b) for a, b in zip(A, B, strict=True)]
    images = np.array([metamer.image for metamer in metamers])
    assert all(metamer.success and metamer.agreement <= 1e-12 for metamer in metamers)
    assert images.min() >= 0 and images.max() <= 1
    ours, untouched = (np.sum(nearest_digit(seen, mnist.train) == wanted) for seen in (images, B))
    assert ours >= 85 and abs(ours - untouched) <= 5
    assert 2 < np.median([metamer.moved for metamer in metamers]) < 3.2


def test_a_trained_first_layer_tells_all_of_them_apart_and_its_own_metamers_move_much_further(mnist, trained):
    quote("05", "Not one survives: no metamer has the activations of A any more.")
    quote("05", "But now the image had to move much further")
    net = Network(SIZES, rng=np.random.default_rng(0))
    A, B, _ = random_pairs(mnist, 30, 0)
    before, after = ([find_metamer(layer, a, b) for a, b in zip(A, B, strict=True)] for layer in (net, trained))
    images = np.array([metamer.image for metamer in before])
    assert (largest_difference(trained, images, A) > 0.5).all()
    assert all(metamer.success for metamer in after)
    assert np.median([m.moved for m in after]) > 2 * np.median([m.moved for m in before])


def test_layer_3_whispers_more_than_twenty_times_more_quietly_and_says_as_much(mnist):
    quote("05", "Layer 3 whispers more than twenty times more quietly than layer 1, and says as much.")
    quote("05", "About 70 % from each of the three.")
    for seed in range(3):
        spreads = activation_spread(Network(SIZES, rng=np.random.default_rng(seed)), mnist.train.x)
        assert 20 < spreads[0] / spreads[2] < 30
        probes = finished(look_at_layers(30, seed))[1]
        assert np.ptp(probes) < 0.04 and 0.65 < probes.mean() < 0.75


# The reading of the whisper lab


def test_the_amplifier_half_way_reaches_in_ten_epochs_what_took_thirty_and_full_in_one():
    quote(
        "05", "At 0.5 training gets as far in ten epochs as it did in thirty without. At 1 it is there after the first."
    )
    for seed in range(2):
        thirty = finished(trained_accuracies(1, 0.0, 30, 30, seed))[-1]
        assert max(finished(trained_accuracies(1, 0.5, 10, 30, seed))) > thirty - 0.05
        assert finished(trained_accuracies(1, 1.0, 1, 30, seed))[0] > thirty - 0.05


def test_above_three_frozen_layers_the_knob_must_be_turned_nearly_all_the_way():
    quote("05", "But training starts only when the knob is turned nearly all the way")
    for seed in range(2):
        assert finished(trained_accuracies(3, 0.8, 10, 30, seed))[-1] < 0.2
        assert finished(trained_accuracies(3, 1.0, 10, 30, seed))[-1] > 0.55


def test_wider_random_layers_know_more_and_a_hundred_neurons_are_learned_from_better_than_thirty():
    quote("05", "With 100 neurons training gets further than with 30: many quiet voices add up.")
    quote(
        "05",
        "300 need not be better than 100, although the blue line shows that they know more. Amplified, they are better.",
    )
    reached = {
        width: np.median([finished(trained_accuracies(1, 0.0, 30, width, s))[-1] for s in (0, 1, 2)])
        for width in (30, 100, 300)
    }
    assert reached[100] > reached[30] + 0.1 and abs(reached[300] - reached[100]) < 0.1
    known = [finished(look_at_layers(width, 0))[1][0] for width in (30, 100, 300)]
    assert known[0] < known[1] < known[2]
    assert finished(trained_accuracies(1, 1.0, 10, 300, 0))[-1] > finished(trained_accuracies(1, 1.0, 10, 100, 0))[-1]


def test_nothing_frozen_leaves_guessing_within_one_epoch():
    quote("05", "With nothing frozen, the network leaves guessing behind within one epoch.")
    assert all(finished(trained_accuracies(0, 0.0, 1, 30, seed))[0] > 0.2 for seed in range(3))


# The exercises


def test_the_second_layer_loses_nothing_unless_it_is_narrower():
    quote("05", "None: 30 numbers into 30, and the random matrix can be inverted.")
    for seed in range(5):
        assert lost_directions(Network(SIZES, rng=np.random.default_rng(seed)).W[2]) == 0
        narrower = Network([784, 30, 20, 10], rng=np.random.default_rng(seed))
        assert lost_directions(narrower.W[2]) == said("05", "Into 20 neurons it loses {}.")


def test_after_training_the_weak_pixels_are_those_at_the_border(mnist, trained):
    quote(
        "05",
        "mostly pixels at the border. Many of them never have ink, so their weights never learn, while weights in the middle grow",
    )
    weak = weakest_pixels(trained.W[1], 0.8).reshape(28, 28)
    never_inked = (mnist.train.x == 0).all(axis=0).reshape(28, 28)
    assert weak[never_inked].all()
    assert weak[:3].mean() > 0.95 and weak[7:21, 7:21].mean() < 0.5


def test_a_metamer_for_two_neurons_moves_much_less(mnist):
    below, instead_of = said(
        "05", "Less than {}, instead of {}: only two numbers must be met, and 782 directions are free."
    )
    x, y = mnist.test.x, mnist.test.y
    a, b = x[y == 3][0], x[y == 8][1]
    assert find_metamer(Network(SIZES, rng=np.random.default_rng(0)), a, b).moved == pytest.approx(instead_of, abs=0.05)
    for seed in range(5):
        net = Network([784, 2, 10], rng=np.random.default_rng(seed))
        assert find_metamer(net, a, b).moved < below
        assert lost_directions(net.W[1]) == 782
