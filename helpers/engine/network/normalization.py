"""Normalization of a layer's weighted inputs, as a table of named records, and its way back.

Batch and layer normalization are one formula along two axes: z_hat = (z - mean) / sqrt(variance + EPS), then
u = gamma z_hat + beta with two learned numbers for each neuron. Mean and variance are taken for each neuron over the
images of the batch (Ioffe & Szegedy 2015), or for each image over the neurons of the layer (Ba et al. 2016).
"""

from dataclasses import dataclass

import numpy as np

from ..tables import Table

EPS = 1e-5  # keeps the quotient finite where all numbers are equal


@dataclass(frozen=True)
class Norm:
    """One normalization; `axis` of z, shape (images, neurons), along which mean and variance are taken, or None."""

    name: str
    label: str
    axis: int | None


NORMS = Table(
    "normalization",
    [
        Norm("none", "none", None),
        Norm("batch", "batch normalization", 0),
        Norm("layer", "layer normalization", 1),
    ],
    aliases={
        **dict.fromkeys(
            ("batch_norm", "batchnorm", "batchnorm1d", "batch_normalization", "batchnormalization"), "batch"
        ),
        **dict.fromkeys(("layer_norm", "layernorm", "layer_normalization", "layernormalization"), "layer"),
    },
)


def statistics(z, axis):
    """Mean and variance along an axis, which stays with length 1."""
    return z.mean(axis, keepdims=True), z.var(axis, keepdims=True)


def normalized(z, mean, variance):
    """z_hat, shaped as z."""
    return (z - mean) / np.sqrt(variance + EPS)


def normalized_backward(g, z_hat, variance, axis):
    """dC/dz from g = dC/dz_hat, where mean and variance came from z itself along the axis.

    A change of z that only shifts or stretches all numbers along the axis is undone by the normalization, so the parts
    of g along (1, 1, ..., 1) and along z_hat go nowhere: they are taken out.
    """
    along_ones, along_z_hat = g.mean(axis, keepdims=True), (g * z_hat).mean(axis, keepdims=True)
    return (g - along_ones - z_hat * along_z_hat) / np.sqrt(variance + EPS)


def scaled_backward(g, z_hat, variance, axis):
    """The same where mean and variance are fixed numbers, as in use: dC/dz = g / sqrt(variance + EPS)."""
    return g / np.sqrt(variance + EPS)
