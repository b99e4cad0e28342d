"""A prediction as a learner answers it: with the mouse, with the keyboard alone, and again tomorrow."""

import pytest

from helpers.labs.kit import progress
from tests.browser.notebook_page import (
    open_notebook,
    run_all,
    shut_down_kernel,
    wait_until,
    write_notebook,
)

NAME = "predictions.ipynb"
BEGIN = """
import time
from helpers.labs import predict_choice, predict_number
asked = []
"""
CHOICE = """
def fastest():
    asked.append(1)
    return "a swallow", "By far."
predict_choice("Which is the fastest?", ["a sparrow", "a swallow", "a coconut"], fastest)
"""
NUMBER = """
def slow():
    time.sleep(1.5)
    return 120.0
predict_number("How fast is it?", 5, 0, 4, slow)
"""
ASKED = "print('asked', len(asked), 'times')"
CHOICE_CELL, NUMBER_CELL, ASKED_CELL = 1, 2, 3
SAID = "You said “a coconut”; it is “a swallow”. By far."
MOST_TABS = 12  # from the cell below back to the first answer

ACTIVE = "() => [...document.querySelectorAll('.jp-Cell')].findIndex(cell => cell.matches('.jp-mod-active'))"
FOCUS = """() => {
    const [cells, focus] = [[...document.querySelectorAll('.jp-Cell')], document.activeElement];
    return [cells.findIndex(cell => cell.contains(focus)), focus.textContent.trim()];
}"""


