"""The slopes that a bell curve of z meets, and the factor chi that follows, against the weight scale."""

import numpy as np

from .kit.style import ACCENT, BAND, COOL, INK, MUTED, sheet, styled

REACHES = (4, 8, 20, 60)  # where the z axis may end
HIGHEST = (0.3, 1.25, 1.85)  # where the slope axis may end: the sigmoids reach 0.25, SELU 1.76


class SlopePicture:
    """Left: the slope over z, with the bell curve of z behind it. Right: chi against sigma_w, and where it is 1."""

    def __init__(self):
        with styled():
            self.figure = sheet(height=320)
            self.slope, self.curve = self._slope_axes(), self._curve_axes()

    def _slope_axes(self):
        ax = self.figure.add_axes((0.07, 0.18, 0.42, 0.7))
        ax.set(xlabel="weighted input z", title="slope φ′(z), over the spread of z")
        (self._bell,) = ax.fill([0], [0], color=BAND, zorder=2, animated=True)
        (self._slope,) = ax.plot([], [], color=COOL, zorder=4, animated=True)
        (self._typical,) = ax.plot([], [], color=ACCENT, linewidth=2.2, linestyle=(0, (4, 2)), zorder=5, animated=True)
        self._word = ax.text(0, 0, "", color=ACCENT, ha="right", va="bottom", zorder=6, animated=True)
        ax.text(0.02, 0.93, "— slope", color=COOL, transform=ax.transAxes)
        ax.text(0.02, 0.84, "■ how z spreads", color=MUTED, transform=ax.transAxes)
        return ax

    def _curve_axes(self):
        ax = self.figure.add_axes((0.6, 0.18, 0.385, 0.7))
        ax.set(
            xscale="log",
            yscale="log",
            xlim=(0.1, 32),
            ylim=(1e-4, 1e3),
            xlabel="weight scale σ_w",
            title="χ: below 1 gradients vanish",
        )
        ax.set_xticks([0.1, 1, 10], ["0.1", "1", "10"])
        ax.set_yticks([1e-4, 1e-2, 1, 1e2], ["0.0001", "0.01", "1", "100"])
        ax.minorticks_off()
        ax.axhline(1, color=MUTED, linewidth=1.2, zorder=2)
        (self._line,) = ax.plot([], [], color=INK, linewidth=1.4, zorder=3, animated=True)
        (self._one,) = ax.plot(
            [],
            [],
            "D",
            markersize=10,
            markerfacecolor="white",
            markeredgecolor=INK,
            markeredgewidth=1.6,
            zorder=4,
            animated=True,
        )
        (self._dot,) = ax.plot([], [], "o", color=ACCENT, markersize=12, zorder=5, clip_on=False, animated=True)
        self._one_word = ax.text(0, 1.8, "", color=INK, ha="right", va="bottom", zorder=6, animated=True)
        return ax

    def show(self, slope, q, typical, scales, chis, here, one):
        """Show one activation.

        slope: a function of z. q: the variance of z, 0 and infinity too. typical: the root mean square slope.
        scales, chis: the curve on the right. here: (sigma_w, chi) of the dot. one: the sigma_w where chi passes 1, or None.
        """
        reach = next((reach for reach in REACHES if reach >= 3 * np.sqrt(q)), REACHES[-1])
        if self.slope.get_xlim() != (-reach, reach):
            self.slope.set_xlim(-reach, reach)
        z = np.linspace(-reach, reach, 801)
        slopes = slope(z)
        top = next(top for top in HIGHEST if top > slopes.max())
        if self.slope.get_ylim() != (-0.11 * top, top):
            self.slope.set_ylim(-0.11 * top, top)
        self._slope.set_data(z, slopes)
        self._bell.set_xy(np.column_stack([np.r_[-reach, z, reach], np.r_[0, 0.65 * top * bell(z, q), 0]]))
        self._typical.set_data([-reach, reach], [typical, typical])
        self._word.set(text="typical slope", position=(0.98 * reach, typical + 0.011 * top))
        self._line.set_data(scales, chis)
        self._dot.set_data(*[[value] for value in here])
        self._one.set_data([one or np.nan], [1])
        self._one_word.set(text="χ = 1" if one else "", x=0.92 * (one or 1))


def bell(z, q):
    """The bell curve of variance q, 1 high; a spike for q = 0, level for q = infinity."""
    spread = max(np.sqrt(q), 0.01 * z[-1])
    return np.exp(-0.5 * np.square(z / spread))
