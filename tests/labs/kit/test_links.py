"""Number field, slider and Control always say the same, and Reset brings the first picture back."""

import pytest

from helpers.labs import LABS
from helpers.labs.kit.controls import log_number, number, whole_number
from tests.labs.moves import button, ends, move_at_random, random_value, values
from tests.labs.test_ends import CONTROLS


@pytest.mark.parametrize(("lab", "name"), CONTROLS)
def test_field_slider_and_control_are_linked_both_ways(lab, name, rng):
    control = LABS[lab]().controls[name]
    for _ in range(3):
        value = random_value(control, rng)
        control.holder.value = value
        assert control.value == value
        assert [companion.value for companion in control.companions] == [value] * len(control.companions)
    for companion in control.companions:
        control.holder.value = ends(control)[0]
        value = random_value(control, rng)
        companion.value = value
        assert companion.value == value
        half_a_step = 0.5 * getattr(companion, "step", 0)  # a field shows the digits of a slider's mark
        assert control.value == control.holder.value == pytest.approx(value, rel=0.012, abs=half_a_step)


def test_a_field_beside_a_log_slider_shows_few_digits():
    control = log_number("learning rate", 0.02, -4, 0)
    control.companions[0].value = 0.00794328234724
    assert control.holder.value == control.value == 0.00794


def test_a_field_beside_a_slider_shows_no_float_noise():
    control = number("momentum", 0.5, 0.0, 0.95, 0.01)
    control.companions[0].value = 0.8999999999999999
    assert control.holder.value == control.value == 0.9


@pytest.mark.parametrize(
    ("control", "typed", "mark"),
    [
        (log_number("learning rate", 0.008, -4, 0), 0.0099, 10**-2.0),
        (log_number("learning rate", 0.008, -4, 0), 0.008, 10**-2.1),
        (number("x", 0.5, -1, 1, 0.05), 0.47, 0.45),
    ],
)
def test_a_slider_that_reports_its_nearest_mark_does_not_overwrite_what_was_typed(control, typed, mark):
    control.holder.value = typed
    (slider,) = control.companions
    assert slider.value == typed
    slider.value = mark  # what a browser answers: a slider stands on its marks only
    assert control.holder.value == control.value == typed
    slider.value = mark * 10**0.03 if mark > 0 and mark < 0.1 else mark + 0.1  # a hand moves it on
    assert control.value != typed


@pytest.mark.parametrize(
    "control", [whole_number("n", 4, 1, 50), number("x", 0.5, 0, 1, 0.1), log_number("s", 1, -1, 1)]
)
def test_ends_typed_by_hand_are_the_ends_of_the_slider(control):
    (slider,) = control.companions
    for end in ends(control):
        control.holder.value = end
        assert slider.value == pytest.approx(end)


@pytest.mark.parametrize("lab", LABS)
def test_reset_brings_back_the_first_values_and_the_first_picture(lab, rng):
    lab = LABS[lab]()
    first = values(lab), lab.sentence, lab.picture.value
    for name in lab.controls:
        if name != "networks":  # a band takes long, and is tried elsewhere
            move_at_random(lab, rng, name)
    assert values(lab) != first[0] and lab.picture.value != first[2]
    button(lab, "Reset").click()
    assert (values(lab), lab.sentence, lab.picture.value) == first
