"""Metamers: two images that look different and give a first layer exactly the same numbers."""

from dataclasses import dataclass

import numpy as np

from ..checks import check_array, check_numbers, takes
from ..network.model import check_model
from ..network.network import check_layered

STEPS = 100  # of Newton's method at most; about six are enough
HALVINGS = 30  # of one step at most
ROUNDING = 1e-13  # codes agree when no weighted input differs by more than this
TINY = 1e-9  # keeps a step finite where too few pixels are free


@dataclass(frozen=True, eq=False)
class Metamer:
    """`image`, shape (pixels,): it looks like one digit and has the code of another.

    moved: its Euclidean distance from the digit it looks like. agreement: the largest difference between its
    first-layer activations and those of the digit whose code it has. success: whether the codes agree to rounding.
    """

    image: np.ndarray
    moved: float
    agreement: float
    success: bool


def find_metamer(net, code_of, looks_like):
    """The image in [0, 1] nearest to `looks_like` whose weighted inputs to layer 1 equal those of `code_of`.

    Both are images of shape (pixels,). Returns a Metamer; it has the activations of `code_of` whatever biases and
    activation function layer 1 has. ValueError for images that are not in [0, 1], and for a shortcut around layer 1.
    """
    if 1 in check_layered(net, "a metamer of the first layer").shortcuts:
        raise ValueError("a shortcut hands every pixel on to layer 1, so that only an image itself has its activations")
    code_of, looks_like = (check_image(image, net.sizes[0]) for image in (code_of, looks_like))
    W = net.W[1].astype(np.float64)
    image = nearest_with_code(W, W @ code_of, looks_like)
    gap = np.abs(W @ image - W @ code_of).max()
    return Metamer(
        image,
        moved=float(np.linalg.norm(image - looks_like)),
        agreement=float(largest_difference(net, image, code_of)),
        success=bool(gap <= ROUNDING),
    )


def check_image(image, pixels):
    """One image as float64, shape (pixels,), every number from 0 to 1."""
    image = check_array("an image", image)
    if image.dtype.kind not in "biuf" or image.shape != (pixels,) or not (image.min() >= 0 and image.max() <= 1):
        raise ValueError(f"an image must be {pixels} numbers from 0 to 1, got an array of shape {image.shape}")
    return image.astype(np.float64)


@takes(net=check_model, one=check_numbers, other=check_numbers)
def largest_difference(net, one, other):
    """By how much the first-layer activations of two images, shape (pixels,) or (n, pixels), differ at most."""
    one, other = (net.forward(np.atleast_2d(image)).a[1] for image in (one, other))
    return np.abs(one - other).max(axis=1).squeeze()


def nearest_with_code(W, code, start):
    """The x in [0, 1] with W x = code that is nearest to `start`, by Newton's method on its multipliers.

    The nearest one has the form x = clip(start + W^T m, 0, 1) with one multiplier m a neuron (the Karush-Kuhn-Tucker
    conditions), so that 784 unknown pixels become 30 unknown multipliers. W x - code is the gradient of a convex
    function of m, the dual; its second derivative is W_free W_free^T over the pixels that clipping leaves alone.
    """
    m = np.zeros(len(W))
    for _ in range(STEPS):
        pushed = start + m @ W
        gap = W @ np.clip(pushed, 0, 1) - code
        if np.abs(gap).max() <= ROUNDING:
            break
        free = W[:, (pushed > 0) & (pushed < 1)]
        step = -np.linalg.solve(free @ free.T + TINY * np.eye(len(W)), gap)
        m = m + shortened(step, m, gap, lambda m: dual(start + m @ W) - code @ m) * step
    return np.clip(start + m @ W, 0, 1)


def dual(pushed):
    """The integral of clip(p, 0, 1) up to each p, summed: 0 below 0, p^2 / 2 up to 1, p - 1/2 above."""
    inside = np.clip(pushed, 0, 1)
    return np.sum(inside * (pushed - inside / 2))


def shortened(step, m, gap, value):
    """The share of the step to take: halved until the convex function falls (Armijo 1966)."""
    share, here, slope = 1.0, value(m), gap @ step
    for _ in range(HALVINGS):
        if value(m + share * step) <= here + 1e-4 * share * slope + 1e-12 * abs(here):
            break
        share /= 2
    return share