class Predictions:
    """The notebook in a tab of its own."""

    def __init__(self, tabs, address):
        self.page = open_notebook(tabs, address, NAME)

    def cell(self, i):
        return self.page.locator(".jp-Notebook .jp-Cell").nth(i)

    def button(self, i, name):
        return self.cell(i).get_by_role("button", name=name, exact=True)

    def prompt(self, i):
        return self.cell(i).locator(".jp-InputPrompt").inner_text()

    def active(self):
        return self.page.evaluate(ACTIVE)

    def focus(self):
        """The cell that has the focus, and the words on what has it."""
        return tuple(self.page.evaluate(FOCUS))

    def run_all(self):
        old = self.prompt(ASKED_CELL)
        run_all(self.page)
        self.ran_again(ASKED_CELL, old)

    def ran_again(self, i, old):
        wait_until(lambda: self.prompt(i) not in (old, "[*]:", "[ ]:"), f"another run of cell {i}")

    def press_until(self, key, focus):
        """Press a key until something has the focus; AssertionError when that takes too long."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press(key)
            if self.focus() == focus:
                return
        raise AssertionError(f"{MOST_TABS} times {key} and not at {focus}, but at {self.focus()}")


@pytest.fixture
def predictions(tabs, address, folder):
    progress.reset()
    write_notebook(folder / NAME, [BEGIN, CHOICE, NUMBER, ASKED])
    predictions = Predictions(tabs, address)
    yield predictions
    assert predictions.page.errors == []
    shut_down_kernel(predictions.page, NAME)
    predictions.page.close()


def test_run_all_leaves_it_unanswered(predictions):
    predictions.run_all()
    for cell in (CHOICE_CELL, NUMBER_CELL):
        predictions.button(cell, "Commit").wait_for()
        assert "You said" not in predictions.cell(cell).locator(".jp-Cell-outputArea").inner_text()
    assert "asked 0 times" in predictions.cell(ASKED_CELL).inner_text()


def test_with_the_mouse_the_guess_is_still_there_when_its_cell_runs_again(predictions):
    predictions.run_all()
    predictions.button(CHOICE_CELL, "a coconut").click()
    predictions.button(CHOICE_CELL, "Commit").click()
    predictions.cell(CHOICE_CELL).get_by_text(SAID).wait_for()
    assert predictions.active() == CHOICE_CELL  # a click into the widget selects its cell, so ▶ runs that one
    old = predictions.prompt(CHOICE_CELL)
    predictions.page.locator('[data-command="notebook:run-cell-and-select-next"]').first.click()
    predictions.ran_again(CHOICE_CELL, old)
    predictions.cell(CHOICE_CELL).get_by_text(SAID).wait_for()
    assert predictions.active() == NUMBER_CELL
    predictions.run_all()
    predictions.cell(CHOICE_CELL).get_by_text(SAID).wait_for()
    assert "asked 0 times" in predictions.cell(ASKED_CELL).inner_text()  # the answer was not computed once more
    predictions.button(CHOICE_CELL, "Ask me again").press("Enter")
    wait_until(lambda: predictions.focus() == (CHOICE_CELL, "a sparrow"), "the focus on the first answer")


def test_by_keyboard_alone(predictions):
    page = predictions.page
    for i in (0, CHOICE_CELL):
        page.keyboard.press("Shift+Enter")
        predictions.ran_again(i, "[ ]:")
    predictions.button(CHOICE_CELL, "Commit").wait_for()
    predictions.press_until("Shift+Tab", (CHOICE_CELL, "a sparrow"))
    predictions.press_until("Tab", (CHOICE_CELL, "a coconut"))
    page.keyboard.press("Space")
    predictions.cell(CHOICE_CELL).get_by_text("Chosen: a coconut.").wait_for()
    predictions.press_until("Tab", (CHOICE_CELL, "Commit"))
    page.keyboard.press("Enter")
    predictions.cell(CHOICE_CELL).get_by_text(SAID).wait_for()
    wait_until(lambda: predictions.focus() == (CHOICE_CELL, "Ask me again"), "the focus where it was")
    old = predictions.prompt(CHOICE_CELL)
    page.keyboard.press("Shift+Enter")
    wait_until(lambda: predictions.active() == NUMBER_CELL, "the next cell")
    assert predictions.prompt(CHOICE_CELL) == old and predictions.cell(CHOICE_CELL).get_by_text(SAID).is_visible()
    page.keyboard.press("Shift+Enter")
    predictions.ran_again(NUMBER_CELL, "[ ]:")


def test_a_letter_that_is_typed_on_a_choice_does_nothing_to_the_notebook(predictions):
    predictions.run_all()
    cells = predictions.page.locator(".jp-Notebook .jp-Cell").count()
    predictions.button(CHOICE_CELL, "a sparrow").focus()
    for key in ("x", "m", "d", "d"):
        predictions.page.keyboard.press(key)
    predictions.page.wait_for_timeout(300)
    assert predictions.page.locator(".jp-Notebook .jp-Cell").count() == cells
    assert predictions.focus() == (CHOICE_CELL, "a sparrow")


def test_what_is_typed_takes_the_place_of_the_number_wherever_the_field_was_clicked(predictions):
    predictions.run_all()
    field = predictions.cell(NUMBER_CELL).locator("input[type=number]")
    field.click(position={"x": 6, "y": 6})  # before the digits, where the mouse puts the caret
    predictions.page.keyboard.type("70")
    predictions.page.keyboard.press("Enter")
    predictions.cell(NUMBER_CELL).get_by_text("Chosen: 70. Press Commit.").wait_for()
    assert field.input_value() == "70"


def test_a_slow_answer_says_that_it_is_computed_and_tomorrow_it_is_there(predictions, tabs, address):
    predictions.run_all()
    handle = predictions.cell(NUMBER_CELL).locator(".noUi-handle").last
    handle.focus()
    predictions.page.keyboard.press("ArrowRight")
    field = predictions.cell(NUMBER_CELL).locator("input[type=number]")
    wait_until(lambda: field.input_value() != "5", "another number in the field")
    said = field.input_value()
    predictions.button(NUMBER_CELL, "Commit").click()
    predictions.cell(NUMBER_CELL).get_by_text("computing…").wait_for()
    sentence = f"You said {said}; it is 120"
    predictions.cell(NUMBER_CELL).get_by_text(sentence).wait_for()
    predictions.cell(NUMBER_CELL).get_by_text("measured: 120").wait_for()
    assert predictions.focus() == (NUMBER_CELL, "Ask me again")
    shut_down_kernel(predictions.page, NAME)
    tomorrow = Predictions(tabs, address)
    tomorrow.run_all()
    tomorrow.cell(NUMBER_CELL).get_by_text(sentence).wait_for()
    assert tomorrow.button(CHOICE_CELL, "Commit").count() == 1
    tomorrow.page.close()
