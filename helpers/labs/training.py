"""Lab: a training that plays, and shows how fast each layer learns at every step."""

import numpy as np

from helpers.engine import SPEED_METRICS, Network, Run
from helpers.engine.measures.symptoms import OVERFLOW, ZERO, in_cost, in_speeds, named
from helpers.engine.network.sizes import digit_sizes
from helpers.pictures.kit.words import number, percent
from helpers.pictures.training import TrainingPicture

from . import speeds
from .kit import controls as c
from .kit import digits
from .kit.in_words import setting_in_words
from .kit.live import Lab
from .kit.long_work import Progress
from .kit.memory import Memory

MOST_LAYERS, STEPS = 6, 500
BUDGET = 20  # milliseconds of training between two looks at what else there is to do
KEPT = 12  # trainings: going back to one of them costs nothing


def training_lab(hidden_layers=4, steps=100):
    """The main lab of notebook 06: Play trains, and the speeds of all layers and the accuracy are drawn as it goes on."""
    picture = TrainingPicture(STEPS, MOST_LAYERS)

    def update(steps, metric, **settings):
        run = training(**settings, n=len(digits.light()[1]))
        while run.advance(BUDGET, upto=steps):
            yield Progress(run.taken, steps)
        speeds_at, cost = run.speeds[metric][:steps], run.cost[:steps]  # NaN where the training ended early
        at = np.arange(0, steps + 1, run.every)
        accuracy = run.accuracy[: len(at)]
        picture.show(speeds_at, at, accuracy, SPEED_METRICS[metric].label, setting=in_words(**settings),
                     verdict=speeds.verdict(speeds_at[-1]), same_answer=same_answer())  # fmt: skip
        return training_sentence(speeds_at, metric, accuracy, cost)

    controls = {
        "steps": c.steps_taken(STEPS, steps).main(),
        "metric": c.metric(),
        "hidden_layers": c.hidden_layers(hidden_layers, high=MOST_LAYERS),
        "activation": c.activation().folded(),
        "initializer": c.initializer().folded(),
        "seed": c.seed().folded(),
        "eta": c.log_number("learning rate η", 0.1, -3, 1).folded(),
        "batch_size": c.choice("batch", [("all 1,000 images", "all"), ("100 images", 100), ("10 images", 10)]).folded(),
        "lmbda": c.choice("regularization λ", [("5, as published", 5.0), ("0, none", 0.0)]).folded(),
    }
    return Lab("training in slow motion", picture.figure, controls, update)


@Memory(most=KEPT)
def training(hidden_layers, activation, initializer, seed, eta, batch_size, lmbda, n):
    """The Run of a training on n images: the same each time, and remembered as far as it has come."""
    x, y = digits.light()
    rng = np.random.default_rng(seed)
    net = Network(digit_sizes(hidden_layers), activation, initializer, rng=rng, dtype=np.float32)
    batches = {} if batch_size == "all" else {"batch_size": min(batch_size, len(y)), "rng": np.random.default_rng(seed)}
    return Run(net, x, y, steps=STEPS, eta=eta, lmbda=lmbda, **batches)


def same_answer():
    """The accuracy of a network that gives the most frequent label to every image."""
    y = digits.first()[1]
    return np.bincount(y).max() / len(y)


def in_words(hidden_layers, activation, initializer, seed, eta, batch_size, lmbda):
    """The settings, in short lines for beside the picture."""
    lines = (
        {"hidden_layers": hidden_layers},
        {"activation": activation, "initializer": initializer},
        {"eta": eta, "lmbda": lmbda},
        {"batch_size": batch_size, "seed": seed},
    )
    return "\n".join(setting_in_words(**line) for line in lines)


def training_sentence(so_far, metric, accuracy, cost):
    """How the layers compare before the last step, since the start, and what the network has learned."""
    steps, label = len(so_far), SPEED_METRICS[metric].label
    wrong = in_speeds(so_far[-1])
    if named(wrong, OVERFLOW) or in_cost(cost[-1:]):
        first = int(np.argmin(np.isfinite(so_far).all(axis=1) & np.isfinite(cost))) + 1
        return f"Diverged: at step {first} the numbers grew beyond what a float can hold. Try a smaller learning rate."
    learned = f"{percent(accuracy[-1])} of the images were right at the last look, the cost is {number(cost[-1])}."
    if still := named(wrong, ZERO):
        return f"At step {steps} the gradient of layer {still[0]} is exactly zero: it does not learn at all. {learned} Speed: {label}."
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
