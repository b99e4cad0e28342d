"""The gradient of a small batch beside that of all images."""

import numpy as np
from matplotlib.collections import LineCollection

from .kit.style import ACCENT, BAND, INK, sheet, styled
from .ratios import label_powers


class NoisePicture:
    """Against the batch size: how well the directions agree (cosine), and how much longer the batch's gradient is."""

    def __init__(self, n):
        with styled():
            self.figure = sheet(height=320)
            margins = {"left": 0.08, "right": 0.97, "bottom": 0.18, "top": 0.88, "wspace": 0.24}
            self.axes = self.figure.subplots(1, 2, gridspec_kw=margins)
            for ax in self.axes:
                ax.set(xscale="log", xlim=(0.8, 1.25 * n), xlabel="images in a batch")
                label_powers(ax)
            self.axes[0].set(ylim=(-0.4, 1.05))
            self.axes[1].set_yscale("log")
            for ax, title in zip(
                self.axes, ("same direction?  1: the same, 0: no relation", "length, full gradient = 1"), strict=True
            ):
                ax.set_title(title)
            self._parts = [self._prepare(ax) for ax in self.axes]

    def _prepare(self, ax):
        band = ax.add_collection(LineCollection([], colors=BAND, linewidths=20, capstyle="butt", animated=True))
        (theory,) = ax.plot([], [], color=INK, linewidth=1.1, animated=True)
        (median,) = ax.plot([], [], "o", color=INK, markersize=6, animated=True)
        (ring,) = ax.plot(
            [],
            [],
            "o",
            markersize=15,
            markerfacecolor="none",
            markeredgecolor=ACCENT,
            markeredgewidth=2.4,
            animated=True,
        )
        return band, theory, median, ring

    def show(self, sizes, bands, theory_sizes, theory, chosen):
        """Show measured bands (low, median, high), each of shape (2, sizes): cosine and length; theory: (2, theory_sizes).

        chosen: the index of the batch size that the sentence speaks of. Infinite and NaN values leave gaps.
        """
        self._fit_length(bands[..., 1, :], theory[1])
        for i, (band, line, median, ring) in enumerate(self._parts):
            low, middle, high = bands[:, i]
            band.set_segments([[(size, a), (size, b)] for size, a, b in zip(sizes, low, high, strict=True)])
            line.set_data(theory_sizes, theory[i])
            median.set_data(sizes, middle)
            ring.set_data(sizes[chosen : chosen + 1], middle[chosen : chosen + 1])

    def _fit_length(self, *values):
        values = np.concatenate([v[np.isfinite(v)] for v in values])
        top = 10.0 ** np.ceil(np.log10(1.1 * max(values.max(initial=1), 5)))
        if self.axes[1].get_ylim() != (0.5, top):
            self.axes[1].set_ylim(0.5, top)
            label_powers(self.axes[1])
            self.axes[1].set_yticks(10.0 ** np.arange(0, np.log10(top) + 0.5))
            self.axes[1].minorticks_off()
