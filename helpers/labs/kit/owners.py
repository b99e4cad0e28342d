"""Which cell a lab belongs to: running the cell again closes the lab that it made before."""

import gc
from weakref import ref

from IPython import get_ipython

_labs = {}  # cell -> (which run of it, the number in its brackets, [the labs that this run has made])


def belongs_to_this_cell(lab):
    """Note who made the lab, and close what earlier runs of the same cell have left."""
    cell, run = this_cell()
    if cell is None:
        return
    last_run, number, labs = _labs.get(cell, (run, None, []))
    if run != last_run:
        for made in labs:
            if (old := made()) is not None:
                old.close()
        labs = []
        forget_shown(number)
        gc.collect()  # a figure is full of circles; left to itself, Python would wait for the next few labs
    # The number in the cell's brackets. shell.execution_count is already the next one in newer IPythons.
    number = getattr(getattr(get_ipython(), "displayhook", None), "prompt_count", None)
    _labs[cell] = run, number, [*labs, ref(lab)]


def forget_shown(number):
    """Let go of what the run with that number has shown: IPython keeps every picture, for nobody to see again."""
    shell = get_ipython()
    history, names = getattr(shell, "history_manager", None), getattr(shell, "user_ns", {})
    for kept in (getattr(history, "outputs", {}), names.get("Out", {})):
        kept.pop(number, None)


def this_cell():
    """(which cell runs, which run of it this is); (None, None) outside of a cell.

    JupyterLab, Notebook 7 and VS Code name the cell. Where nobody does, its text must do.
    """
    shell = get_ipython()
    request = shell.get_parent() if hasattr(shell, "get_parent") else {}
    if request.get("header", {}).get("msg_type") != "execute_request":
        return None, None
    named = request.get("metadata", {}).get("cellId")
    return named or ("text", request["content"]["code"]), request["header"]["msg_id"]
