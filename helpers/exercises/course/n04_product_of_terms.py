"""Exercises of notebook 4: the factor of a layer, in theory, from random numbers, and in the chain."""

from math import erfc, sqrt

import numpy as np

from helpers.engine import ACTIVATIONS, chi, first_bias_derivative, fixed_point, predicted_ratio, sigmoid, sigmoid_slope

from ..measured import measured
from ..records import Function, Mistake, Number

DRAWS = 1_000_000


def factor_without_biases():
    """The root of χ where the network settles with σ_w = 1 and σ_b = 0."""
    return np.sqrt(chi("sigmoid", fixed_point("sigmoid", 1, 0), 1))


def layers_to_a_billion():
    """The fewest hidden layers between whose first and last the factors multiply to a billion (σ_w = 1, σ_b = 1)."""
    layers = 1
    while predicted_ratio("sigmoid", layers, 1, 1) < 1e9:
        layers += 1
    return layers


def quarters_to_a_billion():
    """The same, if every slope were 1/4, the largest that a sigmoid has."""
    return np.ceil(np.log(1e9) / np.log(1 / sigmoid_slope(0.0))) + 1


def factor_of_a_layer(activation, sigma_w, q):
    """The root of the mean squared slope, times sigma_w: a million z of variance q."""
    z = np.sqrt(q) * np.random.default_rng(0).standard_normal(1_000_000)
    return sigma_w * np.sqrt(np.mean(activation.dphi(z) ** 2))


def factor_by_theory(activation, sigma_w, q):
    """The same by one integral."""
    return np.sqrt(chi(activation, q, sigma_w))


def drawn(q):
    """z of variance q."""
    return np.sqrt(q) * np.random.default_rng(1).standard_normal(DRAWS)


def share_above_4():
    """The share of w ~ N(0, 1) with |w| > 4: both Gaussian tails."""
    return erfc(4 / sqrt(2))


def chain_derivative(w, z):
    """One slope for each layer, and one weight between two layers: w[0] leads into layer 1 and takes no part."""
    a = 1 / (1 + np.exp(-z))
    return np.prod(a * (1 - a)) * np.prod(w[1:])


def chains(rng):
    """Weights and weighted inputs of chains of 2, 3 and 4 layers."""
    return [(rng.standard_normal(n).round(1), 2 * rng.standard_normal(n).round(1)) for n in (2, 3, 4)]


