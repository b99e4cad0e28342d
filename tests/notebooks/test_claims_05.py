"""What the prose of notebook 05 says in words, measured. Numbers in cells are compared by nbval."""

from copy import deepcopy

import numpy as np
import pytest

from helpers.engine import (
    Network,
    accuracies_above,
    accuracy_in_hiding,
    activation_spread,
    amplifier,
    condition_number,
    find_metamer,
    largest_difference,
    load_mnist,
    lost_directions,
    principal_components,
    probe_accuracy,
    smoothed_filters,
    train,
    weakest_pixels,
)
from helpers.engine.studies.frozen_study import hold
from helpers.labs.kit.slices import finished
from helpers.labs.whisper import trained_accuracies
from tests.notebooks.quoted import quote

SIZES = [784, 30, 30, 30, 10]


@pytest.fixture(scope="module")
def mnist():
    return load_mnist()


@pytest.fixture(scope="module")
def nets():
    return [Network(SIZES, rng=np.random.default_rng(seed)) for seed in range(3)]


def linear(net, mnist, l):
    seen, test_seen = (net.forward(part.x).a[l] for part in (mnist.train, mnist.test))
    return probe_accuracy(seen, mnist.train.y, test_seen, mnist.test.y)


def ends(frozen, road):
    return np.median(accuracies_above(frozen, road)[1][-1])


def medians(frozen, road):
    passes, accuracies = accuracies_above(frozen, road)
    return passes.tolist(), np.median(accuracies, axis=1)


# Pixels and directions


@pytest.mark.long
def test_the_network_reads_four_in_five_at_80_percent_and_about_half_at_95(mnist):
    quote("05", "the network still reads more than four in five at 80 %")
    quote("05", "At 95 % it reads about half of them or a little more, from 39 pixels.")
    assert (~weakest_pixels(Network([784, 30, 10], rng=np.random.default_rng(0)).W[1], 0.95)).sum() == 39
    nets = [Network([784, 30, 10], rng=np.random.default_rng(seed), dtype=np.float32) for seed in range(5)]
    at_80, at_95 = (accuracy_in_hiding(nets, share, mnist.train, mnist.test, epochs=3) for share in (0.8, 0.95))
    assert (at_80 > 0.8).all()
    assert 0.45 < np.median(at_95) < 0.65


def random_pairs(mnist, n, seed):
    """Images A, B of that many pairs of different digits."""
    rng, (x, y) = np.random.default_rng(seed), (mnist.test.x, mnist.test.y)
    pairs = np.array([(i, j) for i, j in rng.integers(len(y), size=(2 * n, 2)) if y[i] != y[j]][:n])
    return x[pairs[:, 0]], x[pairs[:, 1]]


def distances(net, A, B):
    found = [find_metamer(net, a, b) for a, b in zip(A, B, strict=True)]
    assert all(metamer.success and metamer.agreement <= 1e-12 for metamer in found)
    return np.median([metamer.moved for metamer in found]), np.array([metamer.image for metamer in found])


def test_each_random_layer_is_blind_in_its_own_directions_and_smooth_or_principal_ones_see_better(mnist, nets):
    quote("05", "Each random layer is blind in its own directions.")
    quote("05", "Smooth ones do far better without having learned anything; so do principal components")
    quote("05", "It does not fail. The metamer stays close to B, and each dot sits in its ring.")
    A, B = random_pairs(mnist, 10, 3)
    moved, images = distances(nets[0], A, B)
    assert 2 < moved < 3.2
    assert (largest_difference(nets[1], images, A) > 0.01).all()
    for weights in (smoothed_filters(nets[0].W[1], 2), principal_components(mnist.train.x, 30)):
        other = nets[0].like(SIZES)
        other.flat[:] = nets[0].flat
        other.W[1][:] = weights
        assert lost_directions(other.W[1]) == 754
        assert distances(other, A, B)[0] > 2 * moved
        assert linear(other, mnist, 1) > linear(nets[0], mnist, 1) + 0.08


