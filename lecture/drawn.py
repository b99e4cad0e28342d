"""A notebook run anew: the same numbers, in the lecture style pictures for a projector."""

import os
from tempfile import TemporaryDirectory

from nbclient import NotebookClient

TIMEOUT = 300  # seconds a cell
# Nobody's guesses and solutions; answers are given as in the stored notebooks, folded.
AS_STORED = {"UNSTABLE_GRADIENTS_STORING": "1"}


def draw(notebook, folder):
    """Execute a notebook in place, in the lecture style."""
    execute(notebook, folder, UNSTABLE_GRADIENTS_STYLE="lecture")


def execute(notebook, folder, **settings):
    """Execute a notebook in place, with a fresh kernel that works in that folder; settings: environment variables."""
    with TemporaryDirectory() as nobody:
        progress = {"UNSTABLE_GRADIENTS_PROGRESS": os.path.join(nobody, "progress.json")}
        client = NotebookClient(
            notebook,
            timeout=TIMEOUT,
            kernel_name="python3",
            resources={"metadata": {"path": str(folder)}},
            coalesce_streams=True,
            extra_arguments=["--log-level=ERROR"],
        )
        client.execute(env=os.environ | AS_STORED | progress | settings)
