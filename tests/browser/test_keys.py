"""Keys typed in a lab never reach the notebook, and the wheel never changes a value."""

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

NAME = "keys.ipynb"
COMMANDS = (["1", "0", "0", "Enter"], ["x"], ["d", "d"], ["m"], ["a"], ["0", "0"], ["Shift+Enter"])
CHORD = 1200  # milliseconds; so long JupyterLab waits for the second key of two


class Keyboard:
    """The ravine lab between two cells, and what a key could do to them."""

    def __init__(self, page):
        self.page, self.lab = page, LabOnPage(page)
        self.lab.settled()
        self.eta = self.lab.field("learning rate η")

    def notebook(self):
        """What no key typed in the lab may change: the cells, their numbers, a dialog, the lab itself."""
        cells = [cell.get_attribute("class").split()[1:4] for cell in self.page.locator(".jp-Cell").all()]
        prompts = self.page.locator(".jp-InputPrompt").all_inner_texts()
        return cells, prompts, self.page.locator(".jp-Dialog").count(), self.page.locator(".ug-lab").count()

    def focus(self, where):
        """Put the focus on a part of the lab, as the Tab key or a click would."""
        if where == "picture":
            return self.lab.picture.click(position={"x": 5, "y": 5})  # beside the map
        parts = {
            "slider": lambda: self.lab.handle("learning rate η"),
            "field": lambda: self.eta,
            "Reset": lambda: self.lab.reset,
            "More": lambda: self.lab.more,
        }
        return parts[where]().focus()


@pytest.fixture(scope="module")
def keyboard(tabs, address, folder):
    write_notebook(folder / NAME, ["from helpers.labs import ravine_lab, slope_lab", "ravine_lab()", "slope_lab()"])
    page = open_notebook(tabs, address, NAME)
    run_all(page)
    wait_for_all_cells(page)
    yield Keyboard(page)
    assert page.errors == []
    shut_down_kernel(page, NAME)
    page.close()


@pytest.fixture(autouse=True)
def at_rest(keyboard):
    """What a test has left in a field comes to the kernel before the next test begins."""
    yield
    keyboard.lab.box.evaluate("() => document.activeElement.blur()")
    keyboard.lab.settled()


@pytest.mark.parametrize("where", ["slider", "field", "Reset", "More", "picture"])
def test_keys_typed_in_a_lab_do_nothing_to_the_notebook(keyboard, where):
    page, before = keyboard.page, keyboard.notebook()
    for keys in COMMANDS:
        keyboard.focus(where)
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_timeout(CHORD if keys == ["0", "0"] else 200)
        assert keyboard.notebook() == before, f"{keys} on {where}"


def test_keys_typed_on_a_menu_do_nothing_to_the_notebook(keyboard):
    page, before = keyboard.page, keyboard.notebook()
    for keys in (["x"], ["d", "d"], ["m"]):
        page.locator(".ug-lab select").first.focus()
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_timeout(200)
        assert keyboard.notebook() == before, keys


def test_shift_enter_keeps_the_settings_and_goes_on_to_the_next_cell(keyboard):
    lab, page = keyboard.lab, keyboard.page
    lab.type("learning rate η", 0.005)
    sentence = lab.settled()["sentence"]
    lab.handle("learning rate η").focus()
    page.keyboard.press("Shift+Enter")
    page.wait_for_timeout(500)
    assert lab.sentence() == sentence and "η = 0.005" in sentence
    active = page.locator(".jp-Cell.jp-mod-active")
    assert "slope_lab()" in active.inner_text() and active.evaluate("cell => cell.contains(document.activeElement)")


def test_saving_by_keyboard_still_works_inside_a_lab(keyboard):
    page = keyboard.page
    keyboard.lab.handle("learning rate η").focus()
    with page.expect_response(lambda answer: NAME in answer.url and answer.request.method == "PUT"):
        page.keyboard.press("Control+s")


def test_the_wheel_scrolls_and_changes_no_field(keyboard):
    lab, page = keyboard.lab, keyboard.page
    lab.type("learning rate η", 0.005)
    keyboard.eta.click()
    top = keyboard.eta.bounding_box()["y"]
    page.mouse.wheel(0, 60)
    page.wait_for_timeout(500)
    assert keyboard.eta.input_value() == "0.005"
    assert keyboard.eta.bounding_box()["y"] < top
    page.keyboard.press("End")
    page.keyboard.type("1")
    assert keyboard.eta.input_value() == "0.0051"  # it can be written to again


def test_a_slider_says_its_name_and_value_to_a_screen_reader(keyboard):
    lab = keyboard.lab
    handle = lab.handle("learning rate η")
    lab.reset.click()
    lab.settled()
    assert handle.get_attribute("aria-label") == "learning rate η"
    assert handle.get_attribute("aria-valuetext") == "0.008"
    handle.focus()
    keyboard.page.keyboard.press("ArrowRight")
    lab.settled()
    assert handle.get_attribute("aria-valuetext") == keyboard.eta.input_value() == "0.00813"


def test_a_picture_has_an_alternative_text_and_every_button_a_name_or_a_tooltip(keyboard):
    lab = keyboard.lab
    wait_until(lambda: lab.picture.get_attribute("alt") == lab.sentence(), "the sentence as the alternative text")
    for button in keyboard.lab.box.locator("button").all():
        assert button.get_attribute("title")
