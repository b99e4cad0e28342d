"""A learner runs cells again, in any order: after Run All, each cell alone still says what it said before."""

import random
import re
import time
from configparser import RawConfigParser
from pathlib import Path

import nbformat
import pytest

from tests.notebooks.outputs import client
from tests.notebooks.reading import code, notebooks, printed

SLOW = 1  # seconds; a cell that takes longer is run again once
QUICK = ("00", "01", "02", "when")  # the notebooks whose cells take seconds
SANITIZE = Path(__file__).with_name("sanitize.cfg")


def sanitized(text):
    """The text as nbval compares it: what may differ between two good runs is replaced."""
    rules = RawConfigParser()
    rules.read(SANITIZE, encoding="ascii")
    for rule in rules.sections():
        text = re.sub(rules[rule]["regex"], rules[rule]["replace"], text)
    return text


def said(cell):
    """What a cell printed and the sentences of its pictures; an error's name and text."""
    errors = [f"{output.ename}: {output.evalue}" for output in cell.outputs if output.output_type == "error"]
    return sanitized("".join(printed(cell) + errors))


def orders(count):
    """{name: the order in which `count` cells are run again}."""
    forwards = list(range(count))
    return {"backwards": forwards[::-1], "shuffled": random.Random(0).sample(forwards, count), "in order": forwards}


def changes(file, wanted):
    """Run all cells, then each alone in the wanted orders; returns [(order, code, said before, said now)] that differ."""
    notebook = nbformat.read(file, as_version=4)
    found, cells = [], code(notebook)
    with (runner := client(notebook, allow_errors=True)).setup_kernel():

        def run(cell):
            began = time.perf_counter()
            runner.execute_cell(cell, notebook.cells.index(cell))
            return said(cell), time.perf_counter() - began

        first = [run(cell) for cell in cells]
        slow = {i for i, (_, seconds) in enumerate(first) if seconds > SLOW}
        for order in wanted:
            for i in orders(len(cells))[order]:
                if order == wanted[0] or i not in slow:
                    now, _ = run(cells[i])
                    if now != first[i][0]:
                        found.append((order, cells[i].source, first[i][0], now))
    return found


def cases():
    """One order of the notebooks that take seconds; in the long form, three of every notebook."""
    for file in notebooks():
        if file.name.startswith(QUICK):
            yield pytest.param(file, ("shuffled",), id=f"{file.stem}-short")
        yield pytest.param(file, ("in order", "shuffled", "backwards"), id=f"{file.stem}-long", marks=pytest.mark.long)


@pytest.mark.parametrize(("file", "wanted"), list(cases()))
def test_a_cell_that_is_run_again_says_the_same(file, wanted):
    assert changes(file, wanted) == []
