"""Exercises of side trip 7b: which neurons are dead, and what can help them."""

import numpy as np

from helpers.engine import ACTIVATIONS, Network, louder

from ..records import Choice, Function, Mistake, Option

FEW = np.array([[1.0, 0.5], [0.2, 1.0], [0.7, 0.1]])  # three images of two pixels


def dead(z):
    """A ReLU neuron is dead on these images when no z of its column is above 0."""
    return (z <= 0).all(axis=0)


def dead_by_slope(z):
    """The same by the slope, which is 0 for every image."""
    return (ACTIVATIONS["relu"].dphi(z) == 0).all(axis=0)


def weighted_inputs(rng):
    """z of a few neurons, shifted so that some are never above 0; one of them is 0 at most."""
    return [((rng.standard_normal((n, k)) - rng.integers(0, 4, k)).round(1),) for n, k in ((3, 2), (4, 4), (6, 5))] + [
        (np.array([[0.0, 1.0], [-1.0, -2.0]]),)
    ]


def with_a_dead_neuron():
    """A ReLU network whose first neuron says nothing to any of the FEW images."""
    net = Network([2, 3, 1], "relu", "he", rng=np.random.default_rng(0))
    net.b[1][0] = -100
    return net


def what_moves_a_dead_neuron():
    """The letter of the one remedy after which the weights of the dead neuron have a derivative."""
    small_rate, drawn_anew, scaled = with_a_dead_neuron(), with_a_dead_neuron(), louder(with_a_dead_neuron(), 2.0**15)
    drawn_anew.W[1][0], drawn_anew.b[1][0] = np.abs(drawn_anew.W[1][1]), 0
    moved = {}
    for letter, net, eta in (("a", small_rate, 0.001), ("b", drawn_anew, 0.1), ("c", scaled, 0.1)):
        moved[letter] = np.abs(eta * net.backward(net.forward(FEW), np.array([1, 0, 1])).dW[1][0]).max()
    return max(moved, key=moved.get)


EXERCISES = [
    Function(
        key="07b.1",
        title="Which ReLU neurons are dead",
        solution=dead,
        reference=dead_by_slope,
        examples=weighted_inputs,
        mistakes=(
            Mistake(lambda z: (z <= 0).all(axis=1), "You looked along the wrong axis: a neuron is a column, so `axis=0`."),
            Mistake(lambda z: (z <= 0).any(axis=0), "`any` asks for one silent image. A dead neuron is silent for `all`."),
            Mistake(lambda z: ~(z <= 0).all(axis=0), "Those are the living ones."),
            Mistake(lambda z: z.mean(axis=0) <= 0, "A mean below 0 does not make a neuron dead: one image with z above 0 is enough to live."),
            Mistake(lambda z: (z <= 0).all(axis=0).mean(), "That is the share. Which ones is asked for, one answer for each neuron."),
            Mistake(lambda z: (z < 0).all(axis=0), "At z = 0 ReLU is silent, too: `<=`."),
        ),
        hint="z has one row an image and one column a neuron. Compare with 0, then `.all(axis=…)`.",
        afterwards="Nothing changes the weights of such a neuron while these images are all there is.",
    ),
    Choice(
        key="07b.2",
        title="What can help a dead neuron",
        solution=what_moves_a_dead_neuron,
        options={
            "a": Option("A smaller learning rate from now on.", "Zero times any learning rate is zero. It would have helped before."),
            "b": Option("New weights for the dead neurons.", "With them some image gets through again, and the derivative is no longer 0."),
            "c": Option("Loss scaling.", "Zero times 2ᵏ is zero. Loss scaling helps against underflow."),
        },
        hint="What is the gradient of a dead neuron in layer 1, times any number?",
        afterwards="Measured on a small network: only then do its weights move.",
    ),
]  # fmt: skip
