"""A walk on the ravine C = kappa x^2 + y^2: seen from above, and its cost step by step."""

from itertools import pairwise

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.patheffects import withStroke

from helpers.engine import Ravine

from .kit.style import ACCENT, INK, MUTED, sheet, styled

EDGE = 1.25  # the map shows x and y from -EDGE to EDGE
CONTOURS_AT = np.linspace(0.1, 1.6, 11)  # each contour passes through this x
ROUND = np.linspace(0, 2 * np.pi, 361)
STEP_AXES = (10, 50, 200, 800)  # the step axis ends at the first of these that holds all steps
DECADES = 3  # the cost axis ends at powers of ten that are multiples of this


class RavinePicture:
    """A map with contours and the walk, beside the cost on a log axis with what theory predicts for x and y."""

    def __init__(self):
        with styled():
            self.figure = sheet()
            margins = {"left": 0.09, "right": 0.97, "bottom": 0.17, "top": 0.9, "wspace": 0.28}
            self.map, self.chart = self.figure.subplots(1, 2, width_ratios=(1, 1.45), gridspec_kw=margins)
            self._prepare_map()
            self._prepare_chart()

    def _prepare_map(self):
        ax = self.map
        ax.set_title("the path, from above")
        prepare_map(ax)
        self._contours = ax.add_collection(LineCollection([], colors=MUTED, linewidths=0.9, zorder=1, animated=True))
        (self._path,) = ax.plot([], [], "-o", color=INK, linewidth=1.3, markersize=4, animated=True)
        (self._start,) = ax.plot([], [], "o", markersize=11, color="white", markeredgecolor=INK, animated=True)
        (self._end,) = ax.plot([], [], "o", color=ACCENT, markersize=10, animated=True)

    def _prepare_chart(self):
        ax = self.chart
        ax.set(yscale="log", xlabel="step", ylabel="cost C")
        ax.minorticks_off()  # a third of the time that drawing the axes takes
        ax.set_title("cost: dots measured, lines predicted")
        self._predicted = [ax.plot([], [], color=INK, linewidth=1.1, animated=True)[0] for _ in "xy"]
        above = {"textcoords": "offset points", "xytext": (6, 7), "annotation_clip": True}
        halo = [withStroke(linewidth=4, foreground="white")]  # keeps the name readable on top of dots
        self._names = [
            ax.annotate(f"part from {name}", (0, 1), color=INK, path_effects=halo, zorder=9, animated=True, **above)
            for name in "xy"
        ]
        (self._cost,) = ax.plot([], [], "o", color=ACCENT, markersize=4, animated=True)

    def show(self, ravine, descent, predicted):
        """Show a Descent on a Ravine; predicted: the parts of the cost from x and y, shape (steps + 1, 2), or None."""
        self._contours.set_segments(contours(ravine.kappa))
        self._path.set_data(*descent.path.T)
        self._start.set_data(*descent.path[:1].T)
        self._end.set_data(*descent.path[-1:].T)
        self._cost.set_data(np.arange(len(descent.cost)), descent.cost)
        self._fit_axes(descent.cost)
        for i, (line, name) in enumerate(zip(self._predicted, self._names, strict=True)):
            part = np.full(1, np.nan) if predicted is None else predicted[:, i]
            line.set_data(np.arange(len(part)), part)
            self._label(name, part, at=(0.7, 0.4)[i])

    def _label(self, name, part, at):
        """Put the name that far along the stretch of the line that the axes show."""
        low, high = self.chart.get_ylim()
        (inside,) = np.nonzero((part > low) & (part < high))
        name.set_visible(inside.size > 1)
        if inside.size > 1:
            step = inside[int(at * inside.size)]
            name.xy = step, part[step]

    def _fit_axes(self, cost):
        """Choose the axes from a few fixed ones, so that they stay put under a moving slider."""
        steps = len(cost) - 1
        last = next((end for end in STEP_AXES if end >= steps), steps)
        shown = np.log10(np.clip(cost[np.isfinite(cost)], 1e-15, 1e15)) / DECADES
        low, high = 10.0 ** (DECADES * np.floor(shown.min())), 10.0 ** (DECADES * np.ceil(shown.max() + 0.1))
        if self.chart.get_xlim() != (-0.02 * last, last):
            self.chart.set_xlim(-0.02 * last, last)
        if self.chart.get_ylim() != (low, high):
            self.chart.set_ylim(low, high)


def draw_walks(far, near, kappa=100.0):
    """A Figure: two walks on C = kappa x^2 + y^2, paths of shape (steps + 1, 2), each step an arrow.

    The left map shows all of the ravine, the right one only what the path `near` needs. Both have the same scale
    for x and y, so that a right angle looks like one. The contours on the right pass through the points of the path.
    """
    with styled():
        figure = sheet(height=360)
        whole, part = figure.subplots(1, 2, gridspec_kw={"left": 0.07, "right": 0.97, "bottom": 0.16, "top": 0.9})
        draw_walk(whole, far, contours(kappa))
        whole.set_title("from the upper left")
        draw_walk(part, near, contours(kappa, np.sqrt(Ravine(kappa).value(near) / kappa)))
        middle, reach = (near.max(axis=0) + near.min(axis=0)) / 2, 0.62 * np.ptp(near, axis=0).max()
        part.set(xlim=middle[0] + np.array([-reach, reach]), ylim=middle[1] + np.array([-reach, reach]))
        part.set_title("close to the bottom line, enlarged")
    return figure


def draw_walk(ax, path, lines):
    """A path on a map, each step an arrow; lines: the contours."""
    prepare_map(ax)
    ax.add_collection(LineCollection(lines, colors=MUTED, linewidths=0.9))
    ax.plot(*path[0], "o", markersize=11, color="white", markeredgecolor=INK)
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
