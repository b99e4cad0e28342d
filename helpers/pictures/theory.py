"""A predicted line over measured points: the gradient of every layer, and the ratio of the last to the first."""

import numpy as np
from matplotlib.collections import LineCollection

from .kit.decades import fit_decades, fit_layers, shown
from .kit.style import ACCENT, BAND, INK, MUTED, layer_colours, sheet, styled
from .kit.words import number
from .ratios import label_powers, write_key


class TheoryPicture:
    """Length of the gradient against layer, with the output as the last one: dots measured, thin line predicted."""

    def __init__(self):
        with styled():
            self.figure = sheet()
            self.axes = ax = self.figure.add_axes((0.09, 0.19, 0.66, 0.71))
            ax.set(yscale="log", xlabel="hidden layer")
            ax.minorticks_off()
            self._band = ax.add_collection(LineCollection([], colors=BAND, capstyle="butt", zorder=2, animated=True))
            self._medians = ax.add_collection(LineCollection([], colors=MUTED, linewidths=2.2, zorder=3, animated=True))
            self._dots = ax.scatter([], [], zorder=4, animated=True)
            (self._line,) = ax.plot([], [], color=INK, linewidth=1.4, zorder=5, animated=True)
            beside = {"transform": ax.transAxes, "va": "center", "animated": True}
            self._verdict = ax.text(1.02, 0.25, "", color=ACCENT, fontweight="bold", **beside)
            self._key = [[ax.text(x, y, "", **beside) for x in (1.02, 1.08)] for y in (0.95, 0.85, 0.75, 0.65)]
            self._title = ax.text(0, 1.03, "", transform=ax.transAxes, fontsize="large", animated=True)

    def show(self, speeds, predicted, name, band=None, verdict=""):
        """Show one number per layer, the output's last; band: (low, median, high), each such an array, of many seeds.

        name: of the quantity, for the title. verdict: a few words beside the picture. Zero, infinite and NaN
        numbers leave a gap: the sentence names them.
        """
        layers, last = np.arange(1, len(speeds) + 1), len(speeds)
        fit_layers(self.axes, last, {last: "output"})
        fit_decades(self.axes, np.concatenate([np.ravel(v) for v in (speeds, predicted, band) if v is not None]))
        self._line.set_data(layers, np.where(shown(predicted), predicted, np.nan))
        self._show_dots(layers, speeds)
        self._show_band(layers, band)
        self._title.set_text(name)
        self._verdict.set_text(verdict)
        self._show_key(band is not None)

    def _show_key(self, band):
        lines = [("—", INK, "predicted"), ("●", INK, "this network")]
        lines += [("■", BAND, "90 % of seeds"), ("–", MUTED, "their median")] * band
        for (mark, text), (shape, colour, line) in zip(self._key, [*lines, *[("", INK, "")] * 2], strict=False):
            mark.set(text=shape, color=colour)
            text.set_text(line)

    def _show_dots(self, layers, speeds):
        seen = shown(speeds)
        self._dots.set_offsets(np.column_stack([layers[seen], np.asarray(speeds)[seen]]))
        self._dots.set_facecolors(layer_colours(len(speeds))[seen])
        self._dots.set_sizes([90 if len(speeds) <= 12 else 40])

    def _show_band(self, layers, band):
        """A bar a layer with a tick at its median; half is half of the bar's width in layers."""
        few = len(layers) <= 12
        low, middle, high = band if band is not None else np.full((3, len(layers)), np.nan)
        seen = shown(low) & shown(high)
        half = min(0.3, 0.022 * len(layers)) if few else 0.3
        self._band.set_segments([[(l, a), (l, b)] for l, a, b in zip(layers[seen], low[seen], high[seen], strict=True)])
        self._band.set_linewidth(26 if few else 11)
        self._medians.set_segments(
            [[(l - half, m), (l + half, m)] for l, m in zip(layers[seen], middle[seen], strict=True)]
        )


def draw_predicted_ratios(depths, bands, predicted, published):
    """A Figure: last/first against the number of hidden layers; the line is predicted, the bands are measured.

    bands: (low, median, high) for each depth. predicted: one number a depth. published: {depth: ratio}.
    """
    with styled():
        figure = sheet(height=320)
        ax = figure.add_axes((0.1, 0.2, 0.62, 0.75))
        _draw_bands(ax, depths, bands)
        ax.plot(depths, predicted, color=INK, linewidth=1.4)
        ax.plot(list(published), list(published.values()), "D", markersize=12, markerfacecolor="none",
                markeredgecolor=INK, markeredgewidth=1.6)  # fmt: skip
        for depth, value in zip(depths, predicted, strict=True):
            below = {"xytext": (20, -14), "textcoords": "offset points", "color": INK, "fontsize": "small"}
            ax.annotate(f"predicted {number(value)}", (depth, value), **below)
        ax.set(yscale="log", xticks=depths, xlim=(depths[0] - 0.5, depths[-1] + 0.7), xlabel="hidden layers")
        ax.set_ylabel("layer 1: times slower")
        label_powers(ax)
        measured = ("●", ACCENT, "median"), ("■", BAND, "90 % of seeds")
        write_key(ax, ("—", INK, "predicted, no fit"), *measured, ("◇", INK, "published"))
    return figure


def draw_ratios_by_width(widths, bands, predicted):
    """A Figure: last/first against the neurons in each layer, beside the one prediction; bands as above."""
    places = np.arange(len(widths))
    with styled():
        figure = sheet(height=310)
        ax = figure.add_axes((0.1, 0.21, 0.62, 0.74))
        _draw_bands(ax, places, bands)
        ax.axhline(predicted, color=INK, linewidth=1.4)
        for place, (_, value, _) in zip(places, bands, strict=True):
            ax.annotate(number(value), (place, value), xytext=(20, 5), textcoords="offset points", color=ACCENT)
        ax.set(yscale="log", xlim=(-0.5, len(widths) - 0.3), xlabel="neurons in each hidden layer")
        ax.set_xticks(places, [str(width) for width in widths])
        ax.set_ylabel("layer 1: times slower")
        label_powers(ax)
        said = ("—", INK, f"predicted: {number(predicted)}")
        write_key(ax, said, ("●", ACCENT, "median"), ("■", BAND, "90 % of seeds"))
    return figure


def _draw_bands(ax, places, bands):
    low, middle, high = np.transpose(bands)
    ax.vlines(places, low, high, color=BAND, linewidth=26)
    ax.plot(places, middle, "o", color=ACCENT, markersize=11)
