"""Exercises of notebook 6: the plateau on which a blind network stands, regularization, and which way the cost bends."""

import numpy as np

from ..measured import measured
from ..records import Function, Mistake, Number


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


def curvature(behind, here, ahead, h):
    """The slope between here and ahead minus the slope between behind and here, divided by the way between their middles."""
    return ((ahead - here) / h - (here - behind) / h) / h


def curvature_of_a_parabola(behind, here, ahead, h):
    """The second derivative of the parabola through the three points."""
    return 2 * np.polyfit([-h, 0.0, h], [behind, here, ahead], 2)[0]


EXERCISES = [
    Number(
        key="06.1",
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
        key="06.2",
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
    Function(
        key="06.3",
        title="The second derivative along a line",
        solution=curvature,
        reference=curvature_of_a_parabola,
        examples=lambda rng: [(3.0, 3.5, 3.0, 0.5), (1.0, 2.0, 5.0, 2.0), (*rng.integers(1, 9, 3).astype(float), 0.25)],
        mistakes=(
            Mistake(lambda behind, here, ahead, h: (ahead - behind) / (2 * h), "That is the slope, the first derivative. The second says how the slope changes."),
            Mistake(lambda behind, here, ahead, h: (ahead - 2 * here + behind) / h, "Divided once too little: a difference of slopes, each divided by h, is divided by h again."),
            Mistake(lambda behind, here, ahead, h: ahead - 2 * here + behind, "You forgot to divide by h, twice: once for each slope, once for the way between them."),
            Mistake(lambda behind, here, ahead, h: (2 * here - ahead - behind) / h**2, "The sign: where the cost is lower on both sides, the second derivative is negative."),
            Mistake(lambda behind, here, ahead, h: (ahead - here + behind) / h**2, "Where you stand counts twice: it is the end of one slope and the beginning of the other."),
        ),
        hint="Two slopes first: from behind to here, and from here to ahead. Then: by how much does the slope change, over which distance?",
        afterwards="Negative, as in the first example, means that the cost bends down to both sides: no minimum.",
    ),
]  # fmt: skip
