"""The correlation of ranks: by hand, with ties, and with scipy's words for it."""

import numpy as np
import pytest

from helpers.engine import rank_correlation


def test_only_the_order_counts():
    assert rank_correlation([1, 2, 3, 4], [1, 10, 100, np.inf]) == pytest.approx(1)
    assert rank_correlation([1, 2, 3, 4], [4, 3, 2, 1]) == pytest.approx(-1)


def test_the_textbook_formula_where_no_two_are_equal():
    a, b = np.random.default_rng(0).permutation(9), np.random.default_rng(1).permutation(9)
    by_formula = 1 - 6 * np.sum((a - b) ** 2.0) / (9 * (81 - 1))
    assert rank_correlation(a, b) == pytest.approx(by_formula)


def test_equal_numbers_share_their_mean_rank():
    ranks_a, ranks_b = [1.5, 1.5, 3, 4], [2, 1, 3.5, 3.5]
    assert rank_correlation([5, 5, 6, 7], [2, 1, 9, 9]) == pytest.approx(np.corrcoef(ranks_a, ranks_b)[0, 1])
    assert np.isnan(rank_correlation([1, 2, 3], [5, 5, 5])), "a constant guess has no order"


def test_lists_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="same length"):
        rank_correlation([1, 2, 3], [1, 2])
