"""A click or a drag on the ravine's map moves the start there."""

import pytest

from helpers.labs import ravine_lab
from tests.labs.kernel import FakeLoop
from tests.labs.moves import from_browser


@pytest.fixture
def lab():
    return ravine_lab()


def point(lab, kind, x, y, axes=0, buttons=0):
    """What the front end sends when the pointer is at (x, y) in data units of the lab's first or second axes."""
    figure = lab._live.figure
    right, up = figure.axes[axes].transData.transform((x, y))
    message = {"type": kind, "relativeX": right, "relativeY": figure.bbox.height - up, "buttons": buttons}
    message["boundingRectWidth"] = figure.bbox.width
    lab._pointer._handle_mouse_msg(None, message, [])


def start(lab):
    return lab.controls["x"].value, lab.controls["y"].value


def test_a_click_moves_the_start(lab):
    before = lab.picture.value
    point(lab, "click", 0.5, -0.7)
    assert start(lab) == (0.5, -0.7)
    assert lab.picture.value != before


def test_a_drag_moves_it_along(lab):
    sentences = set()
    for x in (0.1, 0.2, 0.3):
        point(lab, "mousemove", x, 0.4, buttons=1)
        assert start(lab) == (x, 0.4)
        sentences.add(lab.sentence)
    assert len(sentences) == 3


def test_a_start_lies_on_the_marks_of_the_sliders(lab):
    """Else the sliders answer with the mark beside it, and a late answer would end a quick drag elsewhere."""
    point(lab, "click", 0.3333, -0.7777)
    assert start(lab) == (0.35, -0.8)


def test_a_pointer_that_only_passes_by_moves_nothing(lab):
    point(lab, "mousemove", 0.5, 0.5)
    assert start(lab) == (-1.0, 1.0)


def test_a_click_on_the_cost_curve_moves_nothing(lab):
    point(lab, "click", 10, 1.0, axes=1)
    assert start(lab) == (-1.0, 1.0)


def test_a_click_at_the_edge_of_the_map_stays_within_the_controls(lab):
    point(lab, "click", 1.24, -1.24)
    assert start(lab) == (1.2, -1.2)


def test_in_a_turned_ravine_a_click_sets_the_parts_across_and_along():
    lab = ravine_lab(tilt=90)  # across is up now, and along is to the left
    point(lab, "click", 0.5, -0.7)
    assert start(lab) == (-0.7, -0.5)


def test_a_slider_that_was_told_a_place_answers_with_that_place(lab):
    """A whole number: it comes back as it went, so no late answer can bring an earlier place back as another number."""
    (slider,) = lab.controls["x"].companions
    point(lab, "mousemove", -0.05, 0.4, buttons=1)
    assert (slider.value, lab.controls["x"].marks.number_at(slider.value)) == (23, -0.05)
    from_browser(slider, value=30)  # a hand
    assert start(lab) == (0.3, 0.4)


def test_moves_that_have_waited_are_thinned_to_the_newest(lab):
    """A busy kernel finds many places in its queue: it goes where the pointer is now."""
    lab._pointer._loop = loop = FakeLoop()
    seen = []
    lab.picture.observe(lambda _: seen.append(start(lab)), "value")
    for x in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6):
        point(lab, "mousemove", x, 0.4, buttons=1)
    assert start(lab) == (0.1, 0.4) and len(loop.waiting) == 1
    loop.run()
    assert seen == [(0.1, 0.4), (0.6, 0.4)]


def test_moves_that_come_as_quickly_as_they_are_answered_are_all_answered(lab, monkeypatch):
    monkeypatch.setattr("helpers.labs.kit.pointer.AT_ONCE", 0.0)
    lab._pointer._loop = FakeLoop()
    for x in (0.1, 0.2, 0.3):
        point(lab, "mousemove", x, 0.4, buttons=1)
        assert start(lab) == (x, 0.4)
