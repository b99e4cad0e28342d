"""Lengths of vectors, however small or large their numbers are."""

import numpy as np


def length(v):
    """The Euclidean length of all numbers in v; the largest is taken out, so that no square over- or underflows."""
    largest = np.max(np.abs(v)).astype(np.float64)
    if largest == 0 or not np.isfinite(largest):
        return float(largest)
    return float(largest * np.linalg.norm(np.ravel(v) / largest))


@np.errstate(over="ignore")  # beside an infinite entry, an overflowing square changes nothing
def lengths(rows):
    """The Euclidean length of each row, shape (n,), with the same care."""
    largest = np.abs(rows).max(axis=1, keepdims=True).astype(np.float64)
    safe = np.where((largest > 0) & np.isfinite(largest), largest, 1)
    return safe[:, 0] * np.linalg.norm(rows / safe, axis=1)


def joint_length(arrays):
    """The length of several arrays together, as one vector."""
    return length([length(array) for array in arrays])
