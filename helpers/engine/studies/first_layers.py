"""Weights that nobody trained, and that are not drawn one by one either: mostly a first layer's."""

import numpy as np
from scipy.ndimage import gaussian_filter

from ..checks import check_count, check_matrix, check_positive, takes
from ..vectors import lengths


@takes(W=check_matrix, pixels=check_positive)
def smoothed_filters(W, pixels=2.0):
    """The same filters, smoothed over the pixel grid with a Gaussian of that many pixels; each keeps its length.

    W of shape (neurons, side * side). ValueError where the images are not square.
    """
    side = round(W.shape[1] ** 0.5)
    if side**2 != W.shape[1]:
        raise ValueError(f"only square images have a grid to smooth over, got filters of {W.shape[1]} pixels")
    smooth = np.array([gaussian_filter(row.reshape(side, side), pixels).ravel() for row in W])
    return smooth * (lengths(W) / lengths(smooth))[:, None]


@takes(images=check_matrix, directions=check_count)
def principal_components(images, directions):
    """The directions in which images (n, pixels) vary most (Pearson 1901): unit rows, shape (directions, pixels)."""
    if directions > images.shape[1]:
        raise ValueError(f"images of {images.shape[1]} pixels have no more directions than that, got {directions}")
    _, axes = np.linalg.eigh(np.cov(np.transpose(images)))
    return np.ascontiguousarray(axes[:, ::-1][:, :directions].T)


@takes(n_out=check_count, n_in=check_count)
def cosine_waves(n_out, n_in):
    """Weights without dice, shape (n_out, n_in): neuron k is a cosine that swings k / 2 times over its inputs.

    Their mean square is 1 / n_in.
    """
    k, i = np.arange(1, n_out + 1)[:, None], np.arange(n_in) + 0.5
    return np.sqrt(2 / n_in) * np.cos(np.pi * k * i / n_in)
