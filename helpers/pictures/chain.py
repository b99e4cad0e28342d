"""The chain with one neuron in each layer: its factors, their product, and the inputs that balance a factor."""

import numpy as np
from matplotlib.collections import LineCollection

from .kit.decades import fit_decades, fit_layers, shown
from .kit.style import ACCENT, COOL, INK, MUTED, layer_colours, sheet, styled
from .kit.words import number

ACTIVATION_RANGE = (-0.02, 1.02)  # a sigmoid neuron can only send numbers between 0 and 1
FACTOR_RANGE = (0.003, 40)  # a smaller factor is drawn at the lower edge


class ChainPicture:
    """Left, one bar a factor, up or down from 1; right, the gradient that the factors leave for each layer."""

    def __init__(self):
        with styled():
            self.figure = sheet(height=320)
            margins = {"left": 0.08, "right": 0.98, "bottom": 0.21, "top": 0.88, "wspace": 0.24}
            self.factors, self.gradient = self.figure.subplots(1, 2, gridspec_kw=margins)
            for ax in (self.factors, self.gradient):
                ax.set(yscale="log")
                ax.minorticks_off()
                ax.axhline(1, color=INK, linewidth=1.2)
            self._prepare_factors()
            self._prepare_gradient()

    def _prepare_factors(self):
        ax = self.factors
        ax.set(xlabel="from layer l to layer l + 1")
        ax.set_title("each factor |σ′(z) w| (▽ smallest)")
        self._bars = ax.add_collection(LineCollection([], capstyle="butt", zorder=2, animated=True))
        (self._least,) = ax.plot(
            [], [], "v", color="white", markeredgecolor=INK, markersize=11, zorder=4, clip_on=False, animated=True
        )

    def _prepare_gradient(self):
        ax = self.gradient
        ax.set(xlabel="layer (the last one: 1)")
        ax.set_title("product: each layer's gradient")
        (self._line,) = ax.plot([], [], color=MUTED, linewidth=1.5, zorder=2, animated=True)
        self._dots = ax.scatter([], [], s=80, zorder=3, animated=True)
        (self._ring,) = ax.plot([], [], "o", markersize=16, markerfacecolor="none", markeredgecolor=ACCENT,
                                markeredgewidth=2.2, zorder=4, clip_on=False, animated=True)  # fmt: skip

    def show(self, factors, products):
        """Show |factors|, shape (layers - 1,), and the products from each layer to the last, shape (layers,).

        Values that a log axis cannot show leave a gap: the sentence names them.
        """
        layers = np.arange(1, len(products) + 1)
        colours = layer_colours(len(products))
        fit_layers(self.factors, len(factors))
        fit_layers(self.gradient, len(products))
        fit_decades(self.factors, [*factors, 1])
        fit_decades(self.gradient, [*products, 1])
        seen = shown(factors)
        self._bars.set_segments([[(l, 1), (l, f)] for l, f in zip(layers[:-1][seen], factors[seen], strict=True)])
        self._bars.set_color(colours[:-1][seen])
        self._bars.set_linewidth(min(34, 200 / len(factors)))
        least = int(np.argmin(factors))
        alone = seen[least] and np.ptp(factors) > 0.01 * factors[least]  # equal factors have no smallest one
        self._least.set_data([least + 1], [factors[least]] if alone else [np.nan])
        seen = shown(products)
        self._line.set_data(layers[seen], products[seen])
        self._dots.set_offsets(np.column_stack([layers[seen], products[seen]]))
        self._dots.set_facecolors(colours[seen])
        self._ring.set_data([1], products[:1] if seen[0] else [np.nan])


class BalancePicture:
    """Left, the factor |w sigma'(w a + b)| for every input a; right, how wide the stretch with a factor >= 1 is."""

    def __init__(self, weights, widths):
        """weights, widths: the curve on the right, the width of the stretch for every |w|."""
        with styled():
            self.figure = sheet(height=300)
            margins = {"left": 0.08, "right": 0.96, "bottom": 0.22, "top": 0.88, "wspace": 0.22}
            self.factor, self.width = self.figure.subplots(1, 2, gridspec_kw=margins)
            self._prepare_factor()
            self._prepare_width(weights, widths)

    def _prepare_factor(self):
        ax = self.factor
        ax.set(xlim=ACTIVATION_RANGE, ylim=FACTOR_RANGE, yscale="log", xlabel="input activation a")
        ax.minorticks_off()
        ax.set_yticks([0.01, 0.1, 1, 10], ["0.01", "0.1", "1", "10"])
        ax.set_title("factor |w σ′(w a + b)|")
        ax.axhline(1, color=INK, linewidth=1.2)
        (self._curve,) = ax.plot([], [], color=COOL, linewidth=2.5, animated=True)
        self._stretch = ax.add_collection(
            LineCollection([], colors=ACCENT, linewidths=9, capstyle="butt", animated=True)
        )
        (self._now,) = ax.plot([], [], "o", color=INK, markersize=10, zorder=5, animated=True)

    def _prepare_width(self, weights, widths):
        ax = self.width
        ax.set(xlim=(1, 100), ylim=(0, 0.55), xscale="log", xlabel="size of the weight |w|")
        ax.minorticks_off()
        ax.set_xticks([1, 2, 4, 10, 20, 50, 100], ["1", "2", "4", "10", "20", "50", "100"])
        ax.set_title("width of the stretch ≥ 1")
        ax.plot(weights, widths, color=INK, linewidth=1.2)
        (self._here,) = ax.plot([], [], "o", color=ACCENT, markersize=11, clip_on=False, animated=True)

    def show(self, inputs, factors, stretch, now, weight, width):
        """Show the curve `factors` over `inputs`, the stretch (low, high) with a factor >= 1 or None, the point
        now = (a, factor), and (weight, width) on the right."""
        self._curve.set_data(inputs, factors)
        self._stretch.set_segments([[(stretch[0], 1), (stretch[1], 1)]] if stretch is not None else [])
        self._now.set_data([now[0]], [max(now[1], FACTOR_RANGE[0])])
        self._here.set_data([weight], [width])


def draw_balanced_shares(shares, within):
    """A Figure: the share of random chains whose product is balanced, against the number of factors.

    shares: {scale of the weights: array of shape (factors,)}; a share of 0 ends its line.
    """
    with styled():
        figure = sheet(height=310)
        ax = figure.add_axes((0.11, 0.2, 0.56, 0.74))
        for (scale, share), colour in zip(shares.items(), layer_colours(len(shares)), strict=True):
            there = share > 0
            factors = np.arange(1, len(share) + 1)[there]
            ax.plot(factors, 100 * share[there], "-o", color=colour)
            ax.annotate(f"σ = {number(scale)}", (factors[-1], 100 * share[there][-1]), xytext=(9, -4),
                        textcoords="offset points", color=INK)  # fmt: skip
        longest = max(map(len, shares.values()))
        ax.set(yscale="log", xlim=(0.7, longest + 1.2), xticks=range(1, longest + 1), xlabel="factors in the product")
        ax.set_ylabel("chains in balance, %")
        ax.yaxis.set_major_formatter(lambda value, _: number(value))
        ax.minorticks_off()
        said = f"in balance:\nproduct between\n1/{within:g} and {within:g} in size\n\nweights w ~ N(0, σ²)\nbiases b ~ N(0, 1)"
        ax.text(1.04, 0.96, said, transform=ax.transAxes, va="top", color=INK, linespacing=1.5)
    return figure
