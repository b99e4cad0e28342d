"""Normalization of a layer's weighted inputs, as a table of named records, and its way back.

Batch and layer normalization are one formula along two axes: z_hat = (z - mean) / sqrt(variance + EPS), then
u = gamma z_hat + beta with two learned numbers for each neuron. Mean and variance are taken for each neuron over the
images of the batch (Ioffe & Szegedy 2015), or for each image over the neurons of the layer (Ba et al. 2016). RMS
normalization leaves the mean where it is, and divides by the root of the mean square (Zhang & Sennrich 2019).
"""

from dataclasses import dataclass

import numpy as np

from ..tables import Table

EPS = 1e-5  # keeps the quotient finite where all numbers are equal


@dataclass(frozen=True)
class Norm:
    """One normalization; `axis` of z, shape (images, neurons), along which mean and variance are taken, or None.

    centred: the mean is taken out; else it counts as 0 throughout, and the variance is the mean square.
    """

    name: str
    label: str
    axis: int | None
    centred: bool = True


NORMS = Table(
    "normalization",
    [
        Norm("none", "none", None),
        Norm("batch", "batch normalization", 0),
        Norm("layer", "layer normalization", 1),
        Norm("rms", "RMS normalization", 1, centred=False),
    ],
    aliases={
        **dict.fromkeys(
            ("batch_norm", "batchnorm", "batchnorm1d", "batch_normalization", "batchnormalization"), "batch"
        ),
        **dict.fromkeys(("layer_norm", "layernorm", "layer_normalization", "layernormalization"), "layer"),
        **dict.fromkeys(("rms_norm", "rmsnorm", "rms_normalization", "rmsnormalization"), "rms"),
    },
)


def statistics(z, axis, centred=True):
    """Mean and variance along an axis, which stays with length 1; not centred: 0 and the mean square."""
    if not centred:
        square = np.square(z).mean(axis, keepdims=True)
        return np.zeros_like(square), square
    return z.mean(axis, keepdims=True), z.var(axis, keepdims=True)


def normalized(z, mean, variance):
    """z_hat, shaped as z."""
    return (z - mean) / np.sqrt(variance + EPS)


def normalized_backward(g, z_hat, variance, axis, centred=True):
    """dC/dz from g = dC/dz_hat, where mean and variance came from z itself along the axis.

    A change of z that only shifts or stretches all numbers along the axis is undone by the normalization, so the parts
    of g along (1, 1, ..., 1) and along z_hat go nowhere: they are taken out. Not centred: a shift is not undone.
    """
    along_ones = g.mean(axis, keepdims=True) if centred else 0
    along_z_hat = (g * z_hat).mean(axis, keepdims=True)
    return (g - along_ones - z_hat * along_z_hat) / np.sqrt(variance + EPS)


def scaled_backward(g, z_hat, variance, axis, centred=True):
    """The same where mean and variance are fixed numbers, as in use: dC/dz = g / sqrt(variance + EPS)."""
    return g / np.sqrt(variance + EPS)
