"""Every lab in a real JupyterLab, in wide letters: it fits a small laptop's screen, and follows keys and mouse.

One file, since its tests share the page that shows every lab, and a file stays with one worker. In narrower letters,
which are another page, test_narrower_letters.py asks the same of the layout.
"""

import os
import sys
from functools import cache
from pathlib import Path

import pytest

from helpers.labs import LABS
from helpers.labs.kit.arrangement import READABLE
from helpers.pictures.kit.style import SHARPNESS
from tests.browser.conftest import WIDEST
from tests.browser.fonts import platform_fonts
from tests.browser.notebook_page import LabOnPage, wait_until
from tests.short_forms import a_third_of

HIGHEST = 560  # CSS pixels: what a 1366 x 768 screen has for a lab below JupyterLab's bars
ROWS_HIGH = 110  # the heading and two rows of controls
LONGEST = 200  # CSS pixels at least for a slider that is to be used by mouse: the one that the lab is about
NARROW = {"width": 900, "height": 768}
NARROWED = ("speed_lab", "speedometer_lab", "metamer_lab")  # a key put below, axes made narrower, three pieces
FITS = "sheet => sheet.scrollWidth <= sheet.clientWidth"
SHOWN = (
    f"picture => {SHARPNESS} * picture.clientWidth / picture.naturalWidth"  # its size, as a share of how it was drawn
)
SHOTS = os.environ.get("UNSTABLE_GRADIENTS_SHOTS")  # a folder for pictures of the screen, for people to look at
LAYOUT = Path(__file__).with_name("layout.js").read_text(encoding="utf-8")


def lab_on(page, name):
    """The lab of that name on the page that shows all."""
    return LabOnPage(page, page.locator(".jp-CodeCell").filter(has_text=f"['{name}']"))


@pytest.fixture(scope="module")
def family():
    return WIDEST


@pytest.fixture(scope="module")
def page(every_lab_in, family):
    return every_lab_in(family)


@pytest.mark.skipif(sys.platform != "linux", reason="fontconfig chooses the browser's fonts on Linux only")
@pytest.mark.parametrize("what", ["> .widget-hbox b", ".widget-label:visible", "select", "button", "[role=status]"])
def test_the_words_of_a_lab_are_written_in_the_chosen_font(page, family, what):
    lab = lab_on(page, "training_lab")
    fonts = platform_fonts(lab.box.locator(what).first)
    assert max(fonts, key=fonts.get) == family


@pytest.mark.parametrize("name", LABS)
def test_a_lab_fits_the_screen_and_nothing_is_cut_off(page, family, name):
    lab = lab_on(page, name)
    lab.fold()
    lab.box.evaluate("box => box.scrollIntoView({block: 'center'})")
    if SHOTS:
        folder = Path(SHOTS) / family.replace(" ", "-")
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}.png")
    assert lab.box.bounding_box()["height"] <= HIGHEST
    assert controls_high(lab) <= ROWS_HIGH
    assert lab.box.evaluate(LAYOUT) == []
    if lab.more.count():
        lab.more.click()
        lab.folded.wait_for()
        assert lab.box.evaluate(LAYOUT) == []


def controls_high(lab):
    """From the top of the lab to its picture, in CSS pixels."""
    return lab.box.locator(".ug-sheet").bounding_box()["y"] - lab.box.bounding_box()["y"]


SLIDERS = """box => [...box.querySelectorAll(".ug-control .noUi-target")].filter(slider => slider.offsetParent)
    .map(slider => slider.getBoundingClientRect().width)"""


@cache
def made(name):
    """A lab, in this process: what it says of itself."""
    return LABS[name]()


def about_a_slider():
    """The labs that have a main slider."""
    return [name for name in LABS if any(c.is_main and c.companions for c in made(name).controls.values())]


def test_the_slider_that_a_lab_is_about_is_the_longest(page):
    for name in about_a_slider():
        lab = lab_on(page, name)
        lab.fold()
        main, *others = lab.box.evaluate(SLIDERS)
        assert main >= LONGEST and main > max(others, default=0), name


def test_a_narrow_window_shows_the_whole_of_every_picture_and_a_wide_one_shows_it_as_before(page):
    wide, labs = page.viewport_size, page.locator(".ug-lab")
    first = lab_on(page, NARROWED[0])
    before = first.picture_bytes()
    page.set_viewport_size(NARROW)
    try:
        for name in NARROWED:
            lab = lab_on(page, name)
            wait_until(lambda lab=lab: lab.box.locator(".ug-sheet").evaluate(FITS), f"a folded picture of {name}")
            assert lab.picture.evaluate(SHOWN) >= READABLE
            assert lab.box.evaluate(LAYOUT) == []
            assert lab.box.bounding_box()["width"] <= 600
        lab = lab_on(page, "weight_lab")
        lab.fold()
        assert controls_high(lab) <= 2 * ROWS_HIGH
    finally:
        page.set_viewport_size(wide)
    first.box.scroll_into_view_if_needed()
    wait_until(lambda: first.picture_bytes() == before, "the picture as it was")
    assert labs.count() == len(LABS)


def test_the_sentence_is_as_large_as_the_text_of_the_page(page):
    lab = lab_on(page, "ravine_lab")
    size = "part => getComputedStyle(part).fontSize"
    body = "() => getComputedStyle(document.body).getPropertyValue('--jp-content-font-size1').trim()"
    assert lab.box.locator("[role=status]").evaluate(size) == page.evaluate(body)


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


def slider_and_first_sentence(name):
    """The visible name of a slider of this lab, and the words that it begins with."""
    first = next(control.holder.description for control in made(name).controls.values() if control.companions)
    return SLIDER.get(name, first), made(name).sentence


MAY_SAY_THE_SAME = (
    "slice_lab",
)  # along a flat line it says the same cost everywhere, rounded as far as it can be known


@pytest.fixture
def lab(every_lab_in, name):
    page = every_lab_in(WIDEST)
    lab = lab_on(page, name)
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
