"""Exercises of side trip 7c: where layer 1 underflows, and a cost that does not overflow."""

import numpy as np

from helpers.engine import FLOATS, chi, fixed_point, sigmoid

from ..measured import measured
from ..records import Function, Mistake, Number

LAST = 0.1  # the largest derivative of the last hidden layer, as the exercise says


def layers_until_zero():
    """Hidden layers from which on 0.1 times the factor of each layer back rounds to 0 in float32."""
    factor = np.sqrt(chi("sigmoid", fixed_point("sigmoid", 1, 1), 1))
    half_the_smallest = np.log(FLOATS["float32"].smallest) - np.log(2)
    return np.ceil((half_the_smallest - np.log(0.1)) / np.log(factor)) + 1


def layers_down_to(smallest):
    """The same for another number that counts as the smallest."""
    factor = np.sqrt(chi("sigmoid", fixed_point("sigmoid", 1, 1), 1))
    return np.ceil((np.log(smallest) - np.log(2 * LAST)) / np.log(factor)) + 1


def stable_cost(z, y):
    """-y log a - (1 - y) log(1 - a) with a = sigmoid(z): log(1 + e^z) - y z, and logaddexp does not overflow."""
    return np.logaddexp(0, z) - y * z


def cost_by_cases(z, y):
    """The same another way: the larger exponent is taken out by hand."""
    return np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z)))


def quiet(f):
    """The same function without warnings: a classic mistake overflows."""
    return np.errstate(all="ignore")(f)


def weighted_outputs(rng):
    """z and labels, moderate ones and such as overflow e^z."""
    return [
        (np.array([-2.0, 0.0, 3.0]), np.array([1.0, 0.0, 1.0])),
        (np.array([-1000.0, 50.0, 1000.0]), np.array([1.0, 0.0, 0.0])),
        (4 * rng.standard_normal(5), np.ones(5)),
    ]


EXERCISES = [
    Number(
        key="07c.1",
        title="From how many hidden layers on layer 1 is exactly zero in float32",
        solution=layers_until_zero,
        mistakes=(
            Mistake(lambda: measured(layers_until_zero) - 1, "One short. Either you counted the steps, and n layers have n − 1 of them; or you forgot that a number becomes 0 only below half of the smallest."),
            Mistake(lambda: layers_down_to(FLOATS["float64"].smallest), "That is float64. Its smallest number is far below that of float32."),
            Mistake(lambda: layers_down_to(FLOATS["float32"].smallest_normal), "That is where the digits begin to go, at the smallest normal number. Zero comes later."),
            Mistake(lambda: layers_down_to(FLOATS["float16"].smallest), "That is float16."),
        ),
        hint="Take logarithms: 0.1 · 0.2048ⁿ = 0.7 · 10⁻⁴⁵. n counts the steps back.",
        afterwards="The lens shows about the same; single networks differ by a few layers.",
    ),
    Function(
        key="07c.2",
        title="A cross-entropy that large z cannot break",
        solution=stable_cost,
        reference=cost_by_cases,
        examples=weighted_outputs,
        mistakes=(
            Mistake(quiet(lambda z, y: -y * np.log(sigmoid(z)) - (1 - y) * np.log(1 - sigmoid(z))), "For moderate z that is right. At z = 1000 the sigmoid rounds to 1, log(1 − 1) is minus infinity, and infinity times 0 is NaN."),
            Mistake(quiet(lambda z, y: np.log(1 + np.exp(z)) - y * z), "For moderate z that is right, but e^1000 overflows. `np.logaddexp(0, z)` is the same logarithm and does not."),
            Mistake(lambda z, y: np.logaddexp(0, z) + y * z, "The sign of y z: for y = 1 and a large z the answer is right, and the cost must be near 0."),
            Mistake(lambda z, y: np.logaddexp(0, z), "That is right for y = 0. The label comes in with − y z."),
            Mistake(lambda z, y: np.logaddexp(0, -z), "That is right for y = 1. For y = 0 it is log(1 + e^z)."),
        ),
        hint="−log(1 − σ(z)) = log(1 + eᶻ), and −log σ(z) = log(1 + eᶻ) − z. `np.logaddexp(0, z)` is log(e⁰ + eᶻ).",
        afterwards="Frameworks have it under a name such as BCEWithLogitsLoss: it takes z, not a.",
    ),
]  # fmt: skip
