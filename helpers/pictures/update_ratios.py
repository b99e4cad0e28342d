"""One number a layer, before and after: grey squares for what was, coloured dots for what is."""

from textwrap import fill

import numpy as np

from .kit.axes import FEW, fit_decades, fit_layers, gaps, log_axes, shown
from .kit.marks import Key, LayerDots, moving, verdict, words
from .kit.style import INK, MUTED, in_style, sheet

NAME_COLUMNS = 22  # characters of a name beside the picture


class BeforeAfterPicture:
    """Values against layer on a log axis: muted squares before, dots from dark to light after; rings mark the two compared."""

    @in_style
    def __init__(self):
        self.figure = sheet(height=320)
        self.axes = ax = log_axes(self.figure, (0.09, 0.18, 0.62, 0.72), xlabel="hidden layer")
        self._was = moving(ax, "s-", color=MUTED, linewidth=1, markerfacecolor="white", markeredgewidth=2)
        self._dots = LayerDots(ax, (110, 36), rings=(17, 11))
        self._key = Key(ax, 2, top=1.0, va="top")
        self._verdict = verdict(ax, 0.47, linespacing=1.4)
        self._note = words(ax, 1.02, 0.09, color=INK, linespacing=1.4)
        self._title = words(ax, 0, 1.03, va="baseline", fontsize="large")

    def show(self, before, after, title, names, verdict="", output=False, rings=(0, -1), note=""):
        """Show two arrays, one number a layer; None for before leaves it out. names: of the two, for the key.

        output: whether the last number is the output layer's. rings: which two layers the sentence compares. verdict,
        note: a few words beside the picture. Zero, infinite and NaN
        numbers leave a gap: the sentence names them.
        """
        n = len(after)
        before = np.full(n, np.nan) if before is None else before
        fit_layers(self.axes, n, {n: "output"} if output else None)
        fit_decades(self.axes, np.concatenate([before, after]))
        self._was.set_data(np.arange(1, n + 1), gaps(before))
        self._was.set_markersize(9 if n <= FEW else 5)
        self._dots.show(after, rings)
        self._title.set_text(title)
        self._verdict.set_text(verdict)
        self._note.set_text(note)
        was, now = (fill(name, NAME_COLUMNS) for name in names)
        self._key.show(*[("□", MUTED, was)] * bool(shown(before).any()), ("●", INK, now))
