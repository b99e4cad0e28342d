"""Every lab fits a small laptop's screen and cuts nothing off, whether the browser's letters are wide or narrow."""

import os
import sys
from pathlib import Path

import pytest

from helpers.labs import LABS
from tests.browser.fonts import FAMILIES, platform_fonts
from tests.browser.notebook_page import LabOnPage

HIGHEST = 560  # CSS pixels: what a 1366 x 768 screen has for a lab below JupyterLab's bars
ROWS_HIGH = 110  # three rows of controls
SHOTS = os.environ.get("UNSTABLE_GRADIENTS_SHOTS")  # a folder for pictures of the screen, for people to look at
LAYOUT = Path(__file__).with_name("layout.js").read_text(encoding="utf-8")


@pytest.fixture(params=FAMILIES, scope="module")
def family(request):
    return request.param


@pytest.fixture(scope="module")
def page(every_lab_in, family):
    return every_lab_in(family)


@pytest.mark.skipif(sys.platform != "linux", reason="fontconfig chooses the browser's fonts on Linux only")
@pytest.mark.parametrize("what", ["> .widget-hbox b", ".widget-label:visible", "select", "button", "[role=status]"])
def test_the_words_of_a_lab_are_written_in_the_chosen_font(page, family, what):
    lab = LabOnPage(page, page.locator(".jp-CodeCell").filter(has_text="training_lab"))
    fonts = platform_fonts(lab.box.locator(what).first)
    assert max(fonts, key=fonts.get) == family


@pytest.mark.parametrize("name", LABS)
def test_a_lab_fits_the_screen_and_nothing_is_cut_off(page, family, name):
    lab = LabOnPage(page, page.locator(".jp-CodeCell").filter(has_text=name))
    lab.box.evaluate("box => box.scrollIntoView({block: 'center'})")
    if SHOTS:
        folder = Path(SHOTS) / family.replace(" ", "-")
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}.png")
    assert lab.box.bounding_box()["height"] <= HIGHEST
    assert lab.box.locator("> .widget-gridbox").bounding_box()["height"] <= ROWS_HIGH
    assert lab.box.evaluate(LAYOUT) == []
