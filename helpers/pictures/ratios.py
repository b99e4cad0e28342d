"""How many times slower layer 1 is than the last hidden layer: by depth, metric, width and step, drawn still."""

import numpy as np

from .kit.axes import label_powers
from .kit.marks import BESIDE, DASHED, FOR_BOTH, bands, diamonds, end_label, hollow, note, write_key
from .kit.style import ACCENT, BAND, COOL, INK, MUTED, in_style, on_axes, sheet
from .kit.words import number

SLOWER = "layer 1: times slower"
MEASURED = ("●", ACCENT, "median"), ("■", BAND, "90 % of seeds")
PUBLISHED = ("◇", INK, "published")


@on_axes((0.09, 0.16, 0.66, 0.78))
def draw_ratios_by_depth(ax, depths, ratios, published):
    """A Figure: how many times faster the last hidden layer is than the first, against the number of hidden layers.

    depths: whole numbers. ratios: (low, median, high) for each, shape (depths, 3). published: {depth: ratio}.
    """
    middle = _draw_bands(ax, depths, ratios, width=FOR_BOTH)
    diamonds(ax, published, published.values(), size=11, beside=BESIDE)
    for place in zip(depths, middle, strict=True):
        note(ax, number(place[1]), place, 34, -4, color=ACCENT)
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


@on_axes((0.15, 0.19, 0.61, 0.76), height=340)
def draw_ratios_by_scale(ax, scales, ratios, predicted):
    """A Figure: last/first against the scale of the weights, for two depths; lines are predicted, dots are medians.

    ratios: {hidden layers: array of shape (seeds, scales)}; the deeper one, given last, is the accent.
    predicted: {hidden layers: (scales, ratios) of the line}.
    """
    ax.axhspan(1 / 2, 2, color=BAND, linewidth=0)
    note(ax, "in balance", (scales[0], 1), 0, -4, color=INK, fontsize="small")
    for (layers, found), colour in zip(ratios.items(), (COOL, ACCENT), strict=True):
        low, middle, high = np.quantile(found, [0.05, 0.5, 0.95], axis=0)
        ax.vlines(scales, low, high, color=colour, linewidth=3, alpha=0.45)
        ax.plot(scales, middle, "o", color=colour, markersize=9)
        ax.plot(*predicted[layers], color=colour, linewidth=1.2)
        end_label(ax, f"{layers} hidden layers", (scales[-1], middle[-1]), color=colour)
    ax.set(xscale="log", yscale="log", xlabel="scale of the weights σ_w", ylabel=SLOWER)
    ax.minorticks_off()
    ax.set_xticks(scales, [number(scale) for scale in scales])
    label_powers(ax)
    write_key(ax, ("●", INK, "median"), ("|", INK, "90 % of seeds"), ("—", INK, "predicted"))


def _draw_bands(ax, places, ratios, **look):
    """Bands with their medians; returns these."""
    low, middle, high = np.transpose(ratios)
    bands(ax, places, low, high, **look)
    ax.plot(places, middle, "o", color=ACCENT, markersize=11)
    return middle


@in_style
def draw_ratio_rows(names, ratios, beside=None):
    """A Figure: the same ratio for several settings or metrics, one row each.

    ratios: (low, median, high) a row, shape (rows, 3). beside: (name of the first, name of the second, one ratio a
    row) where a second kind of ratio is compared: rings.
    """
    height, under = 52 * len(names) + 66, 56  # CSS pixels; below the axes is room for the label
    figure = sheet(height=height)
    ax = figure.add_axes((0.27, under / height, 0.48, 1 - (under + 10) / height))
    rows = np.arange(len(names))[::-1]
    low, middle, high = np.transpose(ratios)
    ax.hlines(rows, low, high, color=BAND, linewidth=18)
    ax.plot(middle, rows, "o", color=ACCENT, markersize=11)
    for place in zip(middle, rows, strict=True):
        note(ax, number(place[0], 3 if place[0] >= 100 else 2), place, 0, 12, ha="center", color=ACCENT)
    key = MEASURED
    if beside:
        first, second, others = beside
        ax.plot(others, rows, "o", **hollow(COOL, 15))
        key = ("●", ACCENT, first), ("○", COOL, second), MEASURED[1]
    ax.set(xscale="log", yticks=rows, yticklabels=names, ylim=(-0.5, len(names) - 0.3))
    ax.set_xlabel("layer 1: times slower than the last hidden layer")
    label_powers(ax, short=100)
    write_key(ax, *key, step=34 / height)
    return figure


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
