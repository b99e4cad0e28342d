"""The size of z on its way forwards and of delta on its way back, layer by layer, on one log axis."""

import numpy as np

from .kit.axes import FEW, fit_decades, fit_layers, gaps, log_axes, shown
from .kit.marks import moving, strokes, upright, verdict, words
from .kit.style import ACCENT, COOL, INK, in_style, sheet

# The name of a way, its marker, which points where the signal goes, its colour, and that of its band.
WAYS = (("z² forwards", ">", COOL, "#cfe1ef"), ("δ² backwards", "<", ACCENT, "#f7dcc9"))
ASIDE = 0.17  # layers by which the two bands stand beside each other


class VariancePicture:
    """Mean squares against layer, the output last: triangles measured, thin lines predicted, bars over seeds."""

    @in_style
    def __init__(self):
        self.figure = sheet(height=320)
        named = {"xlabel": "hidden layer", "title": "mean square over images and neurons"}
        self.axes = ax = log_axes(self.figure, (0.09, 0.2, 0.67, 0.7), **named)
        self._ways = [self._prepare(ax, *look) for _, *look in WAYS]
        beside = {"transform": ax.transAxes, "clip_on": False}
        for high, (name, marker, colour, _) in zip((0.95, 0.85), WAYS, strict=True):
            ax.plot(1.035, high, marker, color=colour, markersize=10, **beside)
            words(ax, 1.07, high, name, color=colour)
        for height, (*_, colour, _) in zip((0.74, 0.715), WAYS, strict=True):
            ax.plot([1.015, 1.055], [height] * 2, color=colour, linewidth=1.6, **beside)
        words(ax, 1.07, 0.73, "predicted", color=INK)
        self._seeds = words(ax, 1.02, 0.61, color=INK)
        self._verdict = verdict(ax, 0.27, color=INK, linespacing=1.4)

    def _prepare(self, ax, marker, colour, tint):
        band, dots = strokes(ax, tint, zorder=2), moving(ax, marker, color=colour, zorder=4)
        return band, dots, moving(ax, color=colour, linewidth=1.6, zorder=3)

    def show(self, measured, predicted=None, bands=None, verdict=""):
        """Show a pair (forwards, backwards) of arrays, one number per layer and the output's last.

        predicted: such a pair, or None. bands: (low, median, high) for each way, shape (2, 3, layers), or None.
        Numbers that a log axis cannot show leave a gap: the sentence names them.
        """
        last, nothing = len(measured[0]), np.full((2, 3, len(measured[0])), np.nan)
        layers, few = np.arange(1, last + 1), last <= FEW
        fit_layers(self.axes, last, {last: "output"})
        fit_decades(self.axes, np.concatenate([np.ravel(v) for v in (measured, predicted, bands) if v is not None]))
        predicted = predicted if predicted is not None else nothing[:, 0]
        for i, ((band, dots, line), aside) in enumerate(zip(self._ways, (-ASIDE, ASIDE), strict=True)):
            dots.set_data(layers, gaps(measured[i]))
            dots.set_markersize(9 if few else 6)
            line.set_data(layers, gaps(predicted[i]))
            low, _, high = bands[i] if bands is not None else nothing[i]
            seen = shown(low) & shown(high)
            band.set_segments(upright((layers + aside)[seen], low[seen], high[seen]))
            band.set_linewidth(12 if few else 5)
        self._seeds.set_text("pale: 90 % of seeds" if bands is not None else "")
        self._verdict.set_text(verdict)
