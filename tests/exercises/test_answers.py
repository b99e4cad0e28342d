"""Numbers, letters and finds: what is asked for is said, and the tolerance; nothing that is handed in raises."""

import math

import numpy as np
import pytest

from helpers.engine import Network, gaussian_mean
from helpers.exercises import EXERCISES, check, when_passed
from helpers.exercises.course import n04_product_of_terms as n04
from helpers.exercises.course import n06_slow_motion as n06
from helpers.exercises.course import n08_initialization as n08
from helpers.exercises.words import told


@pytest.mark.parametrize("answer", [4, 4.1, np.float32(4.1), np.array(4.1), np.array([4.1]), [4.1]])
def test_a_number_may_come_in_any_form(answer):
    assert check("00.3", answer).passed


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (math.nan, "nan is not a finite number."),
        (-math.inf, "-inf is not a finite number."),
        ("4.1", "One number is asked for, and this is '4.1'."),
        (True, "One number is asked for, and this is True."),
        ([1, 2], "One number is asked for, and this is 2 numbers."),
        (1j, "One number is asked for, and this is 1j."),
        ({}, "One number is asked for, and this is {}."),
        (math.sin, "A number is asked for, and this is a function: call it."),
        (40, "40 is too large (within 5 % is near enough)."),
        (2.0, "2 is too small (within 5 % is near enough)."),
        (3000, "3000 is too large, by a factor of ten or more (within 5 % is near enough)."),
        (0, "0 is too small, by a factor of ten or more (within 5 % is near enough)."),
        (-4.1, "-4.1 is of the wrong sign (within 5 % is near enough)."),
    ],
)
def test_what_is_wrong_with_a_number_is_told(answer, words):
    verdict = check("00.3", answer)
    assert (verdict.kind, verdict.text) == ("wrong", words)


def test_the_tolerance_is_what_it_says():
    right = EXERCISES["00.3"].solution()
    assert check("00.3", right * 1.049).passed and not check("00.3", right * 1.06).passed
    assert check("08.2", 144).passed and not check("08.2", 143).passed
    assert "within 1 is near enough" in check("08.2", 143).sentence
    assert "the exact number is asked for" in check("04.2", 12).sentence


@pytest.mark.parametrize("answer", ["e", "", "ab", 3, [], 1.5])
def test_a_letter_that_is_none_of_them_is_told(answer):
    verdict = check("01.3", answer)
    assert not verdict.passed and '"a", "b", "c", "d"' in verdict.text


@pytest.mark.parametrize("answer", ["49", 1.5, -1, True, [49]])
def test_a_find_that_is_no_seed_is_told(answer):
    assert "A whole number is asked for" in check("00.2", answer).text


def test_a_seed_that_does_not_do_is_looked_at_and_any_that_does_passes():
    assert check("00.2", 0).text == "At seed 0 layer 1 stands at 4.6 %."
    assert check("00.2", np.int64(49)).passed


def test_who_passes_is_told_to_those_who_listen():
    heard = []
    when_passed(heard.append)
    before = len(heard)
    check("00.3", 40), check("00.3"), check("0.3", 4.1)
    assert heard[before:] == ["00.3"]
    with pytest.raises(ValueError, match="a function of the exercise's key"):
        when_passed("me")


# Solutions that are formulas, from another side.


def test_the_plateau_of_ten_equal_digits_is_the_engines():
    blind = Network([784, 10], rng=np.random.default_rng(0))
    blind.W[1][...] = 0
    blind.b[1][...] = -np.log(9)  # each output says 1/10 to every image
    assert blind.forward(np.zeros((10, 784))).a[-1] == pytest.approx(0.1)
    assert n06.plateau_of_ten_equal_digits() == pytest.approx(blind.loss(np.zeros((10, 784)), np.arange(10)))


def test_the_share_beyond_4_is_that_of_a_gaussian():
    # The steep edge is no problem for the rule: between two of its nodes lies a small part of the tail.
    assert n04.share_above_4() == pytest.approx(gaussian_mean(lambda z: (np.abs(z) > 4) * 1.0, 1.0), rel=0.1)


def test_145_neurons_are_enough_and_144_are_not():
    n = n08.width_to_keep_half()
    assert np.exp(-2.5 * 40 / n) >= 0.5 > np.exp(-2.5 * 40 / (n - 1))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.123456, "0.123"),
        (3, "3"),
        (np.float64(2.5), "2.5"),
        ([1.0, 2.5], "[1, 2.5]"),
        (np.zeros((4, 3)), "4 × 3 numbers"),
        (np.arange(9), "9 numbers"),
        (np.random.default_rng(0), "rng"),
        (1e-30, "1e-30"),
        (True, "True"),
    ],
)
def test_a_value_is_told_in_a_few_signs(value, words):
    assert told(value) == words
