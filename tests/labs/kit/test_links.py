"""Number field, slider and Control always say the same, and Reset brings the first picture back."""

import re

import numpy as np
import pytest

from helpers.labs import LABS
from helpers.labs.kit.controls import log_number, number, whole_number
from tests.labs.moves import button, ends, from_browser, move_at_random, random_value, values
from tests.short_forms import a_third_of


@a_third_of("lab", LABS)
def test_field_slider_and_control_are_linked_both_ways(lab, rng):
    lab = LABS[lab]()
    lab._held = True  # no new pictures: only the controls are looked at
    for control in lab.controls.values():
        for _ in range(3):
            value = random_value(control, rng)
            control.holder.value = value
            assert control.value == value
            for slider in control.companions:
                assert slider.value == control.marks.nearest(value)
        for slider in control.companions:
            place = int(rng.choice([place for place in range(slider.min, slider.max + 1) if place != slider.value]))
            slider.value = place
            assert slider.value == place
            assert control.value == control.holder.value == control.marks.number_at(place)


def knobs():
    return [log_number("learning rate", 0.008, -4, 0), number("x", 0.5, -1, 1, 0.05), whole_number("n", 4, 1, 50)]


def test_a_field_beside_a_log_slider_shows_few_digits():
    control = log_number("learning rate", 0.02, -4, 0)
    control.companions[0].value = 190
    assert control.holder.value == control.value == 0.00794  # not 0.00794328234724


def test_a_field_beside_a_slider_shows_no_float_noise():
    control = number("momentum", 0.5, 0.0, 0.95, 0.01)
    control.companions[0].value = 90
    assert control.holder.value == control.value == 0.9


@pytest.mark.parametrize("which", range(3))
def test_the_marks_of_a_slider_are_even_and_end_where_the_field_ends(which):
    control = knobs()[which]
    (slider,) = control.companions
    marks = np.array([control.marks.number_at(place) for place in range(slider.min, slider.max + 1)])
    assert (marks[0], marks[-1]) == (control.holder.min, control.holder.max)
    steps = np.diff(np.log10(marks)) if which == 0 else np.diff(marks)
    assert steps == pytest.approx(steps.mean(), rel=0.3 if which == 0 else 1e-9)  # three digits are three digits


@pytest.mark.parametrize(("which", "typed"), [(0, 0.0099), (0, 0.0081), (1, 0.47), (1, -0.026)])
def test_what_was_typed_between_two_marks_stays(which, typed):
    """The slider is told a mark, a whole number; it has nothing else to answer, and what it hears again is no move."""
    control = knobs()[which]
    (slider,) = control.companions
    control.holder.value = typed
    from_browser(slider, value=slider.value)
    assert control.value == typed
    neighbours = [control.marks.number_at(slider.value + i) for i in (-1, 0, 1)]
    assert min(neighbours, key=lambda mark: abs(mark - typed)) == neighbours[1]
    from_browser(slider, value=slider.value + 1)
    assert control.value == neighbours[2]


@pytest.mark.parametrize("which", range(3))
def test_no_move_of_a_slider_is_ever_swallowed(which, rng):
    """There and back again, as quickly as you like, between values that were typed or pushed a moment ago."""
    control = knobs()[which]
    (slider,) = control.companions
    for _ in range(200):
        if rng.random() < 0.3:
            control.holder.value = random_value(control, rng)
            continue
        place = int(rng.choice([slider.min, slider.min + 3, slider.min + 7]))
        moved = place != slider.value
        from_browser(slider, value=place)
        if moved:
            assert control.value == control.marks.number_at(place)


def test_there_and_back_within_a_second():
    """0.2, then 0.7, then 0.2: an earlier version left 0.7."""
    control = number("x", 0.5, 0.0, 1.0, 0.1)
    (slider,) = control.companions
    control.holder.value = 0.2
    for place, value in ((7, 0.7), (2, 0.2), (7, 0.7), (2, 0.2)):
        from_browser(slider, value=place)
        assert control.value == value


@pytest.mark.parametrize("which", range(3))
def test_ends_typed_by_hand_are_the_ends_of_the_slider(which):
    control = knobs()[which]
    (slider,) = control.companions
    for end, place in zip(ends(control), (slider.min, slider.max), strict=True):
        control.holder.value = end
        assert slider.value == place


SCORE = re.compile(r" (Your score|After [^:.]* rounds?): [^.]*\.")  # of a game: Reset keeps it


@pytest.mark.usefixtures("quick")
@a_third_of("lab", LABS)
def test_reset_brings_back_the_first_values_and_the_first_picture(lab, rng):
    lab = LABS[lab]()
    first = values(lab), lab.sentence, lab.picture.value
    for name in lab.controls:
        if name != "networks":  # a band takes long, and is tried elsewhere
            move_at_random(lab, rng, name)
    assert values(lab) != first[0] and lab.picture.value != first[2]
    button(lab, "Reset").click()
    assert (values(lab), SCORE.sub("", lab.sentence), lab.picture.value) == first
