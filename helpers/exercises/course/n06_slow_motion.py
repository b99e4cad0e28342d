"""Exercises of notebook 6: regularization, and the plateau on which a blind network stands."""

import numpy as np

from helpers.engine import COSTS, OPTIMIZERS

from ..measured import measured
from ..records import Function, Mistake, Number

FAR = 40.0  # the z of an output that says 0 or 1 to rounding


def steps_to_halve(eta, lmbda, n):
    """Each step multiplies the weight by 1 - eta lmbda / n; solve (1 - eta lmbda / n)^steps = 1/2."""
    return np.log(0.5) / np.log(1 - eta * lmbda / n)


def steps_to_halve_by_walking(eta, lmbda, n):
    """The same by shrinking a weight of 1 step by step, as training does; the last step in part."""
    weight, steps, shrink = 1.0, 0, 1 - eta * lmbda / n
    while weight * shrink > 0.5:
        weight, steps = weight * shrink, steps + 1
    return steps + np.log(2 * weight) / -np.log1p(-eta * lmbda / n)


def plateau_of_ten_equal_digits():
    """Ten outputs that each say 1/10: each pays for the tenth of the images that it should say 1 to, and for the others."""
    p = np.full(10, 0.1)
    return -np.sum(p * np.log(p) + (1 - p) * np.log(1 - p))


def plateau_cost(y):
    """The best that a blind output can say is the share p of its digit; a digit that is never there costs nothing."""
    p = np.bincount(y, minlength=10) / len(y)
    p = p[(p > 0) & (p < 1)]
    return -np.sum(p * np.log(p) + (1 - p) * np.log(1 - p))


def plateau_cost_by_the_engine(y):
    """The cost of a network that says these shares to every image."""
    shares = np.bincount(y, minlength=10) / len(y)
    with np.errstate(divide="ignore"):
        z = np.clip(np.log(shares) - np.log(1 - shares), -FAR, FAR)
    return COSTS["cross-entropy"].value(z, shares, np.eye(10)[y]).mean()


def shares(y):
    """The share of each digit that is there."""
    p = np.bincount(y, minlength=10) / len(y)
    return p[(p > 0) & (p < 1)]


def labels(rng):
    """Ten equal digits, some labels, and labels of two digits only."""
    return [(np.arange(10),), (rng.integers(0, 10, 30),), (np.array([3, 3, 3, 7]),)]


def regularized_step(w, gradient, eta, lmbda, n):
    """Against the gradient, and a little towards 0."""
    return (1 - eta * lmbda / n) * w - eta * gradient


def regularized_step_by_the_engine(w, gradient, eta, lmbda, n):
    """The same as training does it: shrink the weights, then take the optimizer's step."""
    w = w * (1 - eta * lmbda / n)
    OPTIMIZERS["sgd"].start(w)(w, gradient.copy(), eta)
    return w


def steps_of_training(rng):
    """Weights, their gradient, and strong settings, so that every part of the step can be seen."""
    return [
        (rng.standard_normal(n).round(1), rng.standard_normal(n).round(1), eta, 5.0, 20)
        for n, eta in ((2, 0.5), (5, 0.8))
    ]


