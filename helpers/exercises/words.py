"""Values as an exercise tells them: short, rounded, and as a learner could type them."""

import numpy as np

FEW = 6  # an array of so many numbers is told whole
LONG = 70  # signs of a call
MOST_DIGITS = 12


def told(value, digits=3, few=FEW):
    """A value in a few signs: 0.635, [1, 2.5], 4 × 3 numbers, tanh (for a record of the engine)."""
    if isinstance(value, np.random.Generator):
        return "rng"
    if isinstance(name := getattr(value, "name", None), str):
        return name
    array = as_numbers(value)
    if array is None:
        return f"{value!r:.40}"
    if array.size > few:
        return f"{' × '.join(map(str, array.shape))} numbers"
    return _written(array.tolist(), digits)


def _written(value, digits):
    if isinstance(value, list):
        return f"[{', '.join(_written(each, digits) for each in value)}]"
    return f"{value:.{digits}g}" if isinstance(value, float) else str(value)


def apart(got, expected):
    """Both numbers with as many digits as it takes to see that they differ."""
    for digits in range(3, MOST_DIGITS):
        one, other = told(got, digits), told(expected, digits)
        if one != other:
            break
    return one, other


def as_numbers(value):
    """The value as an array of numbers; None where it is none."""
    try:
        array = np.asarray(value)
    except ValueError:  # rows of different lengths
        return None
    return array if array.dtype.kind in "biuf" else None


def shape_in_words(array):
    """A single number, 4 numbers in a row, shape (4, 3)."""
    if not array.ndim:
        return "a single number"
    return f"{array.size} numbers in a row" if array.ndim == 1 else f"shape {array.shape}"


def call_in_words(name, arguments):
    """`tanh_slope(0.7)`, as it would be typed; long arguments by their shapes: `layer_norm(4 × 3 numbers)`."""
    texts = [told(argument) for argument in arguments]
    if len(", ".join(texts)) > LONG:
        texts = [told(argument, few=1) for argument in arguments]
    return f"`{name}({', '.join(texts)})`"


def sentence_from(error):
    """The first line of an error's own words."""
    said = str(error).strip().splitlines()
    return f"{type(error).__name__}{f', {said[0]:.160}' if said else ''}"
