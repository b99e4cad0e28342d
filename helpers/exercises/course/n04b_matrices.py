"""Exercises of side trip 4b: what a matrix stretches, and what a product of two can do."""

import numpy as np

from helpers.engine import singular_values

from ..records import Choice, Function, Mistake, Option


def typical_stretch(A):
    """The root of the mean of A's squared singular values: all entries squared, added up, divided by the columns."""
    return np.sqrt(np.sum(A**2) / A.shape[1])


def typical_of_values(A):
    """The same from the singular values themselves; there are as many as columns, the others being 0."""
    return np.sqrt(np.sum(singular_values(A) ** 2) / A.shape[1])


def matrices(rng):
    """Square ones, and one with more rows than columns."""
    return [(rng.standard_normal(shape).round(1),) for shape in ((2, 2), (3, 3), (4, 2))]


def two_products():
    """The largest and the smallest singular value of A turned A, for every turn, and their product."""
    A, found = np.diag([2.0, 0.5]), []
    for angle in np.linspace(0, np.pi / 2, 50):
        c, s = np.cos(angle), np.sin(angle)
        found.append(singular_values(A @ [[c, -s], [s, c]] @ A))
    found = np.array(found)
    always_1 = np.allclose(found.prod(axis=1), 1)
    return "c" if always_1 and np.allclose(found[0], [4, 0.25]) and np.allclose(found[-1], [1, 1]) else "b"


EXERCISES = [
    Function(
        key="04b.1",
        title="The typical stretch without singular values",
        solution=typical_stretch,
        reference=typical_of_values,
        examples=matrices,
        mistakes=(
            Mistake(lambda A: np.sqrt(np.sum(A**2)), "You added up and took the root. The mean over the directions is still to be taken: divide by the number of columns."),
            Mistake(lambda A: np.sqrt(np.mean(A**2)), "You divided by the number of entries. The squares of a whole column belong to one direction: divide by the number of columns."),
            Mistake(lambda A: np.sum(A**2) / A.shape[1], "That is the mean square. A stretch is its root."),
            Mistake(lambda A: np.mean(singular_values(A)), "That is the mean of the singular values. Lengths add up by their squares: square, mean, root."),
            Mistake(lambda A: singular_values(A)[0], "That is the largest stretch of all, not the typical one."),
        ),
        hint="Along the j-th axis a unit vector becomes the j-th column of A, so its squared length is the sum of that column's squares. The mean over perpendicular directions is the same whichever you take.",
        afterwards="So the root mean square needs no singular values at all: that is why one Gaussian integral can predict it.",
    ),
    Choice(
        key="04b.2",
        title="What two matrices do one after the other",
        solution=two_products,
        options={
            "a": Option("2 × 2 = 4 and ½ × ½ = ¼, always.", "Only if the direction that A stretches most is the one that B stretches most. It can be any other."),
            "b": Option("1 and 1, always: growing and shrinking cancel.", "Only if what A stretches is what B presses. That is the other end of what can happen."),
            "c": Option("from 4 and ¼ to 1 and 1, depending on how the directions meet; their product is always 1.", "The product of all singular values is the size of the determinant, and determinants multiply."),
            "d": Option("two numbers whose mean square stays the same as A's.", "Turn B so that it doubles what A has doubled: the mean square grows."),
        },
        hint="Think of the two ends: B's long direction is where A's long one arrives, or where its short one arrives.",
        afterwards="Singular values of a product are not products of singular values.",
    ),
]  # fmt: skip
