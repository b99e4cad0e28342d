"""Sizes of the networks that read the digits of this course."""

from ..checks import check_count

PIXELS, DIGITS = 784, 10


def digit_sizes(hidden, width=30):
    """(784, width, ..., width, 10) with that many hidden layers; ValueError unless both are whole numbers above zero."""
    return (PIXELS, *[check_count("width", width)] * check_count("hidden", hidden), DIGITS)
