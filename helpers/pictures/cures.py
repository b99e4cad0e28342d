"""What reaches the last layer, shattered gradients, and two published numbers beside coin flips, drawn still."""

import numpy as np

from .kit.axes import margins
from .kit.marks import DASHED, apart, hollow, note, words
from .kit.style import ACCENT, BAND, COOL, INK, MUTED, in_style, on_axes, sheet
from .kit.words import number, percent

LOOKS = (("s-", MUTED), ("^--", COOL), ("o-", ACCENT), ("D-", INK))  # marker with line, and colour, of each path


@on_axes((0.09, 0.19, 0.62, 0.7), height=300)
def draw_spreads(ax, curves):
    """A Figure: the spread of activations over images against layer, a line a path; curves: {name: one number a layer}."""
    ends = apart([np.log10(spread[-1]) for spread in curves.values()], 0.7)
    for (name, spread), end, (look, colour) in zip(curves.items(), ends, LOOKS, strict=False):
        layers = np.arange(1, len(spread) + 1)
        ax.plot(layers, spread, look, color=colour, markersize=8)
        note(ax, name, (layers[-1], 10**end), 12, va="center", color=colour)
    ax.set(yscale="log", xticks=layers, xlabel="hidden layer", title="spread of the activations over the images")
    ax.minorticks_off()


@in_style
def draw_shattered(x, rows, along="input x"):
    """A Figure: slopes along a line of inputs, one row a network or a window; `along` says what x counts.

    rows: (name, slopes of shape (n,), correlation of neighbours).
    """
    height = 96 + 76 * len(rows)
    figure = sheet(height=height)
    grid = margins(0.27, 0.8, 62 / height, 1 - 34 / height, hspace=0.25)
    axes = figure.subplots(len(rows), 1, squeeze=False, gridspec_kw=grid)[:, 0]
    axes[0].set_title("df/dx, each curve to its own height")
    words(axes[0], 1.03, 1.2, "correlation\nof neighbours", fontsize="small")
    for ax, (name, slopes, correlation) in zip(axes, rows, strict=True):
        colour = ACCENT if abs(correlation) < 0.5 else INK
        ax.axhline(0, color=BAND, linewidth=1, zorder=1)
        ax.plot(x, slopes / np.abs(slopes).max(), color=colour, linewidth=1.4)
        ax.set(xlim=(x[0], x[-1]), ylim=(-1.15, 1.15), yticks=[])
        ax.tick_params(labelbottom=ax is axes[-1])
        words(ax, -0.03, 0.5, name, ha="right", color=colour)
        words(ax, 1.03, 0.5, number(correlation, 2), fontsize="large", fontweight="bold", color=colour)
    ax.set_xlabel(along)
    return figure


@in_style
def draw_coins(differences, published, panels):
    """A Figure: how far apart two equally good networks come out by luck alone, and how far apart seeds are.

    differences: simulated, in points of percent. published: the difference to be judged. panels: {name: accuracies in
    percent, one a seed}.
    """
    figure = sheet(height=300)
    grid = margins(0.06, 0.98, 0.2, 0.88, 0.25)
    left, right = figure.subplots(1, 2, width_ratios=(1.25, 1), gridspec_kw=grid)
    draw_luck(left, differences, published)
    for row, (name, shares) in enumerate(panels.items()):
        right.plot(shares, np.full(len(shares), -row), "o", **hollow((COOL, ACCENT)[row % 2], 10, 2))
        right.plot([np.median(shares)] * 2, [-row - 0.3, -row + 0.3], color=INK, linewidth=2)
        words(right, 0.01, -row + 0.42, name, transform=right.get_yaxis_transform())
    right.set(ylim=(0.7 - len(panels), 0.7), yticks=[], xlabel="answers right, in %")
    right.set_title("ours: seeds and median")
    return figure


def draw_luck(ax, differences, published):
    """A histogram of simulated differences; what is at least as far apart as the published difference is in the accent colour."""
    bins = published + 0.05 * np.arange(-31, 19)  # one edge at the published difference, and one at its mirror image
    far = np.abs(differences) >= published
    near, beyond = (np.histogram(differences[chosen], bins)[0] for chosen in (~far, far))
    ax.bar(bins[:-1], near, 0.05, align="edge", color=BAND)
    ax.bar(bins[:-1], beyond, 0.05, bottom=near, align="edge", color=ACCENT)
    for side in (-published, published):
        ax.axvline(side, color=INK, linewidth=1.1, linestyle=DASHED)
    ax.set(yticks=[], xlim=(-1.2, 1.2), xlabel="difference in points", title="luck alone: 10,000 coin flips each")
    above = ax.get_xaxis_transform()
    words(ax, published + 0.03, 0.98, "published", color=INK, fontsize="small", va="top", transform=above)
    words(ax, 0.01, 0.95, f"orange:\n{percent(far.mean())}", color=ACCENT, fontweight="bold", va="top")
