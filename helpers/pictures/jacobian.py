"""The singular values of a product of Jacobians, against the number of layers in the product, and how many grow."""

import numpy as np

from .kit.axes import fit_decades, fit_layers, gaps, log_axes, shown
from .kit.marks import level, moving, ring, strokes, upright, verdict, write_key
from .kit.style import ACCENT, COOL, INK, MUTED, in_style, layer_colours, sheet
from .kit.words import count, number

TENTH = 0.1  # a direction multiplied by less than this is counted as shrunken
MOST = 20  # columns that have room for counts


class JacobianPicture:
    """One column of dots a depth, a dot a singular value; rings are their root mean square, the thin line predicts it.

    A bar is a column's median; above it stands how many of its values exceed 1, below it how many are below a tenth.
    """

    @in_style
    def __init__(self):
        self.figure = sheet()
        named = {"xlabel": "layers in the product", "title": "how much a small change is stretched"}
        self.axes = ax = log_axes(self.figure, (0.1, 0.19, 0.6, 0.7), **named)
        ax.axhline(1, color=MUTED, linewidth=1.2)
        self._reach = strokes(ax, MUTED, linewidths=1, zorder=2)
        self._dots = ax.scatter([], [], s=20, zorder=3, animated=True)
        self._line = moving(ax, color=INK, linewidth=1.4, zorder=4)
        self._rings = ring(ax, 11, 2, zorder=5)
        self._medians = strokes(ax, COOL, linewidths=3.5, zorder=6)
        self._counts = [[self._count(y, colour) for _ in range(MOST)] for y, colour in ((0.955, ACCENT), (0.045, INK))]
        self._verdict = verdict(ax, 0.2, linespacing=1.4)
        key = ("●", INK, "one direction each"), ("━", COOL, "their median"), ("○", ACCENT, "root mean square")
        counted = ("7", ACCENT, "top: so many grow"), ("7", INK, "foot: below 0.1")
        write_key(ax, *key, ("—", INK, "predicted"), *counted)

    def _count(self, y, colour):
        """The text, still empty, of one count, at a height in shares of the axes."""
        place = {"transform": self.axes.get_xaxis_transform(), "ha": "center", "va": "center", "animated": True}
        return self.axes.text(1, y, "", color=colour, fontsize="small", fontweight="bold", zorder=7, **place)

    def show(self, values, predicted):
        """Show a list of arrays of singular values, one for each depth, and the predicted root mean square of each.

        Values that a log axis cannot show leave a gap: the sentence names them.
        """
        depths, every = np.arange(1, len(values) + 1), np.concatenate(values)
        mean = [np.sqrt(np.mean((v / v.max()) ** 2)) * v.max() if v.max() > 0 else 0.0 for v in values]
        fit_layers(self.axes, len(values))
        fit_decades(self.axes, np.concatenate([every, predicted, [1.0]]), room=(0.08, 0.08))
        places, seen = np.repeat(depths, [len(v) for v in values]), shown(every)
        self._dots.set_offsets(np.column_stack([places[seen], every[seen]]))
        self._dots.set_facecolors(layer_colours(len(values))[places[seen] - 1])
        ends = [(depth, v[shown(v)].min(), v[shown(v)].max()) for depth, v in enumerate(values, 1) if shown(v).any()]
        self._reach.set_segments(upright(*np.reshape(ends, (-1, 3)).T))
        self._rings.set_data(depths, gaps(mean))
        self._line.set_data(depths, gaps(predicted))
        middle = np.array([np.median(v) for v in values])
        bars = shown(middle)
        self._medians.set_segments(level(depths[bars] - 0.22, depths[bars] + 0.22, middle[bars]))
        self._write_counts([[np.sum(v > 1) for v in values], [np.sum(v < TENTH) for v in values]])
        self._verdict.set_text(verdict_on(values[-1], len(values)))

    def _write_counts(self, rows):
        for texts, row in zip(self._counts, rows, strict=True):
            for depth, text in enumerate(texts, 1):
                text.set(x=depth, text=f"{row[depth - 1]}" if depth <= len(row) else "")


def verdict_on(values, layers):
    """The few words beside the picture on the singular values after all layers; none where there is no crowd of them."""
    if len(values) == 1 or not np.isfinite(values).all():
        return ""
    return f"after {count(layers, 'layer')}:\nat most {number(values.max())}\nhalf below {number(np.median(values))}"