@pytest.mark.long
def test_a_trained_first_layer_tells_all_of_them_apart_and_its_own_metamers_move_much_further(mnist):
    quote("05", "a trained first layer sees that this is not A")
    quote("05", "But now the image had to move much further")
    before, after = (Network(SIZES, rng=np.random.default_rng(0)) for _ in range(2))
    x, y = mnist.train.x, mnist.train.y
    train(after, x, y, eta=0.5, epochs=10, batch_size=10, rng=np.random.default_rng(1)).finish()
    A, B = random_pairs(mnist, 30, 0)
    moved, images = distances(before, A, B)
    assert (largest_difference(after, images, A) > 0.5).all()
    assert distances(after, A, B)[0] > 2 * moved


# The ravine above a frozen layer


def test_a_random_layer_in_the_middle_costs_little_and_layer_1_much():
    quote("05", "Within these 10 epochs, one random layer in the *middle* costs little")
    quote("05", "A random layer 1 costs most of it, and a second one above it all.")
    assert min(ends([2], "short"), ends([3], "short")) > ends([], "short") - 0.05
    assert ends([1], "short") < 0.35
    assert max(ends([1, 2], "short"), ends([1, 2, 3], "short")) < 0.2


def test_spread_falls_by_about_five_a_layer_and_a_linear_reader_finds_as_much_in_layer_3(mnist, nets):
    quote("05", "falls by about five from layer to layer")
    quote("05", "And yet least squares finds as much there as in layer 1.")
    for net in nets:
        spreads = activation_spread(net, mnist.train.x)
        assert (3.5 < spreads[:-1] / spreads[1:]).all() and (spreads[:-1] / spreads[1:] < 6.5).all()
        assert linear(net, mnist, 3) > linear(net, mnist, 1) - 0.04


def test_the_ravine_after_one_and_three_layers_and_what_standardizing_leaves_of_it(mnist, nets):
    quote("05", "Mean and spread alone, as for the two neurons, would make about two million of layer 3.")
    quote("05", "The rest stays, 400,000 when standardized: each neuron says nearly what a mixture of others says.")
    quote("05", "the ravine is round: from about 80,000 down to about 20 after layer 1")
    quote("05", "but the bias with its curvature of 1 remains")
    for net in nets:
        a = net.forward(mnist.train.x).a
        assert 6e4 < condition_number(a[1]) < 1e5 and condition_number(a[3]) > 1e11
        assert 15 < condition_number(amplifier(a[1])(a[1])) < 30
        centred = a[1] - a[1].mean(axis=0)
        assert 1e3 < condition_number(centred) < 1e4
        without_the_bias = np.linalg.cond(centred.T @ centred)
        assert without_the_bias < 100  # so it is the bias
        two_neurons = (30 * np.mean(a[3].mean(axis=0) ** 2) + 1) / activation_spread(net, mnist.train.x)[2] ** 2
        assert 1e6 < two_neurons < 3e6 and 3e5 < condition_number(amplifier(a[3])(a[3])) < 7e5
        told_by_the_others = 1 - 1 / np.diag(np.linalg.inv(np.corrcoef(a[3].T)))
        assert told_by_the_others.min() > 0.98


def test_the_ten_steepest_directions_read_half_the_digits_and_only_standardized_are_they_steep(mnist, nets):
    quote("05", "from the *ten steepest* about half the digits can be read")
    quote(
        "05", "After layer 3 the tenth is millions of times flatter than the steepest; standardized, about ten times."
    )
    quote("05", "70,000 steps, too few for the tenth direction")
    for net in nets:
        bare, test = (net.forward(part.x).a[3] for part in (mnist.train, mnist.test))
        for amplify, least, most in ((amplifier(bare, 0.0), 2e6, 6e6), (amplifier(bare), 5, 15)):
            f, test_f = (np.column_stack([amplify(x), np.ones(len(x))]) for x in (bare, test))
            ten = np.linalg.svd(f, full_matrices=False)[2][:10].T
            assert 0.42 < probe_accuracy(f @ ten, mnist.train.y, test_f @ ten, mnist.test.y) < 0.58
            assert least < condition_number(amplify(bare), 10) < most


@pytest.mark.long
def test_layer_1_learns_to_spread_eight_times_as_far_around_a_random_layer(mnist, nets):
    quote("05", "Around a random layer 2 or 3, layer 1 learns a spread about eight times as large")
    for net, frozen in ((nets[0], 2), (nets[1], 3), (nets[2], 2)):
        model, rng = deepcopy(net), np.random.default_rng(0)
        train(
            model, mnist.train.x, mnist.train.y, eta=0.5, epochs=10, batch_size=10, rng=rng, observe=hold([frozen])
        ).finish()
        before, after = (activation_spread(each, mnist.train.x) for each in (net, model))
        assert 7 < after[0] / before[0] < 9
        assert model.accuracy(mnist.test.x, mnist.test.y) > 0.85


