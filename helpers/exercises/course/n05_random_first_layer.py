"""Exercises of notebook 5: what a layer loses for good, and what can be made louder."""

import numpy as np

from helpers.engine import Network, find_metamer, load_mnist, lost_directions
from helpers.engine.network.normalization import normalized, statistics

from ..measured import measured
from ..records import Function, Mistake, Number


def lost_in_a_narrow_layer():
    """30 numbers come into a layer of 20 neurons."""
    net = Network([784, 30, 20, 10], rng=np.random.default_rng(0))
    return lost_directions(net.W[2])


def lost(W):
    """As many directions come in as W has columns; as many are told apart as its rank says."""
    return W.shape[1] - np.linalg.matrix_rank(W)


def matrices(rng):
    """A wide matrix, one with a row that says nothing new, a square one, and one with more neurons than inputs."""
    wide = rng.standard_normal((3, 8))
    return [
        (wide,),
        (np.vstack([wide, wide[0] + wide[1]]),),
        (rng.standard_normal((4, 4)),),
        (rng.standard_normal((5, 3)),),
    ]


def amplified(features):
    """Take the mean over the images away, and divide by the spread over the images: both are one number a column."""
    return (features - features.mean(axis=0)) / features.std(axis=0)


def amplified_by_the_engine(features):
    """The same as batch normalization computes it, but for the 1e-5 in its root."""
    return normalized(features, *statistics(features, axis=0))


def images_a_and_b():
    """The two digits of the notebook's metamer."""
    x, y = load_mnist().test.x, load_mnist().test.y
    return x[y == 3][0], x[y == 8][1]


def moved(neurons):
    """How far the metamer moves for a first layer of that many neurons."""
    sizes = [784, neurons, 10] if neurons == 2 else [784, neurons, 30, 30, 10]
    return find_metamer(Network(sizes, rng=np.random.default_rng(0)), *images_a_and_b()).moved


def moved_for_two_neurons():
    """Only two numbers must be met, and 782 directions are free."""
    a, b = images_a_and_b()
    return find_metamer(Network([784, 2, 10], rng=np.random.default_rng(0)), a, b).moved


EXERCISES = [
    Number(
        key="05.1",
        title="How many directions a layer of 20 neurons loses of the 30 that come in",
        solution=lost_in_a_narrow_layer,
        mistakes=(
            Mistake(lambda: 20, "Those are the directions that get through."),
            Mistake(lambda: 784 - 20, "Counted from the pixels it would be so. Into this layer come 30 numbers."),
            Mistake(lambda: 0, "That is so for 30 neurons. Here there are 20."),
        ),
        hint="A square random matrix has an inverse. A matrix with 20 rows and 30 columns maps 30 directions into 20.",
        afterwards="A second layer of 30 would lose none: the random matrix can be inverted.",
    ),
    Function(
        key="05.2",
        title="How many directions a layer loses",
        solution=lost,
        reference=lambda W: lost_directions(W),
        examples=matrices,
        mistakes=(
            Mistake(lambda W: np.linalg.matrix_rank(W), "Those are the directions that get through. The others are asked for."),
            Mistake(lambda W: W.shape[0] - np.linalg.matrix_rank(W), "You counted from the neurons, n_out. The directions come in: n_in, the columns of W."),
            Mistake(lambda W: W.shape[1] - W.shape[0], "That is n_in − n_out. It holds only while every neuron says something new: take the rank."),
        ),
        hint="`np.linalg.matrix_rank(W)` says how many directions are told apart. How many come in?",
        afterwards="What is lost here no later layer can bring back.",
    ),
    Function(
        key="05.3",
        title="Amplified features",
        solution=amplified,
        reference=amplified_by_the_engine,
        rtol=1e-3,
        atol=1e-4,
        examples=lambda rng: [((5 + 2 * rng.standard_normal((n, k))).round(1),) for n, k in ((3, 2), (6, 6), (20, 4))],
        mistakes=(
            Mistake(lambda f: (f - f.mean(axis=1, keepdims=True)) / f.std(axis=1, keepdims=True), "You took mean and spread over the wrong axis: over the images is `axis=0`."),
            Mistake(lambda f: (f - f.mean(axis=0)) / f.var(axis=0), "You divided by the variance. The spread is its root, `std`."),
            Mistake(lambda f: f / f.std(axis=0), "You forgot to take the mean away."),
            Mistake(lambda f: f - f.mean(axis=0), "You forgot to divide by the spread."),
            Mistake(lambda f: (f - f.mean()) / f.std(), "You took one mean and one spread for everything: each column has its own, `axis=0`."),
            Mistake(lambda f: f - f.mean(axis=0) / f.std(axis=0), "Brackets: the difference must be divided, not the mean alone."),
        ),
        hint="`features.mean(axis=0)` and `features.std(axis=0)` have one number a column.",
        afterwards="For test images, mean and spread come from the training images: otherwise they would take part in making what they are tested with.",
    ),
    Number(
        key="05.4",
        title="How far the metamer moves for a first layer of two neurons",
        solution=moved_for_two_neurons,
        rtol=0.02,
        mistakes=(
            Mistake(lambda: moved(30), "That is the metamer for 30 neurons. Make one for `Network([784, 2, 10], …)`."),
            Mistake(lambda: np.linalg.norm(np.subtract(*images_a_and_b())), "That is the distance between a and b themselves."),
            Mistake(lambda: measured(moved_for_two_neurons) ** 2, "That is the square of the distance."),
        ),
        hint="Fewer numbers to agree on: `find_metamer(Network([784, 2, 10], rng=np.random.default_rng(0)), a, b).moved`.",
        afterwards="Less than half as far: only two numbers must be met, and 782 directions are free.",
    ),
]  # fmt: skip
