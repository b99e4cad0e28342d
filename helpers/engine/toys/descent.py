"""Descent on a surface with a fixed learning rate, by any optimizer, and a name for how it ended."""

from dataclasses import dataclass
from itertools import islice

import numpy as np

from ..checks import check_count, check_not_negative, check_numbers, check_positive
from ..training.clipping import clipper
from ..training.optimizers import OPTIMIZERS

FAR = 1e6  # a point this many times as far from the minimum as the start counts as lost
NEAR = 1e-6  # and this share of the first distance counts as arrived


@dataclass(frozen=True)
class Descent:
    """A walk on a surface: `path` of shape (steps + 1, 2), `cost` of shape (steps + 1,), and its outcome.

    outcome: "arrived" (the distance to the minimum shrank to NEAR of the first), "descending" (closer than it was),
    "bouncing" (as far as it was, to rounding), "growing" (further), "diverged" (more than FAR times as far: the
    walk ends there), or "at the minimum" (it started there).
    """

    path: np.ndarray
    cost: np.ndarray
    outcome: str


def descend(surface, start, *, eta, steps, beta=0.0, optimizer=None, clip=None, options=None):
    """Walk from `start` (two numbers) by w <- w - eta gradient + beta (the last step); returns a Descent.

    The surface has its minimum at (0, 0). beta = 0 is plain gradient descent, beta > 0 the heavy ball
    (Polyak 1964). optimizer: a name from OPTIMIZERS, which then steps in its own way (and leaves beta aside);
    options: what it is to use in place of its usual numbers, e.g. {"beta_1": 0.5} for Adam.
    clip: the longest gradient that is let through; None lets all through.
    ValueError for a start that is not two finite numbers, eta <= 0, beta outside 0..1, steps < 1, clip <= 0.
    """
    points = walk(surface, start, eta, beta, optimizer, clip, options)
    path = [next(points)]
    lost = FAR * np.linalg.norm(path[0])
    for point in islice(points, check_count("steps", steps)):
        path.append(point)
        if np.linalg.norm(point) > lost:
            break
    path = np.array(path)
    return Descent(path, surface.value(path), _outcome(path))


def walk(surface, start, eta, beta=0.0, optimizer=None, clip=None, options=None):
    """The points of that walk, one after another, without an end; the first is the start."""
    check_surface(surface)
    start = check_numbers("start", start).astype(np.float64)  # a copy, which the walk changes
    if start.shape != (2,) or not np.isfinite(start).all():
        raise ValueError(f"start must be two finite numbers (x, y), got {start.tolist()}")
    eta, beta = check_positive("eta", eta), check_not_negative("beta", beta)
    if beta >= 1:
        raise ValueError(f"beta must be below 1, or the ball never loses speed, got {beta}")
    if optimizer is None:
        optimizer, options = "momentum", {"beta": beta}
    step = OPTIMIZERS[optimizer].start(start, **(options or {}))
    return _points(surface, start, eta, clipper(clip), step)


def check_surface(surface):
    """Something with a cost and a gradient at each point; ValueError for anything else."""
    if not all(callable(getattr(surface, name, None)) for name in ("value", "gradient")):
        raise ValueError(f"surface must have a value and a gradient, such as Ravine(), got {surface!r:.60}")


def _points(surface, w, eta, clip, step):
    while True:
        yield w.copy()
        g = surface.gradient(w)
        clip(g)
        step(w, g, eta)


def _outcome(path):
    first, last = np.linalg.norm(path[[0, -1]], axis=1)
    if first == 0:
        return "at the minimum"
    if np.isclose(last, first, rtol=1e-9):
        return "bouncing"
    if last > first:
        return "diverged" if last > FAR * first else "growing"
    return "arrived" if last <= NEAR * first else "descending"


def steps_to_shrink(surface, start, *, eta, beta=0.0, share=NEAR, limit=100_000):
    """Steps until the distance to the minimum has shrunk to `share` of the first, measured by walking.

    ValueError when that takes more than `limit` steps.
    """
    points = walk(surface, start, eta, beta)
    there = check_positive("share", share) * np.linalg.norm(next(points))
    for step, point in enumerate(islice(points, check_count("limit", limit)), 1):
        if np.linalg.norm(point) <= there:
            return step
    raise ValueError(f"the distance did not shrink to {share:g} of the first within {limit} steps")
