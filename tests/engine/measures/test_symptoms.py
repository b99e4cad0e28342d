"""What has gone wrong is named, and nothing is named where all is well."""

import numpy as np
import pytest

from helpers.engine import Network, Run
from helpers.engine.measures.symptoms import (
    DEAD,
    DIVERGED,
    OVERFLOW,
    PLATEAU,
    SATURATED,
    ZERO,
    in_cost,
    in_speeds,
    named,
)
from helpers.engine.training.symptoms import symptoms

RNG = np.random.default_rng(0)
X, Y = RNG.standard_normal((60, 6)), RNG.integers(3, size=60)


def run(activation="tanh", start="lecun", steps=20, eta=0.1, change=None, sizes=(6, 8, 8, 8, 3), **settings):
    """A training of a small network, which `change` may have made sick before."""
    net = Network(sizes, activation, start, "softmax", rng=np.random.default_rng(1), **settings)
    if change:
        change(net)
    return Run(net, X, Y, steps=steps, eta=eta).upto(steps)


def found(training):
    return {(symptom.name, symptom.station) for symptom in symptoms(training)}


def test_a_healthy_training_has_no_symptoms():
    assert found(run()) == set()


def test_before_the_first_step_there_is_nothing_to_say():
    assert symptoms(Run(run().model, X, Y, steps=3, eta=0.1)) == []


def test_dead_relu_neurons_are_dead_and_pass_nothing_down():
    def kill(net):
        net.b[2][:] = -1e3

    assert found(run("relu", "he", change=kill)) >= {(DEAD, 2), (ZERO, 1), (ZERO, 2)}
    assert (DEAD, 1) not in found(run("relu", "he", change=kill))


def test_large_weights_saturate():
    assert {station for name, station in found(run(scale=300.0)) if name == SATURATED} == {1, 2, 3}


def test_too_large_a_step_diverges():
    diverged = run("linear", "he", eta=1e3, steps=200)
    assert (DIVERGED, 0) in found(diverged) and diverged.state == DIVERGED
    assert diverged.taken < 200


def test_a_training_that_stands_still_is_on_a_plateau():
    assert (PLATEAU, 0) in found(run(eta=1e-9, steps=60))
    assert (PLATEAU, 0) not in found(run(eta=0.5, steps=60))


def test_the_evidence_is_the_number():
    (overflow, zero) = in_speeds([1.0, np.inf, 0.0])
    assert (overflow.name, overflow.station, overflow.evidence) == (OVERFLOW, 2, np.inf)
    assert (zero.name, zero.station, zero.evidence) == (ZERO, 3, 0.0)
    assert named([overflow, zero], ZERO) == [3]


@pytest.mark.parametrize("cost", [[], [1.0] * 49, [2.0, *[1.0] * 49]])
def test_a_short_or_falling_cost_is_no_plateau(cost):
    assert in_cost(cost) == []
