"""Every lab in a real JupyterLab: its picture and its sentence follow keys and mouse."""

from functools import lru_cache

import pytest

from helpers.labs import LABS
from tests.browser.conftest import WIDEST
from tests.browser.notebook_page import LabOnPage, wait_until
from tests.short_forms import a_third_of

# The slider to try, where the first one changes too little: a game's next round, a place on a line.
SLIDER = {
    "ravine_lab": "curvature ratio κ",
    "landscape_lab": "zoom out to ±",
    "pixel_lab": "seed",
    "slice_lab": "seed",
    "optimizer_lab": "curvature ratio κ",
    "playground_lab": "seed",
    "clinic_lab": "seed",
    "phase_lab": "seed",  # a drag of the weight scale changes the axes, and is still under way when the next key comes
}


@lru_cache
def slider_and_first_sentence(name):
    """The visible name of a slider of this lab, and the words that it begins with."""
    lab = LABS[name]()
    first = next(control.holder.description for control in lab.controls.values() if control.companions)
    return SLIDER.get(name, first), lab.sentence


@pytest.fixture(scope="module")
def page(every_lab_in):
    return every_lab_in(WIDEST)


MAY_SAY_THE_SAME = (
    "slice_lab",
)  # along a flat line it says the same cost everywhere, rounded as far as it can be known


@pytest.fixture
def lab(page, name):
    cell = page.locator(".jp-CodeCell").filter(has_text=name)
    lab = LabOnPage(page, cell)
    yield lab
    assert page.get_by_text("Error displaying widget").count() == 0
    assert page.locator("[data-mime-type='application/vnd.jupyter.stderr'], .jp-OutputArea-error").count() == 0
    assert page.errors == []


@pytest.mark.parametrize("name", LABS)
def test_keys_and_mouse_move_a_slider(lab, name):
    slider, _ = slider_and_first_sentence(name)
    handle = lab.handle(slider)
    number = lab.field(slider).input_value()
    new_picture, _ = lab.watch()
    handle.focus()
    lab.page.keyboard.press("ArrowRight")
    new_picture()
    assert lab.field(slider).input_value() != number
    new_picture, new_sentence = lab.watch()
    track = handle.locator("xpath=ancestor::*[contains(@class, 'noUi-target')]").bounding_box()
    lab.drag(handle, right=0.6 * track["width"])  # at least one place further, however few there are
    new_picture()
    if name not in MAY_SAY_THE_SAME:
        new_sentence()


@a_third_of("name", LABS)
def test_a_typed_number_counts_until_reset(lab, name):
    slider, first = slider_and_first_sentence(name)
    field = lab.field(slider)
    typed = "2" if field.input_value() == "3" else "3"
    new_picture, _ = lab.watch()
    field.fill(typed)
    lab.page.keyboard.press("Enter")
    new_picture()
    assert field.input_value() == typed
    lab.reset.click()
    wait_until(lambda: lab.sentence() == first, f"the first sentence again: {first}")
