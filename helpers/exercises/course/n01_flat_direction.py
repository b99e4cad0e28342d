"""Exercises of notebook 1: how large a step may be, and how many are needed."""

import numpy as np

from helpers.engine import Ravine, steps_to_shrink

from ..records import Choice, Function, Mistake, Number, Option

START = (-1, 1)
GROWTHS = {"a": (0.5, 0.5), "b": (1, 1), "c": (1, 0.5), "d": (2, 1)}  # powers of kappa: plain, with momentum


def largest_eta_at_10():
    """The learning rate beyond which gradient descent diverges on C = 10x² + y²: 2 / (largest curvature)."""
    return 2 / Ravine(10).curvatures.max()


def steps_at_10():
    """Steps until both coordinates are a millionth, by the best fixed learning rate."""
    return steps_to_shrink(Ravine(10), (-1, 1), eta=Ravine(10).best_eta())


def steps(kappa, momentum):
    """Steps to a millionth at the best setting, plain or with momentum."""
    ravine = Ravine(kappa)
    eta, beta = ravine.best_momentum() if momentum else (ravine.best_eta(), 0.0)
    return steps_to_shrink(ravine, START, eta=eta, beta=beta)


def growth():
    """The letter whose two powers of κ fit best: κ four times as large multiplies the steps by 4 to that power."""
    powers = [np.log(steps(1600, momentum) / steps(400, momentum)) / np.log(4) for momentum in (False, True)]
    return min(GROWTHS, key=lambda letter: np.abs(np.subtract(GROWTHS[letter], powers)).sum())


def largest_stable_eta(curvature_x, curvature_y):
    """Each step multiplies a coordinate by 1 - eta * curvature; the steeper one gives up first."""
    return 2 / max(curvature_x, curvature_y)


def largest_stable_eta_by_halving(curvature_x, curvature_y):
    """The same, found by looking at what one step does: halve the interval between growing and shrinking."""
    ravine = Ravine(curvature_x / curvature_y)  # the same shape, with curvatures 2 kappa and 2
    low, high = 0.0, 10.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if np.abs(ravine.rates(middle)).max() > 1 else (middle, high)
    return high * 2 / curvature_y


EXERCISES = [
    Number(
        key="01.1",
        title="The largest stable η at κ = 10",
        solution=largest_eta_at_10,
        rtol=0.01,
        mistakes=(
            Mistake(lambda: Ravine(10).best_eta(), "That is the best η, 1/(κ + 1). The largest stable one is asked for."),
            Mistake(lambda: 2 / 10, "The curvature along x is 2κ, not κ: you forgot the 2 from the derivative of x²."),
            Mistake(lambda: 10, "That is κ itself: the limit is one over it."),
        ),
        hint="The curvature along x is 2κ = 20. A step multiplies x by 1 − 20 η. When does its size reach 1?",
        afterwards="The steep direction alone sets the limit.",
    ),
    Number(
        key="01.2",
        title="How many steps the best η needs for a millionth, at κ = 10",
        solution=steps_at_10,
        atol=1,
        mistakes=(
            Mistake(lambda: np.log10(1e-6) / np.log(9 / 11), "One logarithm is to base 10 and the other to base e: take the same for both."),
            Mistake(lambda: np.log(1e-6) / np.log(9 / 10), "At the best η a step multiplies by (κ − 1)/(κ + 1), not by 1 − 1/κ."),
            Mistake(lambda: np.log(1e-3) / np.log(9 / 11), "That is for a thousandth. A millionth is 10⁻⁶."),
        ),
        hint="At the best η = 1/(κ + 1) each step multiplies both coordinates by the same size, (κ − 1)/(κ + 1). "
        "How often until that is below 10⁻⁶? Logarithms help.",
        afterwards="By formula it is log(10⁻⁶) / log(9/11) = 68.8.",
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
        title="The largest stable η for any two curvatures",
        solution=largest_stable_eta,
        reference=largest_stable_eta_by_halving,
        examples=lambda rng: [(200, 2), (3.0, 8.0), *((float(a), float(b)) for a, b in rng.uniform(1, 50, (3, 2)))],
        mistakes=(
            Mistake(lambda cx, cy: 2 / min(cx, cy), "You took the flat direction: the steep one gives up first, so `max` is due."),
            Mistake(lambda cx, cy: 1 / max(cx, cy), "At 1/curvature a step lands in the minimum. It diverges only beyond twice that."),
            Mistake(lambda cx, cy: 2 / (cx + cy), "That is the best η. The largest stable one looks at one direction only."),
            Mistake(lambda cx, cy: 2 / cx, "You looked at x only: y may be the steeper one."),
        ),
        hint="A step multiplies x by 1 − η · curvature. When does its size reach 1? Which of the two directions gives up first?",
        afterwards="One learning rate serves both directions, and the steep one sets it.",
    ),
]  # fmt: skip
