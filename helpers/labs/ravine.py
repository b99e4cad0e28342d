"""Lab: gradient descent in the ravine C = kappa x^2 + y^2, which can be turned."""

import numpy as np

from helpers.engine import Ravine, descend
from helpers.pictures.kit.words import count, number
from helpers.pictures.ravine import RavinePicture

from .kit.controls import log_number, whole_number
from .kit.controls import number as decimal
from .kit.dares import Dare, Said
from .kit.live import Lab

REACH, MARK = 1.2, 0.05  # the start lies between -REACH and REACH, on multiples of MARK


QUICK = Dare(
    "arrive within 150 steps at κ = 100 or more, from a start with x and y at least 1 away from 0.",
    lambda now: now.outcome == "arrived" and now.steps <= 150 and now.kappa >= 100 and min(abs(now.x), abs(now.y)) >= 1,
)


def ravine_lab(x=-1.0, y=1.0, eta=0.008, steps=40, kappa=100.0, beta=0.0, tilt=0):
    """The lab of notebook 01: a start, a learning rate, a number of steps, a curvature ratio, a momentum, a tilt.

    x, y: the start's parts across the ravine and along it. The tilt turns both, the ravine and the start.
    """
    picture = RavinePicture()

    def update(x, y, eta, steps, kappa, beta, tilt):
        ravine = Ravine(kappa, tilt)
        descent = descend(ravine, ravine.point((x, y)), eta=eta, steps=steps, beta=beta)
        picture.show(ravine, descent, predicted_parts(ravine, descent, eta) if beta == 0 else None)
        return Said(ravine_sentence(ravine, descent, eta, beta), outcome=descent.outcome)

    controls = {
        "x": decimal("start across", x, -REACH, REACH, MARK).folded(),
        "y": decimal("start along", y, -REACH, REACH, MARK).folded(),
        "eta": log_number("learning rate η", eta, -4, 0).main(),
        "steps": whole_number("steps", steps, 1, 800).plays(),
        "kappa": log_number("curvature ratio κ", kappa, 0, 3),
        "beta": decimal("momentum β", beta, 0.0, 0.95, 0.01),
        "tilt": whole_number("tilt in degrees", tilt, 0, 90).folded(),
    }
    lab = Lab(
        "a walk in the ravine",
        picture.figure,
        controls,
        update,
        on_point=lambda *point: start_at(*point),
        dares=[QUICK],
    )

    def start_at(axes, x, y):
        if axes is picture.map:
            across, along = Ravine(tilt=lab.controls["tilt"].value).parts((x, y))
            lab.set(x=nearest_mark(across), y=nearest_mark(along))

    return lab


def nearest_mark(value):
    """A place on the sliders' marks: between two of them the sliders would answer, late, with a mark of their own."""
    return round(MARK * round(float(np.clip(value, -REACH, REACH)) / MARK), 2)


def predicted_parts(ravine, descent, eta):
    """What theory says the two parts give to C at each step: curvature/2 (start rate^step)^2, shape (steps + 1, 2)."""
    step = np.arange(len(descent.path))[:, None]
    with np.errstate(over="ignore", under="ignore"):
        return 0.5 * ravine.curvatures * (ravine.parts(descent.path[0]) * ravine.rates(eta) ** step) ** 2


def ravine_sentence(ravine, descent, eta, beta):
    """What the picture shows, in words, for every outcome."""
    if descent.outcome == "at the minimum":
        return "You start at the minimum: the gradient is zero, so no learning rate moves you."
    after = f"after {count(len(descent.path) - 1, 'step')} at η = {number(eta)}"
    first, last = number(descent.cost[0], 4), number(descent.cost[-1])
    rates = rates_in_words(ravine, eta, beta)
    if descent.outcome == "bouncing":
        return f"Bouncing: {after} the point is as far away as it was. {rates}."
    if descent.outcome in ("diverged", "growing"):
        limit = f"Plain gradient descent needs η below 1/κ = {number(1 / ravine.kappa)}."
        return f"{descent.outcome.capitalize()}: {after} the cost is {last}, up from {first}. {rates}. {limit}"
    arrived = "You have arrived: less than a millionth of the first distance is left."
    said = f"{after.capitalize()} the cost has fallen from {first} to {last}. {rates}."
    return f"{said} {arrived}" if descent.outcome == "arrived" else said


def rates_in_words(ravine, eta, beta):
    """What one step does to x and y, or to the parts across and along once they are not the same."""
    if beta:
        return f"Each step also repeats {beta:.0%} of the one before, which the thin lines do not predict"
    (x, y), names, turned = ravine.rates(eta), ("x", "y"), ""
    if ravine.tilt:
        names, turned = ("the part across", "the part along"), "; x and y each hold some of both"
    return (
        f"Each step multiplies {names[0]} by {number(x, 4)} and {names[1]} by {number(y, 4)}: "
        f"{names[0]} {halving(x)}, {names[1]} {halving(y)}{turned}"
    )


def halving(rate):
    """How many steps a coordinate takes to halve, in words: the smallest n with |rate|^n <= 1/2."""
    rate = abs(rate)
    if rate >= 1:
        return "never halves"
    return f"halves in {count(1 if rate <= 0.5 else int(np.ceil(np.log(0.5) / np.log(rate))), 'step')}"
