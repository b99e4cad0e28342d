"""Long work goes on slice by slice: Reset and other moves arrive in between, and what was overtaken never shows."""

import re
import sys
import threading
import time

import pytest

from helpers.labs import LABS, slice_lab, speed_lab, training_lab
from helpers.labs.kit import live, long_work
from helpers.labs.kit.answering import answering
from helpers.labs.kit.controls import whole_number
from helpers.labs.kit.live import Lab
from helpers.labs.kit.long_work import BUSY, Clock, Progress, in_words
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


# How far it is, and Cancel

LONG_WORK = {
    "speed_lab": {"hidden_layers": 50, "neurons": 100, "networks": 100},
    "theory_lab": {"hidden_layers": 20, "neurons": 300, "networks": 100},
    "variance_lab": {"hidden_layers": 50, "last": 100, "networks": 20},
    "training_lab": {"steps": 500},
    "stride_lab": {"steps": 40},
    "cure_lab": {"hidden_layers": 50, "trained": 1},
    "phase_lab": {"painted": (("tanh", 1.3, 0.2, 30, 987),)},
    "whisper_lab": {"frozen": (2,), "epochs": 30, "seed": 987},
    "noise_lab": {"steps": 500, "seed": 2},
    "slice_lab": {"seed": 2},
}  # settings at which each lab that can take more than a second does


def to_browser(lab, setting):
    """Set all but the last control, in a cell's way while nothing computes, and move the last one by hand."""
    *before, (name, value) = setting.items()
    lab.set(**dict(before))
    holder = lab.controls[name].holder
    if hasattr(holder, "options"):
        from_browser(holder, index=[each for _, each in holder._options_full].index(value))
    elif name == "painted":
        with answering():
            holder.value = value
    else:
        from_browser(holder, value=value)


@pytest.fixture
def at_once(monkeypatch):
    """Everything counts as long, and is shown after every few steps, however fast the computer is; nothing is known yet."""
    remembered = [thing for make in LABS.values() for thing in vars(sys.modules[make.__module__]).values()]
    for thing in remembered:
        if hasattr(thing, "known"):
            thing.forget()
    monkeypatch.setattr(long_work, "LONG", 0.0)
    monkeypatch.setattr(live, "SLICE", 0.001)


def can_cancel(lab):
    return button(lab, "Cancel").layout.visibility == "visible"


@pytest.mark.parametrize("name", LONG_WORK)
def test_what_takes_long_says_how_far_it_is_and_can_be_cancelled(name, at_once):
    lab = LABS[name]()
    loop = give_loop(lab)
    assert not can_cancel(lab)
    to_browser(lab, LONG_WORK[name])
    while lab.computing and "value=" not in lab._busy.value:
        assert loop.step()
    assert "<progress" in lab._busy.value and can_cancel(lab)
    press(button(lab, "Cancel"))
    loop.run()
    assert not lab.computing and lab._busy.value == "" and not can_cancel(lab)
    assert "Cancelled" in lab.sentence
    assert lab._seen == values(lab)  # controls and picture agree
    fresh = LABS[name]().sentence
    lab.reset()
    if name != "phase_lab":
        assert lab.sentence == fresh


def test_a_band_that_is_cancelled_shows_the_networks_that_are_done_and_goes_on_later(at_once):
    lab = speed_lab()
    loop = give_loop(lab)
    to_browser(lab, {"hidden_layers": 12, "networks": 100})
    while "value=" not in lab._busy.value:
        loop.step()
    press(button(lab, "Cancel"))
    loop.run()
    found = re.search(r"Over (\d+) seeds .* Cancelled: the band shows (\d+) of 100 networks.", lab.sentence)
    assert found[1] == found[2] and 0 < int(found[1]) < 100
    lab.set(seed=1)
    lab.set(seed=0)
    fresh = speed_lab()
    fresh.set(hidden_layers=12, networks=100)
    assert lab.sentence == fresh.sentence and lab.picture.value == fresh.picture.value


def test_cancel_without_a_part_to_show_brings_picture_and_controls_together(slow, at_once):
    before = slow.lab.picture.value
    from_browser(slow.field, value=40)
    slow.loop.step()
    press(button(slow.lab, "Cancel"))
    slow.loop.run()
    assert slow.field.value == 1 and slow.lab.picture.value == before
    assert slow.lab.sentence == "Cancelled: the picture and the controls show the settings before. 1 steps."
    assert len(slow.steps) < 30
    from_browser(slow.field, value=3)
    slow.loop.run()
    assert slow.lab.sentence == "3 steps." and slow.agrees()


def test_short_work_shows_neither_a_bar_nor_cancel(slow):
    from_browser(slow.field, value=10)
    assert slow.lab._busy.value == BUSY and not can_cancel(slow.lab)


def test_the_time_that_is_left(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(long_work.time, "perf_counter", lambda: now[0])
    clock = Clock()
    for done in (40, 41, 42):  # 40 were known before
        clock.note(Progress(done, 100))
        now[0] += 0.5
    assert clock.left == pytest.approx(58 * 1.5 / 2)
    assert [in_words(s) for s in (None, 0.2, 3.1, 17.0, 200.0)] == [
        "computing…", "nearly done", "about 4 s left", "about 20 s left", "about 4 min left"
    ]  # fmt: skip
