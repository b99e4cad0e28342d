"""The command: `python -m web` writes every notebook as a page that needs no Python into build/site."""

import argparse
import re
import sys
import time
from pathlib import Path

import nbformat

from lecture.drawn import execute
from lecture.folder import folder_for

from .page import TITLE, index, page, words_page

ROOT = Path(__file__).parents[1]
NOTEBOOKS, BUILT = ROOT / "notebooks", ROOT / "build" / "site"
RECORD = "from web.recorded import record\n\nrecord(get_ipython())"
ROW = re.compile(r"\| \[[^\]]*\]\(notebooks/([^)]*)\.ipynb\) \| (.*) \| (.*) \|")  # of the README's table


def main(arguments):
    asked = options().parse_args(arguments)
    folder = folder_for(asked.to)
    began = time.monotonic()
    write_words(folder)
    for file in files(asked.notebooks):
        print(f"{file.stem}: run, with every state of its labs ...", flush=True)
        size = write_page(file, folder)
        print(f"{file.stem}: {size / 1e6:.2f} MB", flush=True)
    minutes = (time.monotonic() - began) / 60
    print(f"{minutes:.0f} minutes. Open it in any browser, without a network: {folder / 'index.html'}")


def options():
    """What the command understands."""
    parser = argparse.ArgumentParser(prog="python -m web", description="Write the notebooks as pages without a kernel.")
    parser.add_argument("notebooks", nargs="*", metavar="NN", help="only these, for example 03 06b (default: all)")
    parser.add_argument("--to", default=str(BUILT), metavar="FOLDER", help="where they go (default: %(default)s)")
    return parser


def files(numbers=()):
    """All notebooks in the order of the course, or those of these numbers."""
    return [file for file in sorted(NOTEBOOKS.glob("*.ipynb")) if not numbers or file.name.partition("-")[0] in numbers]


def titles():
    """{file name: title} of all pages."""
    notebooks = {f"{file.stem}.html": nbformat.read(file, as_version=4).cells[0].source for file in files()}
    words = {f"{file.stem}.html": file.read_text(encoding="utf-8") for file in sorted(NOTEBOOKS.glob("*.md"))}
    return {name: TITLE.match(text)[1] for name, text in (notebooks | words).items()}


def write_words(folder):
    """Write the index and the pages of mere words."""
    pages = titles()
    for file in NOTEBOOKS.glob("*.md"):
        text = words_page(file.read_text(encoding="utf-8"), pages)
        (folder / f"{file.stem}.html").write_text(text, encoding="utf-8")
    told = {
        f"{stem}.html": (idea, minutes) for stem, idea, minutes in ROW.findall((ROOT / "README.md").read_text("utf-8"))
    }
    rows = [(name, title, *told.get(name, ("", ""))) for name, title in pages.items()]
    (folder / "index.html").write_text(index(rows), encoding="utf-8")


def write_page(file, folder):
    """Run a notebook and write its page; returns the number of bytes."""
    notebook = nbformat.read(file, as_version=4)
    run(notebook)
    names = [f"{each.stem}.html" for each in files()]
    place = names.index(f"{file.stem}.html")
    beside = ("" if not 0 <= i < len(names) else names[i] for i in (place - 1, place + 1))
    return (folder / names[place]).write_bytes(page(notebook, titles(), *beside).encode("utf-8"))


def run(notebook):
    """Execute a notebook in place; its outputs also hold what a page needs."""
    notebook.cells.insert(0, nbformat.v4.new_code_cell(RECORD))
    execute(notebook, NOTEBOOKS, PYTHONPATH=str(ROOT), UNSTABLE_GRADIENTS_STYLE="reading")
    del notebook.cells[0]


if __name__ == "__main__":
    main(sys.argv[1:])
