"""What the engine asks of its arguments, and how it answers when something else comes.

Each check returns the argument in the form the engine works with, or raises ValueError
in a learner's words.
"""

from collections.abc import Iterable, Mapping, Set
from decimal import Decimal
from functools import wraps
from inspect import signature
from numbers import Integral, Real

import numpy as np

GIGABYTES = 2.0  # weights beyond this are allowed only when they are asked for


def takes(**checks):
    """For a function whose arguments are checked, each by check(name, value), which returns it in the form it works with.

    An argument that is left out, or is its default, is not checked.
    """

    def decorate(f):
        given = signature(f).parameters
        places = [(place, name, given[name].default) for place, name in enumerate(given) if name in checks]

        @wraps(f)
        def checked(*arguments, **settings):
            arguments = list(arguments)
            for place, name, default in places:
                if place < len(arguments) and arguments[place] is not default:
                    arguments[place] = checks[name](name, arguments[place])
                elif name in settings and settings[name] is not default:
                    settings[name] = checks[name](name, settings[name])
            return f(*arguments, **settings)

        return checked

    return decorate


def in_order(values):
    """Whatever counts its entries in order, as a list; None for anything else."""
    if (
        isinstance(values, Set | Mapping | str | bytes)
        or not isinstance(values, Iterable)
        or (isinstance(values, np.ndarray) and not values.ndim)
    ):
        return None
    return list(values)


def check_sizes(sizes):
    """`sizes` as a tuple of ints, at least two of them, none below one."""
    if isinstance(sizes, Set | Mapping | str | bytes):
        raise ValueError(f"sizes must be a list, because its order counts, such as [784, 30, 10]; got {sizes!r}")
    sizes = tuple(listed) if (listed := in_order(sizes)) is not None else (sizes,)
    if len(sizes) < 2:
        raise ValueError(f"sizes must list at least two layers, got {list(sizes)}")
    for n in sizes:
        if not isinstance(n, Integral) or isinstance(n, bool) or n < 1:
            raise ValueError(f"every entry of sizes must be a whole number of neurons, got {n!r} in {list(sizes)}")
    return tuple(int(n) for n in sizes)


def check_three(sizes, whose, what):
    """Sizes that are three; whose, what: the words for the model and for its three numbers."""
    sizes = check_sizes(sizes)
    if len(sizes) != 3:
        raise ValueError(f"sizes of {whose} are three: {what}; got {list(sizes)}")
    return sizes


def check_room(parameters, dtype, sizes):
    """ValueError where so many parameters need more memory than anybody asks for by accident."""
    gigabytes = _real(parameters * np.dtype(dtype).itemsize) / 1e9
    if gigabytes > GIGABYTES:
        raise ValueError(
            f"the weights of sizes {list(sizes)} alone need {gigabytes:,.1f} GB of memory, and training several times "
            "that. If that is meant, say large=True; else take fewer neurons"
        )


def check_positive(name, value):
    """A finite number above zero."""
    number = _real(value)
    if not np.isfinite(number) or number <= 0:
        raise ValueError(f"{name} must be a number above zero, got {value!r}")
    return number


def check_not_negative(name, value):
    """A finite number, zero or above."""
    number = _real(value)
    if not np.isfinite(number) or number < 0:
        raise ValueError(f"{name} must be zero or a number above it, got {value!r}")
    return number


def check_number(name, value):
    """A finite number."""
    number = _real(value)
    if not np.isfinite(number):
        raise ValueError(f"{name} must be a finite number, got {value!r:.60}")
    return number


def check_length(name, value):
    """A number zero or above, perhaps infinite."""
    number = _real(value)
    if not number >= 0:
        raise ValueError(f"{name} must be zero or a number above it, got {value!r:.60}")
    return number


def check_whole(name, value):
    """A whole number, of whatever sign."""
    if not isinstance(value, Integral) or isinstance(value, bool):
        raise ValueError(f"{name} must be a whole number, got {value!r:.60}")
    return int(value)


def check_yes_or_no(name, value):
    """True or False."""
    if not isinstance(value, bool | np.bool_):
        raise ValueError(f"{name} must be True or False, got {value!r:.60}")
    return bool(value)


def check_function(name, value):
    """Something that can be called."""
    if not callable(value):
        raise ValueError(f"{name} must be a function, got {value!r:.60}")
    return value


def check_share(name, value):
    """A number from 0 to 1."""
    number = _real(value)
    if not 0 <= number <= 1:
        raise ValueError(f"{name} must be a number from 0 to 1, got {value!r}")
    return number


def _real(value):
    """The number as a float; NaN, which passes no check, for what is none."""
    try:
        return float(value) if isinstance(value, Real) else float("nan")
    except OverflowError:  # a whole number beyond every float
        return float("inf")


def check_count(name, value):
    """A whole number above zero."""
    if not isinstance(value, Integral) or isinstance(value, bool) or value < 1:
        raise ValueError(f"{name} must be a whole number above zero, got {value!r}")
    return int(value)


def check_list(name, values, what):
    """A list of its own, from a list, a tuple or whatever else counts in order; what: the words for its entries."""
    if (listed := in_order(values)) is None:
        raise ValueError(f"{name} must list {what}, got {values!r:.60}")
    return listed


def check_frozen(layers, last):
    """Layers of a network, each from 1 to last, as a list in order; at least one of them is left out."""
    listed = in_order(layers)
    if listed is None or not all(
        isinstance(l, Integral) and not isinstance(l, bool) and 1 <= l <= last for l in listed
    ):
        raise ValueError(f"frozen must list layers from 1 to {last}, or none: []; got {layers!r:.60}")
    if len(frozen := sorted({int(l) for l in listed})) == last:
        raise ValueError(f"frozen must list layers from 1 to {last} and leave one of them to train, got {frozen}")
    return frozen


