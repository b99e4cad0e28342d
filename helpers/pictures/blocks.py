"""Residual blocks, drawn still: the error that reaches each block, and which directions a step is made of."""

import numpy as np

from .kit.axes import label_powers
from .kit.marks import DASHES, hollow, note, write_key
from .kit.style import ACCENT, BAND, COOL, INK, MUTED, on_axes

LOOKS = (("o", ACCENT), ("s", COOL))
MATRICES = (("□", "s", MUTED, DASHES), ("◇", "D", COOL, "-"), ("○", "o", ACCENT, "-"))


@on_axes((0.1, 0.19, 0.66, 0.7), height=320)
def draw_block_errors(ax, curves):
    """A Figure: the error that reaches each block, log axis: median of the seeds and their range, and what is predicted.

    curves: {name: (measured of shape (seeds, blocks), predicted of shape (blocks,))}, at most two.
    """
    for (name, (measured, predicted)), (marker, colour) in zip(curves.items(), LOOKS, strict=False):
        blocks, middle = np.arange(1, len(predicted) + 1), np.median(measured, axis=0)
        ax.fill_between(blocks, measured.min(axis=0), measured.max(axis=0), color=BAND, linewidth=0)
        ax.plot(blocks, predicted, color=INK, linewidth=1.2, zorder=4)
        ax.plot(blocks, middle, marker, **hollow(colour, 7, 1.8), zorder=5)
        note(ax, name, (blocks[-1], middle[-1]), 14, va="center", color=colour)
    ax.set(yscale="log", xlabel="block", title="mean ‖δ‖ of each block, before any training", xlim=(0, blocks[-1] + 1))
    note(ax, "— predicted", (blocks[-1], predicted[-1]), 14, -24, va="center", color=INK)
    label_powers(ax, short=100)


@on_axes((0.1, 0.19, 0.6, 0.7), height=320)
def draw_stretches(ax, curves):
    """A Figure: sorted singular values, each matrix's divided by its largest.

    curves: {name: values, falling}, three; the last is the accent.
    """
    rows = []
    for (name, values), (shape, marker, colour, dashes) in zip(curves.items(), MATRICES, strict=True):
        places = np.arange(1, len(values) + 1)
        ax.plot(places, values / values[0], marker, linestyle=dashes, linewidth=1.4, color=colour, **hollow(colour, 7, 1.8))
        rows.append((shape, colour, name))
    write_key(ax, *reversed(rows))
    ax.set(ylim=(-0.03, 1.06), xlabel="direction, the most stretched first", title="stretch, as a share of the largest")
