"""Lab: the way forwards and the way back in one picture, measured and predicted."""

import numpy as np

from helpers.engine import ACTIVATIONS, INITIALIZERS
from helpers.engine.measures.mean_squares import mean_squares
from helpers.engine.measures.speeds import spread
from helpers.engine.network.lsuv import LSUV, started
from helpers.engine.network.sizes import DIGITS, PIXELS
from helpers.engine.theory.variance import lsuv_variances, predicted_mean_squares, weight_variances
from helpers.pictures.kit.words import count, number
from helpers.pictures.variance import VariancePicture

from .kit import controls as c
from .kit import digits
from .kit.dares import Dare, Said
from .kit.live import Lab
from .kit.long_work import Growing
from .kit.memory import Memory
from .speeds import cancelled_sentence

MEASURE_ON = 100  # images that the data-driven start sees
NETWORKS = 20
LEVEL = 2  # what changes by less over all layers is called level
STARTS = [*((record.label, name) for name, record in INITIALIZERS.items()), ("LSUV-style, measured", LSUV.name)]


BOTH_LEVEL = Dare(
    "keep z² and δ² level (within a factor of 2) over 20 or more layers, with an activation that bends.",
    lambda now: (
        now.hidden_layers >= 20 and now.activation != "linear" and is_level(now.measured, now.hidden_layers - 1)
    ),
)


def variance_lab(hidden_layers=10):
    """The main lab of notebook 08: start, scale, activation, depth, the widths of the first and the last layer, seed."""
    picture = VariancePicture()
    fan = Memory(most=4)(several)

    def update(networks, seed, **setting):
        try:
            measured = measure(seed=seed, **setting)
            pairs = yield from fan(**setting).upto(networks)
        except ValueError:
            nothing = np.full((2, setting["hidden_layers"] + 1), np.nan)
            picture.show(nothing)
            return Said(f"{refused(setting['initializer'])} {in_words(seed=seed, **setting)}", measured=nothing)
        bands, fans = spreads(pairs) if pairs else (None, None)
        predicted = predict(measured[1][-1] if bands is None else bands[1, 1, -1], **setting)
        picture.show(measured, predicted, bands, verdict(measured))
        said = variance_sentence(measured, predicted, setting["initializer"])
        cancelled = cancelled_sentence(fans, networks)
        return Said(f"{said}{fan_sentence(fans)}{cancelled} {in_words(seed=seed, **setting)}", measured=measured)

    controls = {
        "initializer": c.choice("start", STARTS, "lecun"),
        "activation": c.activation("linear"),
        "scale": c.log_number("weight scale", 1.0, -1, 1).main(),
        "hidden_layers": c.hidden_layers(hidden_layers),
        "first": c.whole_number("neurons in layer 1", 100, 1, 100).folded(),
        "last": c.whole_number("neurons in the last", 10, 1, 100).folded(),
        "seed": c.seed().folded(),
        "networks": c.choice("band over seeds", [("none", 0), (f"{NETWORKS} networks", NETWORKS)]).folded(),
    }
    return Lab("forwards and back", picture.figure, controls, update, dares=[BOTH_LEVEL])


def sizes_of(hidden_layers, first, last):
    """The sizes of a network whose layers grow or shrink by the same factor from the first hidden one to the last."""
    return (PIXELS, *(int(n) for n in np.geomspace(first, last, hidden_layers).round()), DIGITS)


def measure(initializer, activation, scale, hidden_layers, first, last, seed):
    """(forwards, backwards) of one network, shape (2, hidden layers + 1).

    ValueError where LSUV meets a dead layer, and where twins meet an odd number of neurons.
    """
    sizes, rng, (x, y) = sizes_of(hidden_layers, first, last), np.random.default_rng(seed), digits.few()
    net = started(initializer, sizes, activation, images=x[:MEASURE_ON], rng=rng, scale=scale)
    if initializer == LSUV.name:  # which undoes a scale that it is given before
        for W in net.W[1:]:
            W *= scale
    return np.array(mean_squares(net, x, y))


def several(**setting):
    """What `measure` says of one network after another, one a seed: a Growing."""
    return Growing(lambda seed: measure(seed=seed, **setting))


def spreads(pairs):
    """Of that many networks: (low, median, high) of each way, shape (2, 3, hidden layers + 1), and the two factors of
    each, shape (networks, 2)."""
    values = np.array(pairs)
    with np.errstate(invalid="ignore"):  # a band with an infinite end is not drawn
        return np.moveaxis(spread(values), 0, 1), np.array([factors(pair) for pair in values])


