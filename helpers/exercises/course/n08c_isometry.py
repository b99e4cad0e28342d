"""Exercises of side trip 8c: which matrices keep every length, and what ReLU leaves of one."""

import numpy as np

from helpers.engine import INITIALIZERS, singular_values

from ..records import Function, Mistake, Number


def keeps_lengths(W):
    """The length of W u squared is u WᵀW u, so WᵀW must be 1."""
    return np.allclose(W.T @ W, np.eye(W.shape[1]))


def keeps_lengths_by_stretch(W):
    """The same by its singular values: each must be 1."""
    return np.allclose(singular_values(W), 1)


def some_matrices(rng):
    """Turns, square and tall; unit columns that are not perpendicular; a shear; longer ones."""
    turn, tall = (INITIALIZERS["orthogonal"].weights(rng, rows, 3) for rows in (3, 5))
    leaning = np.array([[1.0, 0.6], [0.0, 0.8]])
    shear, pressed = np.array([[1.0, 2.0], [0.0, 1.0]]), (np.diag([2.0, 0.5]), np.diag([1.4, 0.2]))
    return [(W,) for W in (turn, tall, leaning, shear, 1.5 * turn, np.eye(2)[::-1], *pressed)]


def stretch_of_the_layer():
    """Rows of silent neurons are 0, the others keep what √2 times a turn makes of them: 18 factors √2, and 12 zeros."""
    W = np.sqrt(2) * INITIALIZERS["orthogonal"].weights(np.random.default_rng(0), 30, 30)
    W[18:] = 0
    return np.sqrt(np.mean(singular_values(W) ** 2))


EXERCISES = [
    Function(
        key="08c.1",
        title="Does a matrix keep every length",
        solution=keeps_lengths,
        reference=keeps_lengths_by_stretch,
        examples=some_matrices,
        mistakes=(
            Mistake(lambda W: W.shape[0] == W.shape[1] and np.isclose(abs(np.linalg.det(W)), 1), "A determinant of 1 keeps the volume: what one direction loses another may gain."),
            Mistake(lambda W: np.allclose(W @ W.T, np.eye(W.shape[0])), "Turned around: for a tall matrix it is WᵀW that must be 1, one row and one column for each input."),
            Mistake(lambda W: np.allclose(np.linalg.norm(W, axis=0), 1), "Columns of length 1 keep the axes only. The columns must be perpendicular, too."),
            Mistake(lambda W: np.isclose(np.sum(W**2), W.shape[1]), "That is the root mean square of the stretches. Every single one must be 1."),
            Mistake(lambda W: np.allclose(W.T @ W, np.diag(np.diag(W.T @ W))), "Perpendicular columns are not enough: each must have length 1, too."),
            Mistake(lambda W: np.isclose(np.linalg.norm(W @ np.eye(W.shape[1])[0]), 1), "That is one u. It must hold for every u."),
        ),
        hint="‖Wu‖² = uᵀWᵀWu. Which matrix must WᵀW be, so that this is uᵀu for every u? `np.allclose` compares, `np.eye(n)` is 1.",
        afterwards="A tall matrix can keep every length; a wide one cannot, for it has fewer outputs than directions.",
    ),
    Number(
        key="08c.2",
        title="What a ReLU layer with orthogonal weights does to a length",
        solution=stretch_of_the_layer,
        rtol=0.01,
        mistakes=(
            Mistake(lambda: 18 * np.sqrt(2) / 30, "That is the mean of the singular values. Lengths add up by their squares: square, mean, root."),
            Mistake(lambda: 2 * 18 / 30, "That is the mean square. Take the root."),
            Mistake(lambda: np.sqrt(2), "That holds for the directions that get through. Twelve of thirty become zero."),
            Mistake(lambda: 1.0, "That is with half of the neurons silent. Here 18 are not."),
            Mistake(lambda: np.sqrt(18 / 30), "You left out the √2 of the weights."),
        ),
        hint="Eighteen singular values are √2, the other twelve are 0. Square, mean over all thirty, root.",
        afterwards="The length is about kept, and yet twelve directions are gone for good, as far as this image is concerned.",
    ),
]  # fmt: skip
