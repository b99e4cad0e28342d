"""What the engine asks of its arguments, and how it answers when something else comes.

Each check returns the argument in the form the engine works with, or raises ValueError
in a learner's words.
"""

from collections.abc import Iterable
from numbers import Integral, Real

import numpy as np


def check_sizes(sizes):
    """`sizes` as a tuple of ints, at least two of them, none below one."""
    sizes = tuple(sizes) if isinstance(sizes, Iterable) else (sizes,)
    if len(sizes) < 2:
        raise ValueError(f"sizes must list at least two layers, got {list(sizes)}")
    for n in sizes:
        if not isinstance(n, Integral) or isinstance(n, bool) or n < 1:
            raise ValueError(f"every entry of sizes must be a whole number of neurons, got {n!r} in {list(sizes)}")
    return tuple(int(n) for n in sizes)


def check_positive(name, value):
    """A finite number above zero."""
    if not isinstance(value, Real) or not np.isfinite(value) or value <= 0:
        raise ValueError(f"{name} must be a number above zero, got {value!r}")
    return float(value)


def check_not_negative(name, value):
    """A finite number, zero or above."""
    if not isinstance(value, Real) or not np.isfinite(value) or value < 0:
        raise ValueError(f"{name} must be zero or a number above it, got {value!r}")
    return float(value)


def check_count(name, value):
    """A whole number above zero."""
    if not isinstance(value, Integral) or isinstance(value, bool) or value < 1:
        raise ValueError(f"{name} must be a whole number above zero, got {value!r}")
    return int(value)


def check_rng(rng):
    """A numpy random generator: chance comes into the engine only as an argument."""
    if not isinstance(rng, np.random.Generator):
        raise ValueError(f"rng must be a random generator such as np.random.default_rng(0), got {rng!r}")
    return rng


def check_dtype(dtype):
    """A float type: whole numbers would cut every weight down to 0."""
    try:
        known = np.dtype(dtype)
    except TypeError:
        known = None
    if dtype is None or known is None or known.kind != "f":
        raise ValueError(f"dtype must be a float such as np.float64 or np.float32, got {dtype!r}")
    return known


def check_plain(net, what):
    """A network without shortcuts and normalization; `what` is written for such only, and would be wrong for others."""
    if not net.plain:
        raise ValueError(f"{what} is written for plain networks, without shortcuts and normalization")
    return net


def check_images(x, width, dtype=np.float64):
    """Images as an array of shape (n, width): one row an image, every number finite."""
    x = np.asarray(x)
    if x.ndim != 2:
        raise ValueError(f"x must hold one row per image, shape (images, {width}), got shape {x.shape}")
    if x.shape[0] == 0:
        raise ValueError("x holds no images: an empty batch has no gradient")
    if x.shape[1] != width:
        raise ValueError(f"each image must have {width} numbers, as the network's first size says, got {x.shape[1]}")
    if x.dtype.kind not in "biuf":
        raise ValueError(f"x must hold numbers, got an array of {x.dtype}")
    with np.errstate(over="ignore"):  # too large for the float type: infinite, which the next line finds
        x = x.astype(dtype, copy=False)
    finite = np.isfinite(x).all(axis=1)
    if not finite.all():
        raise ValueError(f"image {int(np.argmin(finite))} holds a NaN or an infinite pixel")
    return x


def check_targets(y, n, classes, dtype=np.float64):
    """Targets as one-hot rows of shape (n, classes), from integer labels or from one-hot rows."""
    y = np.asarray(y)
    if y.ndim == 2:
        return _check_one_hot(y, n, classes).astype(dtype, copy=False)
    if y.ndim != 1 or len(y) != n:
        raise ValueError(f"y must hold one label per image: {n} images, y of shape {y.shape}")
    if y.dtype.kind not in "iu":
        raise ValueError(f"labels must be whole numbers from 0 to {classes - 1}, got an array of {y.dtype}")
    if y.min() < 0 or y.max() >= classes:
        wrong = y[(y < 0) | (y >= classes)][0]
        raise ValueError(f"labels must lie between 0 and {classes - 1}, got {wrong}")
    rows = np.zeros((n, classes), dtype)
    rows[np.arange(n), y] = 1
    return rows


def _check_one_hot(y, n, classes):
    if y.shape != (n, classes):
        raise ValueError(f"y must have shape ({n}, {classes}), one row per image, got {y.shape}")
    if not (np.isin(y, (0, 1)).all() and (y.sum(axis=1) == 1).all()):
        raise ValueError("each row of y must be one-hot: a single 1 at the right answer, 0 elsewhere")
    return y
