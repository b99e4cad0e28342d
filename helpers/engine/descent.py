"""Gradient descent with a fixed learning rate, with or without momentum, and a name for how it ended."""

from dataclasses import dataclass

import numpy as np

from .checks import check_count, check_not_negative, check_positive

FAR = 1e6  # a point this many times as far from the minimum as the start counts as lost
NEAR = 1e-6  # and this share of the first distance counts as arrived


@dataclass(frozen=True)
class Descent:
    """A walk on a surface: `path` of shape (steps + 1, 2), `cost` of shape (steps + 1,), and its outcome.

    outcome: "arrived" (the distance to the minimum shrank to NEAR of the first), "descending" (closer than it
    was), "growing" (not closer), "diverged" (FAR times as far away: the walk ends there), or "at the minimum".
    """

    path: np.ndarray
    cost: np.ndarray
    outcome: str


def descend(surface, start, *, eta, steps, beta=0.0):
    """Walk from `start` (two numbers) by w <- w - eta gradient + beta (the last step); returns a Descent.

    The surface has its minimum at (0, 0). beta = 0 is plain gradient descent, beta > 0 the heavy ball
    (Polyak 1964). ValueError for a start that is not two finite numbers, eta <= 0, beta outside 0..1, steps < 1.
    """
    start = np.asarray(start, float)
    if start.shape != (2,) or not np.isfinite(start).all():
        raise ValueError(f"start must be two finite numbers (x, y), got {start.tolist()}")
    eta, steps, beta = check_positive("eta", eta), check_count("steps", steps), check_not_negative("beta", beta)
    if beta >= 1:
        raise ValueError(f"beta must be below 1, or the ball never loses speed, got {beta}")
    path, velocity, lost = [start], np.zeros(2), FAR * np.abs(start).max()
    for _ in range(steps):
        velocity = beta * velocity - eta * surface.gradient(path[-1])
        path.append(path[-1] + velocity)
        if np.abs(path[-1]).max() > lost:
            break
    path = np.array(path)
    return Descent(path, surface.value(path), _outcome(path))


def _outcome(path):
    distance = np.linalg.norm(path, axis=1)
    if distance[0] == 0:
        return "at the minimum"
    remaining = distance[-1] / distance[0]
    if remaining >= FAR / 2:
        return "diverged"
    if remaining >= 1:
        return "growing"
    return "arrived" if remaining <= NEAR else "descending"


def steps_to_shrink(surface, start, *, eta, beta=0.0, share=NEAR, limit=100_000):
    """Steps until the distance to the minimum has shrunk to `share` of the first, measured by walking.

    ValueError when that takes more than `limit` steps.
    """
    distance = np.linalg.norm(descend(surface, start, eta=eta, beta=beta, steps=limit).path, axis=1)
    (there,) = np.nonzero(distance <= check_positive("share", share) * distance[0])
    if there.size == 0:
        raise ValueError(f"the distance did not shrink to {share:g} of the first within {limit} steps")
    return int(there[0])