EXERCISES = [
    Function(
        key="06.1",
        title="After how many steps regularization alone halves a weight",
        solution=steps_to_halve,
        reference=steps_to_halve_by_walking,
        rtol=2e-3,
        examples=lambda rng: [(0.1, 5.0, 1000), (0.1, 5.0, 5000), (0.5, 2.0, 100)],
        mistakes=(
            Mistake(lambda eta, lmbda, n: np.log(0.5) / np.log(1 - eta * lmbda), "You forgot n: a step multiplies a weight by 1 − ηλ/n."),
            Mistake(lambda eta, lmbda, n: np.log(0.5) / np.log(1 - eta / n), "You forgot λ: a step multiplies a weight by 1 − ηλ/n."),
            Mistake(lambda eta, lmbda, n: np.log10(0.5) / np.log(1 - eta * lmbda / n), "One logarithm is to base 10 and the other to base e: take the same for both."),
            Mistake(lambda eta, lmbda, n: 0.5 / (eta * lmbda / n), "Each step takes a share of what is left, not of the first weight: it is a power, not a straight line."),
        ),
        hint="Solve (1 − ηλ/n)^steps = ½ by logarithms.",
        afterwards="For the notebook's η = 0.1, λ = 5, n = 1,000 it is about 1,386; with 50,000 images fifty times as many.",
    ),
    Number(
        key="06.2",
        title="The plateau of ten equally frequent digits",
        solution=plateau_of_ten_equal_digits,
        rtol=0.005,
        mistakes=(
            Mistake(lambda: np.log(10), "That is the plateau of a softmax, ln 10. Ten sigmoid outputs each pay for the images of other digits, too."),
            Mistake(lambda: measured(plateau_of_ten_equal_digits) / 10, "That is one output. There are ten."),
            Mistake(lambda: measured(plateau_of_ten_equal_digits) / np.log(2), "That is with logarithms to base 2. The cost uses ln."),
        ),
        hint="Each output says 1/10 to every image. What does it pay for an image of its own digit, and what for one of another?",
        afterwards="Whoever sees a cost near 3.25 looks at a network that says the same to every image.",
    ),
    Function(
        key="06.3",
        title="The plateau of any labels",
        solution=plateau_cost,
        reference=plateau_cost_by_the_engine,
        examples=labels,
        mistakes=(
            Mistake(lambda y: -np.sum(shares(y) * np.log(shares(y))), "You forgot what an output pays for the images of all other digits: (1 − p) ln(1 − p)."),
            Mistake(lambda y: -np.sum(shares(y) * np.log2(shares(y)) + (1 - shares(y)) * np.log2(1 - shares(y))), "You took logarithms to base 2. The cost uses ln, `np.log`."),
            Mistake(lambda y: -len(y) * np.sum(shares(y) * np.log(shares(y)) + (1 - shares(y)) * np.log(1 - shares(y))), "That is the sum over the images. The cost is their mean."),
            Mistake(lambda y: np.sum(shares(y) * np.log(shares(y)) + (1 - shares(y)) * np.log(1 - shares(y))), "The sign: logarithms of shares are below 0, and a cost is above."),
            Mistake(lambda y: measured(plateau_of_ten_equal_digits), "That is the plateau of ten equal shares, whatever y is. `np.bincount(y, minlength=10)` counts the labels."),
        ),
        hint="It is in this notebook, for one particular y. `np.bincount(y, minlength=10) / len(y)` gives the shares; leave out those of 0 and 1, whose logarithm is infinite.",
        afterwards="A network that has not begun to look at its images cannot get below.",
    ),
    Function(
        key="06.4",
        title="One step with regularization",
        solution=regularized_step,
        reference=regularized_step_by_the_engine,
        examples=steps_of_training,
        mistakes=(
            Mistake(lambda w, g, eta, lmbda, n: (1 - eta * lmbda / n) * w + eta * g, "The sign: this goes up. Descent goes against the gradient."),
            Mistake(lambda w, g, eta, lmbda, n: w - eta * g, "You forgot the regularization: w is multiplied by 1 − ηλ/n as well."),
            Mistake(lambda w, g, eta, lmbda, n: (1 - eta * lmbda) * w - eta * g, "You forgot n: the weight is multiplied by 1 − ηλ/n."),
            Mistake(lambda w, g, eta, lmbda, n: (1 - lmbda / n) * w - eta * g, "You forgot η in the shrinking: the weight is multiplied by 1 − ηλ/n."),
            Mistake(lambda w, g, eta, lmbda, n: (1 - eta * lmbda / n) * (w - eta * g), "You shrank the step, too: only w is multiplied by 1 − ηλ/n."),
            Mistake(lambda w, g, eta, lmbda, n: (1 - eta * lmbda / n) * w - g, "You forgot η before the gradient."),
        ),
        hint="w is multiplied by 1 − ηλ/n, and η times the gradient is taken away.",
        afterwards="Where the gradient is tiny, the shrinking is nearly all that happens.",
    ),
]  # fmt: skip
