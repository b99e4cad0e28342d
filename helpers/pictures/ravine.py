"""A walk on the ravine C = kappa x^2 + y^2, straight or turned: seen from above, and its cost step by step."""

from itertools import pairwise

import numpy as np
from matplotlib.collections import LineCollection

from helpers.engine import Ravine

from .kit.axes import first_end, fit_decades, margins, set_ends
from .kit.marks import HALO, moving, note, start_look, strokes
from .kit.style import ACCENT, INK, MUTED, in_style, sheet

EDGE = 1.25  # the map shows x and y from -EDGE to EDGE
TURNED_EDGE = 1.75  # and so far once the ravine, and the start with it, is turned
CONTOURS_AT = np.linspace(0.1, 1.6, 11)  # each contour passes through this x
ROUND = np.linspace(0, 2 * np.pi, 361)
PARTS = ("part from x", "part from y")  # of the cost
TURNED_PARTS = ("part across", "part along")
STEP_AXES = (10, 50, 200, 800)  # the step axis ends at the first of these that holds all steps
MEASURED, MEASURED_AND_PREDICTED = "cost, measured", "cost: dots measured, lines predicted"
DECADES = 3  # the cost axis ends at powers of ten that are multiples of this


class RavinePicture:
    """A map with contours and the walk, beside the cost on a log axis with what theory predicts for x and y."""

    @in_style
    def __init__(self):
        self.figure = sheet()
        grid = margins(0.09, 0.97, 0.17, 0.9, 0.28)
        self.map, self.chart = self.figure.subplots(1, 2, width_ratios=(1, 1.45), gridspec_kw=grid)
        self._prepare_map(self.map)
        self._prepare_chart(self.chart)

    def _prepare_map(self, ax):
        ax.set_title("the path, from above")
        prepare_map(ax)
        self._contours = strokes(ax, MUTED, linewidths=0.9, zorder=1)
        self._path = moving(ax, "-o", color=INK, linewidth=1.3, markersize=4)
        self._start = moving(ax, "o", **start_look(11))
        self._end = moving(ax, "o", color=ACCENT, markersize=10)

    def _prepare_chart(self, ax):
        ax.set(yscale="log", xlabel="step", ylabel="cost C")
        self._title = ax.set_title(MEASURED_AND_PREDICTED)
        ax.minorticks_off()  # a third of the time that drawing the axes takes
        self._predicted = [moving(ax, color=INK, linewidth=1.1) for _ in "xy"]
        look = {"color": INK, "path_effects": HALO, "zorder": 9, "annotation_clip": True, "animated": True}
        self._names = [note(ax, name, (0, 1), 6, 7, **look) for name in PARTS]
        self._cost = moving(ax, "o", color=ACCENT, markersize=4)

    def show(self, ravine, descent, predicted):
        """Show a Descent on a Ravine; predicted: what its two parts do to the cost, shape (steps + 1, 2), or None."""
        self._contours.set_segments(ravine.point(contours(ravine.kappa)))
        edge = TURNED_EDGE if ravine.tilt else EDGE
        set_ends(self.map, xlim=(-edge, edge), ylim=(-edge, edge))
        self._path.set_data(*descent.path.T)
        self._start.set_data(*descent.path[:1].T)
        self._end.set_data(*descent.path[-1:].T)
        self._cost.set_data(np.arange(len(descent.cost)), descent.cost)
        last = first_end(STEP_AXES, len(descent.cost) - 1)
        set_ends(self.chart, xlim=(-0.02 * last, last))
        fit_decades(self.chart, np.clip(descent.cost, 1e-15, 1e15), ends=DECADES)
        title = MEASURED if predicted is None else MEASURED_AND_PREDICTED
        if self._title.get_text() != title:  # the still part is drawn anew only then
            self._title.set_text(title)
        for i, (line, name) in enumerate(zip(self._predicted, self._names, strict=True)):
            part = np.full(1, np.nan) if predicted is None else predicted[:, i]
            line.set_data(np.arange(len(part)), part)
            name.set_text((TURNED_PARTS if ravine.tilt else PARTS)[i])
            self._label(name, part, at=(0.7, 0.4)[i])

    def _label(self, name, part, at):
        """Put the name that far along the stretch of the line that the axes show, on the side away from the dots.

        The dots stand on the lines or above them: a name above a line that falls to the right clears them, and so does
        one below a line that rises.
        """
        low, high = self.chart.get_ylim()
        (inside,) = np.nonzero((part > low) & (part < high))
        name.set_visible(inside.size > 1)
        if inside.size > 1:
            step = inside[int(at * inside.size)]
            name.xy = step, part[step]
            falls = part[inside[-1]] <= part[inside[0]]
            name.set(position=(6, 7 if falls else -7), va="baseline" if falls else "top")


@in_style
def draw_walks(far, near, kappa=100.0):
    """A Figure: two walks on C = kappa x^2 + y^2, paths of shape (steps + 1, 2), each step an arrow.

    The left map shows all of the ravine, the right one only what the path `near` needs. Both have the same scale
    for x and y, so that a right angle looks like one. The contours on the right pass through the points of the path.
    """
    figure = sheet(height=360)
    whole, part = figure.subplots(1, 2, gridspec_kw=margins(0.07, 0.97, 0.16, 0.9))
    draw_walk(whole, far, contours(kappa))
    whole.set_title("from the upper left")
    draw_walk(part, near, contours(kappa, np.sqrt(Ravine(kappa).value(near) / kappa)))
    middle, reach = (near.max(axis=0) + near.min(axis=0)) / 2, 0.62 * np.ptp(near, axis=0).max()
    part.set(xlim=middle[0] + np.array([-reach, reach]), ylim=middle[1] + np.array([-reach, reach]))
    part.set_title("near the bottom line, enlarged")
    return figure


def draw_walk(ax, path, lines):
    """A path on a map, each step an arrow; lines: the contours."""
    prepare_map(ax)
    ax.add_collection(LineCollection(lines, colors=MUTED, linewidths=0.9))
    ax.plot(*path[0], "o", **start_look(11))
    look = {"arrowstyle": "-|>", "color": ACCENT, "linewidth": 1.8, "shrinkA": 0, "shrinkB": 0}
    for start, end in pairwise(path):
        ax.annotate("", end, start, arrowprops=look)


def prepare_map(ax):
    """Axes x and y to the same scale, with the minimum marked by a cross."""
    ax.set(xlim=(-EDGE, EDGE), ylim=(-EDGE, EDGE), xlabel="x", ylabel="y", aspect="equal")
    ax.grid(False)
    ax.plot(0, 0, "+", color=INK, markersize=12, markeredgewidth=2)


def contours(kappa, radii=CONTOURS_AT):
    """Contours of C = kappa x^2 + y^2, ellipses sqrt(kappa) times as high as wide; radii: where they cross the x axis."""
    ellipse = np.column_stack([np.cos(ROUND), np.sqrt(kappa) * np.sin(ROUND)])
    return [radius * ellipse for radius in radii]
