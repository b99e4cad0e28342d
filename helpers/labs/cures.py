"""Lab: one deep network without and with a cure, at the start and after a short training."""

import numpy as np

from helpers.engine import SPEED_METRICS, layer_speeds, train
from helpers.engine.measures.symptoms import OVERFLOW, ZERO, in_speeds, named
from helpers.engine.network.cures import CURES
from helpers.engine.network.sizes import digit_sizes
from helpers.engine.training.update_ratios import strides
from helpers.pictures.kit.words import count, number, percent
from helpers.pictures.update_ratios import BeforeAfterPicture

from . import speeds
from .kit import controls as c
from .kit import digits
from .kit.in_words import setting_in_words
from .kit.live import Lab
from .kit.memory import Memory

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
        if not CURES[cure].fits(setting["hidden_layers"]):
            before = measured("none", measure, **setting)
            picture.show(before, before, CURES[cure].label, ("without", "no place for it"), "")
            return "A shortcut leads around a layer as wide as the one below it: with one hidden layer it has no place."
        before, after = (measured(name, measure, **setting) for name in ("none", cure))
        label, title = CURES[cure].label, next(text for text, name in MEASURES if name == measure)
        learned = []
        for name in ("none", cure) if trained else ():
            learned.append(right_in_words((yield from accuracy(name, STEPS, **setting))))
        picture.show(before, after, title, ("without", label), speeds.verdict(after), note=note(learned))
        said = [
            ratio_sentence(before, after, label, measure),
            *same_sentence(cure, measure),
            *learned_sentence(learned),
        ]
        return " ".join([*said, f"{setting_in_words(**setting)}."])

    controls = {
        "cure": c.choice_from("cure", CURES, cure),
        "hidden_layers": c.hidden_layers(hidden_layers).main(),
        "measure": c.choice("measured", MEASURES),
        "activation": c.activation().folded(),
        "initializer": c.initializer().folded(),
        "scale": c.scale().folded(),
        "eta": c.log_number("learning rate η", 0.3, -3, 1).folded(),
        "seed": c.seed().folded(),
        "trained": c.choice(f"train both, {STEPS} steps", TRAINED),
    }
    return Lab("before and after a cure", picture.figure, controls, update)


def network(cure, hidden_layers, activation, initializer, scale, seed, dtype=np.float64):
    """The network before any training."""
    rng = np.random.default_rng(seed)
    return CURES[cure].network(digit_sizes(hidden_layers), activation, initializer, scale=scale, rng=rng, dtype=dtype)


def measured(cure, measure, eta, **setting):
    """One number for each hidden layer: the chosen speed, or the stride of the first step on all images."""
    net, (x, y) = network(cure, **setting), digits.few()
    if measure != "stride":
        return layer_speeds(net, x, y)[measure]
    return next(strides(net, x, y, eta=CURES[cure].rate * eta, epochs=1, **CURES[cure].training))[:-1]


@Memory(most=64)
def accuracy(cure, steps, eta, seed, **setting):
    """The share of the shipped test images that are right after that many steps; NaN where the numbers overflowed."""
    net, mnist = network(cure, seed=seed, dtype=np.float32, **setting), digits.shipped()
    settings = {"eta": CURES[cure].rate * eta, "batch_size": BATCH, "rng": np.random.default_rng(seed)}
    for _ in train(net, mnist.train.x, mnist.train.y, steps=steps, **settings, **CURES[cure].training):
        yield
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
    wrong = in_speeds(values)
    if named(wrong, OVERFLOW):
        return "overflow, the numbers grew beyond what a float can hold"
    if still := named(wrong, ZERO):
        layer = still[0]
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


def right_in_words(share):
    """The share of right answers after the training."""
    return f"{percent(share)} right" if np.isfinite(share) else "overflow"


def learned_sentence(learned):
    """What both have learned, or nothing where they were not trained."""
    return [f"After {count(STEPS, 'step')}: without it {learned[0]}; with it {learned[1]}."] if learned else []


def note(learned):
    """The same beside the picture."""
    return f"after {count(STEPS, 'step')}\nwithout: {learned[0]}\nwith: {learned[1]}" if learned else ""
