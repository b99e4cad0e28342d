"""Slices through the cost, along a line from one network to another."""

import numpy as np

from .kit.axes import first_end, margins, set_ends
from .kit.marks import moving, start_look, words
from .kit.style import ACCENT, BAND, COOL, INK, MUTED, in_style, sheet

TOPS = (4, 8, 16, 32, 64, 1e3, 1e6)  # the cost axis ends at the first of these that holds the curve
KEY = (("○  where you stand", INK), ("━  towards the trained one", COOL), ("●  here", ACCENT),
       ("─  what the slope promises", INK), ("─  random directions,\n    equally far", MUTED))  # fmt: skip


class SlicePicture:
    """The cost along the line, the promise of the gradient at its start, and a band of random directions."""

    @in_style
    def __init__(self):
        self.figure = sheet(height=320)
        self.axes = ax = self.figure.add_axes((0.085, 0.18, 0.635, 0.72))
        ax.set(xlim=(-0.02, 1), xlabel="share of the way to the trained network", ylabel="cost C")
        self._controls = [moving(ax, color=MUTED, linewidth=1.3) for _ in range(8)]
        self._tangent = moving(ax, color=INK, linewidth=1.1)
        self._curve = moving(ax, color=COOL, linewidth=3.2)
        self._start = moving(ax, "o", markeredgewidth=1.6, **start_look(12))
        self._here = moving(ax, "o", markersize=12, color=ACCENT)
        self._title = words(ax, 0, 1.04, va="baseline")
        for i, (said, colour) in enumerate(KEY):
            words(ax, 1.03, 0.92 - 0.12 * i, said, va="top", color=colour)

    def show(self, t, cost, controls, slope, here, cost_here, title=""):
        """Show cost at places t, both (places,); controls (directions, places), at most 8; slope at t = 0; a place and its cost."""
        values = np.array([*cost, cost_here, 0])
        set_ends(self.axes, ylim=(0, first_end(TOPS, 1.02 * values[np.isfinite(values)].max())))
        self._curve.set_data(t, cost)
        for i, control in enumerate(self._controls):
            control.set_data((t, controls[i]) if i < len(controls) else ([], []))
        self._tangent.set_data([0, 1], [cost[0], cost[0] + slope])
        self._start.set_data([0], cost[:1])
        self._here.set_data([here], [cost_here])
        self._title.set_text(title)


@in_style
def draw_slices(t, panels, top):
    """A Figure: one panel a line: (title, costs (seeds, places), costs of the control directions (directions, places))."""
    figure = sheet(height=320)
    axes = figure.subplots(1, len(panels), sharey=True, gridspec_kw=margins(0.065, 0.98, 0.18, 0.86, 0.14))
    for ax, (title, costs, controls) in zip(axes, panels, strict=True):
        ax.fill_between(t, *np.quantile(controls, (0.05, 0.95), axis=0), color=BAND, linewidth=0)
        ax.plot(t, np.median(controls, axis=0), color=MUTED, linewidth=1.5)
        ax.plot(t, costs.T, color=ACCENT, linewidth=2.2)
        ax.plot([0] * len(costs), costs[:, 0], "o", **start_look(8))
        ax.set(xlim=(-0.03, 1), ylim=(0, top), xlabel="share of the way", xticks=[0, 0.5, 1])
        ax.set_title(title, fontsize="medium")
    axes[0].set_ylabel("cost C")
    said = "orange: to the trained network\ngrey: random directions"
    words(axes[0], 0.97, 0.05, said, ha="right", va="bottom", fontsize="small")
    return figure
