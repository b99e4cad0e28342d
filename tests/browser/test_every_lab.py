"""Every lab in a real JupyterLab: shown whole, and its picture and its sentence follow keys and mouse."""

import os
from pathlib import Path

import pytest

from helpers.labs import LABS
from tests.browser.notebook_page import LabOnPage, open_notebook, run_all, wait_for_all_cells, wait_until

HIGHEST = 560  # CSS pixels: what a 1366 x 768 screen has for a lab below JupyterLab's bars
ROWS_HIGH = 110  # three rows of controls
SHOTS = os.environ.get("UNSTABLE_GRADIENTS_SHOTS")  # a folder for pictures of the screen, for people to look at
LAYOUT = Path(__file__).with_name("layout.js").read_text(encoding="utf-8")
# The slider to try, where the first one changes too little: a game's next round, a place on a line.
SLIDER = {
    "ravine_lab": "curvature ratio κ",
    "landscape_lab": "zoom out to ±",
    "pixel_lab": "seed",
    "slice_lab": "seed",
    "optimizer_lab": "curvature ratio κ",
    "phase_lab": "seed",  # a drag of the weight scale changes the axes, and is still under way when the next key comes
}


def slider_of(name):
    """The visible name of a slider of this lab."""
    controls = LABS[name]().controls.values()
    return SLIDER.get(name) or next(control.holder.description for control in controls if control.companions)


@pytest.fixture(scope="module")
def page(tabs, address):
    page = open_notebook(tabs, address, "every-lab.ipynb")
    run_all(page)
    wait_for_all_cells(page)
    yield page
    page.close()


@pytest.fixture(params=LABS)
def name(request):
    return request.param


@pytest.fixture
def lab(page, name):
    cell = page.locator(".jp-CodeCell").filter(has_text=name)
    lab = LabOnPage(page, cell)
    yield lab
    assert page.get_by_text("Error displaying widget").count() == 0
    assert page.locator("[data-mime-type='application/vnd.jupyter.stderr'], .jp-OutputArea-error").count() == 0
    assert page.errors == []


def test_a_lab_fits_the_screen_and_nothing_is_cut_off(page, lab, name):
    lab.box.evaluate("box => box.scrollIntoView({block: 'center'})")
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(SHOTS) / f"{name}.png")
    assert lab.box.bounding_box()["height"] <= HIGHEST
    assert lab.box.locator("> .widget-gridbox").bounding_box()["height"] <= ROWS_HIGH
    assert lab.box.evaluate(LAYOUT) == []


def test_keys_and_mouse_move_a_slider(lab, name):
    handle = lab.handle(slider_of(name))
    number = lab.field(slider_of(name)).input_value()
    new_picture, _ = lab.watch()
    handle.focus()
    lab.page.keyboard.press("ArrowRight")
    new_picture()
    assert lab.field(slider_of(name)).input_value() != number
    new_picture, new_sentence = lab.watch()
    lab.drag(handle, right=90)
    new_picture()
    new_sentence()


def test_a_typed_number_counts_until_reset(lab, name):
    field = lab.field(slider_of(name))
    typed = "2" if field.input_value() == "3" else "3"
    new_picture, _ = lab.watch()
    field.fill(typed)
    lab.page.keyboard.press("Enter")
    new_picture()
    assert field.input_value() == typed
    lab.box.get_by_role("button", name="Reset").click()
    first = LABS[name]().sentence
    wait_until(lambda: lab.sentence() == first, f"the first sentence again: {first}")
