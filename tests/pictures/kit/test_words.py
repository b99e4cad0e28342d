"""Numbers as a reader would write them."""

import math

import numpy as np
import pytest

from helpers.pictures.kit.words import count, number, percent


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0"),
        (-0.0, "0"),
        (1, "1"),
        (-0.6, "−0.6"),
        (0.984, "0.984"),
        (1.0004, "1"),
        (123.456, "123"),
        (999.4, "999"),
        (999.6, "1,000"),
        (-999.6, "−1,000"),
        (1080, "1,080"),
        (1234567, "1,230,000"),
        (9994999, "9,990,000"),
        (9999999, "1 × 10⁷"),
        (1e7, "1 × 10⁷"),
        (-2.5e12, "−2.5 × 10¹²"),
        (0.001, "0.001"),
        (0.00012345, "0.000123"),
        (0.000099999, "0.0001"),
        (0.00001, "1 × 10⁻⁵"),
        (1e-35, "1 × 10⁻³⁵"),
        (-1.66e-35, "−1.66 × 10⁻³⁵"),
        (5e-324, "4.94 × 10⁻³²⁴"),
        (1.7976931348623157e308, "1.8 × 10³⁰⁸"),
        (math.inf, "infinity"),
        (-math.inf, "minus infinity"),
        (math.nan, "not a number"),
        (np.float32(0.25), "0.25"),
        (np.int64(7), "7"),
    ],
)
def test_number(value, words):
    assert number(value) == words


@pytest.mark.parametrize(
    ("value", "digits", "words"),
    [
        (1.63694, 5, "1.6369"),
        (0.25, 1, "0.2"),
        (12345, 1, "10,000"),
        (12345.678, 7, "12,345.68"),
        (2e-9, 1, "2 × 10⁻⁹"),
    ],
)
def test_number_with_other_digits(value, digits, words):
    assert number(value, digits) == words


def test_number_keeps_three_digits_of_any_size():
    rng = np.random.default_rng(0)
    for value in 10 ** rng.uniform(-30, 30, 500) * rng.choice([-1, 1], 500):
        text = number(value).replace(",", "").replace("−", "-")
        mantissa, _, exponent = text.partition(" × 10")
        power = int(exponent.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")) or 0)
        assert float(mantissa) * 10.0**power == pytest.approx(value, rel=0.0051)


@pytest.mark.parametrize(
    ("n", "noun", "words"),
    [(0, "step", "0 steps"), (1, "step", "1 step"), (43, "step", "43 steps"), (1000, "seed", "1,000 seeds")],
)
def test_count(n, noun, words):
    assert count(n, noun) == words


def test_percent():
    assert [percent(share) for share in (0, 0.847, 1)] == ["0 %", "85 %", "100 %"]
