"""Play and Reset in a real JupyterLab, whose kernel answers in several threads: whatever the moment, Reset resets."""

import random
import time

import pytest

from tests.browser.notebook_page import wait_until
from tests.browser.one_lab import OneLab, busy_processors
from tests.short_forms import short_and_long

BACK = 15  # seconds that a lab may need for Reset on a busy machine
PLAYS = {
    "training_lab": "steps",
    "optimizer_lab": "steps",
    "stride_lab": "step number",
    "playground_lab": "steps",
}  # the field that Play moves
DEEPEST = {"training_lab": 6, "stride_lab": 10}
TICK = {
    "training_lab": 0.1,
    "optimizer_lab": 0.05,
    "stride_lab": 0.05,
    "playground_lab": 0.05,
}  # seconds at least from one tick to the next


class Opened:
    """Labs that have been opened: each with a kernel of its own, which it keeps until a test asks for another."""

    def __init__(self, *where):
        self.where, self.kept = where, {}

    def __call__(self, name):
        """A lab as it begins, in the kernel of its name."""
        if name in self.kept and self.kept[name].lives():
            self.kept[name].again()
        else:
            self.kept[name] = OneLab(*self.where, name, f"logged({name}())")
        return self.kept[name]

    def in_a_new_kernel(self, name):
        """A lab that remembers nothing."""
        self.kept.pop(name).close()
        return self(name)


@pytest.fixture(scope="module")
def opened(tabs, address, folder):
    opened = Opened(tabs, address, folder)
    yield opened
    for one in opened.kept.values():
        one.close()


def what_differs(lab, first, quiet):
    """Wait until the lab looks as it did at first, and still does `quiet` seconds later; returns what does not, or ''."""
    end = time.monotonic() + BACK
    while lab.look() != first or lab.computes():
        if time.monotonic() > end:
            break
        time.sleep(0.05)
    else:
        lab.page.wait_for_timeout(1000 * quiet)  # a late tick, a late picture
    seen = lab.look()
    return ", ".join(part for part in first if seen[part] != first[part]) or ("busy" if lab.computes() else "")


@pytest.mark.parametrize(("name", "times"), short_and_long(PLAYS, ["training_lab", "optimizer_lab"], 2, 200))
def test_reset_resets_a_lab_that_plays_and_the_kernel_lives(opened, name, times):
    one, moments, wrong = opened(name), random.Random(0), []
    first = one.lab.settled()
    for load in (False, True):
        with busy_processors(load):
            for n in range(times // 2):
                field = one.lab.field(PLAYS[name])
                began = field.input_value()
                one.lab.play.click()
                one.page.wait_for_timeout(1000 * moments.uniform(0.5, 1 if times == 2 else 3))
                wait_until(lambda field=field, began=began: field.input_value() != began or not one.lives(), "a tick")
                pressed = one.lab.time_of_reset()
                one.lab.reset.click()
                differs = what_differs(one.lab, first, quiet=0.5)
                assert one.lives(), f"the kernel died in round {n} ({load = }); Reset failed before: {wrong}"
                if differs:
                    wrong.append(f"{'busy' if load else 'idle'} {n}: {differs}")
                    one.again()
                    first = one.lab.settled()
                else:
                    check_order(one.events(), pressed(), first["picture"], TICK[name])
    assert not wrong, f"{len(wrong)} of {times} did not reset: {wrong}"
    assert one.page.errors == []


def five_hundred_steps(lab, n):
    """A training that nobody has asked for yet."""
    lab.type("hidden layers", DEEPEST["training_lab"])
    lab.type("seed", n + 1)
    lab.settled()
    lab.type("steps", 500)


LONG_WORK = {
    "training_lab": five_hundred_steps,
    "whisper_lab": lambda lab, n: lab.type("seed", n + 1),
    "slice_lab": lambda lab, n: lab.type("seed", 1 + n % 3),  # it has four seeds, each of which is kept once trained
}


@pytest.mark.parametrize(("name", "times"), short_and_long(LONG_WORK, ["training_lab"], 1, 20))
def test_reset_resets_a_lab_that_computes(opened, name, times):
    one, wrong = opened(name), []
    first = one.lab.settled()
    for n in range(times):
        LONG_WORK[name](one.lab, n)
        if not says_that_it_computes(one.lab):  # it knows the answer already
            one = opened.in_a_new_kernel(name)
            assert one.lab.settled() == first
            LONG_WORK[name](one.lab, n)
            assert says_that_it_computes(one.lab)
        one.lab.reset.click()
        differs = what_differs(one.lab, first, quiet=1.5)
        assert one.lives(), f"the kernel died in round {n}; Reset failed before: {wrong}"
        if differs:
            wrong.append(f"{n}: {differs}")
            one.again()
            first = one.lab.settled()
    assert not wrong, f"{len(wrong)} of {times} did not reset: {wrong}"
    assert one.page.errors == []


def says_that_it_computes(lab, patience=5):
    """Whether the lab says so within `patience` seconds."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if lab.computes():
            return True
        time.sleep(0.01)
    return False


@pytest.mark.long
@pytest.mark.parametrize(("name", "depth"), [(name, depth) for name in DEEPEST for depth in (4, DEEPEST[name])])
def test_no_picture_comes_late_and_no_ticks_wait_in_line(opened, name, depth):
    one = opened(name)
    lab, first = one.lab, one.lab.settled()
    for part in range(4):
        lab.type("hidden layers", depth)
        began = lab.settled()
        lab.play.click()
        lab.page.wait_for_timeout(15_000)
        wait_until(lambda began=began: lab.look() != began, "a tick of Play")
        if part < 3:
            pressed = lab.time_of_reset()
            lab.reset.click()
            assert not what_differs(lab, first, quiet=2)
            check_order(one.events(), pressed(), first["picture"], TICK[name])
    assert one.lives() and one.page.errors == []


def check_order(events, pressed, first, tick):
    """What the kernel has done since Reset was pressed.

    Once it is told, it finishes one tick at most, then draws the first picture, and nothing more. Until it is told, it
    draws no faster than ticks follow each other: it has none in store.
    """
    told = max(i for i, (_, what) in enumerate(events) if what == "reset")
    *finished, last = [what for _, what in events[told + 1 :]]
    assert last == first
    assert len(finished) <= 1, f"{len(finished)} pictures between Reset and the first picture"
    on_the_way = [when for when, what in events[:told] if when > pressed]
    waited = events[told][0] - pressed  # seconds until the kernel was told
    assert len(on_the_way) <= 2 + waited / tick, f"{len(on_the_way)} pictures in {waited:.2f} s"
