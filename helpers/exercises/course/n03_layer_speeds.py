"""Exercises of notebook 3: the factor from layer to layer, and what it hangs on."""

import numpy as np

from helpers.engine import SPEED_METRICS, Network, last_to_first, layer_speeds, load_mnist, speed_fan

from ..measured import measured
from ..records import Choice, Function, Mistake, Number, Option


def factor_with(activation):
    """The typical factor from layer to layer in networks of four hidden layers, over 20 seeds."""
    x, y = load_mnist().first(200)
    fan = speed_fan([784, 30, 30, 30, 30, 10], x, y, seeds=range(20), activation=activation)["mean_delta"]
    return np.median(last_to_first(fan)) ** (1 / 3)


def tanh_beside_sigmoid():
    """The letter that fits the two measured factors."""
    sigmoid, tanh = factor_with("sigmoid"), factor_with("tanh")
    if tanh > 1.1 * sigmoid:
        return "a"
    if tanh > 0.9 * sigmoid:
        return "b"
    return "c" if tanh > 0.9 else "d"


def fast_first_layers():
    """How many of the first 100 seeds give a network whose first layer is faster than 6 % of its last."""
    x, y = load_mnist().first(1000)
    fan = speed_fan([784, 30, 30, 30, 10], x, y, seeds=range(100))["mean_delta"]
    return np.sum(last_to_first(fan) < 1 / 0.06)


def factor_per_layer(speeds):
    """Averages of factors are taken on a log scale; between n layers stand n - 1 factors, whose product is last/first."""
    return (speeds[-1] / speeds[0]) ** (1 / (len(speeds) - 1))


def mean_of_log_factors(speeds):
    """The same, factor by factor."""
    return np.exp(np.mean(np.diff(np.log(speeds))))


def speed_of_layer(delta):
    """The mean over the images comes first, then the length of what is left: one number for each neuron."""
    return np.linalg.norm(delta.mean(axis=0))


def all_training_images():
    """How many times slower layer 1 is than layer 4, by ‖mean δ‖, on all 4,000 training images (seed 0)."""
    images = load_mnist().train
    net = Network([784, 30, 30, 30, 30, 10], rng=np.random.default_rng(0))
    return last_to_first(layer_speeds(net, images.x, images.y)["mean_delta"])


def by_another_metric(metric):
    """The same by another meaning of speed."""
    images = load_mnist().train
    net = Network([784, 30, 30, 30, 30, 10], rng=np.random.default_rng(0))
    return last_to_first(layer_speeds(net, images.x, images.y)[metric])


EXERCISES = [
    Choice(
        key="03.1",
        title="tanh in the place of the sigmoid",
        solution=tanh_beside_sigmoid,
        options={
            "a": Option("The factor for each layer is larger.", "Larger slopes lose less on the way back, not more."),
            "b": Option("The factor for each layer is about the same.", "The slopes differ by up to four times: look at both at z = 0."),
            "c": Option("The factor for each layer is smaller.", "Much closer to 1: the slope of tanh is up to four times as large."),
            "d": Option("It turns around: layer 1 is the faster one.", "The slopes of tanh are at most 1, and these weights do not make up for more."),
        },
        hint="tanh′(0) = 1, σ′(0) = 1/4.",
        afterwards="Notebook 7 compares ten activations in this way.",
    ),
    Number(
        key="03.2",
        title="How many of 100 networks have a first layer above 6 % of the last",
        solution=fast_first_layers,
        mistakes=(
            Mistake(lambda: 100 - measured(fast_first_layers), "Those are the others: `last_to_first` must be below 1/0.06."),
            Mistake(lambda: measured(fast_first_layers) / 100, "That is the share. The number of networks is asked for."),
        ),
        hint="`fans[3]` holds what you need: its entry `\"mean_delta\"` has one row a network. "
        "`last_to_first` gives how many times faster the last layer is; compare with 1/0.06.",
        afterwards="That is how rare the seed of notebook 0 was.",
    ),
    Function(
        key="03.3",
        title="The average factor from layer to layer",
        solution=factor_per_layer,
        reference=mean_of_log_factors,
        examples=lambda rng: [(np.array([1.0, 2.0, 32.0]),), (np.array([0.1, 0.5]),), *((np.sort(rng.random(n)),) for n in (3, 5))],
        mistakes=(
            Mistake(lambda s: (s[-1] / s[0]) ** (1 / len(s)), "You counted the layers. Between n layers stand n − 1 factors."),
            Mistake(lambda s: s[-1] / s[0], "That is the product of all factors. Which power of it is one of them?"),
            Mistake(lambda s: np.mean(s[1:] / s[:-1]), "That is the arithmetic mean of the factors. Their product must come out as last/first, so the mean is taken on a log scale."),
            Mistake(lambda s: (s[0] / s[-1]) ** (1 / (len(s) - 1)), "That is first over last: turn it around."),
            Mistake(lambda s: (s[-1] / s[0]) / (len(s) - 1), "You divided by the number of factors. A product is shared out by a root."),
        ),
        hint="Averages of factors are taken on a log scale: the product of all factors is last/first. How many factors are there?",
        afterwards="In the pictures it is the slope of the line of dots.",
    ),
    Function(
        key="03.4",
        title="‖mean δ‖, the speed of a layer",
        solution=speed_of_layer,
        reference=lambda delta: SPEED_METRICS["mean_delta"].measure(delta, None, None),
        examples=lambda rng: [(np.array([[1.0, 2.0], [3.0, -2.0]]),), (rng.standard_normal((4, 3)),), (rng.standard_normal((6, 6)),)],
        mistakes=(
            Mistake(lambda d: np.linalg.norm(d.mean(axis=1)), "You took the mean over the wrong axis: the images are the rows, `axis=0`."),
            Mistake(lambda d: np.linalg.norm(d, axis=1).mean(), "That is mean ‖δ‖, the second meaning of speed: here the mean comes first, then the length."),
            Mistake(lambda d: np.linalg.norm(d.sum(axis=0)), "You took the sum over the images where the mean is due."),
            Mistake(lambda d: d.mean(axis=0), "Those are the bars of the neurons. The speed is the length of that vector."),
            Mistake(lambda d: np.sum(d.mean(axis=0) ** 2), "That is the square of the length: take the root."),
            Mistake(lambda d: np.abs(d.mean(axis=0)).sum(), "The length of a vector is the root of the sum of squares, not the sum of the sizes."),
        ),
        hint="`delta` has one row an image. Take the mean over the images first, then `np.linalg.norm`.",
        afterwards="It is the first of the four meanings of speed; images can cancel each other in it.",
    ),
    Number(
        key="03.5",
        title="How many times slower layer 1 is than layer 4, on all 4,000 training images",
        solution=all_training_images,
        rtol=0.01,
        mistakes=(
            Mistake(lambda: 1 / measured(all_training_images), "That is layer 1 over layer 4: turn it around."),
            Mistake(lambda: by_another_metric("all_parameters"), "That counts all parameters. ‖mean δ‖ is `\"mean_delta\"`."),
            Mistake(lambda: by_another_metric("delta"), "That is mean ‖δ‖, image by image. ‖mean δ‖ is `\"mean_delta\"`."),
        ),
        hint="They are in `mnist.train.x` and `mnist.train.y`; `four` is the network with four hidden layers.",
        afterwards="It hardly differs from the first 1,000: they already give a good mean.",
    ),
]  # fmt: skip
