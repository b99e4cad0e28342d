"""Lab: the chain with one neuron in each layer."""

import numpy as np

from helpers.engine import centred_biases, chain_factors, run_chain
from helpers.pictures.chain import ChainPicture
from helpers.pictures.kit.words import number

from .kit import controls as c
from .kit.live import Lab

SMALLEST = np.finfo(float).tiny  # a float that is smaller still has lost digits, and its inverse overflows
BALANCED = 2.0  # a product within this factor of 1 is called balanced


def chain_lab(layers=6):
    """The first lab of notebook 04: factor by factor, and the product that they make."""
    picture = ChainPicture()

    def update(layers, weights, w, biases, b, a0, seed):
        w, b = chain(layers, weights, w, biases, b, a0, np.random.default_rng(seed))
        factors = np.abs(chain_factors(w, run_chain(w, b, a0)[0]))
        products = np.append(np.cumprod(factors[::-1])[::-1], 1.0)
        picture.show(factors, products)
        return chain_sentence(factors, products[0])

    controls = {
        "layers": c.whole_number("layers", layers, 2, 12).folded(),
        "weights": c.choice("weights", [("random: w × N(0, 1)", "random"), ("all equal to w", "equal")]),
        "w": c.log_number("w", 1.0, -1, 2).main(),
        "biases": c.choice("biases", [("random: b × N(0, 1)", "random"), ("all equal to b", "equal"), ("b = −w a, so that z = 0", "centred")]),
        "b": c.number("b", 1.0, 0.0, 5.0, 0.1).folded().counts_when(are_not_centred),
        "a0": c.number("input", 0.5, 0.0, 1.0, 0.05).folded().counts_when(are_not_centred),
        "seed": c.seed().counts_when(lambda set_to: "random" in (set_to["weights"], set_to["biases"])),
    }  # fmt: skip
    return Lab("a chain of single neurons", picture.figure, controls, update)


def are_not_centred(settings):
    """Whether the biases leave b and the input something to say: the centred ones make every z zero."""
    return settings["biases"] != "centred"


def chain(layers, weights, w, biases, b, a0, rng):
    """(w, b) of the chain that the controls describe, each of shape (layers,)."""
    drawn_w, drawn_b = rng.standard_normal((2, layers))
    w = w * (drawn_w if weights == "random" else np.ones(layers))
    if biases == "centred":
        return w, centred_biases(w, a0)
    return w, b * (drawn_b if biases == "random" else np.ones(layers))


def chain_sentence(factors, product):
    """What the product is, what that is called, and which factor is the smallest."""
    least = int(np.argmin(factors))
    several = "The one factor is" if len(factors) == 1 else f"The {len(factors)} factors multiply to"
    said = f"{several} {number(product)}: the gradient {outcome(product, len(factors) + 1)}."
    if len(factors) == 1:
        return said
    if np.ptp(factors) <= 1e-9 * factors[least]:
        return f"{said} Every factor is {number(factors[least], 4)}."
    return f"{said} The smallest factor, {number(factors[least])}, stands between layers {least + 1} and {least + 2}."


def outcome(product, layers):
    """The name of what happens on the way from the last layer back to the first."""
    if product < SMALLEST:
        return "of layer 1 is smaller than any float and counts as zero"
    if product <= 1 / BALANCED:
        return f"vanishes, layer 1 learns {number(1 / product)} times slower than layer {layers}"
    if product >= BALANCED:
        return f"explodes, layer 1 learns {number(product)} times faster than layer {layers}"
    return f"is balanced, layers 1 and {layers} are within a factor of {BALANCED:g}"
