"""Section 5b, second part: what trainings came to, with which cure and after how many steps."""

import numpy as np

from ...network.cures import CURES
from ...network.sizes import digit_sizes
from ...training.training import train
from ..cure_study import steps_to_goal
from ..frozen_study import hold
from ..steps_to_80 import steps_to_80
from .common import FEW, digits, each, first, network
from .row import BY_HAND, PUBLISHED, Row, several

ADAM_LOOKS = (300, 5000, 8000, 12_000, 16_000)


def adam_of_ten():
    """Percent right after each of ADAM_LOOKS: ten sigmoid layers, eta 0.003, batches of 100."""

    def one(seed):
        mnist, rng, found = digits(np.float32), np.random.default_rng(seed), []
        net = network(10, seed, dtype=np.float32)
        how = {"eta": 0.003, "optimizer": "adam", "batch_size": 100, "rng": rng}
        for step in train(net, mnist.train.x, mnist.train.y, steps=ADAM_LOOKS[-1], **how):
            if step.step in ADAM_LOOKS:
                found.append(100 * net.accuracy(mnist.test.x, mnist.test.y))
        return found

    return each(one)


def six_layers():
    """Steps to 80 % of six layers in two stored studies: gradient descent, Adam."""
    return [dict(zip(*study, strict=True))[6] for study in (steps_to_80(), steps_to_goal("adam"))]


def woken(activation, optimizer, eta, steps=1000):
    """Of the neurons of layer 1 that one step too large put to sleep, percent that are awake after the training."""
    x, y = digits(np.float32).train.x, digits(np.float32).train.y
    slept = back = 0
    for seed in FEW:
        net = network(3, seed, activation, "he", dtype=np.float32)
        train(net, x, y, eta=0.5, steps=1).finish()
        before = ~(net.forward(x).z[1] > 0).any(axis=0)
        how = {"optimizer": optimizer, "batch_size": 20, "rng": np.random.default_rng(100 + seed)}
        train(net, x, y, eta=eta, steps=steps, **how).finish()
        slept, back = slept + before.sum(), back + (before & (net.forward(x).z[1] > 0).any(axis=0)).sum()
    return 100 * back / slept


def sleepers():
    adam = [woken(activation, "adam", 0.003) for activation in ("leaky_relu", "elu", "gelu", "relu")]
    return [*adam, woken("leaky_relu", "sgd", 0.01)]


SHORTCUT_RATES, SHORTCUT_STEPS, SHORTCUT_LOOK = (0.05, 0.2, 1.0), 500, 25


def with_cure(cure, activation, start, hidden, frozen, seed, goal=0.8):
    """(steps to the goal or NaN, the best share of test images seen), at the best of SHORTCUT_RATES; batches of 50."""
    mnist, tries = digits(np.float32), []
    for rate in SHORTCUT_RATES:
        rng, best, there = np.random.default_rng(seed), 0.0, np.inf
        settings = {"rng": np.random.default_rng(seed), "dtype": np.float32}
        net = CURES[cure].network(digit_sizes(hidden), activation, start, "softmax", **settings)
        held = hold(net.hidden[1:] if frozen else ())
        how = {"eta": rate, "steps": SHORTCUT_STEPS, "batch_size": 50, "rng": rng, "observe": held}
        for step in train(net, mnist.train.x, mnist.train.y, **how):
            if step.step % SHORTCUT_LOOK == 0 and not step.state:
                best = np.fmax(best, net.accuracy(mnist.test.x, mnist.test.y))
                if best >= goal:
                    there = step.step
                    break
        tries.append((there, -best))
    there, best = min(tries)
    return there if np.isfinite(there) else np.nan, -best


def shortcuts(seeds=range(1)):
    """Scaled shortcuts, three activations: steps, trained and frozen; then the best share of three others, both."""
    found = []
    for activation, start in (("sigmoid", "nielsen"), ("tanh", "glorot"), ("relu", "he")):
        for frozen in (False, True):
            found.append([with_cure("residual_scaled", activation, start, 64, frozen, seed)[0] for seed in seeds])
    others = (
        ("residual", "sigmoid", "nielsen", 64),
        ("residual_layer_norm", "relu", "he", 64),
        ("batch_norm", "sigmoid", "nielsen", 48),
    )
    for case in others:
        for frozen in (False, True):
            found.append([with_cure(*case, frozen, seed)[1] for seed in seeds])
    return found


def lengthened(end, layers, seed):
    """How many times longer a becomes on residual layers with the scale 1/sqrt(layers) and He's weights.

    It begins as the activations of a ReLU layer.
    """
    rng = np.random.default_rng(seed)
    a = start = np.maximum(rng.standard_normal((100, 100)), 0)
    for _ in range(layers):
        W = np.sqrt(2 / 100) * rng.standard_normal((100, 100))
        a = a + (np.maximum(a @ W, 0) if end == "ReLU" else np.maximum(a, 0) @ W) / np.sqrt(layers)
    return np.linalg.norm(a) / np.linalg.norm(start)


def growths():
    cases = [(end, layers) for end in ("weights", "ReLU") for layers in (50, 200)]
    return each(lambda seed: [lengthened(*case, seed) for case in cases], range(10))


