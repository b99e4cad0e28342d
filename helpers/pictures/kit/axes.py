"""The ends of axes: whole powers of ten, layers, a few fixed ends; all stay put until what is shown leaves them."""

import numpy as np
from matplotlib.ticker import LogLocator, NullFormatter

from .words import number

LAST = 300  # a log axis can show 10**-LAST to 10**LAST
# (decades at most, between two ticks)
STEPS = ((5, 1), (12, 2), (30, 5), (75, 10), (150, 25), (300, 50), (np.inf, 100))
FEW = 13  # up to so many layers there is room for large marks, and for a number below each


def log_axes(figure, box, **more):
    """Axes whose y axis is a log axis, without the small ticks: these take a third of the time that axes take to draw."""
    ax = figure.add_axes(box)
    ax.set(yscale="log", **more)
    ax.minorticks_off()
    return ax


def shown(values):
    """Which values a log axis can show: finite ones above zero."""
    values = np.asarray(values, float)
    return np.isfinite(values) & (values >= 10.0**-LAST) & (values <= 10.0**LAST)


def gaps(values):
    """The values with NaN, which a line leaves out, for what a log axis cannot show; None is all gap."""
    return np.where(shown(values), values, np.nan) if values is not None else np.nan


def set_ends(ax, xlim=None, ylim=None):
    """Set the ends of the axes where they change; returns whether one did. The still part is drawn anew only then."""
    changed = {name: ends for name, ends in (("xlim", xlim), ("ylim", ylim)) if ends is not None}
    changed = {name: ends for name, ends in changed.items() if getattr(ax, f"get_{name}")() != ends}
    ax.set(**changed)
    return bool(changed)


def first_end(ends, value):
    """The first of a few ends, from low to high, that holds the value; the last one if none does."""
    return next((end for end in ends if end >= value), ends[-1])


def decades(values, room=(0.15, 0.15), ends=1, unit=None):
    """Whole powers of ten around the values: (lowest exponent, highest exponent, decades between two ticks).

    room: left free below and above the values, as shares of a tick, so that no dot is cut. ends: both exponents are
    multiples of it, so that they move the more seldom. unit: the decades between two ticks, if not as STEPS has it.
    """
    exponents = np.log10(np.asarray(values, float)[shown(values)])
    low, high = (exponents.min(), exponents.max()) if exponents.size else (-1, 0)
    unit = unit or next(step for most, step in STEPS if high - low <= most)
    ends = max(ends, unit)
    low, high = low - room[0] * unit, high + room[1] * unit
    low, high = max(ends * np.floor(low / ends), -LAST), min(ends * np.ceil(high / ends), LAST)
    return low, high, unit if ends % unit == 0 else ends


def set_decades(ax, low, high, unit):
    """Set the y axis, if it has to change, to 10**low to 10**high with a tick every `unit` decades."""
    ticks = 10.0 ** np.arange(low, high + 1, unit)
    # The ticks themselves: one a last digit beyond an end would move it. The same ends can have more or fewer of them.
    if set_ends(ax, ylim=(ticks[0], ticks[-1])) or len(ax.get_yticks()) != len(ticks):
        ax.set_yticks(ticks)
        ax.minorticks_off()


def fit_decades(ax, values, **how):
    """Set the y axis, if it has to change, to the `decades` around the values."""
    set_decades(ax, *decades(values, **how))


def fit_layers(ax, last, names=None):
    """Set the x axis, if it has to change, to layers 1 to `last`; names: {layer: text} for ticks that are words."""
    if not set_ends(ax, xlim=(0.5, last + 0.5)):
        return
    names = names or {}
    room = 1 if last <= FEW else 2  # a word needs more of it where the layers stand close
    every = range(1, last + 1) if last <= FEW else (1, *range(5, last + 1, 5))
    ticks = [l for l in every if all(abs(l - named) >= room for named in names)]
    ax.set_xticks([*ticks, *names], [*map(str, ticks), *names.values()])


def label_powers(ax, short=30):
    """Write 10, 100, 1,000 on the log axis instead of powers of ten, and 20, 50 as well below so many times its start."""
    axis = ax.yaxis if ax.get_yscale() == "log" else ax.xaxis
    low, high = axis.get_view_interval()
    axis.set_major_locator(LogLocator(subs=(1, 2, 5) if high < short * low else (1,)))
    axis.set_major_formatter(lambda value, _: number(value))
    axis.set_minor_formatter(NullFormatter())


def margins(left, right, bottom, top, wspace=None, hspace=None):
    """Where the panels of a figure stand, in shares of it, as `subplots(gridspec_kw=...)` takes it."""
    ends = {"left": left, "right": right, "bottom": bottom, "top": top, "wspace": wspace, "hspace": hspace}
    return {name: end for name, end in ends.items() if end is not None}
