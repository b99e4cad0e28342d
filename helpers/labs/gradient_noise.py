"""Lab: the gradient of a small batch beside that of all images."""

import numpy as np

from helpers.engine import Network, spread, train
from helpers.engine.measures.gradient_noise import batch_gradients, expected_length, noise_scale
from helpers.engine.network.sizes import digit_sizes
from helpers.pictures.gradient_noise import NoisePicture
from helpers.pictures.kit.words import count, number

from .kit import controls as c
from .kit import digits
from .kit.live import Lab
from .kit.memory import Memory

HIDDEN, SEEDS = 4, 4
SIZES = np.array([1, 3, 10, 30, 100, 300])
DRAWS, PART = 40, 5  # random batches of a size, and how many of them are drawn at a time
STEPS = (0, 20, 100, 500)
BLIND, GOOD = 0.3, 0.9  # cosines below and above which a batch is said to know little, or nearly all


def noise_lab():
    """The lab of notebook 06 on stochastic gradient descent: layer, batch size, and when in the training."""
    n = len(digits.light()[1])
    picture, curve = NoisePicture(n), np.geomspace(1, n, 80)

    def update(layer, size, steps, seed):
        scales, bands = yield from measured(steps, seed, n)
        length = expected_length(scales[layer - 1], curve, n)
        chosen = int(np.flatnonzero(size == SIZES)[0])
        picture.show(SIZES, bands[..., layer - 1], curve, np.array([1 / length, length]), chosen)
        equal = n * scales[layer - 1] / (n - 1 + scales[layer - 1])  # where expected_length is √2
        return noise_sentence(layer, size, steps, *bands[1, :, chosen, layer - 1], equal)

    controls = {
        "layer": c.choice(
            "gradient of", [*((f"layer {l}", l) for l in range(1, HIDDEN + 1)), ("output layer", HIDDEN + 1)]
        ),
        "size": c.choice("images in a batch", SIZES.tolist(), 10),
        "steps": c.choice("when", [("at the start", 0), *((f"after {steps} steps", steps) for steps in STEPS[1:])]),
        "seed": c.seed(high=SEEDS - 1).folded(),
    }
    return Lab("what a small batch knows", picture.figure, controls, update)


@Memory(most=len(STEPS) * SEEDS)
def measured(steps, seed, n):
    """The noise scale of each layer, shape (layers,), and bands (low, median, high) of cosine and length at each size.

    Bands of shape (3, 2, sizes, layers): the middle 90 % of DRAWS random batches from the first n images.
    """
    x, y = digits.light()
    net, rng, bands = (yield from trained_for(steps, seed, n)), np.random.default_rng(seed), []
    for size in np.minimum(SIZES, n):
        parts = []
        for _ in range(DRAWS // PART):
            parts.append(batch_gradients(net, x, y, int(size), PART, rng))
            yield
        bands.append([spread(np.concatenate(values)) for values in zip(*parts, strict=True)])
    return noise_scale(net, x, y), np.moveaxis(np.array(bands), (0, 1), (2, 1))


@Memory(most=len(STEPS) * SEEDS)
def trained_for(steps, seed, n):
    """The network of the published experiment, on n images, after that many steps."""
    net = Network(digit_sizes(HIDDEN), rng=np.random.default_rng(seed), dtype=np.float32)
    for _ in train(net, *digits.light(), eta=0.1, epochs=steps, lmbda=5.0) if steps else ():
        yield
    return net


def noise_sentence(layer, size, steps, cosine, relative, equal):
    """What a batch of that size knows of the layer's gradient, and the size at which signal and noise are equal."""
    name = f"layer {layer}" if layer <= HIDDEN else "the output layer"
    when = f"after {count(steps, 'step')}" if steps else "at the start"
    if not np.isfinite(cosine):
        return f"The full gradient of {name} is zero {when}: there is nothing for a batch to agree with."
    judged = (
        "it points nearly the right way"
        if cosine > GOOD
        else "it is mostly noise"
        if cosine < BLIND
        else "part signal, part noise"
    )
    return (
        f"The gradient of {name}, all weights and biases, from {count(size, 'image')} {when}: cosine {number(cosine, 2)} with that of all images, "
        f"{number(relative, 2)} times its length: {judged}. "
        f"Signal and noise are equally long in a batch of about {number(max(equal, 1), 2)}."
    )
