"""A click or a drag on the ravine's map moves the start there."""

import pytest

from helpers.labs import ravine_lab


@pytest.fixture
def lab():
    return ravine_lab()


def point(lab, kind, x, y, axes=0, buttons=0):
    """What the front end sends when the pointer is at (x, y) in data units of the lab's first or second axes."""
    figure = lab._live.figure
    right, up = figure.axes[axes].transData.transform((x, y))
    message = {"type": kind, "dataX": right, "dataY": figure.bbox.height - up, "buttons": buttons}
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


def test_a_late_answer_of_a_slider_does_not_bring_an_earlier_place_back(lab):
    """Sliders in the browser answer a little off, such as -0.05000000000000004; the next place may be set by then."""
    point(lab, "mousemove", -0.05, 0.4, buttons=1)
    point(lab, "mousemove", -0.6, 0.4, buttons=1)
    (slider,) = lab.controls["x"].companions
    slider.value = -0.05000000000000004
    assert start(lab) == (-0.6, 0.4)
    slider.value = 0.7  # a hand
    assert start(lab) == (0.7, 0.4)
