"""Every exercise of the course: its solution passes, its stub is kind, and each of its mistakes is told by its own words."""

import re
import time
from functools import cache
from inspect import getsource, signature

import pytest

from helpers.exercises import EXERCISES, Challenge, Choice, Find, Function, Number, check, hint, solution
from tests.notebooks.reading import lessons
from tests.short_forms import a_third_of

LONGEST = 2.0  # seconds of one check
KEYS = list(EXERCISES)
MISTAKES = [(key, i) for key, e in EXERCISES.items() for i in range(len(getattr(e, "mistakes", ())))]
CHOICES = [(key, letter) for key, e in EXERCISES.items() if isinstance(e, Choice) for letter in e.options]
STUBS = {
    "dots": "...",
    "pass": "pass",
    "return": "return",
    "none": "return None",
    "not written": "raise NotImplementedError",
    "not written, in words": 'raise NotImplementedError("later")',
    "dots handed back": "return ...",
    "half begun": "half = ...\n    return 2 * half",
}


@cache
def solved(key):
    """What the solution of an exercise hands in."""
    exercise = EXERCISES[key]
    return exercise.solution if isinstance(exercise, Function) else exercise.solution()


def stub(exercise, body):
    """The function that a notebook begins with."""
    names = {}
    head = f"def {exercise.called}{signature(exercise.solution)}:"
    exec(f'{head}\n    """What it should do."""\n    {body}\n', names)
    return names[exercise.called]


def test_there_are_three_to_five_a_notebook_and_one_or_two_a_side_trip(capsys):
    by_notebook = {}
    for key in KEYS:
        by_notebook.setdefault(key.split(".")[0], []).append(key)
    with capsys.disabled():
        kinds = {kind.__name__: sum(isinstance(e, kind) for e in EXERCISES.values()) for kind in (Function, Number, Choice, Find, Challenge)}  # fmt: skip
        print(f"\n{len(KEYS)} exercises {kinds}, {len(MISTAKES)} mistakes known by name, {len(CHOICES)} options")
    main = [number for number in (file.name.partition("-")[0] for file in lessons()) if number.isdigit()]
    assert main[:10] == [f"{n:02}" for n in range(10)]
    assert sorted(number for number in by_notebook if number.isdigit()) == main
    assert len(by_notebook.pop("12")) == 12  # the quiz at the end
    for number, keys in by_notebook.items():
        least, most = (3, 5) if number.isdigit() else (1, 2)  # a side trip has fewer
        assert least <= len(keys) <= most, keys
    assert all(keys == [f"{n}.{i}" for i in range(1, len(keys) + 1)] for n, keys in by_notebook.items())


@pytest.mark.parametrize("key", KEYS)
def test_the_solution_passes_in_time_and_says_so(key):
    answer, start = solved(key), time.process_time()
    verdict = check(key, answer)
    assert time.process_time() - start < LONGEST
    assert verdict.passed, verdict
    assert verdict.sentence.startswith(f"{key} · ✓ Right. ") and EXERCISES[key].afterwards in verdict.sentence


@pytest.mark.parametrize("key", [key for key in KEYS if not isinstance(EXERCISES[key], Function)])
@pytest.mark.parametrize("answer", [..., None])
def test_who_has_not_answered_is_told_kindly(key, answer):
    verdict = check(key, answer)
    assert verdict.sentence.startswith(f"{key} · Not yet. Put ")


@pytest.mark.parametrize("body", STUBS)
@pytest.mark.parametrize("key", [key for key in KEYS if isinstance(EXERCISES[key], Function)])
def test_who_has_not_written_anything_is_told_kindly(key, body):
    verdict = check(key, stub(EXERCISES[key], STUBS[body]))
    assert verdict.kind == "not yet", verdict


@a_third_of(("key", "i"), MISTAKES)
def test_a_classic_mistake_is_named(key, i):
    exercise, mistake = EXERCISES[key], EXERCISES[key].mistakes[i]
    start = time.process_time()
    verdict = check(key, mistake.gives if isinstance(exercise, Function) else mistake.gives())
    assert time.process_time() - start < 2 * LONGEST, "the mistaken answer itself is made here, too"
    assert (verdict.kind, verdict.mistake) == ("wrong", mistake.sentence), verdict
    assert verdict.sentence.endswith(mistake.sentence)


@pytest.mark.parametrize(("key", "letter"), CHOICES)
def test_each_option_is_answered_by_its_own_reason(key, letter):
    verdict = check(key, letter)
    assert EXERCISES[key].options[letter].why in verdict.sentence
    assert verdict.passed == (letter == solved(key))
    assert check(key, f" ({letter.upper()}) ").sentence == verdict.sentence


@pytest.mark.parametrize("key", [key for key in KEYS if isinstance(EXERCISES[key], Function)])
def test_the_reference_is_another_function_with_the_same_arguments(key):
    exercise = EXERCISES[key]
    assert exercise.reference is not exercise.solution
    assert list(signature(exercise.reference).parameters) == list(signature(exercise.solution).parameters)
    assert all(mistake.gives is not exercise.reference for mistake in exercise.mistakes)


@pytest.mark.parametrize("key", KEYS)
def test_hint_and_solution_stand_in_plain_words_and_live_once(key):
    exercise = EXERCISES[key]
    assert repr(hint(key)) == exercise.hint
    way = exercise.in_words or getsource(exercise.solution).rstrip()
    assert way in repr(solution(key)) and ("<pre>" in solution(key)._repr_html_()) == (not exercise.in_words)
    said = [exercise.hint, exercise.afterwards]
    said += [mistake.sentence for mistake in getattr(exercise, "mistakes", ())]
    said += [part for option in getattr(exercise, "options", {}).values() for part in (option.text, option.why)]
    assert len(set(said)) == len(said), "two things are told by the same sentence"
    for text in said:
        assert text.endswith((".", "?", "`")) or text[-1].isdigit(), text
        assert text.count("`") % 2 == 0, text
        assert not re.search(r"\b(simply|obviously|trivial(ly)?|of course|clearly|just)\b|\*\w", text), text


def test_a_key_may_leave_out_its_zero_and_a_wrong_one_is_answered_by_those_there_are():
    assert check("2.3").sentence == check("02.3").sentence
    with pytest.raises(ValueError, match=r"unknown exercise '02.9'.*02\.1"):
        check("02.9")
    with pytest.raises(ValueError, match="unknown exercise"):
        hint(solved)
