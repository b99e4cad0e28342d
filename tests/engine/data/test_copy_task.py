"""The copy task: what is shown, when it is asked for, and that nothing else tells the answer."""

import numpy as np
import pytest

from helpers.engine import CopyTask


def test_symbols_then_blanks_then_a_signal():
    task = CopyTask(delay=4, length=3, symbols=5)
    x, y = task.draw(50, np.random.default_rng(0))
    marks = x.reshape(50, task.steps, task.numbers)
    assert (task.steps, task.numbers) == (10, 7) and (marks.sum(axis=2) == 1).all()
    marks = marks.argmax(axis=2)
    assert np.array_equal(marks[:, :3], y) and set(y.ravel()) == set(range(5))
    assert (marks[:, 3:7] == 5).all() and (marks[:, 7] == 6).all() and (marks[:, 8:] == 5).all()


def test_one_symbol_has_one_label():
    x, y = CopyTask(2).draw(9, np.random.default_rng(1))
    assert y.shape == (9,) and x.shape == (9, 4 * 10)
    again = CopyTask(2).draw(9, np.random.default_rng(1))
    assert np.array_equal(again[0], x) and np.array_equal(again[1], y)


@pytest.mark.parametrize(("settings", "words"), [({"delay": 0}, "delay must be"), ({"delay": 3, "symbols": 1}, "nothing to remember"), ({"delay": 2, "length": 1.5}, "length must be")])  # fmt: skip
def test_no_such_task(settings, words):
    with pytest.raises(ValueError, match=words):
        CopyTask(**settings)


def test_all_sequences_are_the_symbols_in_their_order():
    x, y = CopyTask(4, symbols=5).all()
    assert list(y) == list(range(5)) and x.shape == (5, 6 * 7)
    assert (x.reshape(5, 6, 7)[:, 0].argmax(axis=1) == y).all()
    with pytest.raises(ValueError, match=r"would be 8\^3: draw some"):
        CopyTask(4, length=3).all()
