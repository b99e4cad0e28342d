"""Lab: gradient descent in the ravine C = kappa x^2 + y^2."""

import numpy as np

from helpers.engine import Ravine, descend
from helpers.pictures.ravine import EDGE, RavinePicture

from .controls import log_number, number, whole_number
from .live import Lab


def ravine_lab(x=-1.0, y=1.0, eta=0.008, steps=40, kappa=100.0, beta=0.0):
    """The lab of notebook 01: a start, a learning rate, a number of steps, a curvature ratio, a momentum."""
    picture = RavinePicture()

    def update(x, y, eta, steps, kappa, beta):
        ravine = Ravine(kappa)
        descent = descend(ravine, (x, y), eta=eta, steps=steps, beta=beta)
        picture.show(ravine, descent, predicted_parts(ravine, descent, eta) if beta == 0 else None)
        return ravine_sentence(ravine, descent, eta, beta)

    controls = {
        "x": number("start x", x, -1.2, 1.2, 0.05),
        "y": number("start y", y, -1.2, 1.2, 0.05),
        "eta": log_number("learning rate η", eta, -4, 0),
        "steps": whole_number("steps", steps, 1, 800, play=True),
        "kappa": log_number("curvature ratio κ", kappa, 0, 3),
        "beta": number("momentum β", beta, 0.0, 0.95, 0.01),
    }
    lab = Lab("a walk in the ravine", picture.figure, controls, update, on_point=lambda *point: start_at(*point))

    def start_at(axes, x, y):
        if axes is picture.map:
            lab.set(x=round(float(np.clip(x, -1.2, 1.2)), 2), y=round(float(np.clip(y, -1.2, 1.2)), 2))

    return lab


def predicted_parts(ravine, descent, eta):
    """What theory says x and y contribute to C at each step: curvature/2 (start rate^step)^2, shape (steps + 1, 2)."""
    step = np.arange(len(descent.path))[:, None]
    with np.errstate(over="ignore", under="ignore"):
        return 0.5 * ravine.curvatures * (descent.path[0] * ravine.rates(eta) ** step) ** 2


def ravine_sentence(ravine, descent, eta, beta):
    """What the picture shows, in words, for every outcome."""
    steps, cost = len(descent.path) - 1, descent.cost
    rate_x, rate_y = ravine.rates(eta)
    rates = f"Each step multiplies x by {rate_x:.4g} and y by {rate_y:.4g}"
    if descent.outcome == "at the minimum":
        return "You start at the minimum: the gradient is zero, so no learning rate moves you."
    if beta > 0:
        rates = f"With momentum β = {beta:.2f} each step also keeps {beta:.0%} of the one before"
    if descent.outcome in ("diverged", "growing"):
        return (
            f"{descent.outcome.capitalize()}: after {steps} steps at η = {eta:.4g} the cost is {cost[-1]:.3g}, up from {cost[0]:.3g}. "
            f"{rates}. Plain gradient descent is stable below η = 1/κ = {1 / ravine.kappa:.4g}."
        )
    arrived = " You have arrived: a millionth of the first distance is left." if descent.outcome == "arrived" else ""
    halves = "" if beta > 0 else f": x halves in {halving(rate_x)}, y in {halving(rate_y)}"
    return f"After {steps} steps at η = {eta:.4g} the cost has fallen from {cost[0]:.3g} to {cost[-1]:.3g}. {rates}{halves}.{arrived}"


def halving(rate):
    """How many steps a coordinate takes to halve, as words: the smallest n with |rate|^n <= 1/2."""
    rate = abs(rate)
    if rate >= 1:
        return "no number of steps"
    steps = 1 if rate <= 0.5 else int(np.ceil(np.log(0.5) / np.log(rate)))
    return "1 step" if steps == 1 else f"{steps:,} steps"
