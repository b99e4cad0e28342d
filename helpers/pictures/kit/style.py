"""The look of the course: its colours, its two styles, and the sheet every picture is drawn on."""

import os
from contextlib import contextmanager
from functools import cache, wraps
from inspect import signature
from pathlib import Path

import numpy as np
from matplotlib import rc_context, rc_params_from_file
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import font_scalings

from .legible import LegibleFigure
from .lock import LOCK

# Each colour has one meaning everywhere. All pairs stay apart for the common kinds of colour-blindness,
# and no picture leans on colour alone.
INK = "#222222"  # theory, outlines
MUTED = "#8a8f98"  # what stands in the background
BAND = "#d5dde8"  # where the middle 90 % of the seeds lie
ACCENT = "#d55e00"  # the one thing the sentence speaks of
COOL = "#0072b2"  # its counterpart where a picture needs one

# Layers run from dark (first) to light (last).
LAYER_COLOURS = LinearSegmentedColormap.from_list("layers", ["#12205a", "#1d6a9c", "#35a7b0", "#8fd0a8"])

STYLES = ("reading", "lecture")
STYLE_VARIABLE = "UNSTABLE_GRADIENTS_STYLE"
WIDTH, HEIGHT = 880, 340  # of a sheet, in CSS pixels: with its controls it fits a 1366 x 768 screen
SHARPNESS = 1.5  # pixels drawn for each CSS pixel, so that a high-density screen has something to show
CSS_DPI = 100

_chosen = None


def use_style(name):
    """Draw every picture from now on in this style: "reading" or "lecture" (for a projector).

    Without a call the environment variable UNSTABLE_GRADIENTS_STYLE decides, else "reading". ValueError for other names.
    """
    global _chosen
    _chosen = _checked(name)


def current_style():
    """The name of the style that the next picture is drawn in."""
    return _chosen or _checked(os.environ.get(STYLE_VARIABLE, STYLES[0]))


def _checked(name):
    if name not in STYLES:
        raise ValueError(f"unknown style {name!r}. The styles are: {', '.join(STYLES)}.")
    return name


@contextmanager
def styled():
    """A context in which matplotlib makes and draws artists in the current style, one thread at a time.

    Drawing belongs inside, too: matplotlib makes tick marks only when it needs them.
    """
    with LOCK, rc_context(_settings(current_style())):
        yield


def in_style(draw):
    """A function that draws, inside of such a context."""

    @wraps(draw)
    def drawn(*args, **kwargs):
        with styled():
            return draw(*args, **kwargs)

    return drawn


@cache
def _settings(style):
    """The style's rc settings; the lecture style is laid over the reading style."""
    settings = {}
    for name in STYLES[: STYLES.index(style) + 1]:
        file = Path(__file__).with_name(f"{name}.mplstyle")
        settings |= rc_params_from_file(file, use_default_template=False)
    return settings


def sheet(height=HEIGHT, width=WIDTH):
    """An empty white Figure of that many CSS pixels, on an Agg canvas of its own (no pyplot, so none leaks)."""
    kind = LegibleFigure if current_style() == "lecture" else Figure
    figure = kind(figsize=(width / CSS_DPI, height / CSS_DPI), dpi=CSS_DPI * SHARPNESS, facecolor="white")
    FigureCanvasAgg(figure)
    return figure


def no_larger(size):
    """Points for a size of letters ("small", "large" …) as in the reading style: for a place that has no room for more."""
    return font_scalings[size] * _settings(STYLES[0])["font.size"]


def layer_colours(layers):
    """One RGB colour a layer, shape (layers, 3), from dark (first) to light (last)."""
    return np.array([to_rgb(LAYER_COLOURS(position)) for position in np.linspace(0, 1, layers)])


def on_axes(box, height=HEIGHT):
    """Make of `draw(ax, ...)`, which draws on given Axes, a function that is called without them and returns a Figure.

    box: of the Axes on a sheet of that height, (left, bottom, width, height) as shares of it.
    """

    def with_a_sheet(draw):
        @wraps(draw)
        @in_style
        def drawn(*args, **kwargs):
            figure = sheet(height=height)
            draw(figure.add_axes(box), *args, **kwargs)
            return figure

        takes = signature(draw)
        drawn.__signature__ = takes.replace(parameters=list(takes.parameters.values())[1:])
        return drawn

    return with_a_sheet
