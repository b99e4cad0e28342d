"""From a key to changed pixels, in a real JupyterLab: the labs between an echo and what ordinary notebooks do."""

from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.browser.chromium import find_chromium, tabs_by_font
from tests.browser.fonts import FAMILIES
from tests.browser.notebook_page import open_notebook, run_all, wait_for_all_cells, write_notebook
from tests.browser.server import jupyter_lab

from .rivals import CELLS, ECHO, LANDSCAPE_INTERACT, LANDSCAPE_LAB, RAVINE_INTERACT, RAVINE_LAB
from .table import line, skipped

ROUNDS, PRESSES = 6, 5  # 30 presses for each; the first round warms up
SETTLE = 120  # milliseconds of quiet after each answer
WATCH = Path(__file__).with_name("keys.js").read_text(encoding="utf-8")
# Which slider of the cell is moved: the start across, and the zoom.
HANDLE = {ECHO: 0, RAVINE_LAB: 0, LANDSCAPE_LAB: 0, RAVINE_INTERACT: 0, LANDSCAPE_INTERACT: 0}


def measure_keys():
    """Print the medians, and how the labs stand to both ends of the scale."""
    if not find_chromium():
        return skipped("browser: key press to changed pixels", "no Chromium or Chrome on this system")
    with TemporaryDirectory() as folder, tabs_by_font(Path(folder, "fonts")) as tabs:
        notebooks = Path(folder, "notebooks")
        notebooks.mkdir()
        write_notebook(notebooks / "keys.ipynb", [cell.strip() for cell in CELLS])
        home = Path(folder, "home")
        with jupyter_lab(notebooks, home) as address:
            page = open_notebook(tabs(next(iter(FAMILIES))), address, "keys.ipynb")
            run_all(page)
            wait_for_all_cells(page)
            medians = {cell: median(times) for cell, times in press_by_turns(page).items()}
    report(medians)


def report(medians):
    """One line for each way, and one for each ratio with a target."""
    names = {ECHO: "a bare slider echoed as text", RAVINE_LAB: "ravine_lab", LANDSCAPE_LAB: "landscape_lab",
             RAVINE_INTERACT: "the ravine by interact", LANDSCAPE_INTERACT: "the landscapes by interact"}  # fmt: skip
    for cell, name in names.items():
        line(f"browser: key to pixels, {name}", medians[cell], " ms")
    for lab, rival in ((RAVINE_LAB, RAVINE_INTERACT), (LANDSCAPE_LAB, LANDSCAPE_INTERACT)):
        line(f"browser: {names[lab]} / {names[rival]}", medians[lab] / medians[rival], " x", most=0.3)
        line(f"browser: {names[lab]} / echo", medians[lab] / medians[ECHO], " x", most=2.4)


def press_by_turns(page):
    """Milliseconds of each press, by cell; a few presses here, a few there, so that a busy computer slows all."""
    times = {cell: [] for cell in HANDLE}
    for round in range(ROUNDS + 1):
        for cell, which in HANDLE.items():
            box = page.locator(".jp-CodeCell").nth(CELLS.index(cell)).locator(".jp-Cell-outputWrapper")
            handle = box.locator(".noUi-handle").nth(which)
            handle.scroll_into_view_if_needed()
            handle.focus()
            page.wait_for_timeout(SETTLE)
            taken = [press(page, handle, box) for _ in range(PRESSES)]
            if round:
                times[cell] += taken
    return times


def press(page, handle, box):
    """One press of the right arrow, answered."""
    page.evaluate(WATCH, [handle.element_handle(), box.element_handle()])
    page.keyboard.press("ArrowRight")
    taken = page.evaluate("() => window.answer")
    page.wait_for_timeout(SETTLE)
    return taken
