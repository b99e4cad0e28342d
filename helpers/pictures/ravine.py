"""A walk on the ravine C = kappa x^2 + y^2: seen from above, and its cost step by step."""

import numpy as np

from .style import ACCENT, INK, MUTED, sheet, styled

EDGE = 1.25  # the map shows x and y from -EDGE to EDGE
CONTOURS_AT = np.linspace(0.1, 1.6, 11)  # each contour passes through this x
STEP_AXES = (10, 50, 200, 800)  # the step axis ends at the first of these that holds all steps
COST_AXIS = (1e-12, 1e6)


class RavinePicture:
    """A map with contours and the walk, beside the cost on a log axis with what theory predicts for x and y."""

    def __init__(self):
        with styled():
            self.figure = sheet()
            self.map, self.chart = self.figure.subplots(
                1, 2, width_ratios=(1, 1.45), gridspec_kw={"left": 0.07, "right": 0.97, "bottom": 0.17, "top": 0.9, "wspace": 0.28}
            )
            self._prepare_map()
            self._prepare_chart()
        self._kappa = None

    def _prepare_map(self):
        ax = self.map
        ax.set(xlim=(-EDGE, EDGE), ylim=(-EDGE, EDGE), xlabel="x", ylabel="y", aspect="equal")
        ax.set_title("the path, from above")
        ax.grid(False)
        (self._path,) = ax.plot([], [], "-o", color=INK, linewidth=1.3, markersize=4, animated=True)
        (self._start,) = ax.plot([], [], "o", markersize=11, markerfacecolor="white", markeredgecolor=INK, animated=True)
        (self._end,) = ax.plot([], [], "o", color=ACCENT, markersize=10, animated=True)

    def _prepare_chart(self):
        ax = self.chart
        ax.set(yscale="log", ylim=COST_AXIS, xlabel="step", ylabel="cost C")
        ax.set_title("cost: measured (dots), predicted (lines)")
        self._predicted = [ax.plot([], [], color=INK, linewidth=1.1, animated=True)[0] for _ in "xy"]
        self._names = [ax.text(0, 1, f"part from {name}", color=INK, fontsize="small", ha="right", va="bottom",
                               clip_on=True, animated=True) for name in "xy"]  # fmt: skip
        (self._cost,) = ax.plot([], [], "o", color=ACCENT, markersize=4, animated=True)

    def show(self, ravine, descent, predicted):
        """Show a Descent on a Ravine; predicted: the parts of the cost from x and y, shape (steps + 1, 2), or None."""
        self._show_still(ravine, len(descent.cost) - 1)
        self._path.set_data(*descent.path.T)
        self._start.set_data(*descent.path[:1].T)
        self._end.set_data(*descent.path[-1:].T)
        self._cost.set_data(np.arange(len(descent.cost)), descent.cost)
        for i, (line, name) in enumerate(zip(self._predicted, self._names, strict=True)):
            part = np.full(1, np.nan) if predicted is None else predicted[:, i]
            line.set_data(np.arange(len(part)), part)
            self._label_end(name, part)

    def _label_end(self, name, part):
        (inside,) = np.nonzero((part > 10 * COST_AXIS[0]) & (part < COST_AXIS[1] / 10))
        name.set_visible(inside.size > 1)
        if inside.size > 1:
            name.set_position((inside[-1], 1.3 * part[inside[-1]]))

    def _show_still(self, ravine, steps):
        last = next((end for end in STEP_AXES if end >= steps), steps)
        if last != self.chart.get_xlim()[1]:
            self.chart.set_xlim(-0.02 * last, last)
        if ravine.kappa != self._kappa:
            self._kappa = ravine.kappa
            self._draw_contours(ravine)

    def _draw_contours(self, ravine):
        for old in list(self.map.collections):
            old.remove()
        side = np.linspace(-EDGE, EDGE, 121)
        points = np.stack(np.meshgrid(side, side), axis=-1)
        levels = ravine.value(np.stack([CONTOURS_AT, np.zeros_like(CONTOURS_AT)], axis=-1))
        self.map.contour(side, side, ravine.value(points), levels=levels, colors=MUTED, linewidths=0.9)
        self.map.plot(0, 0, "+", color=INK, markersize=12, markeredgewidth=2)


def draw_arrows(ax, path):
    """Draw each step of a path, shape (steps + 1, 2), as an arrow."""
    for start, end in zip(path[:-1], path[1:], strict=True):
        ax.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": ACCENT, "linewidth": 1.8, "shrinkA": 0, "shrinkB": 0})
