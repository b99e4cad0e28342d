"""The command: `python -m lecture` writes a deck for every main notebook into build/slides."""

import argparse
import sys
from pathlib import Path

import nbformat

from .drawn import draw
from .fetched import copy_to
from .folder import folder_for
from .page import page
from .slides import slides

ROOT = Path(__file__).parents[1]
NOTEBOOKS, BUILT = ROOT / "notebooks", ROOT / "build" / "slides"


def main(arguments):
    asked = options().parse_args(arguments)
    folder = folder_for(asked.to)
    try:
        copy_to(folder)
    except (OSError, ValueError) as problem:
        sys.exit(
            "The slides were not made: what turns them (reveal.js, MathJax) is fetched once from the npm registry, which "
            f"could not be reached ({type(problem).__name__}): connect and run this again."
        )
    for file in main_notebooks(asked.notebooks):
        if not asked.stored:
            print(f"{file.stem}: run in the lecture style ...", flush=True)
        made = write_deck(file, folder, is_stored=asked.stored)
        print(f"{file.stem}: {made} slides", flush=True)
    print(f"Open a deck in any browser, without a network: {folder}")


def options():
    """What the command understands."""
    parser = argparse.ArgumentParser(prog="python -m lecture", description="Write decks of slides, one HTML page each.")
    parser.add_argument("notebooks", nargs="*", metavar="NN", help="only these, for example 03 06 (default: 00 to 12)")
    parser.add_argument(
        "--stored", action="store_true", help="take the stored pictures instead of running the notebooks"
    )
    parser.add_argument("--to", default=str(BUILT), metavar="FOLDER", help="where the decks go (default: %(default)s)")
    return parser


def main_notebooks(numbers=()):
    """The files of the main path, or of those numbers."""
    files = [file for file in sorted(NOTEBOOKS.glob("*.ipynb")) if file.name.partition("-")[0].isdigit()]
    return [file for file in files if not numbers or file.name.partition("-")[0] in numbers]


def write_deck(file, folder, is_stored=False):
    """Write one deck; returns the number of its slides."""
    notebook = nbformat.read(file, as_version=4)
    if not is_stored:
        draw(notebook, NOTEBOOKS)
    made = slides(notebook)
    (folder / f"{file.stem}.html").write_text(page(made[0].title, made), encoding="utf-8")
    return len(made)


if __name__ == "__main__":
    main(sys.argv[1:])
