"""Three cost curves through the same small window."""

import numpy as np

from .kit.axes import margins
from .kit.marks import moving, words
from .kit.style import ACCENT, COOL, INK, in_style, sheet
from .kit.words import number

POINTS = np.linspace(-1, 1, 201)  # across the window
STEEPNESS = 1 / 6  # how steep the common slope looks, whatever the zoom: a sixth of the window's half height


class LandscapePicture:
    """Panels P, Q, R (C is the cost): each shows one cost curve around the point where we stand, all at the same zoom.

    The curve is drawn in units of the window, so a zoom moves artists and no axis.
    """

    @in_style
    def __init__(self, panels=3):
        self.figure = sheet(height=300)
        self.axes = self.figure.subplots(1, panels, gridspec_kw=margins(0.03, 0.98, 0.12, 0.84, 0.06))
        prepared = [self._prepare(ax, letter) for ax, letter in zip(self.axes, "PQRSTU", strict=False)]
        self._curves, self._names, self._windows = zip(*prepared, strict=True)

    def _prepare(self, ax, letter):
        ax.set(xlim=(-1, 1), ylim=(-1.05, 1.05), xticks=[], yticks=[], facecolor="#f5f7fa")
        ax.spines[["left", "bottom"]].set_visible(False)
        ax.set_title(letter, fontweight="bold")
        curve = moving(ax, color=COOL, linewidth=3)
        moving(ax, "o", color=INK, markersize=9, zorder=5).set_data([0], [0])
        name = words(ax, 1, 1.04, ha="right", va="bottom", color=ACCENT)
        return curve, name, words(ax, 0.5, -0.1, ha="center", color=INK)

    def show(self, landscapes, half_width, names):
        """Show each Landscape within +-half_width of t = 0; names: a text in each panel's corner ("" to keep it secret)."""
        t = half_width * POINTS
        slope = np.abs([landscape.slope(0.0) for landscape in landscapes]).max()
        half_height = slope * half_width / STEEPNESS
        panels = zip(landscapes, self._curves, self._names, self._windows, names, strict=True)
        for landscape, curve, name, window, text in panels:
            curve.set_data(POINTS, (landscape.value(t) - landscape.value(0.0)) / half_height)
            name.set_text(text)
            window.set_text(f"{number(2 * half_width)} wide, {number(2 * half_height, 2)} high")
