"""The digits that the labs measure on, train on and show: read once, and the same for all of them."""

import numpy as np

from helpers.engine import load_mnist

from .memory import Memory

PUBLISHED = 1000  # images: what the published figures are made of
FEW = 100  # a tenth of them, for speed


@Memory(most=2)
def shipped(dtype=np.float32):
    """The shipped images, to train on and to test on: float32 for training, float64 where fifteen digits matter."""
    return load_mnist(dtype=dtype)


def fitting():
    """Those of the shipped training images that settings are tried on."""
    return shipped().fitting


def validation():
    """Those that settings are compared on, and never trained on: so no test image helps to choose."""
    return shipped().validation


@Memory(most=8)
def first(n=PUBLISHED, dtype=np.float64):
    """The first n images of the original training set, shape (n, 784), and their labels."""
    return load_mnist(dtype=dtype).first(n)


def few():
    """The first FEW of them."""
    return first(FEW)


def light():
    """The first PUBLISHED of them as float32, which halves the time of a step."""
    return first(PUBLISHED, np.float32)
