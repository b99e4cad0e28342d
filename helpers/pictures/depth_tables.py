"""How deep a network can be and still learn: a table over activations and starts, and what each cure changes."""

import numpy as np
from matplotlib import rcParams
from matplotlib.colors import LinearSegmentedColormap

from .kit.marks import note
from .kit.style import ACCENT, BAND, INK, MUTED, in_style, sheet

SHALLOW_TO_DEEP = LinearSegmentedColormap.from_list("depths", ["#ffffff", "#dbe6f1", "#9fbfdc", "#5d93c1"])
ROW, HEAD = 38, 72  # CSS pixels
CURE, ABOVE, BELOW = 29, 40, 60  # the same, for the rows of cures
LEAST = 0.7  # where a depth of 0 stands on a log axis


@in_style
def draw_depth_table(activations, starts, depths, predicted, deepest):
    """A Figure: a cell for each activation (rows) and start (columns), shaded by the depth that was reached.

    activations, starts: labels; a start's label may have two lines. depths: shape (rows, columns, seeds), hidden layers,
    0 where not even one was enough. predicted: shape (rows, columns), infinity on the line chi = 1, NaN without theory.
    deepest: the depth at which the climb ended, shown with a + behind it.
    """
    height = HEAD + ROW * len(activations)
    figure = sheet(height=height)
    ax = figure.add_axes((0.155, 0.01, 0.84, ROW * len(activations) / height))
    shades = np.log1p(np.median(depths, axis=-1)) / np.log1p(deepest)
    ax.pcolormesh(shades, cmap=SHALLOW_TO_DEEP, vmin=0, vmax=1, edgecolors="white", linewidth=2)
    for row, column in np.ndindex(shades.shape):
        _write_cell(ax, row, column, depths[row, column], predicted[row, column], deepest)
    ax.set_xticks(np.arange(len(starts)) + 0.5, starts, fontsize=0.8 * large())
    ax.set_yticks(np.arange(len(activations)) + 0.5, activations, fontsize=large())
    ax.tick_params(length=0, labeltop=True, labelbottom=False)
    ax.spines[:].set_visible(False)
    ax.invert_yaxis()
    ax.grid(False)
    key = {"y": 1 - 12 / height, "va": "center", "fontsize": large()}
    figure.text(0.155, s="hidden layers that learned", fontweight="bold", **key)
    figure.text(0.47, s="(what theory expects)", style="italic", **key)
    figure.text(0.73, s="–  not even one", **key)
    return figure


def _write_cell(ax, row, column, depths, predicted, deepest):
    """What the seeds reached, from the lowest to the highest where they differ; below it, small, what theory expects."""
    low, high = depths.min(), depths.max()
    found = climbed(high, deepest) if low == high else f"{low:.0f}–{high:.0f}"
    centred, above = {"ha": "center", "va": "center", "color": INK}, 0.5 if np.isnan(predicted) else 0.36
    ax.text(column + 0.5, row + above, found, fontsize=large(), fontweight="bold", **centred)
    if not np.isnan(predicted):
        theory = f"({expected(predicted, deepest)})"
        ax.text(column + 0.5, row + 0.74, theory, fontsize=0.8 * large(), style="italic", **centred)


def large():
    """The size of a cell's number, in points: a little larger on a projector, but no larger than a cell."""
    return 7.6 + rcParams["font.size"] / 4


def climbed(depth, deepest):
    """The depth in words: 64+ where the climb ended, – where not even one hidden layer was enough."""
    return f"{depth:.0f}{'+' if depth >= deepest else ''}" if depth else "–"


def expected(predicted, deepest):
    """What theory expects, in words."""
    return "∞" if np.isinf(predicted) else f">{deepest}" if predicted > deepest else f"{predicted:.0f}"


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
