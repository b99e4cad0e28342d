"""Exercises of side trip 9d: where pre-norm's error has fallen to a third, and a post-norm block."""

import numpy as np

from ..records import Function, Mistake, Number


def rms(a):
    """Each row divided by the root of its mean square."""
    return a / np.sqrt(np.mean(a**2, axis=1, keepdims=True))


def a_third_of_the_error():
    """||delta_l|| is proportional to 1/sqrt(q_l), and q_l = l/2: a third asks for 3^2 times the q, and so the l, of block 2."""
    return 2 * 3**2


def block(a, W, V, alpha):
    """norm(a + alpha r), with r = V max(W a, 0)."""
    return rms(a + alpha * np.maximum(a @ W.T, 0) @ V.T)


def block_by_rows(a, W, V, alpha):
    """The same, image by image."""
    rows = [row + alpha * V @ np.maximum(W @ row, 0) for row in a]
    return np.array([row * np.sqrt(len(row)) / np.linalg.norm(row) for row in rows])


def a_block(rng, images=4, width=5):
    """Images on the road, two matrices, and a factor."""
    return rng.standard_normal((images, width)), *rng.standard_normal((2, width, width)), 0.5


EXERCISES = [
    Number(
        key="09d.1",
        title="Pre-norm's error at two blocks",
        solution=a_third_of_the_error,
        rtol=0.02,
        mistakes=(
            Mistake(lambda: 6, "There q is three times that of block 2. The error goes with one over the root of q."),
            Mistake(lambda: 9, "Nine times the q is right: start from block 2, not from block 1."),
            Mistake(lambda: 2 + 2 * np.log(3) / np.log(1.5), "That would be a factor for each block. With pre-norm q grows by ½ a block, it is not multiplied."),
            Mistake(lambda: 2 * np.sqrt(3), "Turned around: q must grow by the square of three, not by its root."),
        ),
        hint="By which factor does q have to grow for its root to grow threefold? And how does q depend on l?",
        afterwards="Each further third takes nine times as many blocks: the fall is slow, and no factor for each block.",
    ),
    Function(
        key="09d.2",
        title="A post-norm block",
        solution=block,
        reference=block_by_rows,
        rtol=1e-3,
        examples=lambda rng: [a_block(rng), a_block(rng, 1, 3)],
        mistakes=(
            Mistake(lambda a, W, V, alpha: a + alpha * np.maximum(rms(a) @ W.T, 0) @ V.T, "That is pre-norm: the norm stands before the branch. Here it stands behind the sum."),
            Mistake(lambda a, W, V, alpha: a + alpha * rms(np.maximum(a @ W.T, 0) @ V.T), "You normalized the branch's part. The sum is to be normalized, shortcut and all."),
            Mistake(lambda a, W, V, alpha: a + alpha * np.maximum(a @ W.T, 0) @ V.T, "The normalization is missing."),
            Mistake(lambda a, W, V, alpha: rms(a + np.maximum(a @ W.T, 0) @ V.T), "alpha is missing."),
            Mistake(lambda a, W, V, alpha: rms(alpha * np.maximum(a @ W.T, 0) @ V.T), "The shortcut is missing: a itself belongs into the sum."),
            Mistake(lambda a, W, V, alpha: rms(a + alpha * (a @ W.T) @ V.T), "The ReLU is missing: without it W and V are one matrix."),
            Mistake(lambda a, W, V, alpha: rms(a + alpha * np.maximum(a @ W, 0) @ V), "One row is one image: it meets W transposed, `a @ W.T`."),
        ),
        hint="First the branch, `np.maximum(a @ W.T, 0) @ V.T`; then the sum with a; then divide each row by the root of its mean square (`axis=1, keepdims=True`).",
        afterwards="Every row leaves the block with a mean square of 1, whatever came in.",
    ),
]  # fmt: skip
