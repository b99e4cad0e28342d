"""Exercises of side trip 6b: the noise scale of a gradient, and how large a batch must be."""

import numpy as np

from ..records import Function, Mistake


def noise_of(gradients):
    """What each image has of its own, squared and averaged, beside the square of what they have in common."""
    common = gradients.mean(axis=0)
    return np.mean(np.sum((gradients - common) ** 2, axis=1)) / np.sum(common**2)


def noise_by_lengths(gradients):
    """The same from lengths alone: mean ||g_x||^2 is ||g||^2 (1 + s)."""
    return np.mean(np.linalg.norm(gradients, axis=1) ** 2) / np.linalg.norm(gradients.mean(axis=0)) ** 2 - 1


def batch_for(cosine, s):
    """1 + s / B = 1 / cosine^2, solved for B."""
    return s / (1 / cosine**2 - 1)


def batch_by_halving(cosine, s):
    """The same by search: the cosine grows with the batch."""
    low, high = 1e-9, 1e12
    for _ in range(200):
        middle = np.sqrt(low * high)
        low, high = (middle, high) if 1 / np.sqrt(1 + s / middle) < cosine else (low, middle)
    return middle


EXERCISES = [
    Function(
        key="06b.1",
        title="The noise scale from the gradients of single images",
        solution=noise_of,
        reference=noise_by_lengths,
        examples=lambda rng: [(np.array([[3.0, 1.0], [1.0, 3.0], [2.0, 5.0]]),), (1 + rng.standard_normal((5, 3)),), (2 + rng.standard_normal((7, 4)),)],
        mistakes=(
            Mistake(lambda g: np.mean(np.sum((g - g.mean(axis=0)) ** 2, axis=1)), "The unit is missing: divide by ‖g‖², the squared length of the mean gradient."),
            Mistake(lambda g: np.mean(np.sum(g**2, axis=1)) / np.sum(g.mean(axis=0) ** 2), "Take the mean gradient away from each row first: only what an image has of its own is noise."),
            Mistake(lambda g: np.mean((g - g.mean(axis=0)) ** 2) / np.sum(g.mean(axis=0) ** 2), "You averaged over the numbers of a gradient, too. A squared length is their sum."),
            Mistake(lambda g: np.mean(np.linalg.norm(g - g.mean(axis=0), axis=1)) / np.linalg.norm(g.mean(axis=0)), "Those are lengths. The noise scale compares their squares, for squares add up."),
            Mistake(lambda g: np.sum((g - g.mean(axis=0)) ** 2) / np.sum(g.mean(axis=0) ** 2), "That is the sum over the images. Take their mean."),
        ),
        hint="`gradients.mean(axis=0)` is g. Take it away from every row, square, sum along each row, average over the rows; divide by the sum of g squared.",
        afterwards="The engine's `noise_scale` finds the same without writing out a single image's gradient.",
    ),
    Function(
        key="06b.2",
        title="The batch that a cosine takes",
        solution=batch_for,
        reference=batch_by_halving,
        rtol=1e-6,
        examples=lambda rng: [(0.5, 90.0), (0.9, 2.0), (0.1, 1000.0)],
        mistakes=(
            Mistake(lambda cosine, s: s / (1 / cosine - 1), "The cosine is one over a square root: square it before you solve for B."),
            Mistake(lambda cosine, s: s * (1 / cosine**2 - 1), "Upside down: s/B stands in the formula, so B is s divided by the rest."),
            Mistake(lambda cosine, s: s * cosine**2, "The 1 under the root is missing: 1 + s/B = 1/cosine²."),
            Mistake(lambda cosine, s: 1 / np.sqrt(1 + s / cosine), "That is the formula as it stands, with the cosine in the place of B. Solve it for B."),
        ),
        hint="1/√(1 + s/B) = cosine. Square both sides, turn them over, take 1 away.",
        afterwards="For a cosine of one half a batch of a third of the noise scale is enough.",
    ),
]  # fmt: skip