EXERCISES = [
    Number(
        key="04.1",
        title="The sigmoid's factor for each layer without biases",
        solution=factor_without_biases,
        rtol=0.01,
        mistakes=(
            Mistake(lambda: measured(factor_without_biases) ** 2, "That is χ, which multiplies the square of a length. The factor is its root."),
            Mistake(lambda: np.sqrt(chi("sigmoid", fixed_point("sigmoid", 1, 1), 1)), "That is the factor with σ_b = 1. Without biases σ_b is 0."),
            Mistake(lambda: np.sqrt(chi("sigmoid", 0.0, 1)), "That is the limit as q goes to 0. The network settles at a larger q: ask `fixed_point`."),
            Mistake(lambda: np.sqrt(chi("sigmoid", 1.0, 1)), "That is at q = 1. The network settles elsewhere: ask `fixed_point`."),
        ),
        hint="Without biases z lies closer to 0, where the slope is larger. `fixed_point(\"sigmoid\", 1, 0)` is the q at which the network settles; `chi` takes it.",
        afterwards="Larger than with biases. As q goes to 0 it becomes ¼.",
    ),
    Number(
        key="04.2",
        title="From how many hidden layers on layer 1 is a billion times slower",
        solution=layers_to_a_billion,
        mistakes=(
            Mistake(lambda: measured(layers_to_a_billion) - 1, "You counted the steps. Between n layers stand n − 1 steps."),
            Mistake(quarters_to_a_billion, "That would be so if every slope were 1/4. The typical factor is smaller: look at what was measured."),
        ),
        hint="Each further layer multiplies by 4.88. Which power of it reaches a billion? And how many layers have so many steps between them?",
        afterwards="Fourteen steps stand between layer 15 and layer 1.",
    ),
    Function(
        key="04.3",
        title="The factor of a layer from random numbers",
        solution=factor_of_a_layer,
        reference=factor_by_theory,
        rtol=0.01,
        examples=lambda rng: [(ACTIVATIONS["tanh"], 1.3, 0.607), (ACTIVATIONS["sigmoid"], 1.0, 4.0), (ACTIVATIONS["sigmoid"], 2.0, 0.5)],
        mistakes=(
            Mistake(lambda phi, s, q: s * np.sqrt(np.mean(phi.dphi(drawn(q**2)) ** 2)), "q is the variance of z: multiply the random numbers by its root, √q."),
            Mistake(lambda phi, s, q: s * np.sqrt(np.mean(phi.dphi(drawn(1)) ** 2)), "You left q out: the z must have variance q."),
            Mistake(lambda phi, s, q: s * np.sqrt(np.mean(phi.phi(drawn(q)) ** 2)), "You took φ where φ′ is due: the slope, `activation.dphi`."),
            Mistake(lambda phi, s, q: np.sqrt(np.mean(phi.dphi(drawn(q)) ** 2)), "You forgot σ_w."),
            Mistake(lambda phi, s, q: s**2 * np.mean(phi.dphi(drawn(q)) ** 2), "That is χ. The factor for a length is its root."),
            Mistake(lambda phi, s, q: s * np.mean(phi.dphi(drawn(q))), "You took the mean of the slopes. Lengths add up by their squares: square, mean, root."),
        ),
        hint="`np.random.default_rng(0).standard_normal(1_000_000)` has variance 1. Multiply by √q, take `activation.dphi`, square, mean, root.",
        afterwards="The integral of the theory and a million random numbers say the same.",
    ),
    Number(
        key="04.4",
        title="The share of the weights beyond 4 in size",
        solution=share_above_4,
        rtol=0.3,
        mistakes=(
            Mistake(lambda: measured(share_above_4) / 2, "That is one side. Weights below −4 count, too."),
            Mistake(lambda: 100 * measured(share_above_4), "That is in percent. The share itself is asked for."),
            Mistake(lambda: erfc(2 / sqrt(2)), "That is the share beyond 2, which is √4. The size itself must exceed 4."),
        ),
        hint="Draw a million, or look up the Gaussian tail. Both signs count.",
        afterwards="Fewer than one in ten thousand: a chain that keeps its gradient is a rare accident.",
    ),
    Function(
        key="04.5",
        title="The derivative of a chain with respect to its first bias",
        solution=chain_derivative,
        reference=lambda w, z: first_bias_derivative(w, z),
        examples=chains,
        mistakes=(
            Mistake(lambda w, z: np.prod(sigmoid_slope(z)) * np.prod(w), "w of layer 1 takes no part: it stands before z of layer 1, and the first bias enters behind it."),
            Mistake(lambda w, z: np.prod(sigmoid(z)) * np.prod(w[1:]), "You wrote σ where σ′ is due."),
            Mistake(lambda w, z: np.prod(sigmoid_slope(z)), "You forgot the weights between the layers."),
            Mistake(lambda w, z: np.prod(sigmoid_slope(z[:-1])) * np.prod(w[1:]), "You forgot the slope of the last layer."),
            Mistake(lambda w, z: np.prod(sigmoid_slope(z[1:])) * np.prod(w[1:]), "You forgot the slope of the first layer: its bias acts through it, too."),
        ),
        hint="σ′(z₁) w₂ σ′(z₂) w₃ … : one slope for each layer, one weight between two layers.",
        afterwards="A product with one term more for each layer: that is the title of the notebook.",
    ),
]  # fmt: skip
