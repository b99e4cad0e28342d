"""Lab: freeze layers, choose how their numbers are handed on, and train the others."""

import numpy as np

from helpers.engine import Network, activation_spread, condition_number, layers_above, probe_accuracy, train
from helpers.engine.network.sizes import digit_sizes
from helpers.engine.studies.frozen_layers import split
from helpers.engine.studies.frozen_study import ROADS, hold, prepared
from helpers.pictures.kit.words import count, number, percent
from helpers.pictures.whisper import WhisperPicture

from .kit import controls as c
from .kit import digits
from .kit.live import Lab
from .kit.long_work import counted
from .kit.memory import Memory

MOST_EPOCHS = 30
WAYS = {"as it is": "sgd", "mean removed": "centred", "standardized": "amplified"}  # what is handed on, and how


def whisper_lab():
    """The third lab of notebook 05: which layers are frozen, what they hand on, and how long we train the others."""
    picture = WhisperPicture(MOST_EPOCHS)
    look, trained = (Memory(most=16)(f) for f in (look_at_features, trained_accuracies))

    def update(frozen, way, optimizer, eta, epochs, seed):
        way = way if 1 in frozen else "as it is"
        spreads, kappa, probe = yield from look(frozen, way, seed)
        accuracies = yield from counted(trained(frozen, way, optimizer, eta, epochs, seed), epochs)
        handed_on = f"handed on: condition number κ ≈ {number(kappa, 1)}" if 1 in frozen else ""
        picture.show([number(spread, 2) for spread in spreads], frozen, handed_on, accuracies, probe)
        return whisper_sentence(frozen, kappa, optimizer, accuracies, probe)

    frozen = {"nothing": (), "layer 1": (1,), "layer 2 alone": (2,), "layer 3 alone": (3,)}
    frozen |= {"layers 1 and 2": (1, 2), "layers 1 to 3": (1, 2, 3)}
    controls = {
        "frozen": c.choice("frozen", list(frozen.items()), (1,)),
        "way": c.choice("handed on", list(WAYS)).counts_when(lambda settings: 1 in settings["frozen"]),
        "optimizer": c.choice("by", [("gradient descent", "sgd"), ("Adam", "adam")]).folded(),
        "eta": c.choice("η", [0.1, 0.5, 2.0, 5.0], 0.5),
        "epochs": c.whole_number("epochs", 10, 1, MOST_EPOCHS).main(),
        "seed": c.seed().folded(),
    }
    return Lab("layers that are frozen", picture.figure, controls, update)


def handed_on(frozen, way, seed):
    """The network, and what its frozen beginning hands on of the training and of the test images."""
    net, shipped, first = (
        Network(digit_sizes(3), rng=np.random.default_rng(seed)),
        digits.shipped(np.float64),
        split(frozen)[0],
    )
    features, test_features = (net.forward(images.x).a[first] for images in (shipped.train, shipped.test))
    view = prepared(features, ROADS[WAYS[way]])
    return net, view(features), view(test_features)


def look_at_features(frozen, way, seed):
    """The spread of every hidden layer before training; of what is handed on, condition number and linear reader."""
    net, features, test_features = handed_on(frozen, way, seed)
    yield
    train_y, test_y = digits.shipped().train.y, digits.shipped().test.y
    kappa = condition_number(features) if 1 in frozen else float("nan")
    yield
    spreads = activation_spread(net, digits.shipped(np.float64).train.x)
    yield
    return spreads, kappa, probe_accuracy(features, train_y, test_features, test_y)


def trained_accuracies(frozen, way, optimizer, eta, epochs, seed):
    """Accuracy on the test images after each epoch; batches of 10, and for Adam a hundredth of eta."""
    net, features, test_features = handed_on(frozen, way, seed)
    (first, held), train_y, test_y = split(frozen), digits.shipped().train.y, digits.shipped().test.y
    upper = layers_above(net, first)
    settings = {"eta": eta / 100 if optimizer == "adam" else eta, "optimizer": optimizer, "batch_size": 10}
    rng, a_epoch, accuracies = np.random.default_rng(seed), -(-len(features) // 10), []
    for step in train(upper, features, train_y, epochs=epochs, rng=rng, observe=hold(held), **settings):
        if step.step % a_epoch == 0:
            accuracies.append(upper.accuracy(test_features, test_y))
            yield
    return accuracies or [upper.accuracy(test_features, test_y)]


def whisper_sentence(frozen, kappa, optimizer, accuracies, probe):
    """What training reached with these layers frozen, beside what a linear reader finds in the same numbers."""
    method = {"sgd": "gradient descent", "adam": "Adam"}[optimizer]
    stuck = ", no better than guessing" if accuracies[-1] < 0.15 else ""
    reached = (
        f"{method} reads {percent(accuracies[-1])} of the test digits after {count(len(accuracies), 'epoch')}{stuck}"
    )
    if not frozen:
        return f"Nothing is frozen: {reached}; a linear reader of the pixels reads {percent(probe)}."
    which = {1: f"layer {frozen[0]}", 2: f"layers {frozen[0]} and {frozen[-1]}"}.get(
        len(frozen), f"layers 1 to {frozen[-1]}"
    )
    if 1 not in frozen:
        return f"Frozen: {which} alone. Around it, {reached}."
    return (
        f"Frozen: {which}. What is handed on has a condition number of about {number(kappa, 1)}; {reached}, "
        f"a linear reader of the same numbers reads {percent(probe)}."
    )
