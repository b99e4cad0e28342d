"""Lab: not how large the gradient of each layer is, but how far each layer steps."""

import numpy as np

from helpers.engine import OPTIMIZERS, Network
from helpers.engine.measures.symptoms import OVERFLOW, ZERO, in_speeds, named
from helpers.engine.network.cures import CURES
from helpers.engine.network.sizes import digit_sizes
from helpers.engine.training.update_ratios import strides
from helpers.pictures.kit.words import capital, number
from helpers.pictures.update_ratios import BeforeAfterPicture

from .kit import controls as c
from .kit import digits
from .kit.dares import Dare, Said
from .kit.in_words import setting_in_words
from .kit.live import Lab
from .kit.long_work import counted
from .kit.memory import Memory

MOST_LAYERS, STEPS = 10, 40
RATE = 1.0  # the learning rate of gradient descent; each optimizer takes its own multiple of it
KEPT = 16  # trainings: going back to one of them costs nothing
TITLE = "step of each layer: ‖update‖ / ‖weights‖"


EVEN = Dare(
    "at 10 hidden layers, let the longest step of a hidden layer be less than twice the shortest.",
    lambda now: now.hidden_layers == 10 and comparison(now.hidden) < 2,
)


def stride_lab(optimizer="adam", hidden_layers=10):
    """The second lab of notebook 09: an optimizer, depth, activation, start, and which step of the training."""
    picture = BeforeAfterPicture()

    def update(optimizer, steps, **setting):
        plain = yield from counted(walk("sgd", steps, **setting), 2 * steps)
        chosen = yield from counted(walk(optimizer, steps, **setting), 2 * steps, steps)
        label = OPTIMIZERS[optimizer].label
        before = None if optimizer == "sgd" else plain[-1]
        hidden = chosen[-1][:-1]
        rings = int(np.argmax(hidden)), int(np.argmin(hidden))
        picture.show(before, chosen[-1], TITLE, ("gradient descent", label), verdict(hidden), output=True, rings=rings)
        said = stride_sentence(optimizer, chosen, plain, steps)
        return Said(f"{said} {setting_in_words(**setting)}.", hidden=hidden, plain=plain[-1][:-1])

    controls = {
        "optimizer": c.choice_from("optimizer", OPTIMIZERS, optimizer),
        "steps": c.whole_number("step number", 1, 1, STEPS).plays().main(),
        "hidden_layers": c.hidden_layers(hidden_layers, high=MOST_LAYERS),
        "activation": c.activation(),
        "initializer": c.initializer().folded(),
        "seed": c.seed().folded(),
    }
    return Lab("how far does each layer step?", picture.figure, controls, update, dares=[EVEN])


def walk(optimizer, steps, **setting):
    """The strides of the first steps, shape (steps, layers), the output's last; fewer where the training has ended."""
    x, _ = digits.first()
    return (yield from walker(optimizer, len(x), **setting).upto(steps))


@Memory(most=KEPT)
def walker(optimizer, n, hidden_layers, activation, initializer, seed):
    """A training on n images, the same each time, and remembered as far as it has come."""
    x, y = digits.first()
    # float64: a step of 1e-7 of the weights would be lost to rounding in float32.
    net = Network(digit_sizes(hidden_layers), activation, initializer, rng=np.random.default_rng(seed))
    return Walker(strides(net, x, y, eta=rate(optimizer), epochs=STEPS, optimizer=optimizer))


class Walker:
    """A generator of arrays whose answers are kept. broken: it was stopped in the middle of a step."""

    def __init__(self, steps):
        self.steps, self.taken, self.broken = steps, [], False

    def upto(self, n):
        """The first n answers as one array, fewer where the steps end early; a step at a time."""
        while len(self.taken) < n:
            self.broken = True
            step = next(self.steps, None)
            self.broken = False
            if step is None:
                break
            self.taken.append(step)
            yield
        return np.array(self.taken[:n])


def rate(optimizer):
    """The learning rate that the lab gives an optimizer."""
    return RATE * CURES[optimizer].rate if optimizer in CURES else RATE


def comparison(strides):
    """The largest stride of the hidden layers over the smallest; NaN where there is none."""
    if len(strides) == 1 or in_speeds(strides):
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
    overflown = [step for step, each in enumerate(chosen, 1) if named(in_speeds(each), OVERFLOW)]
    if overflown:
        return f"{name}: overflow. At step {overflown[0]} the numbers grew beyond what a float can hold."
    if still := named(in_speeds(hidden), ZERO):
        return f"{name}: in step {steps} layer {still[0]} does not move at all, as far as a float can tell."
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
