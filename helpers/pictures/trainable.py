"""Which networks can be trained, and what a rule had said: along a row of the plane of scales, and over many starts."""

import numpy as np

from .kit.marks import HALO, end_label, hollow, note
from .kit.style import ACCENT, BAND, COOL, INK, MUTED, on_axes

NONE = 0.6  # where a depth of 0 stands on a log axis
FURTHEST = 1000  # hidden layers; a rule that allows more is drawn as one without a limit
NO_LIMIT = 3000  # and stands there
LEVEL = 0.13  # from one bar of a rule to the next, in shares of images


@on_axes((0.1, 0.17, 0.585, 0.76), height=340)
def draw_trainable(ax, shares, allowed, line):
    """A Figure: the share of images that networks get right against their weight scale, below what each rule allows.

    shares: {name: (sigma_w, array (places, seeds))}, at most three; lines join the medians. allowed: {rule: (from, to)},
    bars above; what goes on beyond the picture ends at its edge. line: the sigma_w at which chi = 1.
    """
    looks = ("o", ACCENT, "-", 2.6), ("s", COOL, "-", 1.8), ("^", MUTED, ":", 1.8)
    ax.axvline(line, color=INK, linewidth=1.4, zorder=1)
    for (sigma_w, several), (marker, colour, dash, width) in zip(shares.values(), looks, strict=False):
        middle = np.median(several, axis=1)
        ax.plot(sigma_w, middle, color=colour, linestyle=dash, linewidth=width, zorder=3)
        ax.plot(sigma_w, several, marker, **hollow(colour, 8, 1.8), zorder=4)
    left, right = (end(end(places) for places, _ in shares.values()) for end in (min, max))
    for i, (name, (low, high)) in enumerate(allowed.items()):
        y = 1.14 + LEVEL * i
        ax.plot([low, min(high, right)], [y, y], color=INK, linewidth=7, solid_capstyle="butt", alpha=0.75)
        end_label(ax, name, (min(high, right), y), 8)
    top = 1.14 + LEVEL * len(allowed)
    note(ax, "χ = 1", (line, top), 6, -8, path_effects=HALO)
    ticks = np.linspace(0, 1, 6)
    ax.set_yticks(ticks, [f"{100 * tick:.0f} %" for tick in ticks])
    ax.set(xlim=(left - 0.05, right + 0.1), ylim=(0, top + 0.04), xlabel=r"weight scale $\sigma_w$")
    for i, (name, (marker, colour, *_)) in enumerate(zip(shares, looks, strict=False)):
        ax.plot([1.05], [0.66 - 0.2 * i], marker, transform=ax.transAxes, clip_on=False, **hollow(colour, 9, 2))
        ax.text(1.085, 0.66 - 0.2 * i, name, transform=ax.transAxes, va="center", color=INK)


@on_axes((0.105, 0.19, 0.85, 0.76), height=370)
def draw_rule_and_reach(ax, rule, reached):
    """A Figure: a dot for each kind of network, at the depth that a rule allows and the one that was reached.

    rule, reached: hidden layers, shape (kinds,); infinity: no limit.
    """
    x, y = np.where(rule > FURTHEST, NO_LIMIT, rule), np.maximum(reached, NONE)
    ax.axvspan(FURTHEST * 1.4, NO_LIMIT * 2, color=BAND, alpha=0.35, linewidth=0, zorder=0)
    ends = np.array([1, 90])
    ax.plot(ends, ends, color=INK, linewidth=1.4, zorder=1)
    note(ax, "as predicted", (40, 40), -12, 0, ha="right", va="center")
    inside = rule <= FURTHEST
    ax.plot(x[inside], y[inside], "o", color=COOL, markersize=9, alpha=0.45, markeredgewidth=0, zorder=3)
    ax.plot(x[~inside], y[~inside], "D", color=ACCENT, markersize=8, alpha=0.45, markeredgewidth=0, zorder=3)
    ax.set(xscale="log", yscale="log", xlim=(0.9, NO_LIMIT * 1.5), ylim=(0.5, 90))
    ticks = [1, 3, 10, 30, 100, 300]
    ax.set_xticks([*ticks, NO_LIMIT], [*map(str, ticks), "no limit"])
    ax.set_yticks([NONE, 1, 3, 10, 30, 64], ["none", "1", "3", "10", "30", "64+"])
    ax.minorticks_off()
    ax.set(xlabel="hidden layers that the rule allows", ylabel="layers that learned")
