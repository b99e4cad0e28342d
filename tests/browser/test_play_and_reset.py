"""Play and Reset in a real JupyterLab, whose kernel answers in several threads: whatever the moment, Reset resets."""

import random
import time

import pytest

from tests.browser.long import short_and_long
from tests.browser.notebook_page import wait_until
from tests.browser.one_lab import OneLab, busy_processors

BACK = 15  # seconds that a lab may need for Reset on a busy machine
PLAYS = {"training_lab": "steps", "optimizer_lab": "steps", "stride_lab": "step number"}  # the field that Play moves
DEEPEST = {"training_lab": 6, "stride_lab": 10}


@pytest.fixture
def open_lab(tabs, address, folder):
    """A function of a lab's name that opens it in a notebook and a kernel of its own."""
    opened = []

    def open_one(name):
        opened.append(OneLab(tabs, address, folder, f"{name}()"))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


def what_differs(lab, first, patience=BACK, quiet=0.5):
    """Wait until the lab looks as it did at first, and still does a moment later; returns what does not, or ''."""
    end = time.monotonic() + patience
    while (seen := lab.look()) != first or lab.computes():
        if time.monotonic() > end:
            break
        time.sleep(0.05)
    else:
        lab.page.wait_for_timeout(1000 * quiet)  # a late tick, a late picture
        seen = lab.look()
    return ", ".join(part for part in first if seen[part] != first[part]) or ("busy" if lab.computes() else "")


@pytest.mark.parametrize("name", PLAYS)
@short_and_long("times", 4, 200)
def test_reset_resets_a_lab_that_plays_and_the_kernel_lives(open_lab, name, times):
    one, moments, wrong = open_lab(name), random.Random(0), []
    first = one.lab.settled()
    for load in (False, True):
        with busy_processors(load):
            for n in range(times // 2):
                field = one.lab.field(PLAYS[name])
                began = field.input_value()
                one.lab.play.click()
                one.page.wait_for_timeout(1000 * moments.uniform(0.5, 3))
                if not one.lives():
                    break
                wait_until(lambda field=field, began=began: field.input_value() != began, "a first tick of Play")
                one.lab.reset.click()
                differs = what_differs(one.lab, first)
                if not one.lives():
                    break
                if differs:
                    wrong.append(f"{'busy' if load else 'idle'} {n}: {differs}")
                    one.again()
                    first = one.lab.settled()
        assert one.lives(), f"the kernel died in round {n} ({load = }); Reset failed before: {wrong}"
    assert not wrong, f"{len(wrong)} of {times} did not reset: {wrong}"
    assert one.page.errors == []


def deep(lab, n):
    """A training of 500 steps that nobody has asked for yet."""
    lab.type("hidden layers", DEEPEST["training_lab"])
    lab.type("seed", n + 1)
    lab.settled()
    lab.type("steps", 500)


LONG_WORK = {
    "training_lab": deep,
    "whisper_lab": lambda lab, n: lab.type("seed", n + 1),
    "slice_lab": lambda lab, n: lab.type("seed", 1 + n % 3),  # it has four seeds, each of which is kept once trained
}


@pytest.mark.parametrize("name", LONG_WORK)
@short_and_long("times", 3, 20)
def test_reset_resets_a_lab_that_computes(open_lab, name, times):
    one, wrong = open_lab(name), []
    first = one.lab.settled()
    for n in range(times):
        LONG_WORK[name](one.lab, n)
        if not wait_for_computing(one.lab):  # all seeds are known: a new kernel knows none
            one.close()
            one = open_lab(name)
            assert one.lab.settled() == first
            LONG_WORK[name](one.lab, n)
            assert wait_for_computing(one.lab), "the lab did not say that it was computing"
        one.lab.reset.click()
        differs = what_differs(one.lab, first, quiet=1.5)
        assert one.lives(), f"the kernel died in round {n}; Reset failed before: {wrong}"
        if differs:
            wrong.append(f"{n}: {differs}")
            one.again()
            first = one.lab.settled()
    assert not wrong, f"{len(wrong)} of {times} did not reset: {wrong}"
    assert one.page.errors == []


def wait_for_computing(lab, patience=5):
    """Whether the lab says within `patience` seconds that it computes."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if lab.computes():
            return True
        time.sleep(0.01)
    return False


@pytest.mark.parametrize(("name", "depth"), [(name, depth) for name in DEEPEST for depth in (4, DEEPEST[name])])
@short_and_long("seconds", 6, 60)
def test_no_picture_comes_late(open_lab, name, depth, seconds):
    one = open_lab(name)
    lab, first = one.lab, one.lab.settled()
    for part in range(4):
        lab.type("hidden layers", depth)
        began = lab.settled()
        lab.play.click()
        lab.page.wait_for_timeout(1000 * seconds / 4)
        wait_until(lambda began=began: lab.look() != began, "a tick of Play")
        if part == 3:
            break
        pictures = lab.keep_pictures()
        lab.reset.click()
        assert not what_differs(lab, first, quiet=2)
        # The picture of a tick may be on its way when Reset is pressed; those of two would mean that ticks had queued.
        *before, last = pictures()
        assert last == first["picture"]
        assert len(before) <= 1, f"{len(before)} pictures between Reset and the first picture"
    assert one.lives() and one.page.errors == []
