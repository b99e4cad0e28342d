"""How much of an error arrives, against the steps (or layers) it has come back: live, as still families, and beside what it brings."""

import numpy as np
from matplotlib.ticker import MaxNLocator

from .kit.axes import fit_decades, gaps, label_powers, log_axes, set_ends, shown
from .kit.marks import (
    DASHES,
    HALO,
    Key,
    apart,
    end_label,
    hollow,
    moving,
    note,
    ring,
    strokes,
    upright,
    verdict,
    words,
    write_key,
)
from .kit.style import ACCENT, BAND, COOL, INK, MUTED, in_style, on_axes, sheet

SHARE = "share of an error that arrives"
ENDS = (10, 20, 50, 100)  # steps at which the axis may end
MOST_DOTS = 26  # of one family: of more steps every second, fifth … has one


class FlowPicture:
    """The share of an error that arrives against the steps back: dots are medians, bars the band, lines what is foretold."""

    @in_style
    def __init__(self):
        self.figure = sheet()
        self.axes = ax = log_axes(self.figure, (0.09, 0.17, 0.6, 0.73), xlabel="steps back, q", title=SHARE)
        ax.axhline(1, color=MUTED, linewidth=1)
        self._band = strokes(ax, BAND, zorder=2)
        self._bound = moving(ax, color=COOL, linewidth=1.8, linestyle=DASHES, zorder=3)
        self._dots = moving(ax, "o", color=ACCENT, markersize=7, zorder=4)
        self._line = moving(ax, color=INK, linewidth=1.6, zorder=5)
        self._ring = ring(ax, zorder=6, clip_on=False)
        self._verdict = verdict(ax, 0.25, linespacing=1.4, fontsize="large")
        self._key = Key(ax, 4)

    def show(self, flows, line, line_name, bound=None, verdict=""):
        """Show shares, shape (networks, steps + 1), the first of each being 1, and what is foretold, shape (steps + 1,).

        bound: what no network can exceed, or None. Numbers that a log axis cannot show leave a gap.
        """
        with np.errstate(invalid="ignore"):  # what has overflowed has no band
            low, middle, high = np.quantile(flows, (0.05, 0.5, 0.95), axis=0)
        steps = np.arange(len(middle))
        set_ends(self.axes, xlim=(-0.02 * steps[-1], 1.03 * next(end for end in ENDS if end >= steps[-1])))
        fit_decades(self.axes, np.concatenate([low, high, line, [0.5, 2]]), room=(0.05, 0.05))
        seen = shown(low) & shown(high)
        self._band.set_segments(upright(steps[seen], low[seen], high[seen]))
        self._band.set_linewidth(min(14, 330 / len(steps)))
        self._dots.set_data(steps, gaps(middle))
        self._dots.set_markersize(8 if len(steps) <= 31 else 5)
        self._line.set_data(steps, gaps(line))
        self._bound.set_data(steps, gaps(bound) + 0 * steps)
        self._ring.set_data([steps[-1]], gaps(middle[-1:]))
        self._verdict.set_text(verdict)
        limit = [("- -", COOL, "at most")] * (bound is not None)
        networks = (f"median of {len(flows)} nets",)
        self._key.show(("●", ACCENT, *networks), ("■", BAND, "90 % of them"), ("—", INK, line_name), *limit)


@on_axes((0.1, 0.17, 0.6, 0.74), height=360)
def draw_flows(ax, families, bound=None, line_name=None):
    """A Figure: the share of an error that arrives against the steps back, a family of networks a row of dots.

    families: {name: (shares of shape (networks, steps + 1), line of shape (steps + 1,))}, the last one being the accent.
    bound: (name, values), dashed. line_name: what the thin dark lines are, where each is to have its name; without it
    they are what was predicted. What a log axis cannot show leaves a gap.
    """
    texts, ends, colours = [], [], []
    for i, (name, (shares, line)) in enumerate(families.items()):
        with np.errstate(invalid="ignore"):
            low, middle, high = np.quantile(shares, (0.05, 0.5, 0.95), axis=0)
        colour, steps = ACCENT if i == len(families) - 1 else COOL, np.arange(len(middle))
        at = steps[:: max(1, int(np.ceil(len(steps) / MOST_DOTS)))]
        ax.vlines(at, low[at], high[at], color=colour, alpha=0.25, linewidth=7)
        ax.plot(at, gaps(middle)[at], "o", color=colour, markersize=6, zorder=4)
        ax.plot(steps, gaps(line), color=INK, linewidth=1.3, zorder=5)
        texts.append(name), ends.append(middle[-1]), colours.append(colour)
        if line_name:
            texts.append(f"{name}, {line_name}"), ends.append(line[-1]), colours.append(INK)
    ax.set(yscale="log", xlim=(-0.02 * steps[-1], 1.02 * steps[-1]), xlabel="steps back, q", title=SHARE)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    ax.minorticks_off()
    low, high = ax.get_ylim()
    if bound:
        name, values = bound
        inside = int(np.sum(values <= high)) - 1
        ax.plot(values[: inside + 1], color=MUTED, linewidth=1.8, linestyle=DASHES)
        note(ax, name, (inside, values[inside]), 8, -4, color=INK, path_effects=HALO)
    ax.set_ylim(low, high)
    heights = 10 ** apart(np.log10(ends), 0.065 * np.log10(high / low))
    for text, height, colour in zip(texts, heights, colours, strict=True):
        end_label(ax, text, (1.02 * steps[-1], height), 8, color=colour)
    key = (("●", INK, "median"), ("|", INK, "90 % of nets"), ("—", INK, line_name or "predicted"))
    write_key(ax, *key, x=(0.03, 0.085), top=0.25, step=0.09)


PLUM = "#a6448a"  # one kind more than the course has colours for
LOOKS = (
    ("o", ACCENT),
    ("D", COOL),
    ("s", INK),
    ("^", MUTED),
    ("v", PLUM),
    ("P", COOL),
)  # a marker and a colour for each kind
ABOVE = 1.9  # times the budget: where what did not arrive stands


@on_axes((0.1, 0.18, 0.6, 0.73), height=380)
def draw_arrivals(ax, kinds, most):
    """A Figure: steps until a task is solved against the share of an error that arrives before training, a mark a network.

    kinds: {name: (arrives, steps)}, at most six, the first one being the accent; infinite steps stand in the band on
    top, over `most`.
    """
    low = min(steps[np.isfinite(steps)].min(initial=most) for _, steps in kinds.values())
    ax.axhspan(most, 3.6 * most, color=BAND, linewidth=0)
    for i, (name, (arrives, steps)) in enumerate(kinds.items()):
        marker, colour = LOOKS[i]
        held = np.where(np.isfinite(steps), steps, ABOVE * most)
        ax.plot(gaps(arrives), held, marker, **hollow(colour, 9, 1.9), clip_on=False, zorder=9 - i)
        ax.plot(1.055, 0.76 - 0.11 * i, marker, transform=ax.transAxes, clip_on=False, **hollow(colour, 9, 1.9))
        words(ax, 1.09, 0.76 - 0.11 * i, name, color=INK)
    ax.set(xscale="log", yscale="log", ylim=(low / 1.5, 3.6 * most))
    ax.set(
        xlabel="share of an error that reaches the symbol, before training",
        title="steps of training until all is right",
    )
    ax.minorticks_off()
    label_powers(ax)
    held_at = {"transform": ax.get_yaxis_transform(), "fontsize": "small", "color": INK}
    words(ax, 1.03, ABOVE * most, f"not within {most:,}", **held_at)
