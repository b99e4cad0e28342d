"""Widgets whose messages are answered one at a time, and who is asking: the browser, or Python.

JupyterLab (4.4 and newer, with ipykernel 7) hands the messages of widgets to threads of their own, beside the thread
of the cells. What comes from the browser must be answered at once; what comes from a cell may be waited for.
"""

import asyncio
import threading
from contextlib import contextmanager

import ipywidgets as widgets

from helpers.pictures.kit.lock import LOCK

_thread = threading.local()


def answers_browser():
    """Whether this thread is just answering the browser, or a tick of Play, which nobody may be kept waiting for."""
    return getattr(_thread, "answering", 0) > 0


@contextmanager
def answering():
    """What happens inside answers the browser."""
    _thread.answering = getattr(_thread, "answering", 0) + 1
    try:
        yield
    finally:
        _thread.answering -= 1


def kernels_loop():
    """The event loop that this cell runs on, or None in plain Python."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


class Answering:
    """Makes a widget answer its messages while it holds the lock of everything that computes or draws."""

    def _handle_msg(self, msg):
        with LOCK, answering():
            super()._handle_msg(msg)


class Button(Answering, widgets.Button):
    """A button of a lab."""


class Toggle(Answering, widgets.ToggleButton):
    """A button that stays pressed."""


class WholeField(Answering, widgets.BoundedIntText):
    """A field for a whole number."""


class DecimalField(Answering, widgets.BoundedFloatText):
    """A field for a number with decimals."""


class Slider(Answering, widgets.IntSlider):
    """A slider that counts the places where it can stand."""


class Menu(Answering, widgets.Dropdown):
    """A drop-down menu."""
