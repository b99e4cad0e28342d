"""Lab: one deep network without and with a cure, at the start and after a short training."""

import numpy as np

from helpers.engine import ACTIVATIONS, INITIALIZERS, SPEED_METRICS, layer_speeds, train
from helpers.engine.network.cures import CURES
from helpers.engine.training.update_ratios import strides
from helpers.pictures.kit.words import count, number, percent
from helpers.pictures.update_ratios import BeforeAfterPicture

from . import speeds, theory
from .kit import controls as c
from .kit import shipped_digits as digits
from .kit.live import Lab

STEPS, BATCH = 200, 50  # of the short training
MEASURES = [
    ("first ‖update‖ / ‖weights‖", "stride"),
    *((SPEED_METRICS[name].label, name) for name in ("delta", "all_parameters")),
]
TRAINED = [("no", 0), ("yes", 1)]


def cure_lab(cure="batch_norm", hidden_layers=10):
    """The third lab of notebook 09: a cure, depth, activation, start, scale, seed, learning rate; measured before and after."""
    picture = BeforeAfterPicture()

    def update(cure, measure, trained, **setting):
        before, after = (measured(name, measure, **setting) for name in ("none", cure))
        label, title = CURES[cure].label, next(text for text, name in MEASURES if name == measure)
        learned = [share_in_words(accuracy(name, **setting)) for name in ("none", cure)] if trained else []
        picture.show(before, after, title, ("without", label), speeds.verdict(after), note=note(learned))
        said = [
            ratio_sentence(before, after, label, measure),
            *same_sentence(cure, measure),
            *learned_sentence(learned),
        ]
        return " ".join([*said, in_words(**setting)])

    controls = {
        "cure": c.choice_from("cure", CURES, cure),
        "hidden_layers": c.hidden_layers(hidden_layers),
        "measure": c.choice("measured", MEASURES),
        "activation": c.activation(),
        "initializer": c.initializer(),
        "scale": c.scale(),
        "eta": c.log_number("learning rate η", 0.3, -3, 1),
        "seed": c.seed(),
        "trained": c.choice(f"train both, {STEPS} steps", TRAINED),
    }
    return Lab("before and after a cure", picture.figure, controls, update, takes_long=takes_long)


def takes_long(cure, measure, trained, **setting):
    """Whether a network has to be trained."""
    return bool(trained) and any((name, *setting.values(), STEPS) not in TRAININGS for name in ("none", cure))


def network(cure, hidden_layers, activation, initializer, scale, seed, dtype=np.float64):
    """The network before any training."""
    sizes = (speeds.PIXELS, *[30] * hidden_layers, speeds.DIGITS)
    return CURES[cure].network(
        sizes, activation, initializer, scale=scale, rng=np.random.default_rng(seed), dtype=dtype
    )


def measured(cure, measure, eta, **setting):
    """One number for each hidden layer: the chosen speed, or the stride of the first step on all images."""
    net, (x, y) = network(cure, **setting), theory.images()
    if measure != "stride":
        return layer_speeds(net, x, y)[measure]
    return next(strides(net, x, y, eta=CURES[cure].rate * eta, epochs=1, **CURES[cure].training))[:-1]


TRAININGS = {}  # what was trained stays: {(cure, setting, steps): accuracy}


def accuracy(cure, **setting):
    """The share of the shipped test images that are right after STEPS steps; NaN where the numbers overflowed."""
    key = (cure, *setting.values(), STEPS)
    if key not in TRAININGS:
        TRAININGS[key] = train_shortly(cure, **setting)
    return TRAININGS[key]


def train_shortly(cure, eta, seed, **setting):
    """The same, without the memory."""
    net, mnist = network(cure, seed=seed, dtype=np.float32, **setting), digits.shipped()
    settings = {"eta": CURES[cure].rate * eta, "batch_size": BATCH, "rng": np.random.default_rng(seed)}
    train(net, mnist.train.x, mnist.train.y, steps=STEPS, **settings, **CURES[cure].training).finish()
    return net.accuracy(mnist.test.x, mnist.test.y)


def ratio_sentence(before, after, label, measure):
    """Layer 1 beside the last hidden layer, without the cure and with it."""
    if len(after) == 1:
        return f"There is one hidden layer: {value(before[0])} without, {value(after[0])} with {label}."
    return f"Without: {ratio_in_words(before, measure)}. With {label}: {ratio_in_words(after, measure)}."


def value(speed):
    """One speed in words."""
    return number(speed) if np.isfinite(speed) else "beyond what a float can hold"


def ratio_in_words(values, measure):
    """Layer 1 beside the last, or what has become of the numbers."""
    if not np.isfinite(values).all():
        return "overflow, the numbers grew beyond what a float can hold"
    if (values == 0).any():
        layer = int(np.argmin(values)) + 1
        return (
            f"layer {layer} does not move, its change is below what a float can hold"
            if measure == "stride"
            else f"the gradient of layer {layer} is exactly zero"
        )
    times, faster = speeds.comparison(values)
    return f"layer 1 is {times} times {faster} than layer {len(values)}"


def same_sentence(cure, measure):
    """That a cure of the training cannot change the gradient before the first step."""
    if CURES[cure].training and not CURES[cure].path(1) and measure != "stride":
        return ["This cure changes what is made of the gradient, not the gradient."]
    return []


def share_in_words(share):
    """The share of right answers after the training."""
    return f"{percent(share)} right" if np.isfinite(share) else "overflow"


def learned_sentence(learned):
    """What both have learned, or nothing where they were not trained."""
    return [f"After {count(STEPS, 'step')}: without it {learned[0]}; with it {learned[1]}."] if learned else []


def note(learned):
    """The same beside the picture."""
    return f"after {count(STEPS, 'step')}\nwithout: {learned[0]}\nwith: {learned[1]}" if learned else ""


def in_words(hidden_layers, activation, initializer, scale, eta, seed):
    """The setting, as the menus say it."""
    return f"{count(hidden_layers, 'hidden layer')}, {ACTIVATIONS[activation].label}, {INITIALIZERS[initializer].label}, weight scale {number(scale)}, η = {number(eta)}, seed {seed}."
