"""In the ravine a click on the map, or a drag across it, moves the start."""

import pytest

from tests.browser.notebook_page import LabOnPage, open_notebook, run_all, wait_until, write_notebook


@pytest.fixture(params=["reading", "lecture"])
def lab(request, tabs, address, folder):
    """At a projector the lab is enlarged as a whole."""
    style = f"from helpers.pictures import use_style\nuse_style({request.param!r})"
    write_notebook(folder / "ravine.ipynb", [style, "from helpers.labs import ravine_lab", "ravine_lab()"])
    page = open_notebook(tabs, address, "ravine.ipynb")
    if request.param == "lecture":
        page.set_viewport_size({"width": 1920, "height": 1080})
    run_all(page)
    yield LabOnPage(page)
    assert page.errors == []
    page.close()


def start(lab):
    return float(lab.field("start across").input_value()), float(lab.field("start along").input_value())


def test_click_and_drag_on_the_map(lab):
    def at(right, down):
        place = lab.picture.bounding_box()  # More has been opened meanwhile, and moved it down
        return place["x"] + right * place["width"], place["y"] + down * place["height"]

    new_picture, _ = lab.watch()
    lab.page.mouse.click(*at(0.3, 0.3))  # to the right of the minimum, above it
    wait_until(lambda: start(lab) != (-1.0, 1.0), "the start moved by a click")
    new_picture()
    x, y = start(lab)
    assert 0.2 < x < 1.2 and 0.2 < y < 1.2
    lab.drag_between(at(0.3, 0.3), at(0.18, 0.7))  # to the left, below
    wait_until(lambda: start(lab)[0] < -0.2 and start(lab)[1] < -0.2, "the start dragged across the map")