def halves():
    """The share read with ten layers: batch normalization with gradients shrunk by 0.2 a layer on the way back, 1,000
    steps; batch normalization as it is, 500 steps."""

    def one(factor, eta, steps, seed):
        mnist, rng = digits(np.float32), np.random.default_rng(seed)
        net = CURES["batch_norm"].network(digit_sizes(10), rng=np.random.default_rng(seed), dtype=np.float32)

        def tilt(model, trace, gradient):
            for l in model.hidden:
                for block in gradient.blocks(l):
                    block *= factor ** (10 - l)

        how = {"eta": eta, "steps": steps, "batch_size": 100, "rng": rng, "observe": tilt}
        train(net, mnist.train.x, mnist.train.y, **how).finish()
        return net.accuracy(mnist.test.x, mnist.test.y)

    return [[one(*case, seed) for seed in FEW] for case in ((0.2, 3.0, 1000), (1.0, 0.3, 500))]


def overfitting(epochs=400):
    """Percent of test images right: one hidden layer, N(0, 1) weights, 1,000 training images; lambda 0 and 0.1."""

    def one(lmbda, seed):
        (x, y), test, rng = first(1000, np.float32), digits(np.float32).test, np.random.default_rng(seed)
        net = network(1, seed, "sigmoid", "large", dtype=np.float32)
        train(net, x, y, eta=0.5, epochs=epochs, batch_size=10, lmbda=lmbda, rng=rng).finish()
        return 100 * net.accuracy(test.x, test.y)

    return [[one(lmbda, seed) for seed in FEW] for lmbda in (0.0, 0.1)]


TEN_LABELS = tuple(f"{steps:,} steps" for steps in ADAM_LOOKS)


SHORT = several((125, 125, 100, 100, 100, 100), ("sigmoid", "frozen", "tanh", "frozen", "ReLU", "frozen"), points=25.0)
SHARES = several(
    (0.84, 0.10, 0.83, 0.38, 0.83, 0.52),
    ("plain", "frozen", "layer norm", "frozen", "batch norm", "frozen"),
    points=0.06,
)


ROWS = [
    Row(
        "training.steps",
        "steps to 80 %, 1 to 6 layers",
        notebook="06",
        measure=lambda: list(steps_to_80()[1]),
        values=several((45, 145, 405, 1066, 4374, 12_758), (f"{h} layers" for h in range(1, 7)), rel=0.2),
        study="data/sweep_steps.py",
        **BY_HAND,
    ),
    Row(
        "training.adam",
        "ten sigmoid layers, Adam, % right",
        notebook="09",
        measure=adam_of_ten,
        values=several((10, (31, 52), (46, 69), (87, 89), (84, 87)), TEN_LABELS, points=5.0),
        **BY_HAND,
    ),
    Row(
        "training.six",
        "steps to 80 % at six layers: gradient descent, Adam",
        notebook="09",
        measure=six_layers,
        values=several((12_800, 1400), ("gradient descent", "Adam"), rel=0.3),
        study="data/sweep_steps.py && python data/sweep_cures.py",
        **BY_HAND,
    ),
    Row(
        "training.sleepers",
        "sleeping neurons back: leaky, ELU, GELU, ReLU, SGD, %",
        notebook="07b",
        measure=sleepers,
        values=several(
            (100 * 22 / 23, 100 * 41 / 42, 100 * 13 / 14, 0, 0),
            ("leaky", "ELU", "GELU", "ReLU", "leaky, SGD"),
            points=10.0,
        ),
        **BY_HAND,
    ),
    Row(
        "training.shortcuts",
        "shortcuts, 64 layers: steps, shares; frozen middle",
        notebook="09",
        measure=shortcuts,
        values=(*SHORT, *SHARES),
        note="one seed, the best of three rates, a look every 25 steps; a frozen middle costs scaled shortcuts nothing",
        **BY_HAND,
    ),
    Row(
        "training.growth",
        "scale 1/√L, L = 50, 200: ends in weights, ReLU",
        notebook="09",
        measure=growths,
        values=several((2.31, 2.35, 43, 2040), ("weights, 50", "weights, 200", "ReLU, 50", "ReLU, 200"), rel=0.3),
        note="from the activations of a ReLU layer; from numbers of either sign it is less, √e = 1.65 and about 29",
        **BY_HAND,
    ),
    Row(
        "training.halves",
        "ten layers: forward repaired only, both",
        notebook="09",
        measure=halves,
        values=several(((0.56, 0.60), (0.89, 0.90)), ("forward only", "both"), points=0.04),
        note="at the rate that was the best of six on validation images, 3 and 0.3",
        **BY_HAND,
    ),
    Row(
        "training.overfitting",
        "1,000 images, 400 epochs: no λ, λ = 0.1, % right",
        PUBLISHED,
        "Nielsen 2015, ch. 3",
        "06",
        overfitting,
        several((82.27, 87.1), ("no λ", "λ = 0.1"), points=1.5),
        note="told for 10,000 test images, ours are 1,000",
    ),
]
