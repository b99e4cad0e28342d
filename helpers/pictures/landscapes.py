"""Three cost curves through the same small window."""

import numpy as np

from .kit.style import ACCENT, COOL, INK, sheet, styled
from .kit.words import number

POINTS = np.linspace(-1, 1, 201)  # across the window
STEEPNESS = 1 / 6  # how steep the common slope looks, whatever the zoom: a sixth of the window's half height


class LandscapePicture:
    """Panels A, B, C: each shows one cost curve around the point where we stand, all at the same zoom.

    The curve is drawn in units of the window, so a zoom moves artists and no axis.
    """

    def __init__(self, panels=3):
        with styled():
            self.figure = sheet(height=300)
            margins = {"left": 0.03, "right": 0.98, "bottom": 0.12, "top": 0.84, "wspace": 0.06}
            self.axes = self.figure.subplots(1, panels, gridspec_kw=margins)
            prepared = [self._prepare(ax, letter) for ax, letter in zip(self.axes, "ABCDEF", strict=False)]
        self._curves, self._names, self._windows = zip(*prepared, strict=True)

    def _prepare(self, ax, letter):
        ax.set(xlim=(-1, 1), ylim=(-1.05, 1.05), xticks=[], yticks=[])
        ax.spines[["left", "bottom"]].set_visible(False)
        ax.set_facecolor("#f5f7fa")
        ax.set_title(letter, fontweight="bold")
        (curve,) = ax.plot([], [], color=COOL, linewidth=3, animated=True)
        ax.plot(0, 0, "o", color=INK, markersize=9, zorder=5, animated=True)
        name = ax.text(1, 1.04, "", transform=ax.transAxes, ha="right", va="bottom", color=ACCENT, animated=True)
        window = ax.text(0.5, -0.1, "", transform=ax.transAxes, ha="center", va="center", color=INK, animated=True)
        return curve, name, window

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
