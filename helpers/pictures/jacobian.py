"""The singular values of a product of Jacobians, against the number of layers in the product."""

import numpy as np
from matplotlib.collections import LineCollection

from .kit.decades import fit_decades, fit_layers, shown
from .kit.style import ACCENT, INK, MUTED, layer_colours, sheet, styled
from .ratios import write_key


class JacobianPicture:
    """One column of dots a depth, a dot a singular value; rings are their root mean square, the thin line predicts it."""

    def __init__(self):
        with styled():
            self.figure = sheet()
            self.axes = ax = self.figure.add_axes((0.1, 0.19, 0.6, 0.7))
            ax.set(yscale="log", xlabel="layers in the product")
            ax.minorticks_off()
            ax.axhline(1, color=MUTED, linewidth=1.2)
            ax.set_title("how much a small change is stretched")
            self._reach = ax.add_collection(LineCollection([], colors=MUTED, linewidths=1, zorder=2, animated=True))
            self._dots = ax.scatter([], [], s=20, zorder=3, animated=True)
            (self._line,) = ax.plot([], [], color=INK, linewidth=1.4, zorder=4, animated=True)
            (self._rings,) = ax.plot([], [], "o", markersize=11, markerfacecolor="none", markeredgecolor=ACCENT,
                                     markeredgewidth=2, zorder=5, animated=True)  # fmt: skip
            write_key(ax, ("●", INK, "one direction each"), ("○", ACCENT, "root mean square"), ("—", INK, "predicted"))

    def show(self, values, predicted):
        """Show a list of arrays of singular values, one for each depth, and the predicted root mean square of each.

        Values that a log axis cannot show leave a gap: the sentence names them.
        """
        depths = np.arange(1, len(values) + 1)
        mean = np.array([np.sqrt(np.mean((v / v.max()) ** 2)) * v.max() if v.max() > 0 else 0.0 for v in values])
        fit_layers(self.axes, len(values))
        fit_decades(self.axes, np.concatenate([*values, predicted, [1.0]]))
        places = np.concatenate([np.full(len(v), depth) for depth, v in zip(depths, values, strict=True)])
        colours = np.concatenate(
            [[colour] * len(v) for colour, v in zip(layer_colours(len(values)), values, strict=True)]
        )
        every = np.concatenate(values)
        seen = shown(every)
        self._dots.set_offsets(np.column_stack([places[seen], every[seen]]))
        self._dots.set_facecolors(colours[seen])
        ends = [(depth, v[shown(v)]) for depth, v in zip(depths, values, strict=True) if shown(v).any()]
        self._reach.set_segments([[(depth, v.min()), (depth, v.max())] for depth, v in ends])
        self._rings.set_data(depths, np.where(shown(mean), mean, np.nan))
        self._line.set_data(depths, np.where(shown(predicted), predicted, np.nan))
