"""A learner's number, letter or find, held against what the engine says."""

import math
from numbers import Integral

import numpy as np

from .measured import measured
from .verdict import NOT_YET, RIGHT, WRONG, Verdict
from .words import as_numbers, sentence_from, told

TEN = 10.0  # off by more than this factor is said


def judge_number(exercise, answer):
    """The verdict on a number."""
    if is_open(answer):
        return Verdict(NOT_YET, exercise.key, "Put your number in the place of the `...`, then run this cell again.")
    if callable(answer):
        return Verdict(WRONG, exercise.key, "A number is asked for, and this is a function: call it.")
    array = None if isinstance(answer, bool | str) else as_numbers(answer)
    if array is None or array.size != 1:
        what = told(answer) if array is None else f"{array.size} numbers"
        return Verdict(WRONG, exercise.key, f"One number is asked for, and this is {what}.")
    number, right = float(array.reshape(())), measured(exercise.solution)
    if not math.isfinite(number):
        return Verdict(WRONG, exercise.key, f"{number} is not a finite number.")
    if close_to(number, right, exercise):
        return Verdict(RIGHT, exercise.key, f"The engine says {told(right, 4)}. {exercise.afterwards}")
    mistake = next((m.sentence for m in exercise.mistakes if close_to(number, float(m.gives()), exercise)), None)
    text = f"{told(number, 4)} is {off(number, right)} ({tolerance(exercise)})."
    return Verdict(WRONG, exercise.key, text, mistake)


def close_to(number, right, exercise):
    """Whether a number is right, to within the tolerance of the exercise."""
    return math.isclose(number, right, rel_tol=exercise.rtol, abs_tol=max(exercise.atol, 1e-9 * abs(right)))


def off(number, right):
    """Too large, too small: without telling the answer."""
    if number * right < 0:
        return "of the wrong sign"
    size = "large" if number > right else "small"
    ratio = abs(number / right) if right else 1.0
    far = not 1 / TEN < ratio < TEN
    return f"too {size}, by a factor of ten or more" if far else f"too {size}"


def tolerance(exercise):
    """What counts as right, in words."""
    if exercise.rtol:
        return f"within {told(100 * exercise.rtol)} % is near enough"
    return f"within {told(float(exercise.atol))} is near enough" if exercise.atol else "the exact number is asked for"


def judge_choice(exercise, answer):
    """The verdict on a letter."""
    letters = ", ".join(f'"{letter}"' for letter in exercise.options)
    if is_open(answer) or answer == "":
        return Verdict(
            NOT_YET, exercise.key, f"Put one of {letters} in the place of the `...`, then run this cell again."
        )
    letter = answer.strip().lower().strip("().") if isinstance(answer, str) else answer
    if not isinstance(letter, str) or letter not in exercise.options:
        return Verdict(WRONG, exercise.key, f"Choose one of {letters}; this is {told(answer)}.")
    option = exercise.options[letter]
    if letter == measured(exercise.solution):
        return Verdict(RIGHT, exercise.key, f"{option.text} {option.why} {exercise.afterwards}".strip())
    return Verdict(WRONG, exercise.key, f'"{letter}" is not it.', option.why)


def judge_find(exercise, answer):
    """The verdict on something found."""
    if is_open(answer):
        return Verdict(NOT_YET, exercise.key, "Put what you found in the place of the `...`, then run this cell again.")
    if not isinstance(answer, Integral) or isinstance(answer, bool) or answer < 0:
        return Verdict(WRONG, exercise.key, f"A whole number is asked for, 0 or above; this is {told(answer)}.")
    try:
        found, seen = exercise.look(int(answer))
    except ValueError as error:
        return Verdict(WRONG, exercise.key, sentence_from(error))
    if found:
        return Verdict(RIGHT, exercise.key, f"{seen} {exercise.afterwards}")
    return Verdict(WRONG, exercise.key, seen)


def is_open(answer):
    """Whether nothing has been answered yet."""
    return answer is None or answer is ... or (isinstance(answer, np.ndarray) and not answer.size)
