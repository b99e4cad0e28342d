"""How far the slope of a network reaches: the likeness of two slopes against the distance of their inputs, drawn still."""

from .kit.axes import label_powers
from .kit.marks import DASHED, apart, end_label
from .kit.style import ACCENT, COOL, INK, MUTED, on_axes

LOOKS = (("o-", COOL), ("s-", INK), ("v-", MUTED), ("D-", ACCENT), ("^-", COOL))  # marker with line, and colour


@on_axes((0.07, 0.19, 0.68, 0.7), height=340)
def draw_reach(ax, ways, curves, predicted):
    """A Figure: cosines of slopes against the share of the way to a neighbour, on a log axis, a line a network.

    ways: shape (n,), the last one being 1. curves: up to five, {name: n cosines}. predicted: n of them, by theory.
    """
    ends = apart([curve[-1] for curve in curves.values()], 0.11)
    for (name, curve), end, (look, colour) in zip(curves.items(), ends, LOOKS, strict=False):
        ax.plot(ways, curve, look, color=colour, markersize=7)
        end_label(ax, name, (ways[-1], end), 14, color=colour)
    ax.plot(ways, predicted, color=INK, linewidth=1.6, linestyle=DASHED, zorder=5)
    ax.axhline(0.5, color=MUTED, linewidth=1)
    ax.set(xscale="log", xlim=(ways[0] / 1.2, 1.2 * ways[-1]), ylim=(-0.08, 1.05))
    ax.set(xlabel="share of the way to the nearest other digit", title="cosine of the slopes; reach: where it is ½")
    label_powers(ax)
