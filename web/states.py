"""Which states of a lab a page without a kernel keeps: a lattice of settings, the main control first.

Where a lab opens with a value that is not listed, its axis has that value, too.
"""

from dataclasses import dataclass, replace
from itertools import product

from helpers.pictures.kit.words import number

ACTIVATIONS = ("sigmoid", "tanh", "relu")
SCALES = (0.1, 0.2, 0.5, 1.0, 1.6, 2.0, 3.0, 5.0, 10.0, 20.0, 31.6)

MOVES = {  # {lab: {control: its values}}; what the notebooks ask to be tried is among them where it can be
    "the layers as speedometers": {"seed": range(15)},
    "the speed of every neuron": {"hidden_layers": range(1, 7), "ruler": ("one", "each"), "seed": range(4)},
    "how fast does each layer learn?": {
        "hidden_layers": (1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50),
        "scale": (1.0, 5.0, 10.0, 20.0, 31.6),
    },
    "a walk in the ravine": {
        "eta": (0.001, 0.002, 0.004, 0.006, 0.008, 0.0095, 0.0099, 0.01, 0.0101, 0.012, 0.02),
        "steps": (40, 800),
        "beta": (0.0, 0.5, 0.75, 0.9),
    },
    "push one weight": {"push": range(-6, 7), "weight": ((1, 0, 0), (2, 0, 0), (3, 0, 0))},
    "a chain of single neurons": {
        "w": (0.1, 0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 7.0, 10.0, 20.0, 50.0, 100.0),
        "weights": ("random", "equal"),
        "biases": ("random", "centred"),
    },
    "predicted and measured": {"sigma_w": SCALES, "hidden_layers": (4, 10), "metric": ("mean_delta", "delta")},
    "every direction of a layer": {
        "layers": (1, 2, 4, 8, 12, 20),
        "activation": (*ACTIVATIONS, "linear"),
        "weights": ("nielsen", "orthogonal"),
    },
    "make a metamer": {
        "b": range(10),
        "made_for": ("as drawn", "after training"),
        "read_by": ("as drawn", "after training"),
    },
    "layers that are frozen": {
        "epochs": (1, 2, 3, 5, 10, 20, 30),
        "frozen": ((1,), (2,), (1, 2, 3)),
        "way": ("as it is", "mean removed", "standardized"),
    },
    "training in slow motion": {
        "steps": (2, 10, 20, 40, 70, 100, 200, 300, 400, 500),
        "hidden_layers": (1, 2, 4),
        "batch_size": ("all", 10),
    },
    "slices through the cost": {
        "here": (0.0, 0.2, 0.4, 0.6, 0.8, 1.0),
        "layer": (1, 0),
        "others": (0.0, 0.2, 1.0),
        "start": ("random", "plateau"),
    },
    "what a small batch knows": {"size": (1, 3, 10, 30, 100, 300), "steps": (0, 100, 500), "layer": (1, 3, 5)},
    "the slopes that z meets": {"sigma_w": SCALES, "activation": (*ACTIVATIONS, "gelu")},
    "bending differently": {"scale": SCALES, "activation": (*ACTIVATIONS, "leaky_relu", "elu", "gelu")},
    "the underflow lens": {
        "hidden_layers": (1, 5, 10, 15, 20, 25, 30, 40, 50, 60, 70, 80),
        "doublings": (0, 10, 16, 20),
    },
    "forwards and back": {
        "scale": (0.5, 0.7, 0.9, 1.0, 1.1, 1.41, 2.0, 3.0, 5.0),
        "initializer": ("lecun", "glorot", "he"),
        "activation": ("linear", "sigmoid", "relu"),
    },
    "painting the plane": {
        "sigma_w": (0.1, 0.5, 0.8, 1.0, 1.1, 1.3, 1.5, 2.0, 3.0, 5.0, 8.0, 12.0),
        "sigma_b": (0.0, 0.2, 0.6),
        "shipped": (False, True),
    },
    "five optimizers in the ravine": {
        "eta": (0.001, 0.002, 0.004, 0.008, 0.0165, 0.02, 0.05, 0.1),
        "optimizer": ("sgd", "momentum", "rmsprop", "adam"),
        "steps": (100, 400),
    },
    "how far does each layer step?": {
        "steps": (1, 2, 3, 5, 10, 15, 20, 25, 30, 35, 40),
        "optimizer": ("sgd", "momentum", "adam"),
    },
    "before and after a cure": {
        "hidden_layers": (1, 2, 3, 5, 10, 15, 20, 30, 50),
        "cure": ("residual", "residual_scaled", "batch_norm", "layer_norm", "adam"),
    },
    "depth is time": {
        "radius": (0.1, 0.5, 0.8, 1.0, 1.2, 1.5, 2.0, 3.0),
        "steps": (20, 50, 100),
        "cell": ("rnn", "lstm", "gru"),
    },
}  # fmt: skip

STAND = (  # games have a right answer that is played for; the playground and the clinic are about all controls at once
    "which one is nearly minimal?",
    "name the digit",
    "playground",
    "clinic",
    "the myth board",
)


@dataclass
class Axis:
    """One control of a lab: its name in the lab, and on the page; its values, and what the page calls them.

    The main one is a slider also where the lab has a menu.
    """

    control: str
    label: str
    values: list
    called: list[str]
    is_menu: bool


def axes(lab):
    """The axes of a lab's lattice; none for a lab that stands still. ValueError for a lab that nobody has thought of."""
    if lab.name in STAND:
        return []
    if lab.name not in MOVES:
        raise ValueError(f"what does a page without a kernel show of the lab “{lab.name}”? Add it to web/states.py.")
    main, *others = [_axis(name, lab.controls[name], values) for name, values in MOVES[lab.name].items()]
    return [replace(main, is_menu=False), *others]


def _axis(name, control, values):
    if is_menu := hasattr(control.holder, "options"):
        listed = [(label, value) for label, value in control.holder._options_full if value in (*values, control.value)]
        called, values = zip(*listed, strict=True)
    else:
        values = sorted({*values, control.value})
        called = [number(value, 4) for value in values]
    return Axis(name, control.name, list(values), list(called), is_menu)


def walk(lab, lattice):
    """Yield (the places on the axes, what the lab says) with the lab at each state in turn; leaves it where it was."""
    opening = {axis.control: lab.controls[axis.control].value for axis in lattice}
    try:
        for places in product(*(range(len(axis.values)) for axis in lattice)):
            lab.set(**{axis.control: axis.values[place] for axis, place in zip(lattice, places, strict=True)})
            yield places, lab.sentence
    finally:
        lab.set(**opening)
