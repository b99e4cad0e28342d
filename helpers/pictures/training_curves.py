"""Whole trainings over several seeds, drawn still: speeds, accuracy, steps needed."""

import numpy as np
from matplotlib.ticker import NullFormatter

from .kit.axes import label_powers, margins
from .kit.marks import DASHED, apart, end_label, hollow, note, write_key
from .kit.style import ACCENT, COOL, INK, MUTED, in_style, layer_colours, on_axes, sheet
from .kit.words import number


@in_style
def draw_trainings(panels, limits, every=10, same_answer=None):
    """A Figure: one column a panel; on top the speeds of its layers on a log axis, below the accuracy if there is one.

    panels: (title, speeds, accuracy): speeds (seeds, steps, hidden layers); accuracy (seeds, measurements), each `every`
    steps, or None. limits: of the log axis, for all. same_answer: the accuracy of one answer for all images, dashed.
    """
    strips = panels[0][2] is not None
    height, bottom, ratios = (420, 0.12, (3, 2)) if strips else (300, 0.18, (1,))
    figure, grid = sheet(height=height), margins(0.11, 0.93, bottom, 0.9, 0.36, 0.16)
    axes = figure.subplots(len(ratios), len(panels), squeeze=False, height_ratios=ratios, gridspec_kw=grid)
    for i, (title, speeds, accuracy) in enumerate(panels):
        draw_speeds(axes[0, i], speeds, limits)
        axes[0, i].set_title(title, fontsize="medium" if len(panels) < 4 else "small")
        if strips:
            draw_accuracy(axes[1, i], accuracy, every, same_answer)
            axes[0, i].tick_params(labelbottom=False)
        for ax in axes[:, i]:
            ax.tick_params(labelleft=i == 0)
        axes[-1, i].set_xlabel("steps taken")
    for ax, name in zip(axes[:, 0], ("speed", "right"), strict=False):
        ax.set_ylabel(name)
    return figure


def draw_speeds(ax, speeds, limits):
    """Median and middle 90 % of the seeds for each layer, the layer's number at the end of its line."""
    low, median, high = np.quantile(speeds, (0.05, 0.5, 0.95), axis=0)
    steps, colours = np.arange(len(median)), layer_colours(speeds.shape[2])
    ends = 10 ** apart(np.log10(median[-1]), 0.075 * np.log10(limits[1] / limits[0]))
    for l, colour in enumerate(colours):
        ax.fill_between(steps, low[:, l], high[:, l], color=colour, alpha=0.25, linewidth=0)
        ax.plot(steps, median[:, l], color=colour)
    ax.set(yscale="log", ylim=limits, xlim=(0, len(steps)))
    ax.yaxis.set_minor_formatter(NullFormatter())
    for l, colour in enumerate(colours):
        end_label(ax, f"{l + 1}", (len(steps), ends[l]), 5, color=colour, fontweight="bold")


def draw_accuracy(ax, accuracy, every, same_answer):
    """The share of right answers, one line a seed."""
    steps = every * np.arange(accuracy.shape[1])
    ax.plot(steps, accuracy.T, color=ACCENT, linewidth=1.8)
    if same_answer is not None:
        ax.axhline(same_answer, color=INK, linewidth=1.1, linestyle=DASHED)
    ax.set(xlim=(0, steps[-1]), ylim=(0, 1))
    ax.set_yticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])


@on_axes((0.1, 0.17, 0.57, 0.78), height=320)
def draw_falls(ax, curves, at=None):
    """A Figure: what is left of a speed, against the step, each curve with its name at its end.

    curves: (name, shares of the speed at the start, shape (seeds, steps)), at most four; the first is the accent. at: a
    step that the sentence speaks of, marked.
    """
    ends = [np.median(shares[:, -1]) for _, shares in curves]
    heights = 10 ** apart(np.log10(ends), 0.22)
    looks = (ACCENT, COOL, MUTED, INK)
    for (name, shares), colour, height in zip(curves, looks, heights, strict=False):
        ax.plot(shares.T, color=colour, linewidth=1.6)
        end_label(ax, name, (shares.shape[1], height), color=colour)
    if at is not None:
        ax.axvline(at, color=INK, linewidth=1.1, linestyle=DASHED)
    ax.set(yscale="log", xlim=(0, max(shares.shape[1] for _, shares in curves)), xlabel="steps taken")
    ax.set_ylabel("‖mean δ‖, layer 1; start 1")
    label_powers(ax)


@on_axes((0.12, 0.18, 0.63, 0.76), height=300)
def draw_steps_needed(ax, depths, steps):
    """A Figure: steps until the goal against the number of hidden layers, a dot a seed; steps: (depths, seeds)."""
    middle = np.median(steps, axis=1)
    ax.plot(depths, middle, color=ACCENT, linewidth=1.2)
    ax.plot(depths, steps, "o", **hollow(ACCENT, 9, 2))
    for place in zip(depths, middle, strict=True):
        note(ax, number(place[1], 2), place, 14, -6, color=ACCENT)
    ax.set(yscale="log", xticks=depths, xlim=(depths[0] - 0.5, depths[-1] + 0.7))
    ax.set(xlabel="hidden layers", ylabel="steps to 80 %")
    label_powers(ax)
    write_key(ax, ("○", ACCENT, "one network"), ("—", ACCENT, "median"))
