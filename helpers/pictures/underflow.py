"""The underflow lens: the gradient of each layer in several float types, down to exactly zero."""

import numpy as np
from matplotlib.patches import Rectangle

from .kit.decades import fit_layers
from .kit.style import ACCENT, BAND, COOL, INK, MUTED, sheet, styled

UNITS = ((12, 2), (30, 5), (60, 10), (120, 20), (400, 50))  # (decades at most, between two ticks)
LOOKS = (("o", INK, 4.5, "full"), ("s", COOL, 8.5, "none"), ("o", ACCENT, 6.5, "full"))  # of the types, widest first
RAIL = 0.12  # the height of the strip for zeros, as a share of the axis
CEILING = 0.97  # where along the axis the marks stand that are too large for their type


class UnderflowPicture:
    """Largest derivative against layer, log axis; what is exactly 0 lies on the rail below. One mark a float type."""

    def __init__(self, floats):
        """floats: FloatType records, widest first."""
        self._floats = floats
        with styled():
            self.figure = sheet(height=340)
            self.axes = ax = self.figure.add_axes((0.1, 0.16, 0.64, 0.75))
            ax.set(xlabel="hidden layer", ylim=(-1, 0), title="the largest derivative in each layer")
            ax.add_patch(Rectangle((0, 0), 1, RAIL, color=BAND, linewidth=0, transform=ax.transAxes, zorder=1))
            self._limits = [self._limit(ax, record, look[1]) for record, look in zip(floats, LOOKS, strict=True)]
            self._marks = [self._mark(ax, look) for look in LOOKS]
            self._draw_key(ax)

    def _limit(self, ax, record, colour):
        """A line at the smallest number of a type, and a tint up to its smallest number with all digits."""
        low, high = np.log10([record.smallest, record.smallest_normal])
        across = ax.get_yaxis_transform()
        tint = ax.add_patch(
            Rectangle((0, low), 1, high - low, color=colour, alpha=0.09, linewidth=0, transform=across, animated=True)
        )
        (line,) = ax.plot([0, 1], [low, low], color=colour, linewidth=1.4, linestyle=(0, (5, 2)), zorder=2,
                          transform=across, animated=True)  # fmt: skip
        word = ax.text(0.99, low, f"smallest {record.name}: ${low_power(record.smallest)}$", transform=across, va="bottom",
                       ha="right", color=colour, fontsize="small", zorder=5, animated=True)  # fmt: skip
        return low, (tint, line, word)

    def _mark(self, ax, look):
        shape, colour, size, fill = look
        return ax.plot(
            [], [], shape, color=colour, markersize=size, fillstyle=fill, markeredgewidth=1.6, zorder=4, animated=True
        )[0]

    def _draw_key(self, ax):
        for i, (record, look) in enumerate(zip(self._floats, LOOKS, strict=True)):
            ax.plot([1.03], [0.84 - 0.09 * i], look[0], color=look[1], markersize=look[2], fillstyle=look[3], markeredgewidth=1.6,
                    transform=ax.transAxes, clip_on=False)  # fmt: skip
            ax.text(1.055, 0.84 - 0.09 * i, record.name, color=look[1], va="center", transform=ax.transAxes)
        ax.text(1.01, RAIL / 2, "exactly 0", color=MUTED, fontweight="bold", va="center", transform=ax.transAxes)
        self._too_large = ax.text(1.01, CEILING, "", color=MUTED, fontweight="bold", va="center", transform=ax.transAxes,
                                  animated=True)  # fmt: skip

    def show(self, largest):
        """largest: {float type's name: one number >= 0 a hidden layer, float64}. Infinity and NaN stand at the ceiling."""
        layers = np.arange(1, len(next(iter(largest.values()))) + 1)
        fit_layers(self.axes, len(layers))
        rail = self._fit(np.concatenate(list(largest.values())))
        low, high = self.axes.get_ylim()
        self._too_large.set_text("" if np.isfinite(list(largest.values())).all() else "too large")
        for i, (mark, record) in enumerate(zip(self._marks, self._floats, strict=True)):
            values = largest[record.name]
            with np.errstate(divide="ignore", invalid="ignore"):
                heights = np.where(values == 0, rail[i], np.log10(values))
            mark.set_data(layers, np.where(np.isfinite(heights), heights, low + CEILING * (high - low)))

    def _fit(self, values):
        """Set the y axis, if it has to change, to whole powers of ten; returns the heights of the zeros on the rail."""
        exponents = np.log10(values[np.isfinite(values) & (values > 0)])
        low, high = (exponents.min(), max(exponents.max() + 0.3, 0)) if exponents.size else (-1, 0)
        unit = next(unit for most, unit in UNITS if high - low <= most)
        low, high = unit * np.floor(low / unit - 0.2), unit * np.ceil(high / unit)
        limits = (low - RAIL / (1 - RAIL) * (high - low), high)
        if self.axes.get_ylim() != limits:
            self.axes.set_ylim(limits)
            ticks = np.arange(low, high + 1, unit)
            self.axes.set_yticks(ticks, [f"$10^{{{tick:.0f}}}$" if tick else "1" for tick in ticks])
        for height, artists in self._limits:
            for artist in artists:
                artist.set_visible(low < height < high)
        return limits[0] + (low - limits[0]) * np.array([0.8, 0.5, 0.2])


def low_power(value):
    """A small number as mathtext: 6 10^-8."""
    mantissa, exponent = f"{value:.0e}".split("e")
    return rf"{mantissa}\cdot 10^{{{int(exponent)}}}"
