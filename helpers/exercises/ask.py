"""Ask about an exercise by its key: `check("02.3", tanh_slope)`, `hint("02.3")`, `solution("02.3")`."""

from helpers.engine import one_thread

from .table import EXERCISES

_listeners = []


def check(key, answer=...):
    """Hold an answer against an exercise; returns a Verdict, whose text is a sentence.

    key: notebook and number, "02.3". answer: the function, the number or the letter asked for; `...` or None is not
    answered yet. ValueError for an unknown key; nothing that the answer does or is raises anything.
    """
    exercise = EXERCISES[key]
    with one_thread():
        verdict = exercise.judge(answer)
    if verdict.passed:
        for tell in _listeners:
            tell(exercise.key)
    return verdict


def hint(key):
    """The hint of an exercise. ValueError for an unknown key."""
    return EXERCISES[key].told_hint()


def solution(key):
    """The solution of an exercise: its source, and what it says. ValueError for an unknown key."""
    return EXERCISES[key].told_solution()


def when_passed(tell):
    """Have tell(key) called each time that an exercise is passed. ValueError for what cannot be called."""
    if not callable(tell):
        raise ValueError(f"when_passed takes a function of the exercise's key, got {tell!r:.60}")
    if tell not in _listeners:
        _listeners.append(tell)
