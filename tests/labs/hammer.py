"""Labs under the hammer: as many threads as JupyterLab may ever send move them, while another draws stills.

    python -m tests.labs.hammer SECONDS        exits with 0 when every picture is the one that a fresh lab draws

It speaks to the labs as the front end does, through their widgets' messages, and knows nothing of how they are made.
It runs in a process of its own, for what it is looking for kills the process.
"""

import faulthandler
import logging
import os
import sys
import threading
import time
import traceback

import ipywidgets as widgets
import numpy as np

from helpers.labs import LABS

NAMES = ("training_lab", "ravine_lab", "optimizer_lab", "stride_lab", "speed_lab")
LONG = {"networks"}  # a band over 20 networks would leave no time for anything else
THREADS = 8


def message(widget, **data):
    """Hand the widget a message, as its comm would."""
    widget._handle_msg({"content": {"data": data}, "buffers": []})


def parts(widget):
    """Yield the widget and all that it holds."""
    yield widget
    for child in getattr(widget, "children", ()):
        yield from parts(child)


def press(lab, names):
    """Press the first button found by its text or its tooltip."""
    for part in parts(lab):
        if isinstance(part, widgets.Button) and {part.description, part.tooltip} & set(names):
            return message(part, method="custom", content={"event": "click"})
        if isinstance(part, widgets.Play) and "Play" in names:  # how the labs played before
            return message(part, method="update", state={"value": min(part.value + part.step, part.max)})


def move(lab, rng):
    """One move, by one of the handles of one of the controls."""
    name = rng.choice([name for name in lab.controls if name not in LONG])
    control = lab.controls[name]
    handles = [control.holder, *(part for part in control.children if hasattr(part, "continuous_update"))]
    handle = handles[rng.integers(len(handles))]
    if isinstance(handle, widgets.Dropdown):
        message(handle, method="update", state={"index": int(rng.integers(len(handle._options_labels)))})
    elif isinstance(handle.value, int):
        most = min(handle.max, handle.min + 40) if name in ("steps", "hidden_layers") else handle.max
        message(handle, method="update", state={"value": int(rng.integers(handle.min, most + 1))})
    else:
        message(handle, method="update", state={"value": float(rng.uniform(handle.min, handle.max))})


def hammer(labs, seed, end):
    """Move, play, reset and set, until the time is over."""
    rng = np.random.default_rng(seed)
    while time.monotonic() < end:
        lab = labs[rng.integers(len(labs))]
        what = rng.random()
        if what < 0.6:
            move(lab, rng)
        elif what < 0.8:
            press(lab, ("Play", "Pause"))
        elif what < 0.9:
            press(lab, ("Reset",))
        else:
            lab.set(seed=int(rng.integers(5))) if "seed" in lab.controls else lab.reset()


def draw_stills(end, drawn):
    """Make still pictures, as cells do, and compare each with the first of its kind."""
    from helpers.pictures.kit.still import captioned
    from helpers.pictures.kit.style import sheet, styled

    def one(i):
        with styled():
            figure = sheet(height=120)
            figure.text(0.1, 0.5, f"$\\sigma_w^{i}$ = {'abcdefghij'[i]} åβγδ", fontsize=9 + 3 * i)
            figure.canvas.draw()
            pixels = np.array(figure.canvas.buffer_rgba())
        return captioned(pixels, f"Still number {i}, of ten.")[0]["image/png"]

    first = [one(i) for i in range(10)] if not drawn else drawn
    drawn[:] = first
    i = 0
    while time.monotonic() < end:
        if one(i % 10) != first[i % 10]:
            raise AssertionError(f"still {i % 10} came out differently")
        i += 1


class Failures(logging.Handler):
    """What ipywidgets only logs, when a callback has raised."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.seen = []

    def emit(self, record):
        self.seen.append(record.getMessage() + (traceback.format_exc() if record.exc_info else ""))


def run(seconds):
    """Hammer for so long; returns what went wrong, a list of texts."""
    failures = Failures()
    logging.getLogger().addHandler(failures)
    threading.excepthook = lambda args: failures.seen.append("".join(traceback.format_exception(args.exc_value)))
    labs, drawn = [LABS[name]() for name in NAMES], []
    draw_stills(0, drawn)
    end = time.monotonic() + seconds
    threads = [threading.Thread(target=hammer, args=(labs, seed, end)) for seed in range(THREADS)]
    threads.append(threading.Thread(target=draw_stills, args=(end, drawn)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wrong = list(failures.seen)
    for name, lab in zip(NAMES, labs, strict=True):
        settle(lab)
        wrong += disagreements(name, lab)
    return wrong


def settle(lab):
    """Let what plays stop where it is."""
    for control in lab.controls.values():
        control.stop()


def disagreements(name, lab):
    """Where the lab's field, slider, sentence and picture say something else than a fresh lab at the same settings."""
    wanted = {key: control.holder.value for key, control in lab.controls.items()}
    fresh = LABS[name]()
    fresh.set(**wanted)
    wrong = [f"{name}: {key} says {control.value}, its field {wanted[key]}"
             for key, control in lab.controls.items() if control.value != wanted[key]]  # fmt: skip
    if lab.sentence != fresh.sentence:
        wrong.append(f"{name} says: {lab.sentence}\n  a fresh one: {fresh.sentence}")
    if lab.picture.value != fresh.picture.value:
        wrong.append(f"{name} shows another picture than a fresh one at {wanted}")
    if lab._busy.value:
        wrong.append(f"{name} still says that it is computing")
    return wrong


if __name__ == "__main__":
    faulthandler.enable()
    found = run(float(sys.argv[1]))
    print("\n".join(found[:20]))
    print(f"{len(found)} things went wrong.")
    sys.stdout.flush()
    os._exit(1 if found else 0)
