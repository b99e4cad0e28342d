"""Is everything there that the course needs? Asked once, in notebook 00, and answered in plain words.

Only Python's own modules are imported at the top: a package that is missing must not keep anybody from asking.
"""

import sys
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from .kit.spoken import spoken

# What the helper package imports: the name to install it by, and the name to import it by.
COURSE = {
    "numpy": "numpy",
    "scipy": "scipy",
    "matplotlib": "matplotlib",
    "ipywidgets": "ipywidgets",
    "ipyevents": "ipyevents",
    "pillow": "PIL",
    "pooch": "pooch",
    "threadpoolctl": "threadpoolctl",
    "loky": "loky",
    "filelock": "filelock",
    "platformdirs": "platformdirs",
    "tqdm": "tqdm",
    "traitlets": "traitlets",
    "ipython": "IPython",
}
PROGRAMS = {"jupyterlab": "jupyterlab", "nbval": "nbval"}  # they run beside the kernel: looked for, not imported
QUIET = COURSE.keys() - {
    "numpy",
    "matplotlib",
    "ipywidgets",
    "ipyevents",
}  # named only when something is wrong with them

INSTALL = "run `pip install -r requirements.txt` in the course's folder, then restart the kernel"


def check_installation():
    """Print one line for Python, each package, the data file and the widgets: fine, or what to do."""
    packages = {name: package_line(name) for name in (*COURSE, *PROGRAMS)}
    shown = (line for name, line in packages.items() if not (name in QUIET and line.endswith(": fine")))
    for line in (python_line(), *shown, data_line(), widget_line()):
        print(line)


def python_line():
    """Python 3.11 or newer."""
    found = ".".join(map(str, sys.version_info[:3]))
    advice = "fine" if sys.version_info >= (3, 11) else "too old: the course needs Python 3.11 or newer"
    return f"Python, version {found}: {advice}"


def package_line(name):
    """A package, by the name to install it by: fine, missing, or why it cannot be imported."""
    try:
        _find(name)
        return f"{name}, version {version(name)}: fine"
    except PackageNotFoundError:  # it is there, though no installer knows of it
        return f"{name}: fine"
    except Exception as problem:  # what a broken package raises may be of any kind
        return f"{name}: {_reason(problem, (COURSE | PROGRAMS)[name])}. To get it, {INSTALL}."


def data_line():
    """The shipped images."""
    try:
        from helpers.engine import load_mnist

        return f"data: fine, {load_mnist()!r}"
    except ImportError as problem:
        return f"data: cannot be read, {_reason(problem)}."
    except (OSError, ValueError) as problem:
        return f"data: {problem}"


def widget_line():
    """A value set in a widget reaches the function that watches it."""
    try:
        from ipywidgets import IntSlider
    except ImportError as problem:
        return f"widgets: cannot be tried, {_reason(problem)}."
    heard, slider = [], IntSlider()
    slider.observe(lambda change: heard.append(change.new), "value")
    slider.value = 7
    return "widgets: fine on Python's side" if heard == [7] else f"widgets: no answer. To repair them, {INSTALL}."


def _find(name):
    """Import a package of the course; of a program, see that it is there. Raises what importing it raises."""
    if name in COURSE:
        import_module(COURSE[name])
    elif find_spec(PROGRAMS[name]) is None:
        raise ModuleNotFoundError(name=PROGRAMS[name])


def _reason(problem, module=None):
    """Why an import failed, in a few words; module: what was to be imported."""
    if not isinstance(problem, ModuleNotFoundError) or not problem.name:
        return f"cannot be imported ({type(problem).__name__}: {problem})".replace("\n", " ")
    missing = problem.name.partition(".")[0]
    return "missing" if missing == module else f"{missing} is missing"


class RoundTrip:
    """A button whose answer comes back through the kernel: the front end and Python can talk to each other."""

    def __init__(self):
        from ipywidgets import HTML, Button, HBox

        self.button = Button(description="Press me")
        self.answer = HTML(spoken("Press the button."))
        self.button.on_click(lambda _: self._say("The round trip works: the labs will follow your hand."))
        self.box = HBox([self.button, self.answer])

    def _say(self, text):
        self.answer.value = spoken(text)

    def _repr_mimebundle_(self, **kwargs):
        return {
            **self.box._repr_mimebundle_(**kwargs),
            "text/plain": "A button. If pressing it changes nothing, the labs cannot move either.",
        }
