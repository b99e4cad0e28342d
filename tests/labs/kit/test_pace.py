"""A quick lab follows the hand; a slow one says that it computes, and waits until the slider is let go."""

import time

import pytest

from helpers.labs.kit.controls import choice, whole_number
from helpers.labs.kit.live import SLOW, Lab
from helpers.pictures.kit.style import sheet


class Patience:
    """A lab that takes as long as we like, and remembers what it was asked."""

    def __init__(self):
        self.seconds, self.asked = 0.0, []
        controls = {"n": whole_number("n", 4, 1, 50), "kind": choice("kind", ["a", "b"])}
        self.lab = Lab("patience", sheet(height=50), controls, self.update)
        self.field, self.slider = self.lab.controls["n"].children

    def update(self, n, kind):
        self.asked.append((n, kind))
        time.sleep(self.seconds)
        return f"{n}{kind}."


@pytest.fixture
def patience():
    return Patience()


def test_a_slow_lab_waits_for_the_release_and_a_quick_one_does_not(patience):
    assert patience.slider.continuous_update
    patience.seconds = 1.5 * SLOW
    patience.field.value = 5
    assert not patience.slider.continuous_update
    patience.field.value = 6
    assert not patience.slider.continuous_update
    patience.seconds = 0.0
    patience.field.value = 7
    assert patience.slider.continuous_update


def test_a_slow_lab_says_that_it_computes(patience):
    said = []
    patience.lab._busy.observe(lambda change: said.append(change.new), "value")
    patience.field.value = 5
    assert said == []
    patience.seconds = 1.5 * SLOW
    patience.field.value = 6  # only now it knows
    patience.field.value = 7
    assert said == ["<i>computing…</i>", ""]


def test_a_slow_first_picture_says_nothing_about_the_next():
    class SlowStart(Patience):
        def update(self, n, kind):
            self.seconds = 0.0 if self.asked else 1.5 * SLOW
            return super().update(n, kind)

    assert SlowStart().slider.continuous_update


def test_set_computes_once(patience):
    patience.asked.clear()
    patience.lab.set(n=9, kind="b")
    assert patience.asked == [(9, "b")]
    assert patience.lab.sentence == "9b."


def test_one_move_of_a_linked_slider_computes_once(patience):
    patience.asked.clear()
    patience.slider.value = 11
    assert patience.asked == [(11, "a")]


def test_a_name_that_is_no_control_is_an_error_and_the_lab_lives_on(patience):
    with pytest.raises(ValueError, match=r"no control named 'colour'. Its controls are: n, kind\."):
        patience.lab.set(n=7, colour="red")
    assert patience.field.value == 4
    patience.slider.value = 12
    assert patience.lab.sentence == "12a."
