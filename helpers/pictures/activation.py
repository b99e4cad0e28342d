"""An activation function beside its slope."""

import numpy as np

from .kit.style import ACCENT, COOL, INK, sheet, styled
from .kit.words import number


def draw_activation(activation, reach=8.0):
    """A Figure with phi on the left and dphi on the right, for z from -reach to reach; the steepest point is marked."""
    z = np.linspace(-reach, reach, 401)
    with styled():
        figure = sheet(height=290)
        margins = {"left": 0.07, "right": 0.97, "bottom": 0.18, "top": 0.88, "wspace": 0.2}
        left, right = figure.subplots(1, 2, gridspec_kw=margins)
        left.plot(z, activation.phi(z), color=COOL)
        left.set(title=f"{activation.label}: a = φ(z)", xlabel="weighted input z")
        slope = activation.dphi(z)
        right.plot(z, slope, color=COOL)
        right.set(title="its slope φ′(z)", xlabel="weighted input z", ylim=(0, 1.25 * slope.max()))
        top = int(np.argmax(slope))
        right.plot(z[top], slope[top], "o", color=ACCENT, markersize=10)
        beside = {"xytext": (12, 6), "textcoords": "offset points", "color": INK}
        right.annotate(f"{number(slope[top])} at most", (z[top], slope[top]), **beside)
    return figure
