"""Exercises of side trip 9c: the exact chance of an uneven split, and what the best of ten seeds is worth."""

from math import comb, exp, lgamma, log

import numpy as np

from ..records import Choice, Function, Mistake, Option


def chance(b, c):
    """Each of the 2**n rows of coins is equally probable; count those with heads and tails that far apart."""
    n = b + c
    return sum(comb(n, heads) for heads in range(n + 1) if abs(2 * heads - n) >= abs(b - c)) / 2**n


def chance_by_logarithms(b, c):
    """The same with logarithms of factorials, both tails added up."""
    n, fewest = b + c, min(b, c)
    if b == c:
        return 1.0
    one_tail = sum(exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) - n * log(2)) for k in range(fewest + 1))
    return 2 * one_tail


def in_one_tail(b, c):
    """Only the splits in favour of the same side."""
    n = b + c
    return sum(comb(n, heads) for heads in range(max(b, c), n + 1)) / 2**n


def further_apart(b, c):
    """Without the split itself."""
    n = b + c
    return sum(comb(n, heads) for heads in range(n + 1) if abs(2 * heads - n) > abs(b - c)) / 2**n


def best_of_ten_ahead():
    """The letter of how far the best of ten equal draws lies above one more, on average, in spreads."""
    draws = np.random.default_rng(0).standard_normal((100_000, 11))
    ahead = np.mean(draws[:, :10].max(axis=1) - draws[:, 10])
    return "abcd"[np.argmin(np.abs(np.array([0, 0.5, 1.5, 3]) - ahead))]


EXERCISES = [
    Function(
        key="09c.1",
        title="The exact chance of an uneven split",
        solution=chance,
        reference=chance_by_logarithms,
        rtol=1e-6,
        examples=lambda rng: [(3, 1), (30, 18), (2, 9), (4, 4)],
        mistakes=(
            Mistake(in_one_tail, "You counted one side only. With nothing known beforehand, c could as well have been the large one."),
            Mistake(further_apart, "\"At least as far apart\" includes the split itself: >= in the place of >."),
            Mistake(lambda b, c: comb(b + c, b) / 2 ** (b + c), "That is the probability of exactly this split. Add up all that are at least as uneven."),
            Mistake(lambda b, c: 1 - further_apart(b, c), "That is the chance to be this close or closer."),
            Mistake(lambda b, c: chance(b, c) * 2 ** (b + c), "You counted the rows of coins. Divide by how many there are: 2 to the power b + c."),
        ),
        hint="With n = b + c coins, `comb(n, heads)` (`from math import comb`) of the 2ⁿ rows have that many heads, and heads − tails is 2·heads − n.",
        afterwards="For 30 against 18 it is about 0.11: two equal networks disagree like that once in nine times.",
    ),
    Choice(
        key="09c.2",
        title="What the best of ten seeds is worth",
        solution=best_of_ten_ahead,
        options={
            "a": Option("By nothing.", "The best of ten is not a typical one: you chose it because it came out high."),
            "b": Option("By about half a spread.", "That is about what the better of two is worth. The best of ten is further out."),
            "c": Option("By about one and a half spreads.", "The largest of ten Gaussian numbers lies about 1.5 spreads above their mean."),
            "d": Option("By about three spreads.", "That far out lies about one in a thousand, not the best of ten."),
        },
        hint="Draw `np.random.default_rng(0).standard_normal((1000, 10))` and look at the mean of the row maxima.",
        afterwards="Draw both methods equally often, and compare their means.",
    ),
]  # fmt: skip
