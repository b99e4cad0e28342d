"""A network whose frozen layers can be seen, and what training makes of the others; the roads above frozen layers."""

import numpy as np
from matplotlib.patches import FancyBboxPatch

from .kit.marks import DASHES, apart, end_label, moving, words
from .kit.style import ACCENT, BAND, COOL, INK, MUTED, in_style, sheet
from .kit.words import percent

BOXES = ("image", "1", "2", "3", "output")
ICE = "#c9d3e0"  # what is frozen
WIDE, TALL = 0.62, 1.7  # of a box
LOOKS = (("o", ACCENT), ("s", COOL), ("^", INK), ("D", MUTED))  # of the roads


class WhisperPicture:
    """The network from left to right, frozen layers filled and named so, beside the accuracy epoch by epoch."""

    @in_style
    def __init__(self, epochs):
        self.figure = sheet(height=320)
        self._prepare_network(self.figure.add_axes((0.01, 0.03, 0.5, 0.94)))
        self._prepare_accuracy(self.figure.add_axes((0.575, 0.2, 0.215, 0.67)), epochs)

    def _prepare_network(self, ax):
        ax.set(xlim=(-0.55, 4.55), ylim=(-1.75, 1.75))
        ax.axis("off")
        for i in range(len(BOXES) - 1):
            arrow = {"arrowstyle": "->", "color": MUTED, "linewidth": 1.6}
            ax.annotate("", (i + 1 - WIDE / 2 - 0.04, 0), (i + WIDE / 2 + 0.04, 0), arrowprops=arrow)
        for i, name in enumerate(BOXES):
            ax.text(i, 1.05, name, ha="center", color=INK)
        ax.text(0, -1.2, "spread", ha="center", color=INK)
        self._boxes = [self._box(ax, i) for i in range(len(BOXES))]
        middle = {"ha": "center", "va": "center", "animated": True}
        self._states = [ax.text(i, 0, "", rotation=90, **middle) for i in range(len(BOXES))]
        self._spreads = [ax.text(i, -1.12, "", **middle) for i in range(1, len(BOXES) - 1)]
        self._handed_on = ax.text(2, -1.55, "", color=ACCENT, fontweight="bold", **middle)

    def _box(self, ax, i):
        corner, shape = (i - WIDE / 2, -TALL / 2), "round,pad=0,rounding_size=0.08"
        box = FancyBboxPatch(corner, WIDE, TALL, boxstyle=shape, facecolor="white", edgecolor=INK, animated=True)
        return ax.add_patch(box)

    def _prepare_accuracy(self, ax, epochs):
        self._epochs = 0, epochs + 0.6
        ax.set(xlim=self._epochs, ylim=(0, 100), xlabel="epoch", title="test accuracy, %")
        ax.axhline(10, color=MUTED, linewidth=1)
        words(ax, 1.02, 0.1, "guessing", color=INK)
        self._probe = moving(ax, color=COOL, linewidth=2, linestyle=DASHES)
        self._training = moving(ax, "-o", color=ACCENT, markersize=5)
        self._probe_name = words(ax, 1.02, 0, color=COOL, transform=ax.get_yaxis_transform())
        look = {"color": ACCENT, "fontweight": "bold", "transform": ax.get_yaxis_transform()}
        self._training_name = words(ax, 1.02, 0, **look)

    def show(self, spreads, frozen, handed_on, accuracies, probe):
        """spreads: what each hidden layer's numbers differ by over the images, in words. frozen: which layers are.
        handed_on: a line about what the frozen beginning hands on, or "". accuracies: after each epoch. probe: of the
        linear reader of what is handed on.
        """
        for i, (box, state) in enumerate(zip(self._boxes, self._states, strict=True)):
            held = i in frozen
            box.set(facecolor=ICE if held else "white", edgecolor=INK if i == 0 or held else ACCENT)
            box.set_linewidth(1 if i == 0 else 2)
            state.set(text="" if i == 0 else "frozen" if held else "trained", color=INK if held else ACCENT)
        for text, spread in zip(self._spreads, spreads, strict=True):
            text.set_text(spread)
        self._handed_on.set_text(handed_on)
        self._training.set_data(1 + np.arange(len(accuracies)), 100 * np.asarray(accuracies))
        self._probe.set_data(self._epochs, [100 * probe] * 2)
        below, above = apart([100 * probe, 100 * accuracies[-1]], 12)
        self._probe_name.set(y=below, text=f"linear: {percent(probe)}")
        self._training_name.set(y=np.clip(above, 18, 97), text=f"trained: {percent(accuracies[-1])}")


@in_style
def draw_roads(titles, panels, linear):
    """A Figure: a panel for each frozen beginning, accuracy on the test images against passes over the training images.

    titles: of the panels. panels: for each {label: (passes, accuracies of shape (looks, seeds))}, the same labels in
    all. linear: for each what a linear reader reads, a share.
    """
    figure = sheet(height=330)
    for i, (title, roads, reader) in enumerate(zip(titles, panels, linear, strict=True)):
        ax = figure.add_axes((0.075 + 0.255 * i, 0.19, 0.225, 0.68))
        for (marker, colour), (passes, accuracies) in zip(LOOKS, roads.values(), strict=False):
            low, middle, high = 100 * np.quantile(accuracies, [0, 0.5, 1], axis=1)
            ax.fill_between(passes, low, high, color=BAND, linewidth=0, zorder=1)
            ax.plot(passes, middle, f"-{marker}", color=colour, markersize=6, zorder=3)
        ax.axhline(100 * reader, color=INK, linewidth=1.6, linestyle=DASHES)
        ax.axhline(10, color=INK, linewidth=1.2, linestyle=":")
        ax.set(xscale="log", xlim=(0.8, 1300), ylim=(0, 100), title=title)
        ax.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1,000"])
        ax.minorticks_off()
        if i:
            ax.set_yticklabels([])
    figure.axes[0].set_ylabel("test accuracy, %")
    figure.axes[len(titles) // 2].set_xlabel("passes over the training images")
    _name_roads(figure.axes[-1], panels[-1], linear[-1])
    return figure


def _name_roads(ax, roads, reader):
    """Each line's name at its end, beside the last panel, in its colour."""
    ends = [100 * np.median(accuracies[-1]) for _, accuracies in roads.values()]
    names, colours = [*roads, "linear reader", "guessing"], [*(colour for _, colour in LOOKS[: len(roads)]), INK, INK]
    heights = apart([*ends, 100 * reader, 10], 8)
    for name, colour, height in zip(names, colours, heights, strict=True):
        end_label(ax, name, (1300, height), color=colour)
