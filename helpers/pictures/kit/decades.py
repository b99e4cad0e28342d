"""Log axes that end at whole powers of ten and stay put until a value leaves them."""

import numpy as np

SMALLEST, LARGEST = 1e-300, 1e300  # what a log axis can still show
STEPS = (
    (5, 1),
    (12, 2),
    (30, 5),
    (75, 10),
    (150, 25),
    (300, 50),
    (np.inf, 100),
)  # (decades at most, between two ticks)


def shown(values):
    """Which values a log axis can show: finite ones above zero."""
    values = np.asarray(values, float)
    return np.isfinite(values) & (values >= SMALLEST) & (values <= LARGEST)


def fit_decades(ax, values, room=0.15):
    """Set the y axis, if it has to change, to the whole powers of ten around `values`; room: decades left free."""
    values = np.asarray(values, float)
    exponents = np.log10(values[shown(values)])
    if exponents.size == 0:
        exponents = np.array([-1.0, 0.0])
    unit = next(step for most, step in STEPS if np.ptp(exponents) <= most)
    low = unit * np.floor((exponents.min() - room) / unit)
    high = unit * np.ceil((exponents.max() + room) / unit)
    if ax.get_ylim() != (10.0**low, 10.0**high):
        ax.set_ylim(10.0**low, 10.0**high)
        ax.set_yticks(10.0 ** np.arange(low, high + 1, unit))


def fit_layers(ax, last, names=None):
    """Set the x axis, if it has to change, to layers 1 to `last`; names: {layer: text} for ticks that are words."""
    if ax.get_xlim() == (0.5, last + 0.5):
        return
    ax.set_xlim(0.5, last + 0.5)
    names = names or {}
    room = 1 if last <= 13 else 2  # a word needs more of it where the layers stand close
    every = range(1, last + 1) if last <= 13 else (1, *range(5, last + 1, 5))
    ticks = [l for l in every if all(abs(l - named) >= room for named in names)]
    ax.set_xticks([*ticks, *names], [*map(str, ticks), *names.values()])