def test_every_road_arrives_above_one_layer_and_above_three_only_curvature_and_standardizing_do(mnist, nets):
    quote("05", "With one layer frozen all roads arrive")
    quote("05", "gradient descent needs about a hundred passes to come where ten are enough on standardized features")
    quote("05", "With two, it reads about half the digits after 200 passes, and so do Adam and L-BFGS.")
    quote("05", "With three it has not left guessing after 200 passes, which are 70,000 steps")
    quote("05", "and Adam hardly has")
    quote("05", "But from the same start, and given 1,000 passes, it comes close to the linear reader each time.")
    quote("05", "Little of what a linear reader sees was lost.")
    quote("05", "after one pass over standardized features, gradient descent reads more ")
    quote("05", "Standardized, they are learned ten times faster or more.")
    quote("05", "80 % are read against 90 %, with 30 neurons a layer above.")
    readers = [np.median([linear(net, mnist, l) for net in nets]) for l in (1, 2, 3)]
    assert min(ends([1], road) for road in ("sgd", "adam", "lbfgs", "amplified")) > readers[0]
    after = {road: dict(zip(*medians([1], road), strict=True)) for road in ("sgd", "amplified")}
    assert abs(after["sgd"][100] - after["amplified"][10]) < 0.05
    after = {road: dict(zip(*medians([1, 2], road), strict=True)) for road in ("sgd", "adam", "lbfgs", "amplified")}
    assert all(0.4 < after[road][200] < 0.6 for road in ("sgd", "adam", "lbfgs"))
    assert after["amplified"][1] > after["sgd"][200] + 0.05
    assert abs(ends([1], "amplified") - 0.8) < 0.03 > abs(ends([1], "lbfgs") - 0.8)
    assert abs(ends([], "short") - 0.9) < 0.03
    assert 200 * -(-len(mnist.fitting.x) // 10) == 70_000
    assert ends([1, 2, 3], "sgd") < 0.2 and ends([1, 2, 3], "adam") < 0.3
    for frozen, reader in zip(([1], [1, 2], [1, 2, 3]), readers, strict=True):
        assert ends(frozen, "lbfgs") > reader - 0.1
        assert ends(frozen, "amplified") > reader - 0.05


def test_standardizing_folds_into_the_next_layer(nets, mnist):
    quote("05", "an ordinary layer that reads the bare features, with longer weights and another bias")
    f = nets[0].forward(mnist.test.x).a[1]
    W, b, amplify = nets[0].W[2], nets[0].b[2], amplifier(f)
    folded_W, folded_b = amplify.fold_into(W, b)
    assert f @ folded_W.T + folded_b == pytest.approx(amplify(f) @ W.T + b)
    assert np.linalg.norm(folded_W) > np.linalg.norm(W)


@pytest.mark.long
def test_what_the_lab_is_said_to_show():
    quote(
        "05",
        "Mean removed: faster, still below the linear reader. Standardized: past the linear reader within these ten epochs.",
    )
    quote(
        "05",
        "As it is, nothing moves, with Adam neither. Standardized, it reads almost as much as the linear reader within a few epochs.",
    )
    quote("05", "Not much: 2 is no better than 0.5. The steep direction limits the step, and 0.1 is slower.")
    thirty = [finished(trained_accuracies((1,), "as it is", "sgd", eta, 30, 0))[-1] for eta in (0.1, 0.5, 2.0)]
    assert thirty[0] < thirty[1] - 0.1 and thirty[2] < thirty[1] + 0.03
    plain, centred, loud = (
        finished(trained_accuracies((1,), way, "sgd", 0.5, 10, 0))
        for way in ("as it is", "mean removed", "standardized")
    )
    assert plain[-1] < centred[-1] < 0.69 < loud[-1]
    assert finished(trained_accuracies((1, 2, 3), "as it is", "sgd", 0.5, 10, 0))[-1] < 0.2
    three = finished(trained_accuracies((1, 2, 3), "standardized", "sgd", 0.5, 10, 0))
    assert three[4] > 0.6
