"""Slices through the cost, along a line from one network to another."""

import numpy as np

from .kit.style import ACCENT, BAND, COOL, INK, MUTED, sheet, styled

TOPS = (4, 8, 16, 32, 64, 1e3, 1e6)  # the cost axis ends at the first of these that holds the curve


class SlicePicture:
    """The cost along the line, the promise of the gradient at its start, and a band of random directions."""

    def __init__(self):
        with styled():
            self.figure = sheet(height=320)
            self.axes = ax = self.figure.add_axes((0.085, 0.18, 0.635, 0.72))
            ax.set(xlim=(-0.02, 1), xlabel="share of the way to the trained network", ylabel="cost C")
            self._controls = [ax.plot([], [], color=MUTED, linewidth=1.3, animated=True)[0] for _ in range(8)]
            (self._tangent,) = ax.plot([], [], color=INK, linewidth=1.1, animated=True)
            (self._curve,) = ax.plot([], [], color=COOL, linewidth=3.2, animated=True)
            (self._start,) = ax.plot(
                [], [], "o", markersize=12, color="white", markeredgecolor=INK, markeredgewidth=1.6, animated=True
            )
            (self._here,) = ax.plot([], [], "o", markersize=12, color=ACCENT, animated=True)
            self._title = ax.text(0, 1.04, "", transform=ax.transAxes, animated=True)
            for i, (line, colour) in enumerate([("○  where you stand", INK), ("━  towards the trained one", COOL), ("●  here", ACCENT),
                                                ("─  what the slope promises", INK), ("─  random directions,\n    equally far", MUTED)]):  # fmt: skip
                ax.text(1.03, 0.92 - 0.12 * i, line, transform=ax.transAxes, va="top", color=colour)

    def show(self, t, cost, controls, slope, here, cost_here, title=""):
        """Show cost at places t, both (places,); controls (directions, places), at most 8; slope at t = 0; a place and its cost."""
        self._fit_axes(cost, cost_here)
        self._curve.set_data(t, cost)
        for i, line in enumerate(self._controls):
            line.set_data((t, controls[i]) if i < len(controls) else ([], []))
        self._tangent.set_data([0, 1], [cost[0], cost[0] + slope])
        self._start.set_data([0], cost[:1])
        self._here.set_data([here], [cost_here])
        self._title.set_text(title)

    def _fit_axes(self, cost, cost_here):
        highest = np.nanmax([*cost[np.isfinite(cost)], cost_here if np.isfinite(cost_here) else 0, 0])
        top = next((top for top in TOPS if 1.02 * highest < top), TOPS[-1])
        if self.axes.get_ylim() != (0, top):
            self.axes.set_ylim(0, top)


def draw_slices(t, panels, top):
    """A Figure: one panel a line: (title, costs (seeds, places), costs of the control directions (directions, places))."""
    with styled():
        figure = sheet(height=320)
        grid = {"left": 0.065, "right": 0.98, "bottom": 0.18, "top": 0.86, "wspace": 0.14}
        for ax, (title, costs, controls) in zip(
            figure.subplots(1, len(panels), sharey=True, gridspec_kw=grid), panels, strict=True
        ):
            ax.fill_between(t, *np.quantile(controls, (0.05, 0.95), axis=0), color=BAND, linewidth=0)
            ax.plot(t, np.median(controls, axis=0), color=MUTED, linewidth=1.5)
            ax.plot(t, costs.T, color=ACCENT, linewidth=2.2)
            ax.plot([0] * len(costs), costs[:, 0], "o", markersize=8, color="white", markeredgecolor=INK)
            ax.set(xlim=(-0.03, 1), ylim=(0, top), xlabel="share of the way", xticks=[0, 0.5, 1])
            ax.set_title(title, fontsize="medium")
        figure.axes[0].set_ylabel("cost C")
        figure.axes[0].text(
            0.97,
            0.05,
            "orange: to the trained network\ngrey: random directions",
            transform=figure.axes[0].transAxes,
            ha="right",
            va="bottom",
            fontsize="small",
        )
    return figure
