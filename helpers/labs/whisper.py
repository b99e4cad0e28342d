"""Lab: freeze random layers, amplify what they whisper, and train what stands above them."""

import numpy as np

from helpers.engine import (
    Network,
    amplifier,
    chi,
    fixed_point,
    layers_above,
    probe_accuracy,
    train_above,
    typical_spread,
)
from helpers.engine.network.sizes import DIGITS, PIXELS
from helpers.pictures.kit.words import count, number, percent
from helpers.pictures.whisper import WhisperPicture

from .kit import controls as c
from .kit import digits
from .kit.live import Lab
from .kit.memory import Memory

MOST_EPOCHS = 30
PREDICTED_SHRINK = np.sqrt(chi("sigmoid", fixed_point("sigmoid", 1, 1), 1))  # of the spread, and of the gradient


def whisper_lab():
    """The third lab of notebook 05: how many layers are frozen, how far they are amplified, how long we train."""
    picture = WhisperPicture(MOST_EPOCHS)
    pixels, look, trained = (Memory(most=16)(f) for f in (look_at_pixels, look_at_layers, trained_accuracies))

    def update(frozen, knob, epochs, width, seed):
        of_pixels = yield from pixels()
        of_layers = yield from look(width, seed)
        spreads, probes = np.column_stack([of_pixels, of_layers])
        features = random_network(width, seed).forward(digits.shipped().train.x).a[frozen]
        knob = knob if frozen else 0.0
        handed_on = typical_spread(amplifier(features, knob)(features))
        accuracies = yield from trained(frozen, knob, epochs, width, seed)
        predicted = spreads[1] * PREDICTED_SHRINK ** np.arange(3)
        picture.show(spreads, predicted, frozen, handed_on, accuracies, probes[frozen])
        return whisper_sentence(frozen, knob, handed_on, accuracies, probes[frozen])

    controls = {
        "frozen": c.whole_number("layers frozen", 1, 0, 3),
        "knob": c.number("amplifier", 0.0, 0.0, 1.0, 0.05).main().counts_when(lambda settings: settings["frozen"] > 0),
        "epochs": c.whole_number("epochs", 10, 1, MOST_EPOCHS),
        "width": c.choice("neurons in layer 1", [30, 100, 300]),
        "seed": c.seed().folded(),
    }
    return Lab("whispered, not erased", picture.figure, controls, update)


def random_network(width, seed):
    """Three hidden layers, the first `width` wide, before any training."""
    return Network((PIXELS, width, 30, 30, DIGITS), rng=np.random.default_rng(seed), dtype=np.float32)


def look_at_pixels():
    """Spread from image to image, and accuracy of a linear probe, of the pixels themselves."""
    train, test = digits.shipped().train, digits.shipped().test
    yield
    return typical_spread(train.x), probe_accuracy(train.x, train.y, test.x, test.y)


def look_at_layers(width, seed):
    """The same two numbers of each random layer, shape (2, hidden layers)."""
    net, train, test = random_network(width, seed), digits.shipped().train, digits.shipped().test
    found = []
    for a, test_a in zip(net.forward(train.x).a[1:-1], net.forward(test.x).a[1:-1], strict=True):
        found.append((typical_spread(a), probe_accuracy(a, train.y, test_a, test.y)))
        yield
    return np.array(found).T


def trained_accuracies(frozen, knob, epochs, width, seed):
    """Accuracy on the test images after each epoch; eta 0.5, batches of 10."""
    net, train, test = random_network(width, seed), digits.shipped().train, digits.shipped().test
    rngs = [np.random.default_rng(seed)]
    training = train_above([net], frozen, train.x, train.y, knob=knob, epochs=epochs, rngs=rngs)
    features = net.forward(test.x).a[frozen]  # the frozen layers do not change
    accuracies = []
    for _ in training:
        accuracies.append(layers_above(net, frozen).accuracy(features, test.y))
        yield
    return accuracies


def whisper_sentence(frozen, knob, handed_on, accuracies, probe):
    """What training reached with so much frozen, beside what a linear reader finds in the same numbers."""
    reached, epochs = percent(accuracies[-1]), count(len(accuracies), "epoch")
    if frozen == 0:
        return f"Nothing is frozen, so nothing needs the amplifier: after {epochs} the whole network reads {reached} of the test digits."
    which = {1: "layer 1", 2: "layers 1 and 2"}.get(frozen, f"layers 1 to {frozen}")
    loud = f"{'amplified to a' if knob else 'with a'} spread of {number(handed_on, 2)}"
    stuck = ", no better than guessing" if accuracies[-1] < 0.15 else ""
    return (
        f"Above the frozen {which}, {loud}, training reaches {reached} after {epochs}{stuck}; "
        f"a linear probe of the same frozen numbers reaches {percent(probe)}."
    )
