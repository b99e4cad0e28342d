"""Exercises of notebook 5: what a layer loses for good, and what makes a ravine of the rest."""

import numpy as np

from helpers.engine import Network, best_share, find_metamer, load_mnist, lost_directions
from helpers.engine.network.normalization import normalized, statistics

from ..measured import measured
from ..records import Function, Mistake, Number


def lost_in_a_narrow_layer():
    """30 numbers come into a layer of 20 neurons."""
    net = Network([784, 30, 20, 10], rng=np.random.default_rng(0))
    return lost_directions(net.W[2])


def amplified(features):
    """Take the mean over the images away, and divide by the spread over the images: both are one number a column."""
    return (features - features.mean(axis=0)) / features.std(axis=0)


def amplified_by_the_engine(features):
    """The same as batch normalization computes it, but for the 1e-5 in its root."""
    return normalized(features, *statistics(features, axis=0))


def two_neurons(spread, mean=0.5):
    """The condition number of two neurons with that mean and independent spread: their second moments by hand."""
    shared, own = mean**2, mean**2 + spread**2
    flat, steep = np.linalg.eigvalsh([[own, shared], [shared, own]])
    return steep / flat


def condition_of_two_neurons():
    """The steep direction has the curvature 2 mean² + spread², the flat one spread²."""
    mean, spread = 0.5, 0.01
    return (2 * mean**2 + spread**2) / spread**2


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


def kept_by_ten():
    """The ten largest variances of the images along their principal components, as a share of all."""
    return best_share(load_mnist().train.x, 10)


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
        title="Standardized features",
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
        afterwards="Each column now counts alike, and no direction is shared by all images any more: the ravine is rounder.",
    ),
    Number(
        key="05.3",
        title="The condition number of two quiet neurons",
        solution=condition_of_two_neurons,
        rtol=0.01,
        mistakes=(
            Mistake(lambda: two_neurons(0.05), "That is the condition number at a spread of 0.05, as in the notebook."),
            Mistake(lambda: 1 / two_neurons(0.01), "Upside down: the largest curvature is divided by the smallest."),
            Mistake(lambda: two_neurons(0.01) ** 0.5, "That is its root. Spreads enter the curvatures as squares."),
            Mistake(lambda: 0.5 / 0.01, "That is mean / spread. The curvatures are made of their squares."),
        ),
        hint="Put 0.01 into the cell with `curvatures`. Steep is 2 · 0.5² + 0.01², flat is 0.01².",
        afterwards="A fifth of the spread makes the ravine twenty-five times as long: κ goes like one over its square.",
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
    Number(
        key="05b.1",
        title="The variance that the best 10 directions keep",
        solution=kept_by_ten,
        rtol=0.02,
        mistakes=(
            Mistake(lambda: best_share(load_mnist().train.x, 30), "That is what the best 30 keep."),
            Mistake(lambda: 1 - measured(kept_by_ten), "That is what is lost."),
            Mistake(lambda: 100 * measured(kept_by_ten), "A share from 0 to 1 is asked for."),
            Mistake(lambda: 10 / 30 * best_share(load_mnist().train.x, 30), "A third of the directions, but not a third of the variance: the first ones keep most."),
        ),
        hint="`best_share(images, 10)`, with the `images` of the notebook.",
        afterwards="The first directions keep most: ten of them two thirds of what thirty do.",
    ),
]  # fmt: skip
