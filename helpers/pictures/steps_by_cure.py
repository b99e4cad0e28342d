"""Steps to a goal against depth: with each cure, and with the middle layers trained or frozen. Drawn still."""

import numpy as np
from matplotlib.ticker import NullFormatter

from .kit.axes import gaps
from .kit.marks import DASHES, apart, end_label, hollow, note, words
from .kit.style import ACCENT, BAND, COOL, INK, MUTED, in_style, on_axes, sheet

PLUM = "#a6448a"  # one road more than the course has colours for
LOOKS = (  # a marker, a colour and a line for each cure
    ("s", MUTED, "-"),
    ("^", INK, "-"),
    ("D", COOL, "-"),
    ("v", PLUM, DASHES),
    ("o", ACCENT, "-"),
)
TICKS = (30, 100, 300, 1000, 3000, 10_000, 30_000)
GAP = 0.21  # decades between the names at the ends of lines
ABOVE = 1.5  # times the budget: where what did not arrive stands


@on_axes((0.11, 0.18, 0.6, 0.76), height=360)
def draw_cured_steps(ax, curves):
    """A Figure: steps to the goal against the number of hidden layers, both on log axes, a line for each cure.

    curves: {name: (depths, steps of shape (depths, seeds))}, at most five; the last is the accent. What did not arrive
    is infinite: it counts in the median, which the line joins, and has no mark.
    """
    lines = {name: (depths, gaps(steps)) for name, (depths, steps) in curves.items()}
    middles = {name: gaps(np.median(steps, axis=1)) for name, (_, steps) in curves.items()}
    ends = 10 ** apart(np.log10([middle[np.isfinite(middle)][-1] for middle in middles.values()]), GAP)
    for (name, (depths, steps)), end, (marker, colour, dashes) in zip(lines.items(), ends, LOOKS, strict=False):
        ax.plot(depths, middles[name], color=colour, linestyle=dashes, linewidth=1.8)
        ax.plot(depths, steps, marker, **hollow(colour, 7, 1.6))
        if depths[-1] < 16:  # a line that ends early has its name on top
            note(ax, name, (depths[-1], np.nanmax(steps[-1])), 0, 9, color=colour, ha="center")
        else:
            end_label(ax, name, (depths[-1], end), 14, color=colour)
    deepest = max(depths.max() for depths, _ in lines.values())
    low, high = (f(np.concatenate([steps.ravel() for _, steps in lines.values()])) for f in (np.nanmin, np.nanmax))
    fit_axes(ax, [2**i for i in range(int(np.log2(deepest)) + 1)], low / 1.5, high * 3)
    ax.set(xlim=(0.85, 1.15 * deepest), xlabel="hidden layers", ylabel="steps to the goal")


@in_style
def draw_frozen_steps(panels, most):
    """A Figure: steps to the goal with all layers trained (dots) and with the middle frozen (squares), a panel a cure.

    panels: {title: (depths, trained, frozen)}, both of shape (depths, seeds); what did not arrive within `most` steps is
    infinite, and stands in the band on top.
    """
    figure = sheet(height=300)
    for i, (title, (depths, trained, frozen)) in enumerate(panels.items()):
        ax = figure.add_axes((0.105 + 0.25 * i, 0.19, 0.22, 0.7))
        fit_axes(ax, depths, 30, 2.4 * most)
        ax.axhspan(most, 2.4 * most, color=BAND)
        for steps, marker, colour, size, dx in ((trained, "o", ACCENT, 8, 0.93), (frozen, "s", INK, 9, 1.07)):
            held = np.where(np.isfinite(steps), steps, ABOVE * most)
            ax.plot(dx * depths, np.median(held, axis=1), color=colour, linewidth=1.6)
            ax.plot(dx * depths, held, marker, **hollow(colour, size, 1.8))
        ax.set(xlim=(0.7 * depths[0], 1.4 * depths[-1]), title=title)
        if i:
            ax.set_yticklabels([])
    figure.axes[0].set_ylabel("steps to the goal")
    figure.axes[len(panels) // 2].set_xlabel("hidden layers")
    for height, text, colour in ((0.62, "○ all trained", ACCENT), (0.5, "□ middle frozen", INK)):
        words(ax, 1.06, height, text, color=colour)
    words(ax, 1.06, ABOVE * most, f"not within\n{most:,}", fontsize="small", transform=ax.get_yaxis_transform())
    return figure


def fit_axes(ax, depths, low, high):
    """Log axes with these depths and a few round numbers of steps."""
    ax.set(xscale="log", yscale="log", ylim=(low, high))
    ax.set_xticks(depths, [str(depth) for depth in depths])
    ticks = [tick for tick in TICKS if low <= tick <= high]
    ax.set_yticks(ticks, [f"{tick:,}" for tick in ticks])
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_minor_formatter(NullFormatter())
    ax.minorticks_off()
