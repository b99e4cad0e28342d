"""Exercises of notebook 7: slopes at 0, underflow, means, and dead neurons."""

import numpy as np

from helpers.engine import ACTIVATIONS, FLOATS, Network, chi, critical_sigma_w, fixed_point, gaussian_mean, louder

from ..measured import measured
from ..records import Choice, Function, Mistake, Number, Option

LAST = 0.1  # the largest derivative of the last hidden layer, as the exercise says
FEW = np.array([[1.0, 0.5], [0.2, 1.0], [0.7, 0.1]])  # three images of two pixels


def level_scale_of_the_centred_sigmoid():
    """The σ_w at which χ = 1 without biases: q* is 0 there, so only the slope at 0 counts."""
    return critical_sigma_w("centred_sigmoid", 0)


def layers_until_zero():
    """Hidden layers from which on 0.1 times the factor of each layer back rounds to 0 in float32."""
    factor = np.sqrt(chi("sigmoid", fixed_point("sigmoid", 1, 1), 1))
    half_the_smallest = np.log(FLOATS["float32"].smallest) - np.log(2)
    return np.ceil((half_the_smallest - np.log(0.1)) / np.log(factor)) + 1


def layers_down_to(smallest):
    """The same for another number that counts as the smallest."""
    factor = np.sqrt(chi("sigmoid", fixed_point("sigmoid", 1, 1), 1))
    return np.ceil((np.log(smallest) - np.log(2 * LAST)) / np.log(factor)) + 1


def output_mean(activation, sigma=1.0):
    """A million z with that standard deviation, through the activation, and their mean."""
    return activation.phi(sigma * np.random.default_rng(0).standard_normal(1_000_000)).mean()


def output_mean_by_theory(activation, sigma=1.0):
    """The same by one integral, which takes the variance."""
    return gaussian_mean(activation.phi, sigma**2)


def drawn(sigma):
    """z of that standard deviation."""
    return sigma * np.random.default_rng(1).standard_normal(1_000_000)


def some_activations(rng):
    """Activations and spreads for which every mistake shows."""
    return [(ACTIVATIONS[name], sigma) for name, sigma in (("leaky_relu", 1.0), ("softplus", 2.0), ("elu", 3.0))]


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
    Number(
        key="07.1",
        title="The weight scale at which the centred sigmoid is level, without biases",
        solution=level_scale_of_the_centred_sigmoid,
        rtol=0.01,
        mistakes=(
            Mistake(lambda: ACTIVATIONS["centred_sigmoid"].dphi(0.0), "That is the slope at 0. The weight scale must make up for it: one over the slope."),
            Mistake(lambda: ACTIVATIONS["centred_sigmoid"].dphi(0.0) ** -2, "That is one over the square. χ is σ_w² times the square of the slope: take the root of both."),
            Mistake(lambda: critical_sigma_w("tanh", 0), "That is tanh, whose slope at 0 is 1. The centred sigmoid is four times flatter there."),
        ),
        hint="When q* is 0, only the slope at 0 counts: χ = σ_w² φ′(0)².",
        afterwards="One over the slope at 0: 1 for tanh and for linear.",
    ),
    Number(
        key="07.2",
        title="From how many hidden layers on layer 1 is exactly zero in float32",
        solution=layers_until_zero,
        mistakes=(
            Mistake(lambda: measured(layers_until_zero) - 1, "One short. Either you counted the steps, and n layers have n − 1 of them; or you forgot that a number becomes 0 only below half of the smallest."),
            Mistake(lambda: layers_down_to(FLOATS["float64"].smallest), "That is float64. Its smallest number is far below that of float32."),
            Mistake(lambda: layers_down_to(FLOATS["float32"].smallest_normal), "That is where the digits begin to go, at the smallest normal number. Zero comes later."),
            Mistake(lambda: layers_down_to(FLOATS["float16"].smallest), "That is float16."),
        ),
        hint="Take logarithms: 0.1 · 0.2048ⁿ = 0.7 · 10⁻⁴⁵. n counts the steps back.",
        afterwards="The lens shows about the same; single networks differ by a few layers.",
    ),
    Function(
        key="07.3",
        title="The mean of what an activation hands on",
        solution=output_mean,
        reference=output_mean_by_theory,
        rtol=0.01,
        atol=0.003,
        examples=some_activations,
        mistakes=(
            Mistake(lambda phi, sigma=1.0: phi.phi(drawn(1)).mean(), "You left sigma out: the random numbers must be multiplied by it."),
            Mistake(lambda phi, sigma=1.0: phi.phi(drawn(sigma**2)).mean(), "sigma is the standard deviation: multiply by it, not by its square."),
            Mistake(lambda phi, sigma=1.0: phi.phi(drawn(sigma**0.5)).mean(), "sigma is the standard deviation, not the variance: multiply by it, not by its root."),
            Mistake(lambda phi, sigma=1.0: phi.dphi(drawn(sigma)).mean(), "You took φ′ where φ is due: what is handed on is `activation.phi`."),
            Mistake(lambda phi, sigma=1.0: (phi.phi(drawn(sigma)) ** 2).mean(), "That is the mean square. The mean itself is asked for."),
        ),
        hint="`np.random.default_rng(0).standard_normal(1_000_000)` has standard deviation 1. Multiply by sigma, take `activation.phi`, then the mean.",
        afterwards="Of the ten, tanh, the centred sigmoid, linear and SELU have mean 0 for sigma 1: three by symmetry, SELU by its constants.",
    ),
    Function(
        key="07.4",
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
        key="07.5",
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
