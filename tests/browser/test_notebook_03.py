"""The notebook in the middle of the course, as a learner opens it."""

import pytest

from tests.browser.notebook_page import LabOnPage, open_notebook, run_all, wait_for_all_cells


@pytest.fixture
def notebook(folder):
    found = sorted(folder.glob("03-*.ipynb"))
    if not found:
        pytest.skip("there is no notebook 03 yet")
    return found[0].name


def test_open_run_and_move(tabs, address, notebook):
    page = open_notebook(tabs, address, notebook)
    run_all(page)
    wait_for_all_cells(page)
    lab = LabOnPage(page, page.locator(".jp-CodeCell").filter(has_text="speed_lab()"))
    new_picture, new_sentence = lab.watch()
    handle = lab.handle("hidden layers")
    handle.focus()
    page.keyboard.press("ArrowRight")
    new_picture()
    new_sentence()
    assert "layer 5" in lab.sentence()
    new_picture, new_sentence = lab.watch()
    lab.drag(handle, right=40)
    new_picture()
    new_sentence()
    assert page.get_by_text("Error displaying widget").count() == 0
    assert page.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.error']").count() == 0
    assert page.errors == []
    page.close()
