"""How long each notebook is: `python -m tests.notebooks.measures [--time] [03 05 ...]`.

Words are counted with code and printed text, but without folded blocks, exercises and sources. With --time each notebook
is run from the top, in a fresh kernel, and its seconds are told; nothing is stored.
"""

import argparse
import itertools
import time
from copy import deepcopy

from tests.notebooks.outputs import run
from tests.notebooks.reading import code, import_lines, labs, main_text, notebooks, read, words

COLUMNS = ("words", "cells", "prose %", "code lines", "longest cell", "over 88", "imports", "labs")


def measures(notebook):
    """{column: number} of one notebook; lines of code are those that are not blank, `over 88` counts the wide ones."""
    lines = [[line for line in cell.source.splitlines() if line.strip()] for cell in code(notebook)]
    cells = len(notebook.cells)
    return {
        "words": words(main_text(notebook)),
        "cells": cells,
        "prose %": round(100 * (cells - len(lines)) / cells),
        "code lines": sum(map(len, lines)),
        "longest cell": max(map(len, lines), default=0),
        "over 88": sum(len(line) > 88 for line in itertools.chain(*lines)),
        "imports": len(import_lines(notebook)),
        "labs": len(labs(notebook)),
    }


def seconds(notebook):
    """How long a run from the top takes, with the start of the kernel."""
    began = time.perf_counter()
    run(deepcopy(notebook))
    return time.perf_counter() - began


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.notebooks.measures", description=__doc__.partition(":")[0])
    parser.add_argument("--time", action="store_true", help="run each notebook and tell its seconds")
    parser.add_argument("wanted", nargs="*", help="beginnings of names, such as 03; all notebooks without")
    options = parser.parse_args()
    files = [file for file in notebooks() if file.name.startswith(tuple(options.wanted) or "")]
    width = max((len(file.stem) for file in files), default=0)
    print(" " * width, *COLUMNS, *["seconds"] * options.time, sep="  ")
    for file in files:
        found = measures(read(file))
        row = [f"{found[column]:{len(column)},}" for column in COLUMNS]
        print(f"{file.stem:{width}}", *row, sep="  ", end="", flush=True)
        print(f"  {seconds(read(file)):7.1f}" if options.time else "")


if __name__ == "__main__":
    main()
