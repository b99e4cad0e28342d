"""Residual blocks, drawn still: the error that reaches each, the learning rates that do, and the directions of a step."""

import numpy as np

from .kit.axes import label_powers
from .kit.marks import DASHES, apart, end_label, hollow, note, words, write_key
from .kit.style import ACCENT, BAND, COOL, INK, MUTED, in_style, on_axes, sheet

LOOKS = (("s", COOL), ("o", ACCENT), ("D", MUTED), ("^", INK))
MATRICES = (("□", "s", MUTED, DASHES), ("◇", "D", COOL, "-"), ("○", "o", ACCENT, "-"))
FAMILIES, OTHER = {"post-norm": ("s", ACCENT), "pre-norm": ("o", INK)}, ("D", MUTED)
SHAPES, TICKS = {"D": "◇◆", "s": "□■", "o": "○●"}, (30, 100, 300)  # hollow and full
GAP, NAMES_APART = 0.2, 0.1  # decades between the names of lines


@on_axes((0.1, 0.17, 0.68, 0.73), height=360)
def draw_block_errors(ax, curves):
    """A Figure: the error that reaches each block, log axis: median of the seeds and their range, and what is predicted.

    curves: {name: (measured of shape (seeds, blocks), predicted of shape (blocks,))}, at most four.
    """
    ends = 10 ** apart([np.log10(predicted[-1]) for _, predicted in curves.values()], GAP)
    for (name, (measured, predicted)), end, (marker, colour) in zip(curves.items(), ends, LOOKS, strict=False):
        blocks = np.arange(1, len(predicted) + 1)
        ax.fill_between(blocks, measured.min(axis=0), measured.max(axis=0), color=BAND, linewidth=0)
        ax.plot(blocks, np.median(measured, axis=0), marker, **hollow(colour, 7, 1.8))
        ax.plot(blocks, predicted, color=INK, linewidth=1.2, zorder=4)
        note(ax, name, (blocks[-1], end), 14, va="center", color=colour)
    words(ax, 1.03, 0.95, "— predicted", color=INK)
    ax.set(yscale="log", xlabel="block", title="mean ‖δ‖ of each block, before any training", xlim=(0, blocks[-1] + 1))
    label_powers(ax, short=10)


@in_style
def draw_goal_steps(panels, most):
    """A Figure: steps to the goal against the learning rate, both on log axes, a panel an optimizer and a line a recipe.

    panels: {title: {name: (rates, steps)}}, two, each of at most four lines. What did not arrive within `most` steps is
    infinite, and stands in the band on top. The first word of a name decides shape and colour; with more after a comma
    (warm-up, say) marks are full, lines dashed, and that is what stands at the right end in the place of the name.
    """
    figure = sheet(height=340)
    for i, (title, curves) in enumerate(panels.items()):
        ax = figure.add_axes((0.075 + 0.46 * i, 0.19, 0.32, 0.69))
        ax.axhspan(most, 1.9 * most, color=BAND)
        held = {name: np.where(np.isfinite(steps), steps, 1.2 * most) for name, (_, steps) in curves.items()}
        ends = 10 ** apart([np.log10(heights[-1]) for heights in held.values()], NAMES_APART)
        for (name, heights), end in zip(held.items(), ends, strict=True):
            rates, (kind, _, more) = curves[name][0], name.partition(",")
            marker, colour = FAMILIES.get(kind, OTHER)
            if more:  # small, so that the hollow mark of its sister shows around it
                look, dashes = {"markersize": 5, "color": colour}, DASHES
            else:
                look, dashes = {"color": colour, **hollow(colour, 10, 1.8)}, "-"
            ax.plot(rates, heights, marker, linestyle=dashes, linewidth=1.6, **look)
            said = f"{SHAPES[marker][bool(more)]} {more.strip() or name}"
            end_label(ax, said, (rates[-1], end), 14, color=colour, fontsize="small")
        ax.set(xscale="log", yscale="log", ylim=(20, 1.9 * most), title=title, xlabel="learning rate η")
        ax.set_xticks(rates, [f"{rate:g}" for rate in rates], fontsize="small")
        ax.set_yticks(TICKS, [f"{tick}" if i == 0 else "" for tick in TICKS])
        ax.minorticks_off()
        words(ax, 0.02, 1.63 * most, f"not within {most}", fontsize="small", transform=ax.get_yaxis_transform())
    figure.axes[0].set_ylabel("steps to the goal")
    return figure


@on_axes((0.1, 0.19, 0.6, 0.7), height=320)
def draw_stretches(ax, curves):
    """A Figure: sorted singular values, each matrix's divided by its largest.

    curves: {name: values, falling}, three; the last is the accent.
    """
    rows = []
    for (name, values), (shape, marker, colour, dashes) in zip(curves.items(), MATRICES, strict=True):
        places = np.arange(1, len(values) + 1)
        ax.plot(
            places, values / values[0], marker, linestyle=dashes, linewidth=1.4, color=colour, **hollow(colour, 7, 1.8)
        )
        rows.append((shape, colour, name))
    write_key(ax, *reversed(rows))
    ax.set(ylim=(-0.03, 1.06), xlabel="direction, the most stretched first", title="stretch, as a share of the largest")
