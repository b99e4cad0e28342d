"""Whole trainings over several seeds, drawn still: speeds, accuracy, ratios, distances, steps needed."""

import numpy as np
from matplotlib.ticker import NullFormatter

from .kit.end_labels import apart
from .kit.style import ACCENT, BAND, COOL, INK, MUTED, layer_colours, sheet, styled
from .kit.words import number
from .ratios import label_powers, write_key


def draw_trainings(panels, limits, every=10, same_answer=None):
    """A Figure: one column a panel; on top the speeds of its layers on a log axis, below the accuracy if there is one.

    panels: (title, speeds, accuracy): speeds (seeds, steps, hidden layers); accuracy (seeds, measurements), each `every`
    steps, or None. limits: of the log axis, for all. same_answer: the accuracy of one answer for all images, dashed.
    """
    strips = panels[0][2] is not None
    with styled():
        figure = sheet(height=380 if strips else 300)
        ratios = (3, 1) if strips else (1,)
        grid = {
            "left": 0.1,
            "right": 0.93,
            "bottom": 0.14 if strips else 0.18,
            "top": 0.9,
            "wspace": 0.36,
            "hspace": 0.16,
        }
        axes = figure.subplots(len(ratios), len(panels), squeeze=False, height_ratios=ratios, gridspec_kw=grid)
        for i, (title, speeds, accuracy) in enumerate(panels):
            draw_speeds(axes[0, i], speeds, limits)
            axes[0, i].set_title(title, fontsize="medium" if len(panels) < 4 else "small")
            axes[0, i].tick_params(labelbottom=not strips, labelleft=i == 0)
            if strips:
                draw_accuracy(axes[1, i], accuracy, every, same_answer)
                axes[1, i].tick_params(labelleft=i == 0)
            axes[-1, i].set_xlabel("steps taken")
        axes[0, 0].set_ylabel("speed")
        if strips:
            axes[1, 0].set_ylabel("right")
    return figure


def draw_speeds(ax, speeds, limits):
    """Median and middle 90 % of the seeds for each layer, the layer's number at the end of its line."""
    low, median, high = np.quantile(speeds, (0.05, 0.5, 0.95), axis=0)
    steps = np.arange(len(median))
    for l, colour in enumerate(layer_colours(speeds.shape[2])):
        ax.fill_between(steps, low[:, l], high[:, l], color=colour, alpha=0.25, linewidth=0)
        ax.plot(steps, median[:, l], color=colour)
    ax.set(yscale="log", ylim=limits, xlim=(0, len(steps)))
    ax.yaxis.set_minor_formatter(NullFormatter())
    heights = apart(np.log10(median[-1]), 0.075 * np.log10(limits[1] / limits[0]))
    for l, colour in enumerate(layer_colours(speeds.shape[2])):
        ax.annotate(f"{l + 1}", (len(steps), 10 ** heights[l]), xytext=(5, 0), textcoords="offset points", va="center",
                    color=colour, fontweight="bold", annotation_clip=False)  # fmt: skip


def draw_accuracy(ax, accuracy, every, same_answer):
    """The share of right answers, one line a seed."""
    steps = every * np.arange(accuracy.shape[1])
    ax.plot(steps, accuracy.T, color=ACCENT, linewidth=1.2)
    if same_answer is not None:
        ax.axhline(same_answer, color=INK, linewidth=1.1, linestyle=(0, (5, 3)))
    ax.set(xlim=(0, steps[-1]), ylim=(0, 1), yticks=[0, 0.5, 1])
    ax.set_yticklabels(["0 %", "", "100 %"])


def draw_ratios(curves, published=None):
    """A Figure: how many times slower layer 1 is than the last hidden layer, against the step.

    curves: (name, ratios of shape (seeds, steps)), at most three; the first is the accent. published: (low, high), dashed.
    """
    with styled():
        figure = sheet(height=320)
        ax = figure.add_axes((0.09, 0.17, 0.62, 0.77))
        for (name, ratios), colour in zip(curves, (ACCENT, COOL, MUTED), strict=False):
            ax.plot(ratios.T, color=colour, linewidth=1.4)
            end = np.exp(np.log(ratios[:, -1]).mean())
            ax.annotate(
                name,
                (ratios.shape[1], end),
                xytext=(9, 0),
                textcoords="offset points",
                va="center",
                color=colour,
                annotation_clip=False,
            )
        if published:
            ax.hlines(
                published, 0, 1, transform=ax.get_yaxis_transform(), color=INK, linewidth=1.1, linestyle=(0, (5, 3))
            )
            below = {"xytext": (-4, -5), "textcoords": "offset points", "ha": "right", "va": "top", "fontsize": "small"}
            words = "the published curve stays between the dashed lines"
            ax.annotate(words, (1, published[0]), xycoords=("axes fraction", "data"), **below)
        ax.set(yscale="log", xlim=(0, max(ratios.shape[1] for _, ratios in curves)), xlabel="steps taken")
        ax.set_ylabel("layer 1: times slower")
        label_powers(ax)
    return figure


def draw_travel(distance, by_gradient):
    """A Figure: how far each layer has come, and how far its gradient alone took it; both of shape (seeds, layers)."""
    rows = np.arange(distance.shape[1])[::-1]
    names = [f"layer {l}" for l in range(1, len(rows))] + ["output"]
    with styled():
        figure = sheet(height=280)
        ax = figure.add_axes((0.09, 0.2, 0.62, 0.76))
        for values, marker, colour, size in ((distance, "o", MUTED, 13), (by_gradient, "o", ACCENT, 11)):
            ax.hlines(rows, *np.quantile(values, (0.05, 0.95), axis=0), color=BAND, linewidth=22)
            ax.plot(np.median(values, axis=0), rows, marker, color=colour, markersize=size)
        for row, value in zip(rows, np.median(by_gradient, axis=0), strict=True):
            ax.annotate(
                number(value, 2),
                (value, row),
                xytext=(0, 11),
                textcoords="offset points",
                ha="center",
                color=ACCENT,
                fontsize="small",
            )
        ax.set(xscale="log", yticks=rows, ylim=(-0.6, len(rows) - 0.3), xlabel="distance from the start")
        ax.set_yticklabels(names)
        label_powers(ax)
        write_key(
            ax,
            ("●", MUTED, "the whole way"),
            ("●", ACCENT, "what the gradient did"),
            ("▮", BAND, "middle 90 % of seeds"),
        )
    return figure


def draw_steps_needed(depths, steps):
    """A Figure: steps until the goal against the number of hidden layers, a dot a seed; steps: (depths, seeds)."""
    with styled():
        figure = sheet(height=300)
        ax = figure.add_axes((0.09, 0.18, 0.66, 0.76))
        ax.plot(depths, np.median(steps, axis=1), color=ACCENT, linewidth=1.2)
        ax.plot(depths, steps, "o", color=ACCENT, markersize=9, markerfacecolor="none", markeredgewidth=2)
        for depth, value in zip(depths, np.median(steps, axis=1), strict=True):
            ax.annotate(number(value, 2), (depth, value), xytext=(14, -6), textcoords="offset points", color=ACCENT)
        ax.set(
            yscale="log",
            xticks=depths,
            xlim=(depths[0] - 0.5, depths[-1] + 0.7),
            xlabel="hidden layers",
            ylabel="steps to 80 %",
        )
        label_powers(ax)
        write_key(ax, ("○", ACCENT, "one network"), ("—", ACCENT, "median"))
    return figure
