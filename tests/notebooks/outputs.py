"""Run every notebook from the top and store what it shows: `make outputs`.

Kept are the pictures and the texts. Left out is what would differ from run to run or cannot be shown without a
kernel: widget state, widget views, timings, execution metadata.
"""

import base64
import os
import sys
from tempfile import TemporaryDirectory

import nbformat
from nbclient import NotebookClient

from tests.no_learner import no_learner
from tests.notebooks import predictions
from tests.notebooks.reading import NOTEBOOKS, notebooks

TIMEOUT = 120  # seconds a cell
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
CELL_METADATA = ("jupyter", "slideshow", "tags")
# The README's pictures: each is what the first cell with these words stored.
README_PICTURES = {
    NOTEBOOKS / "images" / "speed-of-each-layer.png": "speed_lab()",
    NOTEBOOKS / "images" / "the-answer.png": "Layer 1 alone never takes more than",
}


def client(notebook, **options):
    """What executes a notebook's cells in place, in the folder of the notebooks."""
    return NotebookClient(
        notebook,
        timeout=TIMEOUT,
        kernel_name="python3",
        resources={"metadata": {"path": str(NOTEBOOKS)}},
        store_widget_state=False,
        record_timing=False,
        coalesce_streams=True,
        **options,
    )


def run(notebook):
    """Execute a notebook in place, with a fresh kernel that knows of no learner."""
    with TemporaryDirectory() as folder:
        client(notebook).execute(env=os.environ | no_learner(folder, storing=True))


def normalize(notebook):
    """Drop what does not belong into a stored notebook."""
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for cell in notebook.cells:
        cell.metadata = {name: cell.metadata[name] for name in CELL_METADATA if name in cell.metadata}
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET_VIEW, None)


def store(file):
    """Execute and normalize one notebook file."""
    notebook = nbformat.read(file, as_version=4)
    run(notebook)
    normalize(notebook)
    nbformat.write(notebook, file)


def stored_picture(words):
    """The first picture, PNG bytes, that a cell with these words has stored."""
    for file in notebooks():
        for cell in nbformat.read(file, as_version=4).cells:
            if cell.cell_type == "code" and words in cell.source:
                return base64.b64decode(cell.outputs[0].data["image/png"])
    raise ValueError(f"no notebook has a cell with {words}")


if __name__ == "__main__":
    wanted = sys.argv[1:]
    for file in notebooks():
        if not wanted or any(file.name.startswith(name) for name in wanted):
            print(file.name, flush=True)
            store(file)
    for file, words in README_PICTURES.items():
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(stored_picture(words))
    predictions.store()
