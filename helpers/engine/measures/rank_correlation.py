"""Do two lists put the same things into the same order?"""

import numpy as np

from ..checks import check_row, takes


@takes(a=check_row, b=check_row)
def rank_correlation(a, b):
    """The correlation of the ranks of a and b (Spearman 1904): 1 for the same order, -1 for the opposite one.

    a, b: as many numbers each, infinity allowed; equal ones share their mean rank. NaN where one list has no order at all,
    because all its numbers are equal. ValueError for lists of different lengths.
    """
    if len(a) != len(b):
        raise ValueError(f"two lists of the same length are compared, got {len(a)} and {len(b)} numbers")
    if len(set(map(float, a))) == 1 or len(set(map(float, b))) == 1:
        return float("nan")
    return float(np.corrcoef(_ranks(a), _ranks(b))[0, 1])


def _ranks(values):
    """How many are below each, and half of those that are equal to it."""
    return [np.mean(values < one) + np.mean(values <= one) for one in values]
