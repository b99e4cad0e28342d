"""An update that raises says so under the picture, names the setting, and the next move works again."""

import pytest

from helpers.labs import LABS
from helpers.labs.kit.controls import choice, number, whole_number
from helpers.labs.kit.live import Lab
from helpers.pictures.kit.style import sheet
from tests.labs.kernel import give_loop
from tests.labs.moves import button, from_browser, press, shown
from tests.short_forms import a_third_of


class Fragile:
    """A lab that breaks at n = 7, in slices at n = 8, and while drawing at n = 9."""

    def __init__(self):
        figure = sheet(height=60)
        self.text = figure.text(0.5, 0.5, "", animated=True)
        controls = {"n": whole_number("number of things", 1, 1, 50), "kind": choice("kind", ["a", "b"]),
                    "x": number("x", 0.0, 0.0, 1.0, 0.1)}  # fmt: skip
        self.lab = Lab("fragile", figure, controls, self.update)

    def update(self, n, kind, x):
        if n == 7:
            raise ZeroDivisionError("nothing to divide by")
        self.text.set_text("$\\frac{$" if n == 9 else f"{n}{kind}{x}")
        if n == 8:
            yield
            raise OverflowError("too far")
        return f"{n}{kind}{x}."


@pytest.fixture
def fragile():
    return Fragile()


@pytest.mark.parametrize(("n", "words"), [(7, "ZeroDivisionError: nothing to divide by"), (8, "OverflowError: too far"), (9, "ValueError")])  # fmt: skip
@pytest.mark.parametrize("loop", [True, False])
def test_the_sentence_names_the_setting_and_the_next_move_works(fragile, n, words, loop):
    lab, before = fragile.lab, fragile.lab.picture.value
    loop = give_loop(lab) if loop else None
    from_browser(lab.controls["n"].holder, value=n)
    if loop:
        loop.run()
    assert "“number of things”" in lab.sentence and words in lab.sentence and "“x”" not in lab.sentence
    assert lab.sentence.split("(")[0] in lab._words.value
    assert lab._busy.value == "" and not lab.computing and lab.picture.value == before
    assert lab.problem is not None
    from_browser(lab.controls["n"].holder, value=3)
    fresh = Fragile().lab
    fresh.set(n=3)
    assert lab.sentence == "3a0.0." and lab.problem is None and (shown(lab) == shown(fresh)).all()


def test_reset_repairs(fragile):
    first = fragile.lab.sentence, fragile.lab.picture.value
    from_browser(fragile.lab.controls["n"].holder, value=7)
    press(button(fragile.lab, "Reset"))
    assert (fragile.lab.sentence, fragile.lab.picture.value) == first


def test_what_a_cell_asks_for_fails_in_the_cell_too(fragile):
    with pytest.raises(ZeroDivisionError):
        fragile.lab.set(n=7)
    assert "“number of things”" in fragile.lab.sentence
    fragile.lab.set(n=4)
    assert fragile.lab.sentence == "4a0.0."


def test_a_lab_that_cannot_be_made_is_not_left_behind():
    import ipywidgets.widgets.widget as registry

    before = len(registry._instances)
    with pytest.raises(ZeroDivisionError):
        Lab("broken", sheet(height=50), {}, lambda: 1 / 0)
    assert len(registry._instances) == before


@a_third_of("lab", LABS)
def test_unknown_names_and_values_are_answered_in_words(lab):
    lab = LABS[lab]()
    first = lab.sentence
    with pytest.raises(ValueError, match="no control named 'colour'. Its controls are: " + ", ".join(lab.controls)):
        lab.set(colour="red")
    for name, control in lab.controls.items():
        with pytest.raises(ValueError, match=f"'{name}' cannot be"):
            lab.set(**{name: object()})
        assert control.value == control.first
    assert lab.sentence == first
