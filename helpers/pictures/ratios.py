"""Medians and bands over many networks, drawn still."""

import numpy as np
from matplotlib.ticker import LogLocator, NullFormatter

from .kit.style import ACCENT, BAND, INK, sheet, styled
from .kit.words import number


def draw_ratios_by_depth(depths, bands, published):
    """A Figure: how many times faster the last hidden layer is than the first, against the number of hidden layers.

    depths: whole numbers. bands: (low, median, high) for each, shape (depths, 3). published: {depth: ratio}.
    """
    with styled():
        figure = sheet()
        ax = figure.add_axes((0.09, 0.16, 0.66, 0.78))
        low, middle, high = np.transpose(bands)
        ax.vlines(depths, low, high, color=BAND, linewidth=26)
        ax.plot(depths, middle, "o", color=ACCENT, markersize=11)
        ax.plot(list(published), list(published.values()), "D", markersize=12, markerfacecolor="none",
                markeredgecolor=INK, markeredgewidth=1.6)  # fmt: skip
        for depth, value in zip(depths, middle, strict=True):
            ax.annotate(number(value), (depth, value), xytext=(22, -4), textcoords="offset points", color=ACCENT)
        ax.set(yscale="log", xticks=depths, xlim=(depths[0] - 0.5, depths[-1] + 0.9), xlabel="hidden layers")
        ax.set_ylabel("layer 1: times slower")
        label_powers(ax)
        write_key(ax, ("●", ACCENT, "median"), ("■", BAND, "90 % of seeds"), ("◇", INK, "published"))
    return figure


def draw_ratios_by_metric(names, bands):
    """A Figure: the same ratio for one kind of network, one row for each metric; bands of shape (metrics, 3)."""
    rows = np.arange(len(names))[::-1]
    with styled():
        figure = sheet(height=280)
        ax = figure.add_axes((0.27, 0.2, 0.48, 0.76))
        low, middle, high = np.transpose(bands)
        ax.hlines(rows, low, high, color=BAND, linewidth=22)
        ax.plot(middle, rows, "o", color=ACCENT, markersize=11)
        for row, value in zip(rows, middle, strict=True):
            above = {"xytext": (0, 16), "textcoords": "offset points", "ha": "center"}
            ax.annotate(number(value), (value, row), color=ACCENT, **above)
        ax.set(xscale="log", yticks=rows, ylim=(-0.6, len(names) - 0.3))
        ax.set_xlabel("layer 1: times slower than the last hidden layer")
        ax.set_yticklabels(names)
        label_powers(ax)
        write_key(ax, ("●", ACCENT, "median"), ("■", BAND, "90 % of seeds"))
    return figure


def label_powers(ax):
    """Write 10, 100, 1,000 on the log axis instead of powers of ten, and 20, 50 as well where it is short."""
    axis = ax.yaxis if ax.get_yscale() == "log" else ax.xaxis
    low, high = axis.get_view_interval()
    axis.set_major_locator(LogLocator(subs=(1, 2, 5) if high < 30 * low else (1,)))
    axis.set_major_formatter(lambda value, _: number(value))
    axis.set_minor_formatter(NullFormatter())


def write_key(ax, *lines):
    """What the marks mean, to the right of the picture; each line is (mark, colour, text)."""
    for i, (mark, colour, text) in enumerate(lines):
        where = {"y": 0.92 - 0.1 * i, "transform": ax.transAxes, "va": "center"}
        ax.text(x=1.04, s=mark, color=colour, **where)
        ax.text(x=1.09, s=text, color=INK, **where)
