"""Activations side by side, and what one of them makes of a deep network: speeds, spreads, flat and dead slopes."""

import numpy as np
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.patches import Rectangle

from .kit.decades import fit_decades, fit_layers, shown
from .kit.style import ACCENT, BAND, COOL, INK, layer_colours, sheet, styled
from .kit.words import number, percent

WRONG = (0.9, 0.5, 0.3, 0.2, 0.1)  # shares that the axis of wrong answers names
HALF = "#9fb2cc"  # the inner half of a band
ENDS = np.outer(10.0 ** np.arange(-1, 303), [1, 3]).ravel()  # where the axis of the spread may end


def draw_activations(activations, reach=4.0):
    """A Figure: one small panel each, phi as a line and its slope dphi as a dashed one; five in a row."""
    z = np.linspace(-reach, reach, 401)
    rows = -(-len(activations) // 5)
    with styled():
        figure = sheet(height=205 * rows + 40)
        margins = {"left": 0.04, "right": 0.99, "bottom": 0.08, "top": 0.86, "wspace": 0.12, "hspace": 0.42}
        panels = figure.subplots(rows, 5, squeeze=False, gridspec_kw=margins).ravel()
        for ax, activation in zip(panels, activations, strict=False):
            ax.plot(z, activation.phi(z), color=COOL)
            ax.plot(z, activation.dphi(z), color=ACCENT, linestyle=(0, (3, 1.2)))
            ax.set(xlim=(-reach, reach), ylim=(-1.9, 3), xticks=[-3, 0, 3], yticks=[-1, 0, 1, 2])
            ax.set_title(activation.label, fontsize="small" if len(activation.label) > 12 else "medium")
            ax.tick_params(labelleft=ax in panels[::5])
            slopes = activation.dphi(np.linspace(-20, 20, 40001))
            ax.text(0.97, 0.05, _range_of(slopes), transform=ax.transAxes, ha="right", color=ACCENT, fontsize="small")
        for ax in panels[len(activations) :]:
            ax.set_axis_off()
        figure.text(0.04, 0.955, "— φ(z)", color=COOL, fontweight="bold")
        figure.text(
            0.16,
            0.955,
            "- -  its slope φ′(z)   (numbers: the smallest and the largest slope)",
            color=ACCENT,
            fontweight="bold",
        )
    return figure


def _range_of(slopes):
    """The smallest and the largest slope; one number where they are the same."""
    low, high = round(float(slopes.min()), 2) + 0.0, round(float(slopes.max()), 2)
    return number(low) if low == high else f"{number(low)} to {number(high)}"


def draw_outcomes(names, accuracies):
    """A Figure: one row a name, the accuracy of each network as a dot, a tick at the median; shape (names, networks)."""
    rows = np.arange(len(names))[::-1]
    with styled():
        figure = sheet(height=26 * len(names) + 80)
        ax = figure.add_axes((0.25, 0.15, 0.7, 0.82))
        for row, values in zip(rows, 1 - np.asarray(accuracies), strict=True):
            ax.plot(values, np.full(len(values), row), "o", color=COOL, markersize=8, alpha=0.75)
            ax.plot([np.median(values)], [row], "|", color=INK, markersize=18, markeredgewidth=2.2)
        ax.set(xscale="log", xlim=(1, 0.06), ylim=(-0.6, len(names) - 0.4))
        ax.set_xlabel("wrong answers on the test images: fewer to the right")
        ax.set_yticks(rows, names)
        ax.set_xticks(WRONG, [percent(share) for share in WRONG])
        ax.minorticks_off()
    return figure


class BendingPicture:
    """Left: speed against layer. Right: how z or a of each layer spread, and the shares of flat slopes and dead neurons."""

    def __init__(self):
        with styled():
            self.figure = sheet(height=330)
            self.speeds = self._speed_axes()
            self.spread, self.shares = self._spread_axes(), self._share_axes()
            self._dots = self.speeds.scatter([], [], zorder=4, animated=True)
            (self._ring,) = self.speeds.plot([], [], "o", markersize=15, markerfacecolor="none", markeredgecolor=ACCENT,
                                             markeredgewidth=2.2, zorder=6, animated=True)  # fmt: skip
            self._title = self._over(self.speeds, 0, "", INK)
            self._what = self._over(self.spread, 0, "", INK)
            self._over(self.shares, 0, "■ flat slopes", HALF)
            self._over(self.shares, 0.44, "■ dead neurons", ACCENT)

    def _speed_axes(self):
        ax = self.figure.add_axes((0.08, 0.17, 0.39, 0.7))
        ax.set(yscale="log", xlabel="hidden layer")
        ax.minorticks_off()
        return ax

    def _spread_axes(self):
        ax = self.figure.add_axes((0.56, 0.46, 0.425, 0.41))
        ax.tick_params(labelbottom=False)
        self._flat = [
            ax.add_patch(Rectangle((0, 0), 0, 0, facecolor=ACCENT, alpha=0.14, linewidth=0, animated=True))
            for _ in "lh"
        ]
        self._bands = [
            ax.add_collection(PolyCollection([], facecolors=c, linewidths=0, zorder=3, animated=True))
            for c in (BAND, HALF)
        ]
        self._middles = ax.add_collection(LineCollection([], colors=INK, linewidths=2, zorder=4, animated=True))
        words = {"fontsize": "small", "color": ACCENT, "va": "center", "ha": "right", "transform": ax.transAxes}
        self._flat_word = ax.text(0.99, 0.9, "", animated=True, zorder=5, **words)
        return ax

    def _share_axes(self):
        ax = self.figure.add_axes((0.56, 0.17, 0.425, 0.17))
        ax.set(ylim=(0, 1), yticks=[0, 1], yticklabels=["0", "100 %"], xlabel="hidden layer")
        self._bars = [
            ax.add_collection(LineCollection([], colors=c, capstyle="butt", zorder=z, animated=True))
            for c, z in ((HALF, 3), (ACCENT, 4))
        ]
        return ax

    def _over(self, ax, x, text, colour):
        return ax.text(x, 1.08, text, transform=ax.transAxes, color=colour, animated=True)

    def show(self, speeds, name, quantiles, what, flat, saturated, dead):
        """Show one network; arrays by hidden layer, the first one first.

        speeds, name: of the metric. quantiles: shape (5, layers), of what the text `what` names, at 5, 25, 50, 75 and
        95 %. flat: (low, high), the values beyond which slopes are flat, or None. saturated, dead: shares. Values that
        a plot cannot show (0 on the log axis, infinity, NaN) leave a gap: the sentence names them.
        """
        for ax in (self.speeds, self.spread, self.shares):
            fit_layers(ax, len(speeds))
        self._show_speeds(speeds, name)
        self._show_spread(quantiles, what, flat)
        layers = np.arange(1, len(speeds) + 1)
        for bars, share, width in zip(self._bars, (saturated, dead), (270, 120), strict=True):
            seen = np.isfinite(share)
            bars.set_segments([[(l, 0), (l, s)] for l, s in zip(layers[seen], share[seen], strict=True)])
            bars.set_linewidth(max(min(width / len(speeds), 26), 1.5))

    def _show_speeds(self, speeds, name):
        layers, seen = np.arange(1, len(speeds) + 1), shown(speeds)
        fit_decades(self.speeds, speeds)
        self._dots.set_offsets(np.column_stack([layers[seen], speeds[seen]]))
        self._dots.set_facecolors(layer_colours(len(speeds))[seen])
        self._dots.set_sizes([100 if len(speeds) <= 12 else 36])
        self._ring.set_data(layers[:1][seen[:1]], speeds[:1][seen[:1]])
        self._title.set_text(name)

    def _show_spread(self, quantiles, what, flat):
        seen = np.isfinite(quantiles).all(axis=0)
        layers, q = np.arange(1, len(seen) + 1)[seen], quantiles[:, seen]
        self._fit_spread(q)
        for band, low, high in zip(self._bands, q[:2], q[[4, 3]], strict=True):
            band.set_verts(
                [
                    [(l - 0.4, a), (l + 0.4, a), (l + 0.4, b), (l - 0.4, b)]
                    for l, a, b in zip(layers, low, high, strict=True)
                ]
            )
        self._middles.set_segments([[(l - 0.4, m), (l + 0.4, m)] for l, m in zip(layers, q[2], strict=True)])
        self._what.set_text(f"{what}: middle 90 %")
        self._show_flat(flat)

    def _fit_spread(self, q):
        """Snap the axis to a few ends, so that it stays put under a moving slider."""
        largest = np.abs(q).max() if q.size else 0
        end = ENDS[min(np.searchsorted(ENDS, largest), len(ENDS) - 1)]
        limits = (-1.05 * end if q.size and q.min() < 0 else -0.05 * end, 1.05 * end)
        if self.spread.get_ylim() != limits:
            self.spread.set_ylim(limits)
            ticks = [-end, 0, end] if limits[0] < -end else [0, end]
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
