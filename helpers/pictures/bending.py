"""Activations side by side, and what one of them makes of a deep network: speeds, spreads, flat and dead slopes."""

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.patches import Rectangle

from .kit.axes import first_end, fit_decades, fit_layers, log_axes, margins, set_ends
from .kit.marks import LayerDots, level, strokes, upright, words
from .kit.style import ACCENT, BAND, COOL, INK, MUTED, in_style, sheet
from .kit.words import number, percent

HALF = "#9fb2cc"  # the inner half of a band
SHARES = (0, 0.1, 0.25, 0.5, 0.75, 1)  # that an axis of accuracies names; 10 % is guessing
ENDS = np.outer(10.0 ** np.arange(-1, 303), [1, 3]).ravel()  # where the axis of the spread may end


@in_style
def draw_activations(activations, reach=4.0):
    """A Figure: one small panel each, phi as a line and its slope dphi as a dashed one; at most five in a row."""
    columns = min(len(activations), 5)
    z, rows = np.linspace(-reach, reach, 401), -(-len(activations) // columns)
    height = 205 * rows + 40
    figure, grid = sheet(height=height), margins(0.045, 0.99, 36 / height, 1 - 63 / height, 0.12, 0.42)
    panels = figure.subplots(rows, columns, squeeze=False, gridspec_kw=grid).ravel()
    for ax, activation in zip(panels, activations, strict=False):
        ax.plot(z, activation.phi(z), color=COOL)
        ax.plot(z, activation.dphi(z), color=ACCENT, linestyle=(0, (3, 1.2)))
        ax.set(xlim=(-reach, reach), ylim=(-1.9, 3), xticks=[-3, 0, 3], yticks=[-1, 0, 1, 2])
        ax.set_title(activation.label, fontsize="small" if len(activation.label) > 12 else "medium")
        ax.tick_params(labelleft=ax in panels[::columns])
        range_ = _range_of(activation.dphi(np.linspace(-20, 20, 40001)))
        words(ax, 0.97, 0.05, range_, va="baseline", ha="right", color=ACCENT, fontsize="small")
    for ax in panels[len(activations) :]:
        ax.set_axis_off()
    slope = "- -  its slope φ′(z)   (numbers: smallest and largest slope)"
    for x, line, colour in ((0.04, "— φ(z)", COOL), (0.16, slope, ACCENT)):
        figure.text(x, 1 - 20 / height, line, color=colour, fontweight="bold")
    return figure


def _range_of(slopes):
    """The smallest and the largest slope; one number where they are the same."""
    low, high = round(float(slopes.min()), 2) + 0.0, round(float(slopes.max()), 2)
    return number(low) if low == high else f"{number(low)} to {number(high)}"


@in_style
def draw_outcomes(names, accuracies):
    """A Figure: one row a name, the accuracy of each network as a dot, a tick at the median; shape (names, networks)."""
    rows, height = np.arange(len(names))[::-1], 26 * len(names) + 80
    figure = sheet(height=height)
    ax = figure.add_axes((0.25, 58 / height, 0.7, 1 - 70 / height))
    for row, values in zip(rows, np.asarray(accuracies), strict=True):
        ax.plot(values, np.full(len(values), row), "o", color=COOL, markersize=8, alpha=0.75)
        ax.plot([np.median(values)], [row], "|", color=INK, markersize=18, markeredgewidth=2.2)
    ax.set(xlim=(0, 1), ylim=(-0.6, len(names) - 0.4))
    ax.set_xlabel("right answers on the test images")
    ax.set_yticks(rows, names)
    ax.set_xticks(SHARES, [percent(share) for share in SHARES])
    return figure


class BendingPicture:
    """Left: speed against layer. Right: how z or a of each layer spread, and the shares of flat slopes and dead neurons."""

    @in_style
    def __init__(self):
        self.figure = sheet(height=330)
        self.speeds = ax = log_axes(self.figure, (0.08, 0.17, 0.39, 0.7), xlabel="hidden layer")
        self._dots = LayerDots(ax, (100, 36), rings=(15, 15))
        self._title = words(ax, 0, 1.08, color=INK, va="baseline")
        self._prepare_spread()
        self._prepare_shares()

    def _prepare_spread(self):
        self.spread = ax = self.figure.add_axes((0.56, 0.46, 0.425, 0.41))
        ax.tick_params(labelbottom=False)
        tint = {"facecolor": ACCENT, "alpha": 0.14, "linewidth": 0, "animated": True}
        self._flat = [ax.add_patch(Rectangle((0, 0), 0, 0, **tint)) for _ in "lh"]
        look = {"linewidths": 0, "zorder": 3, "animated": True}
        self._bands = [ax.add_collection(PolyCollection([], facecolors=colour, **look)) for colour in (BAND, HALF)]
        self._middles = strokes(ax, INK, linewidths=2, zorder=4)
        self._flat_word = words(ax, 0.99, 0.9, zorder=5, fontsize="small", color=ACCENT, ha="right")
        self._what = words(ax, 0, 1.08, color=INK, va="baseline")

    def _prepare_shares(self):
        self.shares = ax = self.figure.add_axes((0.56, 0.17, 0.425, 0.17))
        ax.set(ylim=(0, 1), yticks=[0, 1], yticklabels=["0", "100 %"], xlabel="hidden layer")
        self._bars = [strokes(ax, HALF, zorder=3), strokes(ax, ACCENT, zorder=4)]
        words(ax, 0, 1.08, "■ flat slopes", color=HALF, va="baseline")
        words(ax, 0.44, 1.08, "■ dead neurons", color=ACCENT, va="baseline")
        self._nothing = words(ax, 0.5, 0.5, color=MUTED, ha="center", fontsize="small")

    def show(self, speeds, name, quantiles, what, flat, saturated, dead):
        """Show one network; arrays by hidden layer, the first one first.

        speeds, name: of the metric. quantiles: shape (5, layers), of what the text `what` names, at 5, 25, 50, 75 and
        95 %. flat: (low, high), the values beyond which slopes are flat, or None. saturated, dead: shares. Values that
        a plot cannot show (0 on the log axis, infinity, NaN) leave a gap: the sentence names them.
        """
        for ax in (self.speeds, self.spread, self.shares):
            fit_layers(ax, len(speeds))
        fit_decades(self.speeds, speeds)
        self._dots.show(speeds)
        self._title.set_text(name)
        self._show_spread(quantiles, what, flat)
        layers = np.arange(1, len(speeds) + 1)
        for bars, share, width in zip(self._bars, (saturated, dead), (270, 120), strict=True):
            seen = np.isfinite(share)
            bars.set_segments(upright(layers[seen], 0, share[seen]))
            bars.set_linewidth(max(min(width / len(speeds), 26), 1.5))
        none = np.isfinite([saturated, dead]).all() and not np.any([saturated, dead])
        self._nothing.set_text("no flat slope, no dead neuron" if none else "")

    def _show_spread(self, quantiles, what, flat):
        seen = np.isfinite(quantiles).all(axis=0)
        layers, q = np.arange(1, len(seen) + 1)[seen], quantiles[:, seen]
        left, right = layers - 0.4, layers + 0.4
        self._fit_spread(q)
        for band, low, high in zip(self._bands, q[:2], q[[4, 3]], strict=True):
            band.set_verts(np.concatenate([level(left, right, low), level(left, right, high)[:, ::-1]], axis=1))
        self._middles.set_segments(level(left, right, q[2]))
        self._what.set_text(f"{what}: middle 90 %, half")
        self._show_flat(flat)

    def _fit_spread(self, q):
        """Snap the axis to a few ends, so that it stays put under a moving slider."""
        end = first_end(ENDS, np.abs(q).max() if q.size else 0)
        below = 1.05 if q.size and q.min() < 0 else 0.05
        if set_ends(self.spread, ylim=(-below * end, 1.05 * end)):
            ticks = [-end, 0, end] if below > 1 else [0, end]
            self.spread.set_yticks(ticks, [number(tick, 2) for tick in ticks])

    def _show_flat(self, flat):
        """Tint where slopes are flat, as far as the axis shows it."""
        (left, right), (low, high) = self.spread.get_xlim(), self.spread.get_ylim()
        ends = flat or (-np.inf, np.inf)
        below, above = max(min(ends[0], high) - low, 0), max(high - max(ends[1], low), 0)
        self._flat[0].set_bounds(left, low, right - left, below)
        self._flat[1].set_bounds(left, high - above, right - left, above)
        self._flat_word.set_text("flat" if below or above else "")
        self._flat_word.set_y(0.9 if above else 0.1)
