"""The gradient of a small batch beside that of all images."""

import numpy as np

from .kit.axes import label_powers, margins, set_ends
from .kit.marks import moving, ring, strokes, upright
from .kit.style import BAND, INK, in_style, sheet


class NoisePicture:
    """Against the batch size: how well the directions agree (cosine), and how much longer the batch's gradient is."""

    @in_style
    def __init__(self, n):
        self.figure = sheet(height=320)
        self.axes = self.figure.subplots(1, 2, gridspec_kw=margins(0.08, 0.97, 0.18, 0.88, 0.24))
        titles = "same direction?  1: the same, 0: no relation", "length, full gradient = 1"
        for ax, title in zip(self.axes, titles, strict=True):
            ax.set(xscale="log", xlim=(0.8, 1.25 * n), xlabel="images in a batch", title=title)
            label_powers(ax)
        self.axes[0].set(ylim=(-0.4, 1.05))
        self.axes[1].set_yscale("log")
        self._parts = [self._prepare(ax) for ax in self.axes]

    def _prepare(self, ax):
        band, theory = strokes(ax, BAND, linewidths=20), moving(ax, color=INK, linewidth=1.1)
        return band, theory, moving(ax, "o", color=INK, markersize=6), ring(ax, 15, 2.4)

    def show(self, sizes, bands, theory_sizes, theory, chosen):
        """Show measured bands (low, median, high), each of shape (2, sizes): cosine and length; theory: (2, theory_sizes).

        chosen: the index of the batch size that the sentence speaks of. Infinite and NaN values leave gaps.
        """
        self._fit_length(np.concatenate([bands[..., 1, :].ravel(), theory[1]]))
        for i, (band, line, median, here) in enumerate(self._parts):
            low, middle, high = bands[:, i]
            band.set_segments(upright(sizes, low, high))
            line.set_data(theory_sizes, theory[i])
            median.set_data(sizes, middle)
            here.set_data(sizes[chosen : chosen + 1], middle[chosen : chosen + 1])

    def _fit_length(self, values):
        ax, largest = self.axes[1], values[np.isfinite(values)].max(initial=5)
        ticks = 10.0 ** np.arange(0, np.ceil(np.log10(1.1 * largest)) + 1)
        if set_ends(ax, ylim=(0.5, ticks[-1])):
            label_powers(ax)
            ax.set_yticks(ticks)
            ax.minorticks_off()
