"""A learner's function is held against a reference: what it gave, what was expected, and whatever goes wrong in words."""

import math
import re
from functools import partial

import numpy as np
import pytest

from helpers.exercises import Mistake, check, check_function

EXAMPLES = [(2.0,), (3.0,), (np.array([1.0, -1.0]),)]


def cube(x):
    return x**3


def held(function, examples=EXAMPLES, reference=cube, **more):
    """What is said about a function; its kind."""
    verdict = check_function(function, reference, examples, **more)
    return verdict.kind, verdict.text


def test_the_first_example_that_differs_is_told():
    def wrong_from_3_on(x):
        return np.where(np.asarray(x) < 3, x**3, 0)

    assert held(wrong_from_3_on) == ("wrong", "`wrong_from_3_on(3)` gave 0, expected 27.")
    assert held(lambda x: x * x * x)[0] == "right"


@pytest.mark.parametrize(
    ("gives", "words"),
    [
        (lambda x: print(end=""), "gave nothing back. Does its last line say `return`?"),
        (lambda x: math.nan * x, "gave nan, not a number"),
        (lambda x: math.inf, "gave an infinite number"),
        (lambda x: "eight", "gave 'eight', expected a single number."),
        (lambda x: 1j, "gave 1j, expected a single number."),
        (lambda x: [[1], [1, 2]], "gave [[1], [1, 2]], expected a single number."),
        (lambda x: np.array([8.0, 8.0]), "gave 2 numbers in a row, expected a single number."),
        (lambda x: np.zeros((2, 1)), "gave shape (2, 1), expected a single number."),
        (lambda x: x**3 + 1e-4, "gave 8.0001, expected 8."),
    ],
)
def test_what_came_instead_is_told(gives, words):
    kind, text = held(gives)
    assert kind == "wrong" and words in text, text


def test_of_a_large_array_the_first_place_that_differs_is_told():
    z = np.arange(12.0).reshape(3, 4)

    def wrong_in_one_place(z):
        out = z**3
        out[1, 2] = 5
        return out

    assert (
        held(wrong_in_one_place, [(z,)])[1]
        == "`wrong_in_one_place(3 × 4 numbers)` gave 5 in place [1, 2], expected 216."
    )


def test_an_error_is_told_with_its_line():
    def stumbles(x):
        y = x + 1
        return np.qube(y)

    kind, text = held(stumbles)
    assert kind == "wrong"
    assert re.search(r"`stumbles\(2\)` stopped in line \d+, `return np.qube\(y\)`: AttributeError, .*qube", text), text


def test_an_error_deep_in_numpy_is_told_with_the_learners_line_and_shapes_in_plain_words():
    def product(a, b):
        return a @ b

    text = held(product, [(np.ones((2, 3)), np.ones((2, 4)))], lambda a, b: a.T @ b)[1]
    assert "`return a @ b`: the shapes of the product do not fit, because 3 numbers meet 2." in text


def test_the_line_is_that_of_the_learners_own_helper_and_never_one_of_numpys():
    def inverse(x):
        return np.linalg.inv(np.zeros((2, 2)))

    def calls_a_helper(x):
        return inverse(x)

    assert "`return np.linalg.inv(np.zeros((2, 2)))`: LinAlgError, Singular matrix" in held(calls_a_helper)[1]


def test_a_function_that_calls_itself_for_ever_is_told():
    def again(x):
        return again(x)

    assert "RecursionError" in held(again)[1]


def test_an_interrupt_is_not_swallowed():
    def interrupted(x):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        held(interrupted)


def test_wrong_arguments_are_told():
    assert held(lambda: 1)[1] == "`<lambda>` must take (x); yours takes nothing."
    assert held(lambda a, b: 1)[1] == "`<lambda>` must take (x); yours takes (a, b)."
    assert held(lambda anything, more=1: anything**3)[0] == "right"


def test_a_changed_argument_is_told_and_the_examples_stay_as_they_were():
    z = np.array([1.0, 2.0])

    def in_place(z):
        z *= z * z
        return z

    kind, text = held(in_place, [(z,)])
    assert kind == "wrong" and "it changes `z`, which belongs to whoever calls it" in text
    assert z == pytest.approx(cube(np.array([1.0, 2.0])) ** (1 / 3))

    def list_in_place(values):
        values.append(1)
        return sum(values[:-1])

    assert "it changes `values`" in held(list_in_place, [([1, 2],)], lambda values: sum(values))[1]


def test_what_is_no_function_is_told():
    assert check("02.3", 0.63).text == "Give the function itself: `tanh_slope`, without parentheses behind it."
    assert check("02.3", "tanh").kind == "wrong"
    assert check("02.3", None).kind == check("02.3").kind == "not yet"


def test_functions_of_other_kinds_are_taken():
    assert held(np.abs, [(2.0,), (-3.0,)], abs)[0] == "right"
    assert held(partial(pow, exp=3), [(2.0,)])[0] == "right"

    class Cube:
        def __call__(self, x):
            return x**3

    assert held(Cube())[0] == "right"


def test_a_function_that_does_something_is_no_stub():
    assert held(lambda x: 5)[0] == "wrong"
    assert held(lambda x: x)[0] == "wrong"

    def empty_but_for_a_print(x):
        print(x)

    assert "Does its last line say `return`?" in held(empty_but_for_a_print)[1]


def test_a_mistake_is_named_only_where_everything_agrees_with_it():
    mistakes = (Mistake(lambda x: x**2, "You took the square."), Mistake(cube, "That is right."))
    assert check_function(lambda x: x * x, cube, EXAMPLES, mistakes).mistake == "You took the square."
    assert check_function(lambda x: 4.0 if np.ndim(x) == 0 else x, cube, EXAMPLES, mistakes).mistake is None
    assert check_function(cube, cube, EXAMPLES, mistakes).passed


def test_a_mistake_that_raises_on_some_examples_is_named_too_but_not_any_that_raises_everywhere():
    pairs = [(np.ones((1, 3)), np.ones((2, 3))), (np.eye(2), np.array([[1.0, 2.0], [3.0, 4.0]]))]
    turned = (Mistake(lambda a, W: a @ W, "W must be turned."),)
    assert check_function(lambda a, W: a @ W, lambda a, W: a @ W.T, pairs, turned).mistake == "W must be turned."

    def raises(a, W):
        raise ValueError

    assert check_function(raises, lambda a, W: a @ W.T, pairs, (Mistake(raises, "never"),)).mistake is None


def test_no_examples_are_a_value_error():
    with pytest.raises(ValueError, match="at least one tuple"):
        check_function(cube, cube, [])
