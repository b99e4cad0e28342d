"""Moves of a lab's controls, made through its real widgets."""

import io
import math

import ipywidgets as widgets
import numpy as np
from PIL import Image

from helpers.labs.phase_dots import Dots

# What may be painted: each of these is trained once, and then known.
PAINTED = (
    ("tanh", 1.3, 0.2, 20, 0),
    ("tanh", 0.6, 0.4, 10, 1),
    ("relu", 4.0, 1.2, 30, 2),
    ("sigmoid", 10.0, 0.0, 10, 0),
)


def ends(control):
    """The values to try one by one: every line of a menu, the lowest and the highest number, no dot and one."""
    holder = control.holder
    if isinstance(holder, widgets.Dropdown):
        return [value for _, value in holder._options_full]
    if isinstance(holder, Dots):
        return [(), PAINTED[:1]]
    return [holder.min, holder.max]


def random_value(control, rng):
    """Any value that a user can reach; powers of ten are drawn evenly where the slider runs over them."""
    holder = control.holder
    if isinstance(holder, widgets.Dropdown):
        return ends(control)[rng.integers(len(ends(control)))]
    if isinstance(holder, Dots):
        return PAINTED[: rng.integers(len(PAINTED) + 1)]
    if isinstance(holder, widgets.BoundedIntText):
        return int(rng.integers(holder.min, holder.max + 1))
    if is_logarithmic(control):
        return float(np.exp(rng.uniform(*np.log([holder.min, holder.max]))))
    return float(rng.uniform(holder.min, holder.max))


def is_logarithmic(control):
    """Whether equal ways of the slider are equal factors of the value."""
    return getattr(control.marks, "_scale", None) is math.log10


def move_at_random(lab, rng, name=None):
    """Move one control, by its field or by its slider."""
    control = lab.controls[name or rng.choice(list(lab.controls))]
    handles = [control.holder, *control.companions]
    handle, value = handles[rng.integers(len(handles))], random_value(control, rng)
    handle.value = value if handle is control.holder else control.marks.nearest(value)


def from_browser(widget, **state):
    """What the front end sends when a hand has changed the widget."""
    widget._handle_msg({"content": {"data": {"method": "update", "state": state}}, "buffers": []})


def press(button):
    """What it sends when the button is pressed."""
    message = {"method": "custom", "content": {"event": "click"}}
    button._handle_msg({"content": {"data": message}, "buffers": []})


def values(lab):
    """What every control says, by name."""
    return {name: control.value for name, control in lab.controls.items()}


def shown(lab):
    """The pixels of the picture that the lab shows, shape (height, width, 3)."""
    return np.asarray(Image.open(io.BytesIO(lab.picture.value)).convert("RGB"))


def button(lab, name):
    """The lab's button of that name."""
    found = [part for part in parts(lab) if isinstance(part, widgets.Button) and part.description == name]
    assert len(found) == 1
    return found[0]


def parts(widget):
    """Yield the widget and all that it holds."""
    yield widget
    for child in getattr(widget, "children", ()):
        yield from parts(child)
