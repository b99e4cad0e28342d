"""The size of z on its way forwards and of delta on its way back, layer by layer, on one log axis."""

import numpy as np
from matplotlib.collections import LineCollection

from .kit.decades import fit_decades, fit_layers, shown
from .kit.style import ACCENT, COOL, INK, sheet, styled

# The name of a way, its marker, which points where the signal goes, its colour, that of its band, the look of its theory.
WAYS = (
    ("z² forwards", ">", COOL, "#cfe1ef", "-"),
    ("δ² backwards", "<", ACCENT, "#f7dcc9", (0, (4, 2))),
)
ASIDE = 0.17  # layers by which the two bands stand beside each other


class VariancePicture:
    """Mean squares against layer, the output last: triangles measured, thin lines predicted, bars over seeds."""

    def __init__(self):
        with styled():
            self.figure = sheet(height=320)
            self.axes = ax = self.figure.add_axes((0.09, 0.2, 0.67, 0.7))
            ax.set(yscale="log", xlabel="hidden layer")
            ax.set_title("mean square over images and neurons")
            ax.minorticks_off()
            self._ways = [self._prepare(*look) for _, *look in WAYS]
            beside = {"transform": ax.transAxes, "va": "center"}
            for i, (name, marker, colour, *_) in enumerate(WAYS):
                ax.plot(
                    1.035, 0.95 - 0.1 * i, marker, color=colour, markersize=10, transform=ax.transAxes, clip_on=False
                )
                ax.text(1.07, 0.95 - 0.1 * i, name, color=colour, **beside)
            for i, (text, *_, line) in enumerate((("predicted", WAYS[0][-1]), ("predicted", WAYS[1][-1]))):
                y = 0.75 - 0.1 * i
                ax.plot(
                    [1.015, 1.055],
                    [y, y],
                    color=INK,
                    linewidth=1.3,
                    linestyle=line,
                    transform=ax.transAxes,
                    clip_on=False,
                )
                ax.text(1.07, y, text, color=INK, **beside)
            self._seeds = ax.text(1.02, 0.53, "", color=INK, animated=True, **beside)
            self._verdict = ax.text(
                1.02, 0.27, "", color=INK, fontweight="bold", linespacing=1.4, animated=True, **beside
            )

    def _prepare(self, marker, colour, tint, look):
        ax = self.axes
        band = ax.add_collection(LineCollection([], colors=tint, capstyle="butt", zorder=2, animated=True))
        (dots,) = ax.plot([], [], marker, color=colour, zorder=4, animated=True)
        (line,) = ax.plot([], [], color=INK, linewidth=1.3, linestyle=look, zorder=5, animated=True)
        return band, dots, line

    def show(self, measured, predicted=None, bands=None, verdict=""):
        """Show a pair (forwards, backwards) of arrays, one number per layer and the output's last.

        predicted: such a pair, or None. bands: (low, median, high) for each way, shape (2, 3, layers), or None.
        Numbers that a log axis cannot show leave a gap: the sentence names them.
        """
        last = len(measured[0])
        layers, few = np.arange(1, last + 1), last <= 13
        fit_layers(self.axes, last, {last: "output"})
        fit_decades(self.axes, np.concatenate([np.ravel(v) for v in (measured, predicted, bands) if v is not None]))
        for i, ((band, dots, line), side) in enumerate(zip(self._ways, (-ASIDE, ASIDE), strict=True)):
            dots.set_data(layers, np.where(shown(measured[i]), measured[i], np.nan))
            dots.set_markersize(9 if few else 6)
            line.set_data(
                layers,
                np.where(shown(predicted[i]), predicted[i], np.nan) if predicted is not None else layers * np.nan,
            )
            low, _, high = bands[i] if bands is not None else np.full((3, last), np.nan)
            band.set_segments(
                [[(l, a), (l, b)] for l, a, b in zip(layers + side, low, high, strict=True) if shown(a) and shown(b)]
            )
            band.set_linewidth(12 if few else 5)
        self._seeds.set_text("pale: 90 % of seeds" if bands is not None else "")
        self._verdict.set_text(verdict)
