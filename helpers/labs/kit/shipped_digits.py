"""The digits that the labs train on and show."""

from functools import lru_cache

import numpy as np

from helpers.engine import load_mnist


@lru_cache(maxsize=2)
def shipped(dtype=np.float32):
    """The shipped images, read once: float32 for training, float64 where fifteen digits matter."""
    return load_mnist(dtype=dtype)
