"""What a start does: how alike images become, how long learning takes, and how far a mean lies from a median. Still."""

import numpy as np
from matplotlib.ticker import NullFormatter

from .kit.axes import decades, label_powers
from .kit.marks import end_label, hollow, note, write_key
from .kit.style import ACCENT, BAND, COOL, INK, MUTED, on_axes
from .kit.words import number


@on_axes((0.09, 0.22, 0.66, 0.67), height=300)
def draw_likeness(ax, starts):
    """A Figure: the cosine between images against the layer; layer 0 is the images.

    starts: {name: (predicted, bands)}, the last one in the accent; predicted: one number a layer; bands: (low, median,
    high), shape (3, layers).
    """
    for (name, (predicted, bands)), colour, marker in zip(starts.items(), (COOL, ACCENT), "os", strict=False):
        layers, (low, middle, high) = np.arange(len(predicted)), bands
        ax.fill_between(layers, low, high, color=BAND, linewidth=0)
        ax.plot(layers[::4], middle[::4], marker, color=colour, markersize=6)
        ax.plot(layers, predicted, color=INK, linewidth=1.3)
        end_label(ax, name, (layers[-1], middle[-1]), color=colour)
    ax.set(xlim=(-1, layers[-1] + 2), ylim=(0, 1.08), xlabel="layer (0: the images)", yticks=[0, 0.5, 1])
    ax.set_title("cosine between two images   1: the same direction")
    key = ("—", INK, "predicted, wide"), ("●", COOL, "measured, median"), ("■", BAND, "90 % of seeds")
    write_key(ax, *key, top=0.3)


@on_axes((0.09, 0.22, 0.62, 0.67), height=300)
def draw_learning_times(ax, depths, steps, most):
    """A Figure: steps to the goal against the number of layers, log-log; steps: {name: array (depths, seeds)}.

    The first name is the accent. What did not arrive within `most` steps is infinite, and stands on top.
    """
    ticks = (5, 10, 20, 50, 100)
    ax.axhspan(most, 2 * most, color=BAND)
    ax.text(depths[0], 1.38 * most, f"not within {most} steps", va="center", fontsize="small")
    for (name, several), colour, marker in zip(steps.items(), (ACCENT, COOL), "os", strict=False):
        held = np.where(np.isfinite(several), several, 1.4 * most)
        middle = np.median(held, axis=1)
        ax.plot(depths, middle, color=colour, linewidth=1.6)
        ax.plot(depths, held, marker, **hollow(colour, 8, 1.8))
        end_label(ax, name, (depths[-1], middle[-1]), 16, color=colour)
    ax.set(xscale="log", yscale="log", xlabel="layers with weights", ylim=(5, 2 * most))
    ax.set_xticks(depths, [str(depth) for depth in depths])
    ax.set_yticks(ticks, [str(tick) for tick in ticks])
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_minor_formatter(NullFormatter())
    ax.set_title("steps to the goal, each at its best learning rate")


@on_axes((0.09, 0.2, 0.66, 0.68), height=280)
def draw_mean_and_median(ax, values, predicted):
    """A Figure: how many networks have which value, on a log axis, with their mean and median marked.

    values: positive, shape (networks,). predicted: (mean, median), thin dark ticks at the top of the marked lines.
    """
    low, high, _ = decades(values, room=(0, 0))
    bins = np.logspace(low, high, 8 * int(high - low) + 1)
    ax.hist(values, bins, color=BAND, edgecolor="white", linewidth=0.6)
    top = ax.get_ylim()[1]
    marked = (values.mean(), "mean", COOL, 7, "left"), (np.median(values), "median", ACCENT, -7, "right")
    for value, name, colour, dx, side in marked:
        ax.plot([value, value], [0, 1.12 * top], color=colour, linewidth=2.4)
        note(ax, f"{name} {number(value, 2)}", (value, 1.05 * top), dx, ha=side, color=colour)
    ax.plot(predicted, [0.02 * top] * 2, "^", color=INK, markersize=8, zorder=5)
    ax.set(xscale="log", xlabel="what is left of a squared length of 1", ylabel="networks", ylim=(0, 1.16 * top))
    ax.grid(False, axis="x")
    label_powers(ax)
    write_key(ax, ("▲", INK, "predicted"), ("■", MUTED, f"{len(values):,} networks"))