def predict(output, initializer, activation, scale, hidden_layers, first, last):
    """The predicted pair, from the images' mean square and the output's delta; None where weights hang together."""
    sizes, q0 = sizes_of(hidden_layers, first, last), float(np.mean(np.square(digits.few()[0])))
    if initializer == LSUV.name:
        variances, sigma_b = lsuv_variances(activation, sizes, q0, scale), 0.0
    else:
        variances, sigma_b = weight_variances(initializer, sizes, scale), INITIALIZERS[initializer].sigma_b
    if variances is None:
        return None
    return predicted_mean_squares(activation, sizes, variances, q0, output, sigma_b)


def factors(pair):
    """What a layer multiplies the mean square of z by on the way forwards, and of delta on the way back, on average.

    Geometric means over the steps between layer 1 and the last hidden layer; NaN where there is none.
    """
    forwards, backwards = pair[0][:-1], pair[1][:-1]
    steps = len(forwards) - 1
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        logs = np.log([forwards[-1], backwards[0]]) - np.log([forwards[0], backwards[-1]])
        return np.exp(logs / steps) if steps else np.full(2, np.nan)


def is_level(measured, steps):
    """Whether both ways change by less than a factor of LEVEL over all those steps."""
    with np.errstate(over="ignore"):
        return bool(all(1 / LEVEL < change < LEVEL for change in factors(measured) ** steps))


def refused(initializer):
    """Why there is no such network, in words."""
    if initializer == LSUV.name:
        return "A layer sends only zeros, so there is nothing to scale: this start does not exist here."
    return (
        "This start gives every hidden neuron a twin, so each layer needs an even number of neurons, and here one is odd. "
        "Give the first and the last layer the same even number."
    )


def verdict(measured):
    """The two factors beside the picture; none where there are none."""
    found = factors(measured)
    if not (np.isfinite(found).all() and (found > 0).all()):
        return ""
    return f"per layer\nz² × {number(found[0])}\nδ² × {number(found[1])}"


def variance_sentence(measured, predicted, initializer):
    """What happens per layer on both ways, beside what the theory says, or what has become of the numbers."""
    if not np.isfinite(measured).all():
        return "Overflow: numbers of this network grew beyond what a float can hold, so there is nothing to compare."
    for values, name in zip(measured, ("z", "δ"), strict=True):
        if (values == 0).any():
            layer = int(np.flatnonzero(values == 0)[0 if name == "z" else -1]) + 1
            where = "the output" if layer == len(values) else f"layer {layer}"
            return f"Nothing is left: the mean square of {name} in {where} is zero, or too small for a float."
    steps = measured.shape[1] - 2
    if steps == 0:
        return "With one hidden layer there is no step from layer to layer."
    found, expected = factors(measured), None if predicted is None else factors(predicted)
    ways = [way_in_words(i, found[i], steps, None if expected is None else expected[i]) for i in range(2)]
    left = f"After {count(steps, 'step')} that makes {number(found[0] ** steps)} and {number(found[1] ** steps)}."
    return f"{ways[0]}; {ways[1]}. {left}{without_a_line(initializer) if expected is None else ''}"


def without_a_line(initializer):
    """Why nothing is predicted."""
    why = (
        "The weights of twins are mirrored"
        if INITIALIZERS[initializer].mirrored
        else "All neurons of a layer are equal"
    )
    return f" {why}: the theory, made for independent weights, draws no line."


def way_in_words(back, found, steps, expected):
    """One way: what happens, by which factor, and what was predicted."""
    grows = "stays level" if 1 / LEVEL < found**steps < LEVEL else "grows" if found > 1 else "shrinks"
    way = f"backwards δ² {grows}" if back else f"Forwards z² {grows}"
    said = f" (predicted {number(expected)})" if expected is not None and np.isfinite(expected) else ""
    return f"{way}, times {number(found)} a layer{said}"


def fan_sentence(found):
    """The typical factors of many networks, shape (networks, 2); empty without them."""
    if found is None or not (np.isfinite(found).all() and (found > 0).all()):
        return ""
    forwards, backwards = np.median(found, axis=0)
    return f" Medians of {len(found)} seeds: {number(forwards)} and {number(backwards)} a layer."


def in_words(initializer, activation, scale, hidden_layers, first, last, seed):
    """The setting, as the menus say it."""
    start = next(label for label, name in STARTS if name == initializer)
    wide = count(first, "neuron") if first == last or hidden_layers == 1 else f"{first} to {last} neurons"
    return (
        f"Start: {start}, {ACTIVATIONS[activation].label}, weight scale {number(scale)}, {wide} per layer, seed {seed}."
    )