def check_seeds(seeds):
    """Seeds as a list of whole numbers, at least one."""
    if isinstance(seeds, Integral):
        raise ValueError(f"seeds must list the seeds, such as range({seeds}), got the number {seeds}")
    listed = in_order(seeds)
    if not listed or not all(
        isinstance(seed, Integral) and not isinstance(seed, bool) and seed >= 0 for seed in listed
    ):
        raise ValueError(
            f"seeds must list at least one whole number, none below zero, such as range(5), got {seeds!r:.60}"
        )
    return listed


def check_rng(rng):
    """A numpy random generator: chance comes into the engine only as an argument."""
    if not isinstance(rng, np.random.Generator):
        raise ValueError(f"rng must be a random generator such as np.random.default_rng(0), got {rng!r}")
    return rng


# Each stands for several types. Older numpys take one of these for float64, and warn.
KINDS_OF_DTYPES = (np.generic, np.number, np.inexact, np.floating)


def check_dtype(dtype):
    """A float type: whole numbers would cut every weight down to 0."""
    try:
        known = None if any(dtype is kind for kind in KINDS_OF_DTYPES) else np.dtype(dtype)
    except TypeError:
        known = None
    if dtype is None or known is None or known.kind != "f":
        raise ValueError(f"dtype must be a float such as np.float64 or np.float32, got {dtype!r}")
    return known


def check_array(name, values):
    """An array of numbers. A masked one is refused: what its mask hides would come back to light."""
    if isinstance(values, np.ma.MaskedArray) and np.ma.is_masked(values):
        raise ValueError(
            f"{name} hides {int(np.ma.count_masked(values))} of its numbers behind a mask: fill them first"
        )
    try:
        values = np.asarray(values)
    except ValueError:  # rows of different lengths
        raise ValueError(f"{name} must hold rows of equal length") from None
    if values.dtype.kind == "O":  # as a table of mixed columns comes
        try:
            strange = next((value for value in values.flat if not isinstance(value, Real | Decimal | np.bool_)), 0)
            values = values.astype(np.float64) if isinstance(strange, Real) else None
        except (TypeError, ValueError, OverflowError):
            values = None
        if values is None:
            raise ValueError(f"{name} must hold numbers that fit into a float, got {strange!r:.60} among them")
    return values


def check_numbers(name, values):
    """An array of real numbers, of any shape: floats as they are, whole numbers as float64."""
    values = check_array(name, values)
    if values.dtype.kind not in "biuf":
        raise ValueError(f"{name} must hold numbers, got an array of {values.dtype}")
    return values if values.dtype.kind == "f" else values.astype(np.float64)


def check_row(name, values):
    """Numbers in one row, at least one."""
    values = check_numbers(name, values)
    if values.ndim != 1 or not values.size:
        raise ValueError(f"{name} must hold numbers in a row, got shape {values.shape}")
    return values


def check_matrix(name, values):
    """Numbers in rows and columns, at least one of each."""
    values = check_numbers(name, values)
    if values.ndim != 2 or not values.size:
        raise ValueError(f"{name} must hold numbers in rows and columns, got shape {values.shape}")
    return values


def check_some(name, values):
    """An array of numbers, of any shape, at least one."""
    values = check_numbers(name, values)
    if not values.size:
        raise ValueError(f"{name} must hold at least one number, got shape {values.shape}")
    return values


def check_images(x, width, dtype=np.float64):
    """Images as an array of shape (n, width): one row an image, every number finite."""
    x = check_array("x", x)
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
    """Targets as rows of shape (n, classes): one-hot, from integer labels or from one-hot rows.

    With a single class, as for a network of one output, a row holds the label itself, 0 or 1.
    """
    y = check_array("y", y)
    if y.ndim == 2 and (classes > 1 and y.shape == (n, 1)):
        raise ValueError(f"y is one column of shape ({n}, 1): flatten it to one label per image, y.ravel()")
    if y.ndim == 2:
        return _check_rows(y, n, classes).astype(dtype, copy=False)
    if y.ndim != 1 or len(y) != n:
        raise ValueError(f"y must hold one label per image: {n} images, y of shape {y.shape}")
    if classes == 1:
        return _check_rows(y[:, None], n, 1).astype(dtype)
    if y.dtype.kind not in "iu":
        raise ValueError(f"labels must be whole numbers from 0 to {classes - 1}, got an array of {y.dtype}")
    if y.min() < 0 or y.max() >= classes:
        wrong = y[(y < 0) | (y >= classes)][0]
        raise ValueError(f"labels must lie between 0 and {classes - 1}, got {wrong}")
    rows = np.zeros((n, classes), dtype)
    rows[np.arange(n), y] = 1
    return rows


def _check_rows(y, n, classes):
    if y.shape != (n, classes):
        raise ValueError(f"y must have shape ({n}, {classes}), one row per image, got {y.shape}")
    if not np.isin(y, (0, 1)).all():
        what = "labels for one output must be 0 or 1" if classes == 1 else "each row of y must be one-hot: 0s and a 1"
        raise ValueError(f"{what}, got {y[~np.isin(y, (0, 1))][0]}")
    if classes > 1 and not (y.sum(axis=1) == 1).all():
        raise ValueError("each row of y must be one-hot: a single 1 at the right answer, 0 elsewhere")
    return y
