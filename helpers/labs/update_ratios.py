"""Lab: not how large the gradient of each layer is, but how far each layer steps."""

from functools import lru_cache

import numpy as np

from helpers.engine import ACTIVATIONS, INITIALIZERS, OPTIMIZERS, Network
from helpers.engine.network.cures import CURES
from helpers.engine.training.update_ratios import strides
from helpers.pictures.kit.words import capital, count, number
from helpers.pictures.update_ratios import BeforeAfterPicture

from . import speeds
from .kit import controls as c
from .kit.live import Lab

MOST_LAYERS, STEPS = 10, 40
RATE = 1.0  # the learning rate of gradient descent; each optimizer takes its own multiple of it
LONG, KEPT = 10, 16  # steps that take longer than a moment; trainings that stay
TITLE = "step of each layer: ‖update‖ / ‖weights‖"


def stride_lab(optimizer="adam", hidden_layers=10):
    """The second lab of notebook 09: an optimizer, depth, activation, start, and which step of the training."""
    picture = BeforeAfterPicture()

    def update(optimizer, steps, **setting):
        plain, chosen = (walk(name, steps, **setting) for name in ("sgd", optimizer))
        label = OPTIMIZERS[optimizer].label
        before = None if optimizer == "sgd" else plain[-1]
        hidden = chosen[-1][:-1]
        rings = int(np.argmax(hidden)), int(np.argmin(hidden))
        picture.show(before, chosen[-1], TITLE, ("gradient descent", label), verdict(hidden), output=True, rings=rings)
        return stride_sentence(optimizer, chosen, plain, steps) + f" {in_words(**setting)}"

    controls = {
        "optimizer": c.choice_from("optimizer", OPTIMIZERS, optimizer),
        "steps": c.whole_number("step number", 1, 1, STEPS, play=True),
        "hidden_layers": c.hidden_layers(hidden_layers, high=MOST_LAYERS),
        "activation": c.activation(),
        "initializer": c.initializer(),
        "seed": c.seed(),
    }
    return Lab("how far does each layer step?", picture.figure, controls, update, takes_long=takes_long)


def takes_long(steps, optimizer, **setting):
    """Whether many steps are still to be taken."""
    return max(steps - len(walker(name, images(), **setting).taken) for name in ("sgd", optimizer)) > LONG


def walk(optimizer, steps, **setting):
    """The strides of the first steps, shape (steps, layers), the output's last; fewer where the training has ended."""
    return walker(optimizer, images(), **setting).upto(steps)


def images():
    """How many images there are to train on."""
    return len(speeds.first_images()[1])


@lru_cache(maxsize=KEPT)
def walker(optimizer, n, hidden_layers, activation, initializer, seed):
    """A training on n images, the same each time, and remembered as far as it has come."""
    x, y = speeds.first_images()
    sizes = (speeds.PIXELS, *[30] * hidden_layers, speeds.DIGITS)
    # float64: a step of 1e-7 of the weights would be lost to rounding in float32.
    net = Network(sizes, activation, initializer, rng=np.random.default_rng(seed))
    return Walker(strides(net, x, y, eta=rate(optimizer), epochs=STEPS, optimizer=optimizer))


class Walker:
    """A generator of arrays whose answers are kept."""

    def __init__(self, steps):
        self.steps, self.taken = steps, []

    def upto(self, n):
        """The first n answers as one array."""
        while len(self.taken) < n:
            self.taken.append(next(self.steps))
        return np.array(self.taken[:n])


def rate(optimizer):
    """The learning rate that the lab gives an optimizer."""
    return RATE * CURES[optimizer].rate if optimizer in CURES else RATE


def comparison(strides):
    """The largest stride of the hidden layers over the smallest; NaN where there is none."""
    if len(strides) == 1 or not np.isfinite(strides).all() or strides.min() <= 0:
        return np.nan
    return strides.max() / strides.min()


def verdict(strides):
    """The few words beside the picture."""
    ratio = comparison(strides)
    return f"largest / smallest\nhidden layer:\n{number(ratio)}" if np.isfinite(ratio) else ""


def stride_sentence(optimizer, chosen, plain, steps):
    """How far apart the strides of the hidden layers are, beside those of gradient descent."""
    label, hidden = OPTIMIZERS[optimizer].label, chosen[-1][:-1]
    name = capital(label)
    if not np.isfinite(chosen).all():
        first = int(np.argmin(np.isfinite(chosen).all(axis=1))) + 1
        return f"{name}: overflow. At step {first} the numbers grew beyond what a float can hold."
    if hidden.min() <= 0:
        still = int(np.argmin(hidden)) + 1
        return f"{name}: in step {steps} layer {still} does not move at all, as far as a float can tell."
    if len(hidden) == 1:
        return f"{name}: in step {steps} the one hidden layer changes by {number(hidden[0])} of its length."
    ratio, far, near = comparison(hidden), int(np.argmax(hidden)) + 1, int(np.argmin(hidden)) + 1
    said = f"{name}: in step {steps} layer {far} takes the longest step of the hidden layers, {number(ratio)} times that of layer {near}."
    return said if optimizer == "sgd" else f"{said} {plain_sentence(plain[-1][:-1])}"


def plain_sentence(hidden):
    """The same for gradient descent, in a few words."""
    ratio = comparison(hidden)
    if not np.isfinite(ratio):
        return "Under gradient descent some layer does not move, or moves beyond what a float can hold."
    return f"Under gradient descent the longest is {number(ratio)} times the shortest."


def in_words(hidden_layers, activation, initializer, seed):
    """The setting, as the menus say it."""
    return f"{count(hidden_layers, 'hidden layer')}, {ACTIVATIONS[activation].label}, {INITIALIZERS[initializer].label}, seed {seed}."
