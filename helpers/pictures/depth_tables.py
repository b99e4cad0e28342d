"""How deep a network can be and still learn: what each cure changes."""

import numpy as np
from matplotlib import rcParams

from .kit.marks import note
from .kit.style import ACCENT, BAND, INK, MUTED, in_style, sheet

CURE, ABOVE, BELOW = 29, 40, 60  # CSS pixels: a row of a cure, and what stands above and below the rows
LEAST = 0.7  # where a depth of 0 stands on a log axis


def large():
    """The size of a cell's number, in points: a little larger on a projector, but no larger than a cell."""
    return 7.6 + rcParams["font.size"] / 4


def climbed(depth, deepest):
    """The depth in words: 64+ where the climb ended, – where not even one hidden layer was enough."""
    return f"{depth:.0f}{'+' if depth >= deepest else ''}" if depth else "–"


@in_style
def draw_cured_depths(cures, networks, depths, deepest):
    """A Figure: a panel for each network, a row for each cure; dots for the depths reached, a line for no cure.

    cures, networks: labels; the first cure is "none". depths: shape (networks, cures, seeds).
    """
    rows = CURE * len(cures)
    figure = sheet(height=ABOVE + rows + BELOW)
    low, high = BELOW / (ABOVE + rows + BELOW), rows / (ABOVE + rows + BELOW)
    for i, (name, panel) in enumerate(zip(networks, depths, strict=True)):
        ax = figure.add_axes((0.245 + i * 0.254, low, 0.23, high))
        _draw_panel(ax, panel, deepest)
        ax.set_title(name, loc="left", fontsize=large())
        ax.set_yticks(range(len(cures)), cures if i == 0 else [""] * len(cures), fontsize=large())
    figure.axes[len(networks) // 2].set_xlabel("hidden layers that learned")
    return figure


def _draw_panel(ax, panel, deepest):
    rows, medians = np.arange(len(panel)), np.median(panel, axis=-1)
    places = np.maximum(medians, LEAST)
    colours = np.where(medians > medians[0], ACCENT, INK)
    ax.axvline(places[0], color=MUTED, linewidth=1.4, zorder=1)
    ax.hlines(rows, *np.maximum([panel.min(axis=-1), panel.max(axis=-1)], LEAST), color=BAND, linewidth=11, zorder=2)
    ax.scatter(places, rows, s=80, c=colours, zorder=3)
    for row, median, colour in zip(rows, medians, colours, strict=True):
        dx, side = (-9, "right") if median > deepest / 3 else (9, "left")
        look = {"ha": side, "va": "center", "color": colour, "fontsize": "small"}
        note(ax, climbed(median, deepest), (places[row], row), dx, **look)
    ax.set(xscale="log", xlim=(0.6, deepest * 1.35), ylim=(len(rows) - 0.4, -0.6))
    ticks = [1, 3, 10, 30, deepest]
    ax.set_xticks(ticks, [str(tick) for tick in ticks])
    ax.minorticks_off()
    ax.tick_params(left=False)
