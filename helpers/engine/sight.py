"""What a layer can see: which pixels reach it, which directions it loses, how much its numbers still say."""

import numpy as np

from .checks import check_count, check_images
from .speeds import lengths


def activation_spread(net, x):
    """How much the hidden activations of a typical neuron differ from image to image, one number a layer.

    x of shape (n, sizes[0]). Returns the standard deviation over the images, averaged over the neurons, shape
    (hidden layers,); entry 0 is hidden layer 1. ValueError for bad x.
    """
    return np.array([a.std(axis=0).mean() for a in net.forward(x).a[1:-1]])


def pixel_strength(W):
    """The length of the weights that leave each pixel, shape (n_in,); W of shape (n_out, n_in)."""
    return lengths(np.transpose(W))


def weakest_pixels(W, share):
    """A mask, True at the given share of pixels (rounded to whole ones) whose weights are the shortest.

    W of shape (n_out, n_in), share from 0 to 1; returns n_in truth values. ValueError for another share.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"share must lie between 0 (no pixel) and 1 (every pixel), got {share!r}")
    mask = np.zeros(W.shape[1], bool)
    mask[np.argsort(pixel_strength(W), kind="stable")[: round(share * W.shape[1])]] = True
    return mask


def lost_directions(W):
    """How many independent changes of the input change none of the outputs W x: n_in minus the rank of W."""
    return W.shape[1] - int(np.linalg.matrix_rank(W))


class Reader:
    """The best linear guess of the images from their codes: code @ slope + offset, least squares on examples.

    codes of shape (n, k), images of shape (n, pixels). `reader(codes)` returns the guesses.
    """

    def __init__(self, codes, images):
        self.middle, self.offset = codes.mean(axis=0), images.mean(axis=0)
        self.slope = np.linalg.lstsq(codes - self.middle, images - self.offset, rcond=None)[0]

    def __call__(self, codes):
        return (codes - self.middle) @ self.slope + self.offset


def share_kept(images, guesses):
    """How much of the images' variance the guesses account for: 1 is all, 0 no more than the mean image does."""
    missed = np.square(images - guesses).sum()
    return float(1 - missed / np.square(images - images.mean(axis=0)).sum())


def best_share(images, directions):
    """The share that the best `directions` linear numbers keep: the principal components (Pearson 1901)."""
    images = check_images(images, np.shape(images)[-1])
    variances = np.linalg.eigvalsh(np.cov(images.T))[::-1]
    return float(variances[: check_count("directions", directions)].sum() / variances.sum())
