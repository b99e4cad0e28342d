"""Section 1: the ravine C = 100 x^2 + y^2. Every number follows from a formula; here a walk or a search finds it."""

import numpy as np
from scipy.optimize import minimize, minimize_scalar

from ...toys.descent import descend, steps_to_shrink
from ...toys.surfaces import Ravine
from .row import EXACT, Row, told

START, H = (-1, 1), 1e-4


def gradient():
    """By differences of the cost at (1, 1)."""
    cost, place = Ravine().value, np.ones(2)
    return [(cost(place + push) - cost(place - push)) / (2 * H) for push in H * np.eye(2)]


def largest_rate():
    """The learning rate up to which a walk along the steep direction comes nearer, and what 0.0101 does in a step."""
    low, high = 0.001, 0.1
    for _ in range(40):
        middle = (low + high) / 2
        path = np.abs(descend(Ravine(), (1, 0), eta=middle, steps=2).path[:, 0])
        low, high = (middle, high) if path[2] < path[1] else (low, middle)
    path = np.abs(descend(Ravine(), (1, 0), eta=0.0101, steps=10).path[:, 0])
    return [low, path[-1] / path[-2]]


def best_rate():
    """The rate whose slower direction is the fastest, by search; and what a late step of that walk leaves."""

    def slower(eta):
        return np.abs(descend(Ravine(), START, eta=eta, steps=1).path[1]).max()

    eta = minimize_scalar(slower, bounds=(0.005, 0.015), method="bounded", options={"xatol": 1e-10}).x
    path = np.linalg.norm(descend(Ravine(), START, eta=eta, steps=200).path, axis=1)
    return [eta, path[-1] / path[-2]]


def heavy_ball():
    """(eta, beta) with the smallest largest root of both recursions, by search; that root; steps to a millionth."""

    def largest(settings):
        eta, beta = settings
        return max(np.abs(np.roots([1, -(1 + beta - eta * c), beta])).max() for c in Ravine().curvatures)

    starts = [(eta, beta) for eta in (0.012, 0.016) for beta in (0.5, 0.65)]
    options = {"xatol": 1e-10, "fatol": 1e-12, "maxiter": 4000, "maxfev": 4000}
    found = min((minimize(largest, s, method="Nelder-Mead", options=options) for s in starts), key=lambda f: f.fun)
    eta, beta = Ravine().best_momentum()
    return [*found.x, found.fun, steps_to_shrink(Ravine(), START, eta=eta, beta=beta)]


RAVINE = {"kind": EXACT, "source": "formula", "notebook": "01"}
ROWS = [
    Row(
        "toy.gradient",
        "gradient at (1, 1)",
        measure=gradient,
        values=(told(200.0, "across"), told(2.0, "along")),
        **RAVINE,
    ),
    Row(
        "toy.largest_rate",
        "largest stable learning rate; factor at 0.0101",
        measure=largest_rate,
        values=(told(0.01, "rate"), told(1.02, "factor")),
        **RAVINE,
    ),
    Row(
        "toy.best_rate",
        "best learning rate, and its factor a step",
        measure=best_rate,
        values=(told(2 / 202, "rate"), told(99 / 101, "factor")),
        **RAVINE,
    ),
    Row(
        "toy.steps",
        "steps to a millionth",
        measure=lambda: [steps_to_shrink(Ravine(), START, eta=Ravine().best_eta())],
        values=(told(690, "steps", points=0.5),),
        note="ln 10⁶ / ln (101/99) is 690.8, so after 690 steps a little is missing, and 691 are needed",
        **RAVINE,
    ),
    Row(
        "toy.heavy_ball",
        "best heavy ball: rate, β, factor, steps",
        measure=heavy_ball,
        values=(told(0.016529, "rate"), told(0.6694, "β"), told(9 / 11, "factor"), told(92, "steps", points=0.5)),
        note="after 92 steps from (−1, 1) a little more than a millionth of the distance is left",
        **RAVINE | {"source": "Polyak 1964"},
    ),
]
