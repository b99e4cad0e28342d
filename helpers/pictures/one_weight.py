"""A small network drawn neuron by neuron, beside the cost along one of its weights."""

from itertools import pairwise

import numpy as np

from .kit.axes import first_end, set_ends
from .kit.marks import moving, strokes
from .kit.style import ACCENT, COOL, INK, MUTED, in_style, sheet
from .kit.words import number

NODE_AREA = 900  # points squared
WIDTH_PER_WEIGHT = 1.6  # points of line width for a weight of 1
COST_WINDOWS = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)  # half heights of the cost axis


class DiagramPicture:
    """Neurons with their activations inside and their delta below; line widths are weights, dashes are negative ones."""

    @in_style
    def __init__(self, sizes, reach):
        """sizes: of the network. reach: the cost is shown for pushes from -reach to reach."""
        self.figure = sheet()
        self._prepare_network(self.figure.add_axes((0.01, 0.04, 0.5, 0.86)), sizes)
        self._prepare_chart(self.figure.add_axes((0.63, 0.17, 0.35, 0.73)), reach)

    def _prepare_network(self, ax, sizes):
        ax.set(xlim=(-0.4, len(sizes) - 0.6), ylim=(-0.12, 1.0), title="activations inside, δ below")
        ax.axis("off")
        places = [np.column_stack([np.full(n, l), heights(n)]) for l, n in enumerate(sizes)]
        names = ["input", *(f"layer {l}" for l in range(1, len(sizes) - 1)), f"output, layer {len(sizes) - 1}"]
        for l, name in enumerate(names):
            ax.text(l, -0.1, name, ha="center", va="bottom", color=INK, fontsize="small")
        self._lines = strokes(ax, zorder=1)
        self._lines.set_segments(segments(places))
        every = np.vstack(places)
        self._nodes = ax.scatter(*every.T, s=NODE_AREA, edgecolors=INK, zorder=3, animated=True)
        centre = {"ha": "center", "va": "center", "fontsize": "small", "zorder": 4, "animated": True}
        self._activations = [ax.text(*place, "", **centre) for place in every]
        paper = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}  # keeps lines out of the numbers
        self._deltas = [ax.text(x, y - 0.125, "", bbox=paper, **centre) for x, y in every[sizes[0] :]]

    def _prepare_chart(self, ax, reach):
        self._chart = ax
        ax.set(xlim=(-reach, reach), xlabel="push on the weight", ylabel="change of the cost C")
        ax.set_title("the cost along this weight")
        ax.locator_params(axis="y", nbins=5)
        ax.axhline(0, color=MUTED, linewidth=1)
        self._tangent = moving(ax, color=INK, linewidth=1.2)
        self._curve = moving(ax, color=COOL, linewidth=2.5)
        self._now = moving(ax, "o", color=ACCENT, markersize=10, clip_on=False)

    def show(self, net, trace, gradient, chosen, pushes, changes, slope, push, change, largest):
        """Show a Network with its Trace and Gradient for one image.

        chosen: (l, j, k), the weight W[l][j, k] that is pushed. pushes, changes: the curve of the cost's change,
        slope: its slope at 0, push and change: where we stand, largest: the change that the axis must hold.
        """
        self._show_lines(net, chosen)
        values = np.concatenate([a[0] for a in trace.a])
        self._nodes.set_facecolors([(shade,) * 3 for shade in 1 - 0.45 * np.clip(values, 0, 1)])
        for text, value in zip(self._activations, values, strict=True):
            text.set_text(f"{value:.2f}".replace("-", "−"))
        for text, value in zip(self._deltas, np.concatenate([d[0] for d in gradient.delta[1:]]), strict=True):
            text.set_text(number(value, 2))
        half = first_end(COST_WINDOWS, largest)
        set_ends(self._chart, ylim=(-half, half))
        self._curve.set_data(pushes, changes)
        self._tangent.set_data(pushes, slope * pushes)
        self._now.set_data([push], [change])

    def _show_lines(self, net, chosen):
        weights = np.concatenate([W.ravel() for W in net.W[1:]])
        colours = np.where(weights >= 0, COOL, MUTED).tolist()
        index = sum(W.size for W in net.W[1 : chosen[0]]) + np.ravel_multi_index(chosen[1:], net.W[chosen[0]].shape)
        colours[index] = ACCENT
        self._lines.set_color(colours)
        widths = WIDTH_PER_WEIGHT * np.clip(np.abs(weights), 0.15, 6)
        widths[index] = max(widths[index], 3)  # the pushed weight is always easy to find
        self._lines.set_linewidths(widths)
        self._lines.set_linestyles(["-" if w >= 0 else (0, (2.5, 1.2)) for w in weights])


def heights(n):
    """Where n neurons stand above one another, from top to bottom, between 0 and 1."""
    return 0.95 - (np.arange(n) + 0.5) / n * 0.9


def segments(places):
    """One line for each weight, in the order of W[1].ravel(), W[2].ravel(), ...: from neuron k to neuron j."""
    return [(start, end) for before, after in pairwise(places) for end in after for start in before]
