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


def test_more_says_whether_it_is_open(keyboard):
    more = keyboard.lab.more
    told = []
    for _ in range(3):
        told.append(more.get_attribute("aria-expanded"))
        more.click()
        keyboard.page.wait_for_timeout(300)
    assert told in (["false", "true", "false"], ["true", "false", "true"])


def test_a_picture_has_an_alternative_text_and_every_button_a_name_or_a_tooltip(keyboard):
    lab = keyboard.lab
    wait_until(lambda: lab.picture.get_attribute("alt") == lab.sentence(), "the sentence as the alternative text")
    for button in keyboard.lab.box.locator("button").all():
        assert button.get_attribute("title")


def test_numbers_typed_one_after_the_other_each_take_the_place_of_the_last(keyboard):
    lab, page = keyboard.lab, keyboard.page
    keyboard.eta.focus()
    for number in ("0.0099", "0.0101"):
        page.keyboard.type(number)
        page.keyboard.press("Enter")
        wait_until(lambda number=number: f"η = {number}" in lab.sentence(), number)
        assert keyboard.eta.input_value() == number
    lab.settled()
    page.keyboard.press("Backspace")  # who goes on in the number may
    page.keyboard.type("2")
    assert keyboard.eta.input_value() == "0.0102"
    page.keyboard.press("Escape")
    assert keyboard.eta.input_value() == "0.0101"


def test_escape_stops_play_from_anywhere_in_the_lab(keyboard):
    lab, page = keyboard.lab, keyboard.page
    lab.box.locator("button:has(.fa-play)").first.click()
    pause = lab.box.locator("button:has(.fa-pause)")
    pause.wait_for()
    keyboard.eta.focus()
    page.keyboard.press("Escape")
    pause.wait_for(state="detached")
    lab.reset.click()


@pytest.mark.parametrize("key", ["Space", "PageDown"])
def test_a_key_that_scrolls_does_not_take_the_lab_out_of_sight(keyboard, key):
    where = keyboard.lab.handle("learning rate η") if key == "Space" else keyboard.eta
    where.focus()
    keyboard.page.wait_for_timeout(300)
    top = keyboard.lab.box.bounding_box()["y"]
    keyboard.page.keyboard.press(key)
    keyboard.page.wait_for_timeout(500)
    assert keyboard.lab.box.bounding_box()["y"] == top


def test_who_comes_into_a_lab_by_keys_sees_all_of_it(keyboard):
    """From the cell below, in a window that is hardly higher than the lab."""
    page, box = keyboard.page, keyboard.lab.box
    size = page.viewport_size
    page.set_viewport_size({"width": size["width"], "height": int(box.bounding_box()["height"]) + 150})
    page.locator(".jp-Cell", has_text="slope_lab()").last.locator(".jp-InputPrompt").click()
    page.keyboard.press("Shift+Tab")
    page.wait_for_timeout(500)
    assert box.evaluate("lab => lab.contains(document.activeElement)")
    seen, page_seen = box.bounding_box(), page.locator(".jp-WindowedPanel-outer").bounding_box()
    page.set_viewport_size(size)
    assert seen["y"] >= page_seen["y"] - 1
    assert seen["y"] + seen["height"] <= page_seen["y"] + page_seen["height"] + 1
