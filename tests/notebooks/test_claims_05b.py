"""What the prose of side trip 05b says in words, measured. Numbers in cells are compared by nbval."""

import numpy as np
import pytest

from helpers.engine import Network, load_mnist, probe_accuracy, train
from helpers.labs.kit.slices import finished
from helpers.labs.whisper import trained_accuracies
from tests.notebooks.quoted import quote
from tests.short_forms import first_now


@pytest.fixture(scope="module")
def mnist():
    return load_mnist()


def linear(net, mnist):
    """The test accuracy of least squares on layer 1."""
    seen, test_seen = (net.forward(part.x).a[1] for part in (mnist.train, mnist.test))
    return probe_accuracy(seen, mnist.train.y, test_seen, mnist.test.y)


@pytest.mark.long
def test_above_three_standardized_layers_most_is_there_after_the_first_epoch_or_two():
    quote("05b", "Most of it is there after the first epoch or two.")
    three = finished(trained_accuracies((1, 2, 3), "standardized", "sgd", 0.5, 10, 0))
    assert three[4] > 0.6 and three[1] > three[-1] - 0.1


@pytest.mark.long
def test_above_layer_1_standardized_training_ends_above_least_squares(mnist):
    quote("05b", "Above it. The dashed line is least squares; logistic regression would lie between the two.")
    net = Network([784, 30, 30, 30, 10], rng=np.random.default_rng(0))
    assert finished(trained_accuracies((1,), "standardized", "sgd", 0.5, 10, 0))[-1] > linear(net, mnist)


def best_of_a_layer(width, mnist, seed):
    """The test accuracy of one ReLU layer above a random layer 1, standardized, when it reads most validation images."""
    rng, found = np.random.default_rng(seed), {}
    net, top = Network([784, 30, 10], rng=rng), Network([30, width, 10], "relu", "he", cost="softmax", rng=rng)
    f, chosen, test = (net.forward(part.x).a[1] for part in (mnist.fitting, mnist.validation, mnist.test))
    mean, spread = f.mean(axis=0), f.std(axis=0)
    way = {"eta": 0.003, "optimizer": "adam", "batch_size": 100, "rng": rng}
    for step in train(top, (f - mean) / spread, mnist.fitting.y, steps=700, **way):
        if step.step % 35 == 0:
            right = top.accuracy((chosen - mean) / spread, mnist.validation.y)
            found[right] = top.accuracy((test - mean) / spread, mnist.test.y)
    return found[max(found)]


@pytest.mark.parametrize("seed", first_now(range(3)))
def test_a_wide_layer_reads_more_of_the_same_numbers(mnist, seed):
    quote("05b", "a few points with 30 neurons, and more than ten with 300")
    quote("05b", "a wide trained layer about 85 %")
    net = Network([784, 30, 10], rng=np.random.default_rng(seed))
    narrow, wide = (best_of_a_layer(width, mnist, seed) for width in (30, 300))
    assert narrow > linear(net, mnist) + 0.04 and wide > linear(net, mnist) + 0.12
    assert 0.83 < wide < 0.89


def test_a_thousand_random_neurons_are_read_as_well_as_nine_in_ten(mnist):
    quote("05b", "carry the layers above to well over 80 %")
    quote("05b", "of a thousand, least squares reads about nine digits in ten")
    wide = Network([784, 1000, 10], rng=np.random.default_rng(0), dtype=np.float32)
    assert 0.87 < linear(wide, mnist) < 0.93
