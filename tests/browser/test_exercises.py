"""An exercise in JupyterLab: it answers below its cell, and hint and solution open by the keyboard alone."""

import os
from pathlib import Path

import pytest

from tests.browser.notebook_page import (
    open_notebook,
    run_all,
    shut_down_kernel,
    wait_for_all_cells,
    wait_until,
    write_notebook,
)

CELLS = [
    "import numpy as np\nfrom helpers.labs import exercise",
    'def delta_before(delta_after, W_after, z):\n    ...\n\n\nexercise("02.4", delta_before)',
    'def tanh_slope(z):\n    return 1 - np.tanh(z)\n\n\nexercise("02.3", tanh_slope)',
    'def tanh_slope(z):\n    return 1 - np.tanh(z) ** 2\n\n\nexercise("02.3", tanh_slope)',
    'exercise("00.1", ...)',
]
MIDDLE_OF_THE_DOTS = """line => {
    const range = document.createRange(), parts = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    while (!parts.nextNode().data.includes("..."));
    const start = parts.currentNode.data.indexOf("...");
    range.setStart(parts.currentNode, start);
    range.setEnd(parts.currentNode, start + 3);
    const dots = range.getBoundingClientRect();
    return [dots.x + dots.width / 2, dots.y + dots.height / 2];
}"""
SHOTS = os.environ.get("UNSTABLE_GRADIENTS_SHOTS")  # a folder for pictures of the screen, for people to look at


@pytest.fixture
def page(tabs, address, folder):
    write_notebook(folder / "exercises.ipynb", CELLS)
    page = open_notebook(tabs, address, "exercises.ipynb")
    run_all(page)
    wait_for_all_cells(page)
    yield page
    shut_down_kernel(page, "exercises.ipynb")
    page.close()


def shot(page, name):
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(SHOTS) / f"exercise-{name}.png")


@pytest.mark.parametrize("key", ["Space", pytest.param("Enter", marks=pytest.mark.long)])
def test_it_answers_and_helps_by_the_keyboard_alone(page, key):
    stub, mistaken, right = (page.locator(".jp-CodeCell").nth(i).locator(".jp-OutputArea") for i in (1, 2, 3))
    stub.get_by_text("02.4 · Not yet.").wait_for()
    mistaken.get_by_text("gave 0.396, expected 0.635.").wait_for()
    mistaken.get_by_text("You forgot the square.").wait_for()
    right.get_by_text("✓ Right.").wait_for()
    shot(page, "three-answers")

    hint = stub.get_by_role("button", name="Hint")
    hint.focus()
    focused = "() => document.activeElement.textContent.trim()"
    page.keyboard.press(key)
    stub.get_by_text("Two factors: the weights").wait_for()
    wait_until(lambda: page.evaluate(focused) == "Hide hint", "the button that says so, in focus")
    page.keyboard.press("Tab")
    page.keyboard.press(key)
    wait_until(lambda: page.evaluate(focused) == "Show it?", "the question, in focus")
    assert stub.get_by_text("return (delta_after @ W_after) * a * (1 - a)").count() == 0
    page.keyboard.press(key)
    stub.get_by_text("return (delta_after @ W_after) * a * (1 - a)").wait_for()
    wait_until(lambda: page.evaluate(focused) == "Hide solution", "the button that says so, in focus")
    shot(page, "hint-and-solution")
    assert page.locator(".jp-CodeCell").count() == len(CELLS)
    assert page.errors == []

    if key == "Space":  # once is enough
        a_double_click_on_the_dots_leaves_the_bracket(page)


def a_double_click_on_the_dots_leaves_the_bracket(page):
    line = page.locator(".jp-CodeCell").nth(4).locator(".cm-line").last
    line.scroll_into_view_if_needed()  # the open solution has moved it down
    page.mouse.dblclick(*line.evaluate(MIDDLE_OF_THE_DOTS))
    wait_until(lambda: page.evaluate("() => getSelection().toString()") == "...", "the dots alone, selected")
    page.keyboard.type("1")
    assert line.inner_text() == 'exercise("00.1", 1)'


def test_a_notebook_that_has_not_run_shows_the_folded_help(tabs, address, folder):
    page = open_notebook(tabs, address, next(folder.glob("02-*.ipynb")).name)
    output = page.locator(".jp-CodeCell").filter(has_text='exercise("02.3", tanh_slope)').locator(".jp-OutputArea")
    output.scroll_into_view_if_needed()
    output.get_by_text("02.3 · Not yet.").wait_for()
    code = output.get_by_text("return 1 - np.tanh(z) ** 2")
    assert not code.is_visible()
    shot(page, "folded")
    output.get_by_text("Solution", exact=True).click()
    code.wait_for()
    shot(page, "unfolded")
    page.close()


BELOW_A_SOLUTION = [
    "from helpers.labs import exercise",
    *["# above"] * 12,
    'exercise("02.4", lambda delta_after, W_after, z: delta_after @ W_after)',
    *["# below"] * 12,
]
IN_VIEW = """words => {
    const view = words.closest(".jp-WindowedPanel-outer").getBoundingClientRect(), box = words.getBoundingClientRect();
    return view.top <= box.top && box.bottom <= view.bottom;
}"""


def test_a_verdict_is_in_view_also_when_hint_and_solution_were_open(tabs, address, folder):
    """Shift+Enter goes on to the next cell and brings that into view."""
    write_notebook(folder / "below-a-solution.ipynb", BELOW_A_SOLUTION)
    page = open_notebook(tabs, address, "below-a-solution.ipynb")
    run_all(page)
    wait_for_all_cells(page)
    cell = page.locator(".jp-CodeCell").nth(13)
    output = cell.locator(".jp-OutputArea")
    for name in ("Hint", "Solution", "Show it?"):
        output.get_by_role("button", name=name).click()
    output.get_by_text("return (delta_after @ W_after) * a * (1 - a)").wait_for()
    cell.locator(".cm-line").first.click()
    page.keyboard.press("Control+A")
    page.keyboard.type('exercise("02.4")')
    page.keyboard.press("Shift+Enter")
    verdict = output.get_by_text("02.4 · Not yet.")
    verdict.wait_for()
    shot(page, "verdict-below-a-hint")
    wait_until(lambda: verdict.evaluate(IN_VIEW), "the verdict, in view")
    shut_down_kernel(page, "below-a-solution.ipynb")
    page.close()


def test_enter_on_the_cell_of_an_exercise_selects_the_dots(page):
    """So what is typed takes their place."""
    cell = page.locator(".jp-CodeCell").last
    cell.locator(".jp-InputPrompt").click()
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    page.keyboard.type("4.2")
    assert cell.locator(".cm-content").inner_text() == 'exercise("00.1", 4.2)'
