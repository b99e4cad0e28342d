"""A lab closes what it owns; running its cell again frees the one before."""

import gc
import weakref

import ipywidgets.widgets.widget as registry
import pytest

from helpers.labs import LABS
from helpers.labs.kit import owners
from tests.labs.kernel import Kernel
from tests.short_forms import a_third_of

MOST_GROWTH = 5e6  # bytes, for all re-runs together
SET_UP = """
import ctypes, gc, psutil
import ipywidgets.widgets.widget as registry
from helpers.labs import ravine_lab, training_lab, speed_lab
def held():
    gc.collect()
    try:
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    except (OSError, AttributeError):
        pass
    return psutil.Process().memory_info().rss, len(registry._instances)
"""


@pytest.mark.usefixtures("quick")
@a_third_of("lab", LABS)
def test_a_closed_lab_leaves_nothing_behind(lab):
    before = set(registry._instances)
    made = LABS[lab]()
    figure, controls, update = (weakref.ref(thing) for thing in (made._live.figure, made.picture, made._update))
    assert len(registry._instances) > len(before)
    made.close()
    made.close()  # closing twice is no mistake
    assert set(registry._instances) == before
    gc.collect()
    assert (figure(), controls(), update()) == (None, None, None)
    made.refresh()
    made.reset()
    with pytest.raises(ValueError, match="this lab is closed"):
        made.set(seed=1)


def run_of(monkeypatch, cell, run):
    monkeypatch.setattr(owners, "this_cell", lambda: (cell, run))


def test_another_run_of_the_cell_closes_what_this_one_has_made(monkeypatch):
    run_of(monkeypatch, "one", 1)
    first, beside = LABS["ravine_lab"](), LABS["ravine_lab"]()  # two in one cell: both live
    run_of(monkeypatch, "two", 2)
    elsewhere = LABS["ravine_lab"]()
    assert [lab._live is None for lab in (first, beside, elsewhere)] == [False] * 3
    run_of(monkeypatch, "one", 3)
    new = LABS["ravine_lab"]()
    assert [lab._live is None for lab in (first, beside, elsewhere, new)] == [True, True, False, False]
    run_of(monkeypatch, None, None)
    LABS["ravine_lab"]()
    assert new._live is not None


@pytest.fixture
def kernel():
    kernel = Kernel()
    kernel.run(SET_UP)
    yield kernel
    kernel.stop()


@pytest.mark.parametrize(
    ("named", "runs"),
    [(True, 8), *(pytest.param(*long, marks=pytest.mark.long) for long in [(False, 8), (True, 50), (False, 50)])],
)  # a cell that has a name, and one that has its text only
def test_runs_of_a_cell_keep_nothing(kernel, named, runs):
    def held():
        return eval(kernel.run("held()", "measure"))

    for _ in range(5):  # fonts, glyphs, what Python keeps for good
        kernel.run("ravine_lab()", "a" if named else None)
    before = held()
    for _ in range(runs):
        kernel.run("ravine_lab()", "a" if named else None)
    after = held()
    assert after[0] - before[0] < MOST_GROWTH
    assert after[1] == before[1]


def test_two_cells_keep_a_lab_each(kernel):
    kernel.run("first = ravine_lab()", "a")
    kernel.run("second = ravine_lab()", "b")
    kernel.run("again = ravine_lab()", "a")
    assert eval(kernel.run("[lab._live is None for lab in (first, second, again)]", "c")) == [True, False, False]


def test_ipython_keeps_the_picture_of_the_last_run_only(kernel):
    for _ in range(3):
        kernel.run("ravine_lab()", "a")
    kernel.run("outputs = getattr(get_ipython().history_manager, 'outputs', {})  # none in older IPythons", "b")
    pictures = kernel.run("sum('image/png' in one.bundle for shown in outputs.values() for one in shown)", "b")
    assert int(pictures) <= 1
    assert eval(kernel.run("[type(value).__name__ for value in Out.values()].count('Lab')", "b")) == 1
