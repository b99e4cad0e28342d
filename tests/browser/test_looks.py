"""A lab in the dark theme, and a lab whose cell is run again."""

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

NAME = "looks.ipynb"
# Note the least height of the output's room from now on, frame by frame.
WATCH = """cell => {
    const note = () => {
        const high = cell.getBoundingClientRect().height;
        window.leastHeight = Math.min(window.leastHeight ?? high, high);
        if (!cell.querySelector(".ug-lab")) window.labWasGone = true;
        requestAnimationFrame(note);
    };
    note();
}"""


@pytest.fixture(scope="module")
def page(tabs, address, folder):
    write_notebook(folder / NAME, ["from helpers.labs import theory_lab", "theory_lab()"])
    page = open_notebook(tabs, address, NAME)
    run_all(page)
    wait_for_all_cells(page)
    yield page
    assert page.errors == []
    shut_down_kernel(page, NAME)
    page.close()


def test_a_cell_that_is_run_again_keeps_its_room(page):
    lab, cell = LabOnPage(page), page.locator(".jp-CodeCell").last
    lab.settled()
    high = cell.bounding_box()["height"]
    cell.evaluate(WATCH)
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    wait_until(lambda: page.evaluate("() => window.labWasGone") and page.locator(".ug-lab").count() == 1, "a new lab")
    LabOnPage(page).settled()
    assert page.evaluate("() => window.leastHeight") >= 0.97 * high


def test_the_page_below_stays_put_while_the_sentence_grows_and_shrinks(page):
    lab = LabOnPage(page)
    lab.more.click()
    menu = lab.box.get_by_label("band over seeds")
    menu.wait_for()
    lab.settled()
    high = lab.box.bounding_box()["height"]
    for networks in ("20 networks", "none"):  # three lines, two lines
        menu.select_option(networks)
        lab.settled()
        assert lab.box.bounding_box()["height"] == high


def test_in_the_dark_theme_pictures_do_not_glare_and_arrows_can_be_seen(page):
    choose_theme(page, "JupyterLab Dark")
    try:
        lab = LabOnPage(page)
        assert "brightness(0.84)" in lab.picture.evaluate("picture => getComputedStyle(picture).filter")
        arrow = lab.box.locator("select").first.evaluate("menu => getComputedStyle(menu).backgroundImage")
        assert "%23ddd" in arrow and lab.box.evaluate("box => getComputedStyle(box).colorScheme") == "dark"
    finally:
        choose_theme(page, "JupyterLab Light")


def choose_theme(page, name):
    """Settings > Theme > name, by the menu, and wait until it is there."""
    page.locator(".lm-MenuBar-itemLabel", has_text="Settings").click()
    page.locator(".lm-Menu-itemLabel", has_text="Theme").first.hover()
    page.locator(".lm-Menu-itemLabel", has_text=name).first.click()
    wait_until(lambda: page.locator("body").get_attribute("data-jp-theme-name") == name, name)
