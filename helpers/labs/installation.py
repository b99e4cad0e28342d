"""Is everything there that the course needs? Asked once, in notebook 00, and answered in plain words."""

import sys
from importlib.metadata import PackageNotFoundError, version

import ipywidgets as widgets

from helpers.engine import load_mnist

from .kit.spoken import spoken

PACKAGES = ("numpy", "matplotlib", "ipywidgets", "ipyevents", "jupyterlab", "nbval")
INSTALL = "run `pip install -r requirements.txt` in the course's folder, then restart the kernel"


def check_installation():
    """Print one line for Python, each package, the data file and the widgets: fine, or what to do."""
    for line in (python_line(), *map(package_line, PACKAGES), data_line(), widget_line()):
        print(line)


def python_line():
    """Python 3.11 or newer."""
    found = ".".join(map(str, sys.version_info[:3]))
    advice = "fine" if sys.version_info >= (3, 11) else "too old: the course needs Python 3.11 or newer"
    return f"Python, version {found}: {advice}"


def package_line(name):
    """A package that the course imports."""
    try:
        return f"{name}, version {version(name)}: fine"
    except PackageNotFoundError:
        return f"{name}: missing. To get it, {INSTALL}."


def data_line():
    """The shipped images."""
    try:
        return f"data: fine, {load_mnist()!r}"
    except (OSError, ValueError) as problem:
        return f"data: {problem}"


def widget_line():
    """A value set in a widget reaches the function that watches it."""
    heard, slider = [], widgets.IntSlider()
    slider.observe(lambda change: heard.append(change.new), "value")
    slider.value = 7
    return "widgets: fine on Python's side" if heard == [7] else f"widgets: no answer. To repair them, {INSTALL}."


class RoundTrip(widgets.VBox):
    """A button whose answer comes back through the kernel: the front end and Python can talk to each other."""

    def __init__(self):
        self.button = widgets.Button(description="Press me")
        self.answer = widgets.HTML(spoken("Press the button."))
        self.button.on_click(lambda _: self._say("The round trip works: the labs will follow your hand."))
        super().__init__([widgets.HBox([self.button, self.answer])])

    def _say(self, text):
        self.answer.value = spoken(text)

    def _repr_mimebundle_(self, **kwargs):
        return {
            **super()._repr_mimebundle_(**kwargs),
            "text/plain": "A button. If pressing it changes nothing, the labs cannot move either.",
        }
