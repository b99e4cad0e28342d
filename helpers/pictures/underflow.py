"""The underflow lens: the gradient of each layer in several float types, down to exactly zero."""

import numpy as np
from matplotlib.patches import Rectangle

from .kit.axes import decades, fit_layers, set_ends
from .kit.marks import moving, words
from .kit.style import ACCENT, BAND, COOL, INK, MUTED, in_style, sheet

LOOKS = (("o", INK, 4.5, "full"), ("s", COOL, 8.5, "none"), ("o", ACCENT, 6.5, "full"))  # of the types, widest first
RAIL = 0.12  # the height of the strip for zeros, as a share of the axis
CEILING = 0.97  # where along the axis the marks stand that are too large for their type
BELOW = {"x": 0.99, "ha": "right", "va": "top"}  # where a limit's word stands, so that no mark runs into it
ABOVE = {"x": 0.01, "ha": "left", "va": "bottom"}
ZEROS = np.array([0.8, 0.5, 0.2])  # how high on the rail the zeros of each type lie


class UnderflowPicture:
    """Largest derivative against layer, log axis; what is exactly 0 lies on the rail below. One mark a float type."""

    @in_style
    def __init__(self, floats):
        """floats: FloatType records, widest first."""
        self._floats, self.figure = floats, sheet(height=340)
        self.axes = ax = self.figure.add_axes((0.1, 0.16, 0.64, 0.75))
        ax.set(xlabel="hidden layer", ylim=(-1, 0), title="the largest derivative in each layer")
        ax.add_patch(Rectangle((0, 0), 1, RAIL, color=BAND, linewidth=0, transform=ax.transAxes, zorder=1))
        self._limits = [self._limit(ax, record, look[1]) for record, look in zip(floats, LOOKS, strict=True)]
        self._marks = [self._mark(ax, i, record.name) for i, record in enumerate(floats)]
        words(ax, 1.01, RAIL / 2, "exactly 0", color=MUTED, fontweight="bold")
        self._too_large = words(ax, 1.01, CEILING, color=MUTED, fontweight="bold")

    def _limit(self, ax, record, colour):
        """A line at the smallest number of a type, and a tint up to its smallest number with all digits."""
        low, high = np.log10([record.smallest, record.smallest_normal])
        look = {"color": colour, "transform": ax.get_yaxis_transform(), "animated": True}
        tint = ax.add_patch(Rectangle((0, low), 1, high - low, alpha=0.09, linewidth=0, **look))
        (edge,) = ax.plot([0, 1], [low, low], linewidth=1.4, linestyle=(0, (5, 2)), zorder=2, **look)
        said = f"smallest {record.name}: ${low_power(record.smallest)}$"
        word = ax.text(0.99, low, said, va="top", ha="right", fontsize="small", zorder=6, **look)
        return low, (tint, edge, word)

    def _mark(self, ax, i, name):
        """The moving marks of a type; its row in the key is written beside the picture."""
        (shape, colour, size, fill), y = LOOKS[i], 0.84 - 0.09 * i
        look = {"color": colour, "markersize": size, "fillstyle": fill, "markeredgewidth": 1.6}
        ax.plot([1.03], [y], shape, transform=ax.transAxes, clip_on=False, **look)
        words(ax, 1.055, y, name, color=colour)
        return moving(ax, shape, zorder=4, **look)

    def show(self, largest):
        """largest: {float type's name: one number >= 0 a hidden layer, float64}. Infinity and NaN stand at the ceiling."""
        values = np.array([largest[record.name] for record in self._floats])
        layers = np.arange(1, values.shape[1] + 1)
        fit_layers(self.axes, len(layers))
        bottom, low, high = self._fit(values)
        self._too_large.set_text("" if np.isfinite(values).all() else "too large")
        for mark, row, zero in zip(self._marks, values, ZEROS, strict=True):
            with np.errstate(divide="ignore", invalid="ignore"):
                heights = np.where(row == 0, bottom + zero * (low - bottom), np.log10(row))
            mark.set_data(layers, np.where(np.isfinite(heights), heights, bottom + CEILING * (high - bottom)))

    def _fit(self, values):
        """Set the y axis, if it has to change, to whole powers of ten; returns the ends of the rail and of the axis."""
        low, high, unit = decades(values)
        bottom = low - RAIL / (1 - RAIL) * (high - low)
        if set_ends(self.axes, ylim=(bottom, high)):
            ticks = np.arange(low, high + 1, unit)
            self.axes.set_yticks(ticks, [f"$10^{{{tick:.0f}}}$" if tick else "1" for tick in ticks])
        for height, artists in self._limits:
            above = np.mean(values[0] < 10.0**height) > 0.5
            artists[-1].set(y=height if above else height - 0.02 * (high - low), **(ABOVE if above else BELOW))
            for artist in artists:
                artist.set_visible(low < height < high)
        return bottom, low, high


def low_power(value):
    """A small number as mathtext: 6 10^-8."""
    mantissa, exponent = f"{value:.0e}".split("e")
    return rf"{mantissa}\cdot 10^{{{int(exponent)}}}"
