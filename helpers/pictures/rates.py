"""How well a network learns at each learning rate, drawn still: which rate suits, and whether any does."""

import numpy as np

from .kit.axes import label_powers
from .kit.marks import end_label, hollow, write_key
from .kit.style import ACCENT, COOL, INK, MUTED, on_axes
from .kit.words import percent

LOOKS = ((ACCENT, "o", "○"), (COOL, "s", "□"), (MUTED, "^", "△"))  # for each curve; the marker once more for the key
SHARES = (0, 0.1, 0.25, 0.5, 0.75, 1)  # that the axis names; 10 % is guessing


@on_axes((0.09, 0.19, 0.86, 0.68), height=330)
def draw_rates(ax, etas, curves, wanted):
    """A Figure: accuracy against the learning rate, a mark a network, a line through the medians.

    etas: the rates, on a log axis. curves: {name: accuracies of shape (rates, networks)}, at most three; the first is the
    accent. wanted: {words: rate}, the rates that a derivation names, as thin lines with their words above.
    """
    for (colour, marker, _), shares in zip(LOOKS, curves.values(), strict=False):
        ax.plot(etas, np.median(shares, axis=1), color=colour, linewidth=1.8)
        ax.plot(etas, shares, marker, **hollow(colour, 6.5, 1.5))
    for said, eta in wanted.items():
        ax.axvline(eta, color=INK, linewidth=1.1, zorder=1)
        end_label(ax, said, (eta, 1.1), 0, ha="center", color=INK)
    ax.set(xscale="log", ylim=(0, 1.03), xlim=(etas[0] / 1.6, etas[-1] * 1.6), xlabel="learning rate")
    label_powers(ax)
    ax.set_yticks(SHARES, [percent(share) for share in SHARES])
    rows = [(mark, colour, name) for (colour, _, mark), name in zip(LOOKS, curves, strict=False)]
    write_key(ax, *rows, x=(0.13, 0.16), top=0.9)
