"""Long work goes on slice by slice: Reset and other moves arrive in between, and what was overtaken never shows."""

import threading
import time

import pytest

from helpers.labs import slice_lab, training_lab
from helpers.labs.kit.controls import whole_number
from helpers.labs.kit.live import BUSY, Lab
from helpers.pictures.kit.lock import LOCK
from helpers.pictures.kit.style import sheet
from tests.labs.kernel import give_loop
from tests.labs.moves import button, from_browser, press, values

STEP = 0.03  # seconds


class Slow:
    """A lab that needs n steps of its work for the setting n, and draws n."""

    def __init__(self):
        self.steps, self.shown = [], []
        self.figure = sheet(height=50)
        self.text = self.figure.text(0.5, 0.5, "", animated=True)
        self.lab = Lab("slow", self.figure, {"n": whole_number("n", 1, 1, 50)}, self.update)
        self.loop = give_loop(self.lab)
        self.field = self.lab.controls["n"].holder

    def update(self, n):
        for i in range(n):
            self.steps.append((n, i))
            time.sleep(STEP)
            yield
        self.shown.append(n)
        self.text.set_text(str(n))
        return f"{n} steps."

    def agrees(self):
        """Whether field, slider, sentence and picture say the same."""
        fresh = Slow.__new__(Slow)
        fresh.__init__()
        fresh.lab.set(n=self.field.value)
        (slider,) = self.lab.controls["n"].companions
        return (
            slider.value == self.field.value
            and self.lab.sentence == fresh.lab.sentence
            and self.lab.picture.value == fresh.lab.picture.value
        )


@pytest.fixture
def slow():
    return Slow()


def test_a_move_from_the_browser_returns_after_one_slice_and_goes_on_later(slow):
    from_browser(slow.field, value=20)
    assert len([n for n, _ in slow.steps if n == 20]) < 10  # most of the work is still to be done
    assert slow.lab.sentence == "1 steps." and slow.lab._busy.value == BUSY
    slow.loop.run()
    assert slow.lab.sentence == "20 steps." and slow.lab._busy.value == ""
    assert len([n for n, _ in slow.steps if n == 20]) == 20
    assert slow.agrees()


def test_the_lock_is_free_between_slices(slow):
    from_browser(slow.field, value=20)

    def other():
        with LOCK:
            pass

    thread = threading.Thread(target=other)
    thread.start()
    thread.join(timeout=5)
    assert not thread.is_alive() and slow.lab.computing


def test_a_move_from_a_cell_is_done_when_it_returns(slow):
    slow.lab.set(n=10)
    assert slow.lab.sentence == "10 steps." and not slow.loop.waiting


def test_reset_while_computing_leaves_controls_sentence_and_picture_in_agreement(slow):
    for slices in range(4):
        from_browser(slow.field, value=15)
        for _ in range(slices):
            slow.loop.step()
        press(button(slow.lab, "Reset"))
        assert values(slow.lab) == {"n": 1} and slow.lab.sentence == "1 steps." and slow.agrees()
        slow.loop.run()  # the rest of the old work finds itself old
        assert slow.lab.sentence == "1 steps." and slow.lab._busy.value == "" and slow.agrees()
    assert set(slow.shown) == {1}
    assert len(slow.steps) < 50


def test_what_is_overtaken_stops_and_never_shows(slow):
    for n in (30, 31, 32, 5):
        from_browser(slow.field, value=n)
    slow.loop.run()
    assert slow.shown == [1, 5] and slow.lab.sentence == "5 steps." and slow.agrees()
    assert len(slow.steps) < 30


def test_another_thread_overtakes_what_a_cell_waits_for(slow):
    """`lab.set` in a cell, and a Reset that the browser sends meanwhile on a thread of its own."""
    cell = threading.Thread(target=lambda: slow.lab.set(n=50))
    cell.start()
    while not slow.lab.computing:
        time.sleep(0.001)
    press(button(slow.lab, "Reset"))
    cell.join()
    assert len([n for n, _ in slow.steps if n == 50]) < 25
    assert slow.lab.sentence == "1 steps." and slow.agrees()


@pytest.mark.parametrize(("make", "control", "value"), [(training_lab, "steps", 400), (slice_lab, "seed", 3)])
def test_reset_while_a_real_lab_computes(make, control, value):
    lab = make()
    first = values(lab), lab.sentence, lab.picture.value
    loop = give_loop(lab)
    from_browser(lab.controls[control].holder, value=value)
    assert lab.computing and lab._busy.value == BUSY
    loop.step()
    press(button(lab, "Reset"))
    loop.run()
    assert (values(lab), lab.sentence, lab.picture.value) == first
    assert lab._busy.value == "" and not lab.computing
