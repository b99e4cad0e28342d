"""How many times slower layer 1 is than the last hidden layer: by depth, metric, width and step, drawn still."""

import numpy as np

from .kit.axes import label_powers
from .kit.marks import DASHED, bands, diamonds, end_label, note, write_key
from .kit.style import ACCENT, BAND, COOL, INK, MUTED, on_axes
from .kit.words import number

SLOWER = "layer 1: times slower"
MEASURED = ("●", ACCENT, "median"), ("■", BAND, "90 % of seeds")
PUBLISHED = ("◇", INK, "published")


@on_axes((0.09, 0.16, 0.66, 0.78))
def draw_ratios_by_depth(ax, depths, ratios, published):
    """A Figure: how many times faster the last hidden layer is than the first, against the number of hidden layers.

    depths: whole numbers. ratios: (low, median, high) for each, shape (depths, 3). published: {depth: ratio}.
    """
    middle = _draw_bands(ax, depths, ratios)
    diamonds(ax, published, published.values())
    for place in zip(depths, middle, strict=True):
        note(ax, number(place[1]), place, 22, -4, color=ACCENT)
    ax.set(yscale="log", xticks=depths, xlim=(depths[0] - 0.5, depths[-1] + 0.9), xlabel="hidden layers", ylabel=SLOWER)
    label_powers(ax)
    write_key(ax, *MEASURED, PUBLISHED)


@on_axes((0.1, 0.2, 0.62, 0.75), height=320)
def draw_predicted_ratios(ax, depths, ratios, predicted, published):
    """A Figure: last/first against the number of hidden layers; the line is predicted, the bands are measured.

    ratios: (low, median, high) for each depth. predicted: one number a depth. published: {depth: ratio}.
    """
    _draw_bands(ax, depths, ratios)
    ax.plot(depths, predicted, color=INK, linewidth=1.4)
    diamonds(ax, published, published.values())
    for place in zip(depths, predicted, strict=True):
        note(ax, f"predicted {number(place[1])}", place, 20, -14, color=INK, fontsize="small")
    ax.set(yscale="log", xticks=depths, xlim=(depths[0] - 0.5, depths[-1] + 0.7), xlabel="hidden layers", ylabel=SLOWER)
    label_powers(ax)
    write_key(ax, ("—", INK, "predicted, no fit"), *MEASURED, PUBLISHED)


@on_axes((0.1, 0.21, 0.62, 0.74), height=310)
def draw_ratios_by_width(ax, widths, ratios, predicted):
    """A Figure: last/first against the neurons in each layer, beside the one prediction; ratios as above."""
    places = np.arange(len(widths))
    middle = _draw_bands(ax, places, ratios)
    ax.axhline(predicted, color=INK, linewidth=1.4)
    for place in zip(places, middle, strict=True):
        note(ax, number(place[1]), place, 20, 5, color=ACCENT)
    ax.set(yscale="log", xlim=(-0.5, len(widths) - 0.3), xlabel="neurons in each hidden layer", ylabel=SLOWER)
    ax.set_xticks(places, [str(width) for width in widths])
    label_powers(ax)
    write_key(ax, ("—", INK, f"predicted: {number(predicted)}"), *MEASURED)


def _draw_bands(ax, places, ratios):
    """Bands with their medians; returns these."""
    low, middle, high = np.transpose(ratios)
    bands(ax, places, low, high)
    ax.plot(places, middle, "o", color=ACCENT, markersize=11)
    return middle


@on_axes((0.27, 0.2, 0.48, 0.76), height=280)
def draw_ratios_by_metric(ax, names, ratios):
    """A Figure: the same ratio for one kind of network, one row for each metric; ratios of shape (metrics, 3)."""
    rows = np.arange(len(names))[::-1]
    low, middle, high = np.transpose(ratios)
    ax.hlines(rows, low, high, color=BAND, linewidth=22)
    ax.plot(middle, rows, "o", color=ACCENT, markersize=11)
    for place in zip(middle, rows, strict=True):
        note(ax, number(place[0]), place, 0, 16, ha="center", color=ACCENT)
    ax.set(xscale="log", yticks=rows, yticklabels=names, ylim=(-0.6, len(names) - 0.3))
    ax.set_xlabel("layer 1: times slower than the last hidden layer")
    label_powers(ax)
    write_key(ax, *MEASURED)


@on_axes((0.09, 0.17, 0.62, 0.77), height=320)
def draw_ratios(ax, curves, published=None):
    """A Figure: the same ratio against the step of a training.

    curves: (name, ratios of shape (seeds, steps)), at most four; the first is the accent. published: (low, high), dashed.
    """
    for (name, ratios), colour in zip(curves, (ACCENT, COOL, MUTED, INK), strict=False):
        ax.plot(ratios.T, color=colour, linewidth=1.4)
        end_label(ax, name, (ratios.shape[1], np.exp(np.log(ratios[:, -1]).mean())), color=colour)
    if published:
        ax.hlines(published, 0, 1, transform=ax.get_yaxis_transform(), color=INK, linewidth=1.1, linestyle=DASHED)
        words, look = (
            "the published curve stays between the dashed lines",
            {"ha": "right", "va": "bottom", "fontsize": "small"},
        )
        note(ax, words, (1, published[1]), -4, 4, xycoords=("axes fraction", "data"), **look)
    ax.set(yscale="log", xlim=(0, max(ratios.shape[1] for _, ratios in curves)), xlabel="steps taken", ylabel=SLOWER)
    label_powers(ax)
