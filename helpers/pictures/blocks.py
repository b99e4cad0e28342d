"""Residual blocks, drawn still: the error that reaches each block, and which directions a step is made of."""

import numpy as np

from .kit.axes import label_powers
from .kit.marks import DASHES, hollow, note
from .kit.style import ACCENT, BAND, COOL, INK, MUTED, on_axes

LOOKS = (("o", ACCENT), ("s", COOL))
STEPS = (("s", MUTED, DASHES), ("D", COOL, "-"), ("o", ACCENT, "-"))


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
    label_powers(ax)


@on_axes((0.1, 0.19, 0.64, 0.7), height=320)
def draw_stretches(ax, curves):
    """A Figure: sorted singular values, each matrix's divided by its largest, on a log axis.

    curves: {name: values, falling}, at most three; the last is the accent.
    """
    for (name, values), (marker, colour, dashes) in zip(curves.items(), STEPS, strict=True):
        places, shares = np.arange(1, len(values) + 1), values / values[0]
        ax.plot(places, shares, marker, linestyle=dashes, color=colour, linewidth=1.4, **hollow(colour, 6, 1.6))
        note(ax, name, (places[-1], shares[-1]), 14, va="center", color=colour)
    ax.set(yscale="log", xlabel="direction, the most stretched first", title="stretch, as a share of the largest")
    ax.minorticks_off()
