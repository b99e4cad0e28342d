"""Lab: a training that plays, and shows how fast each layer learns at every step."""

from functools import lru_cache

import numpy as np

from helpers.engine import ACTIVATIONS, INITIALIZERS, SPEED_METRICS, Network, load_mnist
from helpers.engine.training.history import History
from helpers.pictures.kit.words import count, number
from helpers.pictures.training import TrainingPicture

from . import speeds
from .kit import controls as c
from .kit.live import Lab

MOST_LAYERS, STEPS = 6, 500
LONG = 40  # steps that take longer than a moment
KEPT = 12  # trainings: going back to one of them costs nothing


def training_lab(hidden_layers=4, steps=2):
    """The main lab of notebook 06: Play trains, and the speeds of all layers and the accuracy are drawn as it goes on."""
    picture = TrainingPicture(STEPS, MOST_LAYERS)

    def update(steps, metric, **settings):
        history = training(**settings, n=len(light_images()[1])).upto(steps)
        so_far, measured = history.speeds[metric][:steps], steps // history.every + 1
        picture.show(so_far, history.every * np.arange(measured), history.accuracy[:measured], SPEED_METRICS[metric].label,
                     setting=in_words(**settings), verdict=speeds.verdict(so_far[-1]), same_answer=same_answer())  # fmt: skip
        return training_sentence(so_far, metric, history.accuracy[:measured], history.cost[:steps])

    def takes_long(steps, metric, **settings):
        return steps - training(**settings, n=len(light_images()[1])).taken > LONG

    controls = {
        "steps": c.steps_taken(STEPS, steps),
        "metric": c.metric(),
        "hidden_layers": c.hidden_layers(hidden_layers, high=MOST_LAYERS),
        "activation": c.activation(),
        "initializer": c.initializer(),
        "seed": c.seed(),
        "eta": c.log_number("learning rate η", 0.1, -3, 1),
        "batch_size": c.choice("batch", [("all 1,000 images", "all"), ("100 images", 100), ("10 images", 10)]),
        "lmbda": c.choice("regularization λ", [("5, as published", 5.0), ("0, none", 0.0)]),
    }
    return Lab("training in slow motion", picture.figure, controls, update, takes_long=takes_long)


@lru_cache(maxsize=KEPT)
def training(hidden_layers, activation, initializer, seed, eta, batch_size, lmbda, n):
    """The History of a training on n images: the same each time, and remembered as far as it has come."""
    x, y = light_images()
    sizes = (speeds.PIXELS, *[30] * hidden_layers, speeds.DIGITS)
    net = Network(sizes, activation, initializer, rng=np.random.default_rng(seed), dtype=np.float32)
    batches = {} if batch_size == "all" else {"batch_size": min(batch_size, len(y)), "rng": np.random.default_rng(seed)}
    return History(net, x, y, steps=STEPS, eta=eta, lmbda=lmbda, **batches)


def light_images():
    """The first 1,000 images as float32, which halves the time of a step, and their labels."""
    y = speeds.first_images()[1]
    return _float32(len(y)), y


@lru_cache(maxsize=2)
def _float32(n):
    return load_mnist(dtype=np.float32).first(n)[0]


def same_answer():
    """The accuracy of a network that gives the most frequent label to every image."""
    y = speeds.first_images()[1]
    return np.bincount(y).max() / len(y)


def in_words(hidden_layers, activation, initializer, seed, eta, batch_size, lmbda):
    """The settings, in short lines for beside the picture."""
    batch = "full batch" if batch_size == "all" else f"batch {batch_size}"
    return f"{count(hidden_layers, 'hidden layer')}\n{ACTIVATIONS[activation].label}, {INITIALIZERS[initializer].label}\nη = {number(eta)}, λ = {number(lmbda)}\n{batch}, seed {seed}"


def training_sentence(so_far, metric, accuracy, cost):
    """How the layers compare before the last step, since the start, and what the network has learned."""
    steps, label = len(so_far), SPEED_METRICS[metric].label
    if not np.isfinite(so_far[-1]).all() or not np.isfinite(cost[-1]):
        first = int(np.argmin(np.isfinite(so_far).all(axis=1) & np.isfinite(cost))) + 1
        return f"Diverged: at step {first} the numbers grew beyond what a float can hold. Try a smaller learning rate."
    right = f"{accuracy[-1]:.0%}".replace("%", " %")
    learned = f"{right} of the images were right at the last look, the cost is {number(cost[-1])}."
    if (so_far[-1] == 0).any():
        dead = int(np.argmin(so_far[-1])) + 1
        return f"At step {steps} the gradient of layer {dead} is exactly zero: it does not learn at all. {learned} Speed: {label}."
    if so_far.shape[1] == 1:
        compared = f"the one hidden layer has the speed {number(so_far[-1, 0])}"
    else:
        times, faster = speeds.comparison(so_far[-1])
        compared = f"layer 1 learns {times} times {faster} than layer {so_far.shape[1]}{since_start(so_far)}"
    return f"At step {steps} {compared}; {learned} Speed: {label}."


def since_start(so_far):
    """What has become of layer 1's own speed since the first step."""
    if len(so_far) == 1 or so_far[0, 0] == 0:
        return ""
    change = so_far[-1, 0] / so_far[0, 0]
    return f", and layer 1's own speed is {number(max(change, 1 / change))} times {'smaller' if change <= 1 else 'larger'} than at the start"
