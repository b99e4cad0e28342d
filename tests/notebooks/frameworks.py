"""The folded code "The same in PyTorch" of a notebook: taken from its page and run as it stands there.

given = run_cells("02", "import numpy", "sizes = ")     what those cells of the notebook define
there = run_folded("02", **given)                       what its folded code defines, on top of that
"""

import re

from tests.notebooks.reading import code, notebooks, prose, read

FOLDED = re.compile(r"<details>\s*<summary>The same in PyTorch[^<]*</summary>(.*?)</details>", flags=re.DOTALL)
PYTHON = re.compile(r"^```python\n(.*?)^```", flags=re.DOTALL | re.MULTILINE)


def notebook_of(number):
    """The notebook with that number: "02", "09b"."""
    (file,) = (file for file in notebooks() if file.name.startswith(f"{number}-"))
    return read(file)


def folded_code(text):
    """The pieces of Python, in order, under every summary "The same in PyTorch" in a page's prose."""
    return [piece for block in FOLDED.findall(text) for piece in PYTHON.findall(block)]


def run_folded(number, place=0, **given):
    """Run the folded piece in that place (0 is the first), word for word; returns the names that are there afterwards.

    given: the names that the piece takes from the notebook. AssertionError where the notebook has no such piece.
    """
    pieces = folded_code(prose(notebook_of(number)))
    assert place < len(pieces), f"notebook {number} shows {len(pieces)} pieces of PyTorch"
    exec(compile(pieces[place], f"<The same in PyTorch, notebook {number}>", "exec"), given)
    return given


def run_cells(number, *beginnings):
    """Run the code cells of a notebook that begin so, in the notebook's order; returns the names they define."""
    cells = [cell.source for cell in code(notebook_of(number)) if cell.source.startswith(beginnings)]
    names = {}
    for beginning in beginnings:
        assert any(cell.startswith(beginning) for cell in cells), f"notebook {number} has no cell {beginning!r}"
    for cell in cells:
        exec(compile(cell, f"<notebook {number}>", "exec"), names)
    return names
