"""The slopes that a bell curve of z meets, and the factor chi that follows, against the weight scale."""

import numpy as np

from .kit.axes import first_end, set_ends
from .kit.marks import DASHES, moving, start_look, words
from .kit.style import ACCENT, BAND, COOL, INK, MUTED, in_style, sheet

REACHES = (4, 8, 20, 60)  # where the z axis may end
HIGHEST = (0.3, 1.25, 1.85)  # where the slope axis may end: the sigmoids reach 0.25, SELU 1.76


class SlopePicture:
    """Left: the slope over z, with the bell curve of z behind it. Right: chi against sigma_w, and where it is 1."""

    @in_style
    def __init__(self):
        self.figure = sheet(height=320)
        self._prepare_slope()
        self._prepare_curve()

    def _prepare_slope(self):
        self.slope = ax = self.figure.add_axes((0.07, 0.18, 0.42, 0.7))
        ax.set(xlabel="weighted input z", title="slope φ′(z), over the spread of z")
        (self._bell,) = ax.fill([0], [0], color=BAND, zorder=2, animated=True)
        self._slope = moving(ax, color=COOL, zorder=4)
        self._typical = moving(ax, color=ACCENT, linewidth=2.2, linestyle=DASHES, zorder=5)
        self._word = ax.text(0, 0, "", color=ACCENT, ha="right", va="bottom", zorder=6, animated=True)
        words(ax, 0.02, 0.93, "— slope", color=COOL, va="baseline")
        words(ax, 0.02, 0.84, "■ how z spreads", color=MUTED, va="baseline")

    def _prepare_curve(self):
        ax = self.figure.add_axes((0.6, 0.18, 0.385, 0.7))
        ax.set(xscale="log", yscale="log", xlim=(0.1, 32), ylim=(1e-4, 1e3))
        ax.set(xlabel="weight scale σ_w", title="χ: below 1 gradients vanish")
        ax.set_xticks([0.1, 1, 10], ["0.1", "1", "10"])
        ax.set_yticks([1e-4, 1e-2, 1, 1e2], ["0.0001", "0.01", "1", "100"])
        ax.minorticks_off()
        ax.axhline(1, color=MUTED, linewidth=1.2, zorder=2)
        self._line = moving(ax, color=INK, linewidth=1.4, zorder=3)
        self._one = moving(ax, "D", markeredgewidth=1.6, zorder=4, **start_look(10))
        self._dot = moving(ax, "o", color=ACCENT, markersize=12, zorder=5, clip_on=False)
        self._one_word = ax.text(0, 1.8, "", color=INK, ha="right", va="bottom", zorder=6, animated=True)

    def show(self, slope, q, typical, scales, chis, here, one):
        """Show one activation.

        slope: a function of z. q: the variance of z, 0 and infinity too. typical: the root mean square slope.
        scales, chis: the curve on the right. here: (sigma_w, chi) of the dot. one: the sigma_w where chi passes 1, or None.
        """
        reach = first_end(REACHES, 3 * np.sqrt(q))
        z = np.linspace(-reach, reach, 801)
        slopes = slope(z)
        top = first_end(HIGHEST, slopes.max())
        set_ends(self.slope, (-reach, reach), (-0.11 * top, top))
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
