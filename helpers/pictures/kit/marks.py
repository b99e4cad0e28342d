"""The marks that pictures share: each has one meaning everywhere, and one place where it is drawn.

Marks without data move: they are drawn over the still part of a live picture (`animated`), and `show` fills them.
"""

from itertools import zip_longest

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.patheffects import withStroke
from matplotlib.transforms import ScaledTranslation

from .axes import FEW, shown
from .style import ACCENT, BAND, INK, layer_colours

DASHED, DASHES = (0, (5, 3)), (0, (4, 2))  # long dashes: a limit or a level; short ones: a second line of its kind
BESIDE, FOR_BOTH = 19, 54  # points from a dot to a diamond that hides nothing of it; the width of a band behind both
HALO = [withStroke(linewidth=4, foreground="white")]  # keeps a word readable on top of marks


def moving(ax, *look, **more):
    """A moving line, or a row of marks, without points yet."""
    return ax.plot([], [], *look, animated=True, **more)[0]


def strokes(ax, colours=None, **more):
    """Moving straight strokes, none yet: bars, contours; `set_segments(upright(...))` fills them."""
    return ax.add_collection(LineCollection([], colors=colours, animated=True, **more))


def upright(x, low, high):
    """Segments from low to high at each x, shape (n, 2, 2)."""
    return np.moveaxis(np.array([np.broadcast_arrays(x, low), np.broadcast_arrays(x, high)]), 2, 0)


def level(left, right, y):
    """Segments from left to right at each height y, shape (n, 2, 2)."""
    return upright(y, left, right)[..., ::-1]


def hollow(colour, size, width=2.2):
    """The look of a mark that hides nothing below it."""
    return {"markersize": size, "markerfacecolor": "none", "markeredgecolor": colour, "markeredgewidth": width}


def ring(ax, size=17, width=2.2, **more):
    """Moving rings: around what the sentence speaks of."""
    return moving(ax, "o", **hollow(ACCENT, size, width), **more)


def diamonds(ax, x=None, y=None, size=12, beside=0):
    """Published values; without any yet they move. beside: how many points to the right of their place they stand."""
    look = {"zorder": 5, "transform": to_the_right(ax, beside), **hollow(INK, size, 1.6)}
    return moving(ax, "D", **look) if x is None else ax.plot(list(x), list(y), "D", **look)[0]


def to_the_right(ax, points):
    """Where the data of these axes lie, moved to the right by so many points."""
    return ax.transData + ScaledTranslation(points / 72, 0, ax.figure.dpi_scale_trans)


def start_look(size):
    """The look of the place where a walk begins."""
    return {"color": "white", "markeredgecolor": INK, "markersize": size}


def bands(ax, places, low, high, width=26):
    """Where the middle of the seeds lies: a pale bar at each place."""
    ax.vlines(places, low, high, color=BAND, linewidth=width)


class LayerDots:
    """One moving dot a layer, dark (first) to light (last), and rings; what a log axis cannot show leaves a gap."""

    def __init__(self, ax, sizes, rings=()):
        """sizes, rings: the area of the dots and the width of the rings, for few layers and for many; no rings: ()."""
        self._dots, self._sizes, self._rings = ax.scatter([], [], zorder=4, animated=True), sizes, rings
        self._ring = ring(ax, zorder=6, clip_on=False) if rings else None  # whole at the edge, too

    def show(self, values, ringed=(0,)):
        """Show one number a layer; ringed: which of them, counted from 0, have rings."""
        values, seen = np.asarray(values), shown(values)
        layers, many = np.arange(1, len(values) + 1), len(values) > FEW
        self._dots.set_offsets(np.column_stack([layers[seen], values[seen]]))
        self._dots.set_facecolors(layer_colours(len(values))[seen])
        self._dots.set_sizes([self._sizes[many]])
        if self._ring:
            ends = [end for end in np.arange(len(values))[list(ringed)] if seen[end]]
            self._ring.set_data(layers[ends], values[ends])
            self._ring.set_markersize(self._rings[many])


def words(ax, x, y, text="", **more):
    """Words at a place in shares of the axes; without a text yet they move."""
    return ax.text(x, y, text, **{"va": "center", "animated": not text, "transform": ax.transAxes} | more)


def note(ax, text, place, dx, dy=0, **more):
    """Words beside a point of the data, dx points to the right of it and dy above."""
    return ax.annotate(text, place, xytext=(dx, dy), textcoords="offset points", **more)


def end_label(ax, text, place, dx=9, **more):
    """The name of a line at its end, even outside of the axes."""
    return note(ax, text, place, dx, va="center", annotation_clip=False, **more)


def apart(heights, gap):
    """The heights of end labels, in any unit, moved as little as keeps neighbours `gap` apart; NaN stays NaN."""
    heights, moved = np.asarray(heights, float), np.full(len(heights), np.nan)
    order = np.argsort(heights)[: np.isfinite(heights).sum()]  # NaN comes last
    steps = gap * np.arange(len(order))
    ideal = heights[order] - steps
    upwards, downwards = np.maximum.accumulate(ideal), np.minimum.accumulate(ideal[::-1])[::-1]
    moved[order] = (upwards + downwards) / 2 + steps
    return moved


def verdict(ax, y, **more):
    """The few words, moving, that say beside the picture what it shows."""
    return words(ax, 1.02, y, **{"color": ACCENT, "fontweight": "bold"} | more)


class Key:
    """What the marks mean, in rows of a mark and its text, to the right of the picture."""

    def __init__(self, ax, rows, x=(1.02, 1.07), top=0.94, step=0.1, **more):
        """x: of the marks and of the texts. top, step: the height of the first row, and from one to the next."""
        self._rows = [[words(ax, place, top - step * i, **more) for place in x] for i in range(rows)]

    def show(self, *lines):
        """Write lines (mark, colour, text); rows that are left over stay empty."""
        for (mark, text), (shape, colour, said) in zip_longest(self._rows, lines, fillvalue=("", INK, "")):
            mark.set(text=shape, color=colour)
            text.set_text(said)


def write_key(ax, *lines, **where):
    """A still Key of these lines (mark, colour, text); where: as for Key."""
    Key(ax, len(lines), **{"x": (1.04, 1.09), "top": 0.92, "color": INK, "animated": False} | where).show(*lines)
