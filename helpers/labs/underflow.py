"""Lab: the underflow lens, one deep network in three float types."""

import numpy as np

from helpers.engine import Network
from helpers.engine.measures.precision import FLOATS, largest_derivatives
from helpers.engine.measures.symptoms import OVERFLOW, ZERO, in_speeds, named
from helpers.engine.network.sizes import digit_sizes
from helpers.pictures.kit.words import number
from helpers.pictures.underflow import UnderflowPicture

from .kit import controls as c
from .kit import digits
from .kit.live import Lab

IMAGES = 5  # float16 products are slow on most processors
MOST_LAYERS, MOST_DOUBLINGS = 80, 20


def underflow_lab():
    """A lab of notebook 07: the same network in float64, float32 and float16, and loss scaling."""
    picture = UnderflowPicture(list(FLOATS.values()))

    def update(hidden_layers, activation, initializer, scale, seed, doublings):
        setting = {"activation": activation, "initializer": initializer, "scale": scale}
        largest = {
            record.name: derivatives(record.dtype, hidden_layers, seed, 2.0**doublings, **setting)
            for record in FLOATS.values()
        }
        picture.show(largest)
        return underflow_sentence(largest, doublings)

    controls = {
        "hidden_layers": c.hidden_layers(30, high=MOST_LAYERS).main(),
        "activation": c.activation(),
        "initializer": c.initializer().folded(),
        "scale": c.log_number("weight scale", 1.0, -4, 1.5),
        "doublings": c.whole_number("cost × 2ᵏ, k", 0, 0, MOST_DOUBLINGS),
        "seed": c.seed().folded().counts_when(lambda settings: settings["initializer"] != "constant"),
    }
    return Lab("the underflow lens", picture.figure, controls, update)


def derivatives(dtype, hidden_layers, seed, loss_scale, **setting):
    """The largest derivative of each hidden layer, from the network of that seed in that float type."""
    sizes = digit_sizes(hidden_layers)
    net = Network(sizes, rng=np.random.default_rng(seed), dtype=dtype, **setting)
    x, y = digits.few()
    return largest_derivatives(net, x[:IMAGES], y[:IMAGES], loss_scale)


def underflow_sentence(largest, doublings):
    """What each float type has left, and what layer 1 gets in the widest of them."""
    zeros = [
        f"in {name} {layers_in_words(named(in_speeds(values), ZERO), len(values))}"
        for name, values in reversed(largest.items())
    ]
    overflows = [
        f" Overflow: in {name} {layers_in_words(overflown, len(values))}."
        for name, values in largest.items()
        if (overflown := named(in_speeds(values), OVERFLOW))
    ]
    widest, scaled = largest["float64"], ""
    if doublings:
        scaled = f" The cost was multiplied by 2{str(doublings).translate(RAISED)}, and the gradient divided by it."
    truth = f" In float64 layer 1 gets {number(widest[0])}." if np.isfinite(widest[0]) and widest[0] > 0 else ""
    return f"Gradient exactly 0: {', '.join(zeros)}.{''.join(overflows)}{truth}{scaled}"


RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def layers_in_words(layers, of):
    """Some of so many layers, in order: no layer, layer 3, layers 1 to 20, or how many they are."""
    if len(layers) in (0, of):
        return "every layer" if layers else "no layer"
    if len(layers) == 1:
        return f"layer {layers[0]}"
    if layers[-1] - layers[0] + 1 == len(layers):
        return f"layers {layers[0]} to {layers[-1]}"
    return f"{len(layers)} layers up to layer {layers[-1]}"
