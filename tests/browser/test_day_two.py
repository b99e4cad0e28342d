"""A lab whose kernel is gone: its stored picture and a line that says how to make it live, in place of an error."""

import time

import pytest

from tests.browser.notebook_page import (
    LabOnPage,
    open_notebook,
    run_all,
    shut_down_kernel,
    wait_for_all_cells,
    wait_until,
    write_notebook,
)
from tests.browser.server import ROOT

NAME = "day-two.ipynb"
CELLS = [
    "from helpers.labs import predict_choice, weight_lab",
    "weight_lab()",
    "predict_choice('Which layer is the slowest?', ['the first', 'the last'])",
]
LABS, WIDGETS = 1, 2
NOTEBOOKS = sorted(file.name for file in (ROOT / "notebooks").glob("*.ipynb"))
SHORT = ("00-", "05-")  # the notebooks that are opened in every run
AUTOSAVE = 130  # seconds; JupyterLab saves what is marked as unsaved every 120


@pytest.fixture
def day_one(tabs, address, folder):
    """A page whose notebook has run and is saved."""
    write_notebook(folder / NAME, CELLS)
    page = open_notebook(tabs, address, NAME)
    run_all(page)
    wait_for_all_cells(page)
    LabOnPage(page)
    save(page, folder / NAME)
    yield page
    shut_down_kernel(page, NAME)
    page.close()


def save(page, file):
    """Ctrl+S, and wait until the file holds what the cells show."""
    page.keyboard.press("Control+s")
    wait_until(lambda: "widget-view+json" in file.read_text(encoding="utf-8"), "a saved notebook")


def restart(page):
    """Kernel > Restart Kernel…, by the menu, as a user does."""
    page.locator(".lm-MenuBar-itemLabel", has_text="Kernel").click()
    page.locator(".lm-Menu-itemLabel", has_text="Restart Kernel…").first.click()
    page.locator(".jp-Dialog button", has_text="Restart").click()


def lines(page):
    """The lines that say how to make something live."""
    return page.locator(".ug-not-live")


def assert_stored(page, sentence):
    """The picture of the lab is there, its sentence as alternative text, a line at each widget, and no error."""
    wait_until(lambda: lines(page).count() == WIDGETS, "a line at each widget")
    picture = page.locator(".ug-stored img")
    assert picture.count() == LABS
    wait_until(lambda: picture.evaluate("img => img.naturalWidth") > 600, "the stored picture")
    assert picture.get_attribute("alt") == sentence
    assert page.get_by_text("Predict: Which layer is the slowest?").is_visible()
    assert page.get_by_text("Error displaying widget").count() == 0
    assert page.errors == []


def test_reopened_after_a_shutdown_the_stored_picture_is_there_until_the_cell_runs(day_one, tabs, address):
    sentence = LabOnPage(day_one).sentence()
    shut_down_kernel(day_one, NAME)
    page = open_notebook(tabs, address, NAME)
    assert_stored(page, sentence)
    assert page.locator(".jp-mod-dirty").count() == 0
    run_all(page)
    wait_until(lambda: page.locator(".ug-lab .ug-picture").count() == LABS, "a live lab")
    wait_until(lambda: lines(page).count() == 0, "no line beside what is live")
    page.close()


def test_after_a_restart_the_old_lab_is_switched_off_and_a_second_tab_shows_the_stored_picture(day_one, tabs, address):
    lab = LabOnPage(day_one)
    sentence = lab.sentence()
    restart(day_one)
    wait_until(lambda: lines(day_one).count() == WIDGETS, "a line at each widget")
    assert day_one.locator(".ug-lab[inert] .ug-picture").count() == LABS
    marks = """() => [...document.querySelectorAll(".jupyter-widgets-disconnected")].filter(
        e => getComputedStyle(e, "::before").content !== "none").length"""
    assert day_one.evaluate(marks) == 0, "broken links"
    second = open_notebook(tabs, address, NAME)
    assert_stored(second, sentence)
    second.close()


def test_a_live_lab_has_its_sentence_as_alternative_text_also_after_a_move(day_one):
    lab = LabOnPage(day_one)
    wait_until(lambda: lab.picture.get_attribute("alt") == lab.sentence(), "the first sentence")
    _, new_sentence = lab.watch()
    lab.type("seed", 3)
    new_sentence()
    wait_until(lambda: lab.picture.get_attribute("alt") == lab.sentence(), "the next sentence")


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name.startswith(SHORT) else pytest.mark.long) for name in NOTEBOOKS]
)
def test_a_notebook_is_not_unsaved_when_it_is_only_opened(tabs, address, folder, name):
    page = open_notebook(tabs, address, name)
    time.sleep(1)  # JupyterLab would set its mark as soon as it knows the kernel's Python
    assert page.locator(".jp-mod-dirty").count() == 0
    if "image/png" in (folder / name).read_text(encoding="utf-8"):
        stored = page.locator(".jp-OutputArea-output > img").first
        stored.scroll_into_view_if_needed()
        wait_until(lambda: len(stored.get_attribute("alt") or "") > 20, "an alternative text")
    shut_down_kernel(page, name)
    page.close()


@pytest.mark.long
def test_autosave_leaves_what_was_only_opened_as_it_is(tabs, address, folder):
    file = folder / NOTEBOOKS[0]
    stored, page = file.read_bytes(), open_notebook(tabs, address, file.name)
    time.sleep(AUTOSAVE)
    assert file.read_bytes() == stored
    page.close()
