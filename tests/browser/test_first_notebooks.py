"""Notebooks as a learner opens them: the first two of the course, and in the long form one with networks."""

import pytest

from tests.browser.access import grave_findings
from tests.browser.notebook_page import LabOnPage, open_notebook, run_all, wait_for_all_cells, wait_until


@pytest.mark.parametrize(
    ("number", "name", "slider", "said"),
    [
        ("01", "ravine_lab", "curvature ratio κ", "has fallen from 103 to"),  # κ = 102
        pytest.param("03", "speed_lab", "hidden layers", "layer 5", marks=pytest.mark.long),
    ],
)
def test_open_run_and_move(tabs, address, folder, number, name, slider, said):
    page = open_notebook(tabs, address, next(folder.glob(f"{number}-*.ipynb")).name)
    run_all(page)
    wait_for_all_cells(page)
    lab = LabOnPage(page, page.locator(".jp-CodeCell").filter(has_text=f"{name}()"))
    new_picture, new_sentence = lab.watch()
    handle = lab.handle(slider)
    handle.focus()
    page.keyboard.press("ArrowRight")
    new_picture()
    new_sentence()
    assert said in lab.sentence()
    new_picture, new_sentence = lab.watch()
    lab.drag(handle, right=40)
    new_picture()
    new_sentence()
    assert page.get_by_text("Error displaying widget").count() == 0
    assert page.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.error']").count() == 0
    assert grave_findings(page) == []
    assert page.errors == []
    page.close()


def test_axe_finds_nothing_grave_in_the_first_notebook_before_and_after_it_has_run(tabs, address, folder):
    page = open_notebook(tabs, address, next(folder.glob("00-*.ipynb")).name)
    assert grave_findings(page) == []
    run_all(page)
    page.locator(".ug-lab").first.wait_for()
    wait_until(lambda: page.locator(".jp-InputPrompt", has_text="[*]").count() == 0, "the end of the last cell")
    assert grave_findings(page) == []
    page.close()
