"""Steps to 80 % against depth: the count is that of the training it names, and the file that ships is whole."""

import numpy as np
import pytest

from helpers.engine import Network, load_mnist, steps_to_80, train
from helpers.engine.studies.steps_to_80 import ETA, GOAL, trial_to_80


def test_the_steps_are_those_of_the_training_it_says():
    mnist, seed = load_mnist(dtype=np.float32), 3
    net = Network([784, 30, 10], rng=np.random.default_rng(seed), dtype=np.float32)
    batches = {"batch_size": 100, "rng": np.random.default_rng(seed)}
    training = train(net, mnist.train.x, mnist.train.y, eta=ETA, steps=500, **batches)
    for _ in training:
        if net.accuracy(mnist.test.x, mnist.test.y) >= GOAL:
            break
    assert trial_to_80(1, seed) == {"steps": training.taken}


def test_the_stored_study_holds_five_networks_of_each_depth_and_is_what_the_function_finds():
    depths, steps = steps_to_80()
    assert list(depths) == [1, 2, 3, 4, 5, 6] and steps.shape == (6, 5)
    assert np.isfinite(steps).all()
    assert steps[1, 2] == pytest.approx(trial_to_80(2, 2)["steps"], rel=0.1)  # another processor rounds otherwise


@pytest.mark.parametrize("hidden", [0, -1, 1.5, "two"])
def test_a_number_of_layers_that_is_none_is_refused(hidden):
    with pytest.raises(ValueError, match="hidden must be"):
        trial_to_80(hidden, 0)
