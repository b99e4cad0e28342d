"""One number a layer, before and after: grey squares for what was, coloured dots for what is."""

from textwrap import fill

import numpy as np

from .kit.decades import fit_decades, fit_layers, shown
from .kit.style import ACCENT, INK, MUTED, layer_colours, sheet, styled

NAME_COLUMNS = 22  # characters of a name beside the picture
FEW = 13  # up to so many layers there is room for large marks


class BeforeAfterPicture:
    """Values against layer on a log axis: muted squares before, dots from dark to light after; rings mark the two compared."""

    def __init__(self, before="before", after="after"):
        self.before, self.after = before, after
        with styled():
            self.figure = sheet(height=320)
            self.axes = ax = self.figure.add_axes((0.09, 0.18, 0.62, 0.72))
            ax.set(yscale="log", xlabel="hidden layer")
            ax.minorticks_off()
            (self._was,) = ax.plot(
                [], [], "s-", color=MUTED, linewidth=1, markerfacecolor="white", markeredgewidth=2, animated=True
            )
            self._dots = ax.scatter([], [], zorder=4, animated=True)
            (self._rings,) = ax.plot(
                [],
                [],
                "o",
                markerfacecolor="none",
                markeredgecolor=ACCENT,
                markeredgewidth=2.2,
                zorder=6,
                animated=True,
            )
            beside = {"transform": ax.transAxes, "va": "center", "animated": True}
            self._key = [[ax.text(x, y, "", **beside | {"va": "top"}) for x in (1.02, 1.07)] for y in (1.0, 0.9)]
            self._verdict = ax.text(1.02, 0.47, "", color=ACCENT, fontweight="bold", linespacing=1.4, **beside)
            self._note = ax.text(1.02, 0.09, "", color=INK, linespacing=1.4, **beside)
            self._title = ax.text(0, 1.03, "", transform=ax.transAxes, fontsize="large", animated=True)

    def show(self, before, after, title, names, verdict="", output=False, rings=(0, -1), note=""):
        """Show two arrays, one number a layer; None for before leaves it out. names: of the two, for the key.

        output: whether the last number is the output layer's. rings: which two layers the sentence compares. verdict,
        note: a few words beside the picture. Zero, infinite and NaN
        numbers leave a gap: the sentence names them.
        """
        n = len(after)
        layers, few = np.arange(1, n + 1), n <= FEW
        before = np.full(n, np.nan) if before is None else before
        fit_layers(self.axes, n, {n: "output"} if output else None)
        fit_decades(self.axes, np.concatenate([before, after]))
        self._was.set_data(layers, np.where(shown(before), before, np.nan))
        self._was.set_markersize(9 if few else 5)
        seen = shown(after)
        self._dots.set_offsets(np.column_stack([layers[seen], after[seen]]))
        self._dots.set_facecolors(layer_colours(n)[seen])
        self._dots.set_sizes([110 if few else 36])
        ends = [end for end in np.arange(n)[list(rings)] if seen[end]]
        self._rings.set_data(layers[ends], after[ends])
        self._rings.set_markersize(17 if few else 11)
        self._title.set_text(title)
        self._verdict.set_text(verdict)
        self._note.set_text(note)
        marks = [("□", MUTED, names[0]), ("●", INK, names[1])][not shown(before).any() :]
        for (mark, text), (shape, colour, line) in zip(self._key, [*marks, ("", INK, "")], strict=False):
            mark.set(text=shape, color=colour)
            text.set_text(fill(line, NAME_COLUMNS))
