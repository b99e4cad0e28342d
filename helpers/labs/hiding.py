"""Lab: a guessing game. The weakest pixels are painted over; the reader and a network name the same digit."""

import numpy as np

from helpers.engine import Network, pixel_strength, train, weakest_pixels, without_pixels
from helpers.engine.network.sizes import digit_sizes
from helpers.pictures.hiding import HidingPicture
from helpers.pictures.kit.words import count, percent

from .kit import controls as c
from .kit import digits
from .kit.in_words import with_article
from .kit.live import Lab
from .kit.memory import Memory
from .kit.rounds import rounds

SIZES = digit_sizes(1)
EPOCHS = 3  # of training on the pixels that are left: about a tenth of a second


def pixel_lab():
    """The first lab of notebook 05: how many pixels can be hidden before you, or a network, no longer see the digit?"""
    picture, score = HidingPicture(), {}
    trained = Memory(most=16)(trained_on_the_rest)

    def update(round, guess, hidden, seed):
        net, mask, accuracy = yield from trained(seed, hidden)
        image, truth = hidden_digit(round)
        answer = int(net.forward(image[None, ~mask]).a[-1].argmax())
        if guess != "":
            score.setdefault(round, (guess == truth, answer == truth))
        strength = pixel_strength(first_layer(seed).W[1])
        picture.show(image, mask, strength, answers_shown(guess, answer, truth))
        return rest_sentence(mask, strength) + answer_sentence(guess, answer, truth, accuracy, score)

    controls = {
        "round": rounds(),
        "guess": c.choice("I see", [("… choose", ""), *((str(digit), digit) for digit in range(10))]),
        "hidden": c.whole_number("% of the pixels hidden", 80, 0, 99).main(),
        "seed": c.seed(),
    }
    # A new digit, a new guess. The lab is told of the round after this, so it never sees an old guess beside a new digit.
    controls["round"].on_change(controls["guess"].reset)
    return Lab("name the digit", picture.figure, controls, update)


def first_layer(seed):
    """The random network whose weights decide which pixels are weak."""
    return Network(SIZES, rng=np.random.default_rng(seed), dtype=np.float32)


def trained_on_the_rest(seed, hidden):
    """That network trained on the pixels it has left, the mask of the hidden ones, and its accuracy on test images."""
    mnist = digits.shipped()
    mask = weakest_pixels(first_layer(seed).W[1], hidden / 100)
    net = without_pixels(first_layer(seed), mask)
    rng = np.random.default_rng(seed)
    for _ in train(net, mnist.train.x[:, ~mask], mnist.train.y, eta=0.5, epochs=EPOCHS, batch_size=10, rng=rng):
        yield
    return net, mask, net.accuracy(mnist.test.x[:, ~mask], mnist.test.y)


def hidden_digit(round):
    """The test image of this round, and what it is."""
    test = digits.shipped().test
    place = np.random.default_rng(round).integers(len(test))
    return test.x[place], int(test.y[place])


def rest_sentence(mask, strength):
    """How many pixels are left, and whether any of the hidden ones was invisible."""
    weakest = percent(strength.min() / np.median(strength))
    if not mask.any():
        return f"All 784 pixels can be seen; the weakest has {weakest} of the typical strength. "
    left = count(int((~mask).sum()), "pixel")
    return f"{left} left. None of the others is invisible: even the weakest has {weakest} of the typical strength. "


def answers_shown(guess, answer, truth):
    """The three short texts beside the digit; before the reader's guess they tell nothing."""
    known = ("?", "?", "?") if guess == "" else (guess, answer, truth)
    return [f"{who}: {what}" for who, what in zip(("you", "network", "truth"), known, strict=True)]


def answer_sentence(guess, answer, truth, accuracy, score):
    """What was right once the reader has chosen, and who leads; before that, nothing that would give it away."""
    if guess == "":
        said = "Which digit is it? Your first choice in each round counts."
    else:
        said = f"It is {with_article(truth)}: you are {verdict(guess, truth)}, the network is {verdict(answer, truth)} ({answer})."
    ours, its = np.sum([*score.values(), (0, 0)], axis=0)
    tally = f" After {count(len(score), 'round')}: you {ours}, the network {its}." if score else ""
    return f"{said}{tally} Trained on these pixels alone, the network reads {percent(accuracy)} of all test digits."


def verdict(answer, truth):
    """One word."""
    return "right" if answer == truth else "wrong"
