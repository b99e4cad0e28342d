"""A predicted line over measured points: the length of the gradient of every layer."""

import numpy as np

from .kit.axes import FEW, fit_decades, fit_layers, gaps, log_axes, shown
from .kit.marks import Key, LayerDots, level, moving, strokes, upright, verdict, words
from .kit.style import BAND, INK, MUTED, in_style, sheet


class TheoryPicture:
    """Length of the gradient against layer, with the output as the last one: dots measured, thin line predicted."""

    @in_style
    def __init__(self):
        self.figure = sheet()
        self.axes = ax = log_axes(self.figure, (0.09, 0.19, 0.66, 0.71), xlabel="hidden layer")
        self._band, self._medians = strokes(ax, BAND, zorder=2), strokes(ax, MUTED, linewidths=2.2, zorder=3)
        self._dots = LayerDots(ax, (90, 40))
        self._line = moving(ax, color=INK, linewidth=1.4, zorder=5)
        self._verdict = verdict(ax, 0.25)
        self._key = Key(ax, 4, x=(1.02, 1.08), top=0.95)
        self._title = words(ax, 0, 1.03, va="baseline", fontsize="large")

    def show(self, speeds, predicted, name, band=None, verdict=""):
        """Show one number per layer, the output's last; band: (low, median, high), each such an array, of many seeds.

        name: of the quantity, for the title. verdict: a few words beside the picture. Zero, infinite and NaN
        numbers leave a gap: the sentence names them.
        """
        layers, last = np.arange(1, len(speeds) + 1), len(speeds)
        fit_layers(self.axes, last, {last: "output"})
        fit_decades(self.axes, np.concatenate([np.ravel(v) for v in (speeds, predicted, band) if v is not None]))
        self._line.set_data(layers, gaps(predicted))
        self._dots.show(speeds)
        self._show_band(layers, band)
        self._title.set_text(name)
        self._verdict.set_text(verdict)
        seeds = [("■", BAND, "90 % of seeds"), ("–", MUTED, "their median")]
        self._key.show(("—", INK, "predicted"), ("●", INK, "this network"), *seeds * (band is not None))

    def _show_band(self, layers, band):
        """A bar a layer with a tick at its median."""
        low, middle, high = band if band is not None else np.full((3, len(layers)), np.nan)
        seen, half = shown(low) & shown(high), min(0.3, 0.022 * len(layers))  # half of a tick's width, in layers
        self._band.set_segments(upright(layers[seen], low[seen], high[seen]))
        self._band.set_linewidth(26 if len(layers) <= FEW else 11)
        self._medians.set_segments(level(layers[seen] - half, layers[seen] + half, middle[seen]))
