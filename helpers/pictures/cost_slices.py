"""Slices through the cost, along a line from one network to another."""

from textwrap import fill

import numpy as np

from .kit.axes import first_end, margins, set_ends
from .kit.marks import moving, start_look, words, write_key
from .kit.style import ACCENT, BAND, COOL, INK, MUTED, in_style, no_larger, on_axes, sheet

NARROW = 4  # so many panels in a row are narrow: short numbers, short lines
TOPS = (4, 8, 16, 32, 64, 1e3, 1e6)  # the cost axis ends at the first of these that holds the curve
KEY = (("○  where you stand", INK), ("━  to the trained one", COOL), ("●  here", ACCENT),
       ("─  the slope's promise", INK), ("─  random directions,\n    equally far", MUTED))  # fmt: skip
SLICES_KEY = ("orange: to the trained network", "grey: random directions")


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
def draw_slices(t, rows, top):
    """A Figure: one row a place to stand, one panel a line; tops of the cost axes: one a row.

    rows: (place, [(title, costs (seeds, places), costs of the control directions (directions, places))]), the same
    lines in each row; top: one number a row.
    """
    height = 170 + 170 * len(rows)
    figure = sheet(height=height)
    many = len(rows[0][1])
    grid = margins(0.12, 0.98, 66 / height, 0.91, 0.14, 0.16)  # pixels for the names below
    axes = figure.subplots(len(rows), many, sharex=True, sharey="row", squeeze=False, gridspec_kw=grid)
    for i, (line, (place, panels), most) in enumerate(zip(axes, rows, top, strict=True)):
        for ax, (title, costs, controls) in zip(line, panels, strict=True):
            ax.fill_between(t, *np.quantile(controls, (0.05, 0.95), axis=0), color=BAND, linewidth=0)
            ax.plot(t, np.median(controls, axis=0), color=MUTED, linewidth=1.5)
            ax.plot(t, costs.T, color=ACCENT, linewidth=2.2)
            ax.plot([0] * len(costs), costs[:, 0], "o", **start_look(8))
            ax.set(xlim=(-0.03, 1), ylim=(0, most), xticks=[0, 0.5, 1])
            if many >= NARROW:
                ax.set_xticklabels(["0", "0.5", "1"])
            if i == 0:
                ax.set_title(title, fontsize="medium")
        line[0].set_ylabel(f"{place}\ncost C")
    for ax in axes[-1]:
        ax.set_xlabel("share of the way")
    said = "\n".join(fill(line, 30 if many < NARROW else 16) for line in SLICES_KEY)
    words(axes[0, 0], 0.97, 0.08, said, ha="right", va="bottom", fontsize=no_larger("small"))
    return figure


@on_axes((0.11, 0.18, 0.62, 0.76), height=300)
def draw_saddle(ax, far, along, random):
    """A Figure: how the cost changes along a direction that bends down, to both sides, and along one drawn at random.

    far: places, shape (places,), 0 where one stands. along, random: the change of the cost there, (seeds, places).
    """
    ax.axhline(0, color=INK, linewidth=0.8)
    ax.plot(far, random.T, color=MUTED, linewidth=1.5)
    ax.plot(far, along.T, color=ACCENT, linewidth=2.4)
    ax.plot([0], [0], "o", **start_look(12))
    ax.set(xlim=(far[0], far[-1]), xlabel="distance from the plateau", ylabel="change of the cost")
    lines = ("○", INK, "the plateau"), ("—", ACCENT, "bends down"), ("—", MUTED, "random")
    write_key(ax, *lines)
