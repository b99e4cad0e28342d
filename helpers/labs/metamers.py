"""Lab: make an image that looks like one digit and is another to the first layer."""

import numpy as np

from helpers.engine import LinearReader, Network, find_metamer, train
from helpers.engine.network.sizes import digit_sizes
from helpers.pictures.kit.words import number
from helpers.pictures.metamers import MetamerPicture

from .kit import controls as c
from .kit import digits
from .kit.live import Lab
from .kit.memory import Memory

SIZES = digit_sizes(1)
EPOCHS = 3  # of training, where the first layer is asked for after it
AS_DRAWN, TRAINED = "as drawn", "after training"
ROUNDING = 1e-12  # activations closer than this are the same
PER_DIGIT = 100  # test images of each digit


def metamer_lab():
    """The second lab of notebook 05: choose digit A for its code and digit B for its looks."""
    picture, layer = MetamerPicture(SIZES[1]), Memory(most=6)(layer_one)

    def update(a, example_a, b, example_b, made_for, read_by, seed):
        images = [digit(a, example_a), digit(b, example_b)]
        maker, *_ = yield from layer(seed, made_for)
        metamer = find_metamer(maker, *images)
        net, middle, reader = yield from layer(seed, read_by)
        activations = net.forward(np.array([*images, metamer.image])).a[1]
        back = np.clip(reader(activations[2:]), 0, 1)[0]
        picture.show([*images, metamer.image, back], activations - middle)
        return metamer_sentence(images, metamer, activations, read_by)

    first_layer = [("random", AS_DRAWN), ("after training", TRAINED)]
    controls = {
        "a": c.choice("A, its code: a", range(10), 3),
        "example_a": c.whole_number("example of A", 0, 0, PER_DIGIT - 1),
        "made_for": c.choice("made for layer 1", first_layer),
        "b": c.choice("B, its looks: a", range(10), 8),
        "example_b": c.whole_number("example of B", 1, 0, PER_DIGIT - 1),
        "read_by": c.choice("read by layer 1", first_layer),
        "seed": c.seed().folded(),
    }
    return Lab("make a metamer", picture.figure, controls, update)


def digit(label, example):
    """That test image of this digit, counted from 0."""
    test = digits.shipped(np.float64).test
    return test.x[np.flatnonzero(test.y == label)[example]]


def layer_one(seed, state):
    """A network, its mean first-layer activations, and the best linear reader of images from them."""
    train_images = digits.shipped(np.float64).train
    net = Network(SIZES, rng=np.random.default_rng(seed))
    if state == TRAINED:
        rng = np.random.default_rng(seed)
        for _ in train(net, train_images.x, train_images.y, eta=0.5, epochs=EPOCHS, batch_size=10, rng=rng):
            yield
    a = net.forward(train_images.x).a[1]
    yield
    return net, a.mean(axis=0), LinearReader(a, train_images.x)


def metamer_sentence(images, metamer, activations, read_by):
    """How far the metamer stands from B, and how well its activations agree with those of A."""
    if np.array_equal(*images):
        return "A and B are the same image, which is its own metamer: nothing has to move."
    distance = number(np.linalg.norm(images[0] - images[1]))
    agree, apart = (np.abs(activations[0] - other).max() for other in (activations[2], activations[1]))
    fate = "No later layer can tell it from A" if agree < ROUNDING else "This layer can tell it from A"
    return (
        f"The metamer stands {number(metamer.moved)} away from B, and A stands {distance} away. In layer 1 {read_by}, the activations "
        f"of metamer and A differ by {tiny(agree)}, those of B and A by up to {number(apart, 2)}. {fate}."
    )


def tiny(difference):
    """A largest difference; when it is rounding alone, its digits depend on the processor and are left out."""
    return "less than 10⁻¹²" if difference < ROUNDING else f"up to {number(difference, 2)}"
