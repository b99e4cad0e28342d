"""Exercises of notebook 1: how large a step may be, and how many are needed."""

import numpy as np

from helpers.engine import Ravine, steps_to_shrink

from ..records import Choice, Function, Mistake, Number, Option

START = (-1, 1)
GROWTHS = {"a": (0.5, 0.5), "b": (1, 1), "c": (1, 0.5), "d": (2, 1)}  # powers of kappa: plain, with momentum


def largest_eta():
    """The learning rate beyond which gradient descent diverges on C = 10x² + 3y²: 2 / (largest curvature)."""
    return 2 / max(2 * 10, 2 * 3)


def steps_at_25():
    """Steps until both coordinates are a millionth, by the best fixed learning rate."""
    return steps_to_shrink(Ravine(25), START, eta=Ravine(25).best_eta())


def steps(kappa, momentum):
    """Steps to a millionth at the best setting, plain or with momentum."""
    ravine = Ravine(kappa)
    eta, beta = ravine.best_momentum() if momentum else (ravine.best_eta(), 0.0)
    return steps_to_shrink(ravine, START, eta=eta, beta=beta)


def growth():
    """The letter whose two powers of κ fit best: κ four times as large multiplies the steps by 4 to that power."""
    powers = [np.log(steps(1600, momentum) / steps(400, momentum)) / np.log(4) for momentum in (False, True)]
    return min(GROWTHS, key=lambda letter: np.abs(np.subtract(GROWTHS[letter], powers)).sum())


def largest_stable_eta(curvature_x, curvature_y, beta):
    """The steeper coordinate gives up first: there r = -1 solves r² = (1 + beta - eta curvature) r - beta."""
    return 2 * (1 + beta) / max(curvature_x, curvature_y)


def largest_stable_eta_by_halving(curvature_x, curvature_y, beta):
    """The same, from the roots themselves: halve the interval between shrinking and growing."""
    low, high = 0.0, 10.0
    for _ in range(60):
        middle = (low + high) / 2
        roots = [np.roots([1, -(1 + beta - middle * c), beta]) for c in (curvature_x, curvature_y)]
        low, high = (low, middle) if np.abs(roots).max() > 1 else (middle, high)
    return high


def two_curvatures_and_beta(rng):
    """The ravine without momentum and with it, then other curvatures."""
    drawn = [(*map(float, rng.uniform(1, 50, 2)), float(beta)) for beta in (0.3, 0.9)]
    return [(200, 2, 0.0), (200, 2, 0.5), (3.0, 8.0, 0.5), *drawn]


EXERCISES = [
    Number(
        key="01.1",
        title="The largest stable η",
        solution=largest_eta,
        rtol=0.01,
        mistakes=(
            Mistake(lambda: 1 / 13, "That is the best η, two over the sum of both curvatures. The largest stable one is asked for."),
            Mistake(lambda: 1 / 3, "That is the limit along y. x is steeper, and would leave."),
            Mistake(lambda: 2 / 10, "The curvature along x is 20, not 10: you forgot the 2 from the derivative of x²."),
            Mistake(lambda: 10, "That is the number before x²: the limit is one over it."),
        ),
        hint="The curvature along x is 20, along y 6. A step multiplies x by 1 − 20 η. When does its size reach 1?",
        afterwards="The steep direction alone sets the limit.",
    ),
    Number(
        key="01.2",
        title="How many steps the best η needs for a millionth, at κ = 25",
        solution=steps_at_25,
        atol=1,
        mistakes=(
            Mistake(lambda: np.log10(1e-6) / np.log(24 / 26), "One logarithm is to base 10 and the other to base e: take the same for both."),
            Mistake(lambda: np.log(1e-6) / np.log(24 / 25), "At the best η a step multiplies by (κ − 1)/(κ + 1), not by 1 − 1/κ."),
            Mistake(lambda: np.log(1e-3) / np.log(24 / 26), "That is for a thousandth. A millionth is 10⁻⁶."),
        ),
        hint="At the best η = 1/(κ + 1) each step multiplies both coordinates by the same size, (κ − 1)/(κ + 1). "
        "How often until that is below 10⁻⁶? Logarithms help.",
        afterwards="By formula it is log(10⁻⁶) / log(24/26) = 172.6.",
    ),
    Choice(
        key="01.3",
        title="How the number of steps grows with κ",
        solution=growth,
        options={
            "a": Option("With √κ, with momentum or without.", "Without momentum four times the κ needs four times the steps: compare κ = 100 and 400."),
            "b": Option("With κ, with momentum or without.", "Momentum helps more than that: compare its steps at κ = 100 and 400."),
            "c": Option("With κ without momentum, with √κ with it.", "Four times the κ: four times the steps without momentum, twice the steps with it."),
            "d": Option("With κ² without momentum, with κ with it.", "That is too steep: compare the steps at κ = 100 and 400."),
        },
        hint="Try κ = 100, 400 and 1,600 with `steps_to_shrink`, and look at the ratios.",
        afterwards="The larger κ, the more momentum is worth.",
    ),
    Function(
        key="01.4",
        title="The largest stable η for any two curvatures, with momentum",
        solution=largest_stable_eta,
        reference=largest_stable_eta_by_halving,
        examples=two_curvatures_and_beta,
        mistakes=(
            Mistake(lambda cx, cy, beta: 2 / max(cx, cy), "That is the limit without momentum. With it, r = −1 is due at 2(1 + β)/curvature."),
            Mistake(lambda cx, cy, beta: 2 * (1 + beta) / min(cx, cy), "You took the flat direction: the steep one gives up first, so `max` is due."),
            Mistake(lambda cx, cy, beta: (1 + beta) / max(cx, cy), "You forgot the 2: put r = −1 into the recursion, and every sign turns."),
            Mistake(lambda cx, cy, beta: 2 / ((1 - beta) * max(cx, cy)), "You divided by 1 − β. Momentum does lengthen the step so far along, but the limit is set by jumps across."),
            Mistake(lambda cx, cy, beta: 2 * (1 + beta) / cx, "You looked at x only: y may be the steeper one."),
        ),
        hint="Put r = −1 into r² = (1 + β − ηc) r − β, and solve for η. Which of the two curvatures c gives up first?",
        afterwards="One learning rate serves both directions, and the steep one sets it, with momentum or without.",
    ),
]  # fmt: skip
