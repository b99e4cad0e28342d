"""An activation function beside its slope."""

import numpy as np

from .kit.axes import margins
from .kit.marks import note
from .kit.style import ACCENT, COOL, INK, in_style, sheet
from .kit.words import number


@in_style
def draw_activation(activation, reach=8.0):
    """A Figure with phi on the left and dphi on the right, for z from -reach to reach; the steepest point is marked."""
    z = np.linspace(-reach, reach, 401)
    figure, slope = sheet(height=290), activation.dphi(z)
    left, right = figure.subplots(1, 2, gridspec_kw=margins(0.07, 0.97, 0.18, 0.88, 0.2))
    left.plot(z, activation.phi(z), color=COOL)
    left.set(title=f"{activation.label}: a = φ(z)", xlabel="weighted input z")
    right.plot(z, slope, color=COOL)
    right.set(title="its slope φ′(z)", xlabel="weighted input z", ylim=(0, 1.25 * slope.max()))
    steepest = z[slope.argmax()], slope.max()
    right.plot(*steepest, "o", color=ACCENT, markersize=10)
    note(right, f"{number(slope.max())} at most", steepest, 12, 6, color=INK)
    return figure
