"""A learner's function, held against the reference on examples."""

import warnings
from copy import deepcopy
from dataclasses import dataclass
from inspect import signature

import numpy as np

from .failures import failure_in_words, still_open
from .untouched import is_untouched
from .verdict import NOT_YET, RIGHT, WRONG, Verdict
from .words import apart, as_numbers, call_in_words, shape_in_words, told

FILL = "Put your code in the place of the `...`, then run this cell again."


@dataclass(frozen=True)
class Outcome:
    """What one call gave: a value or an error; changed: which argument (counted from 0) is not what it was, or None."""

    value: object = None
    error: Exception | None = None
    changed: int | None = None


def check_function(function, reference, examples, mistakes=(), rtol=1e-6, atol=1e-9):
    """Hold any function against any reference on a list of examples, each a tuple of arguments; returns a Verdict.

    mistakes: Mistake records, whose `gives` are called as the reference is. ValueError without examples.
    """
    examples = [tuple(arguments) for arguments in examples]
    if not examples:
        raise ValueError("examples must list at least one tuple of arguments, such as [(0.7,), (1.5,)]")
    name = getattr(function, "__name__", "your function")
    return _judge(name, name, function, reference, examples, mistakes, rtol, atol, "")


def judge_function(exercise, function):
    """The verdict on a learner's function for an exercise; it never raises what the function raises."""
    return _judge(exercise.key, exercise.called, function, exercise.reference, exercise.drawn(), exercise.mistakes,
                  exercise.rtol, exercise.atol, exercise.afterwards)  # fmt: skip


def _judge(label, name, function, reference, examples, mistakes, rtol, atol, afterwards):
    if function is None or function is ...:
        return Verdict(NOT_YET, label, FILL)
    if not callable(function):
        return Verdict(WRONG, label, f"Give the function itself: `{name}`, without parentheses behind it.")
    if is_untouched(function):
        return Verdict(NOT_YET, label, FILL)
    if text := does_not_take(function, reference, name):
        return Verdict(WRONG, label, text)
    outcomes = [call(function, arguments) for arguments in examples]
    if any(still_open(outcome) for outcome in outcomes):
        return Verdict(NOT_YET, label, f"In `{name}` something is still open: an `...` or a NotImplementedError.")
    expected = [call(reference, arguments).value for arguments in examples]
    for arguments, outcome, right in zip(examples, outcomes, expected, strict=True):
        if text := difference(name, function, arguments, outcome, right, rtol, atol):
            return Verdict(WRONG, label, text, named(mistakes, examples, outcomes, expected, rtol, atol))
    return Verdict(RIGHT, label, f"`{name}` agrees with the reference on {agreed(examples)}. {afterwards}".rstrip())


def agreed(examples):
    """1 example, all 5 examples."""
    return "the example" if len(examples) == 1 else f"all {len(examples)} examples"


def call(function, arguments):
    """The outcome of one call, on copies of the arguments."""
    own = deepcopy(arguments)
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a NaN is told in words
            value = function(*own)
    except Exception as error:
        return Outcome(error=error)
    differs = (i for i, (now, before) in enumerate(zip(own, arguments, strict=True)) if not same(now, before))
    return Outcome(value, changed=next(differs, None))


def same(now, before):
    """Whether an argument holds what it held before; only arrays and lists can be looked into."""
    if isinstance(before, np.ndarray | list):
        return np.array_equal(now, before, equal_nan=as_numbers(before) is not None)
    return True


def does_not_take(function, reference, name):
    """What is wrong with the arguments that a function takes, or None."""
    try:
        wanted, takes = signature(reference), signature(function)
    except (TypeError, ValueError):  # a function written in C
        return None
    try:
        takes.bind(*wanted.parameters)
    except TypeError:
        return f"`{name}` must take {told_parameters(wanted)}; yours takes {told_parameters(takes)}."
    return None


def told_parameters(takes):
    """(x, y), or nothing."""
    return f"({', '.join(takes.parameters)})" if takes.parameters else "nothing"


def difference(name, function, arguments, outcome, right, rtol, atol):
    """What is wrong with one outcome, in a sentence; None where it is right."""
    called = call_in_words(name, arguments)
    if outcome.error is not None:
        return f"{called} stopped {failure_in_words(function, outcome.error)}."
    if outcome.value is None:
        return f"{called} gave nothing back. Does its last line say `return`? Printing shows a number and keeps it."
    got, right = as_numbers(outcome.value), as_numbers(right)
    if got is None:
        return f"{called} gave {told(outcome.value)}, expected {shape_in_words(right)}."
    if got.shape != right.shape:
        return f"{called} gave {shape_in_words(got)}, expected {shape_in_words(right)}."
    if not agrees(got, right, rtol, atol):
        return f"{called} gave {values_in_words(got, right, rtol, atol)}."
    if outcome.changed is not None:
        argument = list(signature(function).parameters)[outcome.changed]
        return (
            f"{called} gives the right answer, but it changes `{argument}`, which belongs to whoever calls it. "
            f"Make a new array: `{argument} = {argument} - …` in the place of `{argument} -= …`."
        )
    return None


def values_in_words(got, right, rtol, atol):
    """Got and expected: whole where they are short, else the first place that differs."""
    place, where = np.unravel_index(np.argmin(close(got, right, rtol, atol)), got.shape), ""
    if got.ndim and got.size > 1:
        where = f" in place [{', '.join(map(str, place))}]"
    here, there = got[place], right[place]
    if not np.isfinite(here) and np.isfinite(there):
        return f"{not_finite(here)}{where}, expected {told(there)}"
    one, other = apart(here, there)
    return f"{one}{where}, expected {other}"


def not_finite(value):
    """What stands behind a NaN or an infinity."""
    if np.isnan(value):
        return "nan, not a number (0 divided by 0, or the root or the logarithm of a number below 0),"
    return "an infinite number (a division by 0, or an overflow)"


def close(got, right, rtol, atol):
    """Where the two arrays agree."""
    return np.isclose(got, right, rtol=rtol, atol=atol, equal_nan=True)


def agrees(got, right, rtol, atol):
    """Whether two answers are the same: in shape, and in every number to within the tolerance."""
    got, right = as_numbers(got), as_numbers(right)
    if got is None or right is None or got.shape != right.shape:
        return False
    return bool(close(got, right, rtol, atol).all())


def named(mistakes, examples, outcomes, expected, rtol, atol):
    """The sentence of the first mistake that gives what the learner's function gives, on every example; else None."""
    for mistake in mistakes:
        wrong = [call(mistake.gives, arguments) for arguments in examples]
        if alike(outcomes, wrong, rtol, atol) and any(
            not agrees(outcome.value, right, rtol, atol) for outcome, right in zip(wrong, expected, strict=True)
        ):
            return mistake.sentence
    return None


def alike(outcomes, others, rtol, atol):
    """Whether two functions gave the same, errors included; at least one answer must be there to compare."""
    pairs = list(zip(outcomes, others, strict=True))
    both = [a for a, b in pairs if a.error is None and b.error is None]
    return bool(both) and all(
        type(a.error) is type(b.error) and (a.error is not None or agrees(a.value, b.value, rtol, atol))
        for a, b in pairs
    )
