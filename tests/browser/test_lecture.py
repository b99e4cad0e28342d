"""The labs at a projector: in the lecture style a whole lab fills the screen, its words and controls large enough.

The switch is one line in the notebook (or one environment variable, tests/pictures/kit/test_style.py).
"""

import pytest

from helpers.labs import LABS
from tests.browser.notebook_page import open_notebook, run_all, wait_for_all_cells, wait_until, write_notebook
from tests.browser.test_every_lab import LAYOUT, lab_on
from tests.short_forms import first_now

SCREENS = {"1920 x 1080": (1920, 1080), "1280 x 720": (1280, 720)}
SMALLEST = (
    1 / 52
)  # of the screen's height: the letters of a sentence and of a control, at 1280 x 720; larger on larger ones
LEAST = 0.8  # of the room that the page leaves, in one of the two directions
FONT = "part => parseFloat(getComputedStyle(part).fontSize) * part.currentCSSZoom"
SWITCH = 'from helpers.pictures import use_style\nuse_style("lecture")'


@pytest.fixture(scope="module", params=first_now([list(LABS)[::3], list(LABS)]), ids=["a third", "all"])
def page(request, tabs, address, folder):
    cells = [SWITCH, "from helpers.labs import LABS", *(f"LABS[{lab!r}]()" for lab in request.param)]
    write_notebook(folder / "lecture.ipynb", cells)
    page = open_notebook(tabs, address, "lecture.ipynb")
    page.labs = request.param
    page.keyboard.press("Control+b")  # the list of files
    run_all(page)
    wait_for_all_cells(page)
    yield page
    page.close()


@pytest.mark.parametrize("screen", SCREENS)
def test_a_lab_fills_the_screen_and_every_word_can_be_read(page, screen):
    wide, high = SCREENS[screen]
    page.set_viewport_size({"width": wide, "height": high})
    room = page.locator(".jp-WindowedPanel-outer").first
    first = lab_on(page, page.labs[0])
    wait_until(lambda: first.box.bounding_box()["height"] > 0.5 * room.bounding_box()["height"], "large labs")
    assert page.locator(".jp-CodeCell .cm-content").first.evaluate(FONT) >= SMALLEST * high, "the notebook's own text"
    for name in page.labs:
        lab = lab_on(page, name)
        lab.box.evaluate("box => box.scrollIntoView({block: 'center'})")
        has, takes = room.bounding_box(), lab.box.bounding_box()
        assert takes["height"] <= has["height"] and takes["width"] <= has["width"], name
        assert max(takes["height"] / has["height"], takes["width"] / has["width"]) > LEAST, name
        assert lab.box.evaluate(LAYOUT) == [], name
        for part in ("[role=status]", ".widget-label:visible", "button:visible"):
            assert lab.box.locator(part).first.evaluate(FONT) >= SMALLEST * high, (name, part)


def test_a_slider_follows_the_hand(page):
    name = next(lab for lab in page.labs if lab in ("speed_lab", "ravine_lab", "speedometer_lab"))
    lab = lab_on(page, name)
    handle = lab.box.locator(".noUi-handle").first
    handle.scroll_into_view_if_needed()
    at, (new_picture, _) = handle.bounding_box(), lab.watch()
    lab.drag(handle, right=60)
    new_picture()
    moved = handle.bounding_box()["x"] - at["x"]
    assert 40 <= moved <= 80
