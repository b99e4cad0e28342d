"""The chain with one neuron in each layer: its factors, their product, and the inputs that balance a factor."""

import numpy as np

from .kit.axes import fit_decades, fit_layers, margins, shown
from .kit.marks import LayerDots, moving, note, strokes, upright, words
from .kit.style import ACCENT, COOL, INK, MUTED, in_style, layer_colours, on_axes, sheet
from .kit.words import number

DECADES = 3  # both axes end at powers of ten that are multiples of this, and so stay put at most moves
ACTIVATION_RANGE = (-0.02, 1.02)  # a sigmoid neuron can only send numbers between 0 and 1
FACTOR_RANGE = (0.003, 40)  # a smaller factor is drawn at the lower edge


class ChainPicture:
    """Left, one bar a factor, up or down from 1; right, the gradient that the factors leave for each layer."""

    @in_style
    def __init__(self):
        self.figure = sheet(height=320)
        self.factors, self.gradient = self.figure.subplots(1, 2, gridspec_kw=margins(0.08, 0.98, 0.21, 0.88, 0.24))
        for ax in (self.factors, self.gradient):
            ax.set(yscale="log")
            ax.minorticks_off()
            ax.axhline(1, color=INK, linewidth=1.2)
        self.factors.set(xlabel="from layer l to layer l + 1", title="each factor |σ′(z) w| (▽ smallest)")
        self._bars = strokes(self.factors, zorder=2)
        self._least = moving(
            self.factors, "v", color="white", markeredgecolor=INK, markersize=11, zorder=4, clip_on=False
        )
        self.gradient.set(xlabel="layer", title="each layer's gradient ÷ the last one's")
        self._line = moving(self.gradient, color=MUTED, linewidth=1.5, zorder=2)
        self._dots = LayerDots(self.gradient, (80, 80), rings=(16, 16))

    def show(self, factors, products):
        """Show |factors|, shape (layers - 1,), and the products from each layer to the last, shape (layers,).

        Values that a log axis cannot show leave a gap: the sentence names them.
        """
        layers, seen = np.arange(1, len(products) + 1), shown(factors)
        fit_layers(self.factors, len(factors))
        fit_layers(self.gradient, len(products))
        fit_decades(self.factors, [*factors, 1], room=(0.15, 0), ends=DECADES)
        fit_decades(self.gradient, [*products, 1], ends=DECADES)
        self._bars.set_segments(upright(layers[:-1][seen], 1, factors[seen]))
        self._bars.set_color(layer_colours(len(products))[:-1][seen])
        self._bars.set_linewidth(min(34, 200 / len(factors)))
        least = int(np.argmin(factors))
        alone = seen[least] and np.ptp(factors) > 0.01 * factors[least]  # equal factors have no smallest one
        self._least.set_data([least + 1], [factors[least]] if alone else [np.nan])
        self._line.set_data(layers[shown(products)], products[shown(products)])
        self._dots.show(products)


class BalancePicture:
    """Left, the factor |w sigma'(w a + b)| for every input a; right, how wide the stretch with a factor >= 1 is."""

    @in_style
    def __init__(self, weights, widths):
        """weights, widths: the curve on the right, the width of the stretch for every |w|."""
        self.figure = sheet(height=300)
        self.factor, self.width = self.figure.subplots(1, 2, gridspec_kw=margins(0.08, 0.96, 0.22, 0.88, 0.22))
        self._prepare_factor(self.factor)
        self._prepare_width(self.width, weights, widths)

    def _prepare_factor(self, ax):
        ax.set(xlim=ACTIVATION_RANGE, ylim=FACTOR_RANGE, yscale="log", xlabel="input activation a")
        ax.minorticks_off()
        ax.set_yticks([0.01, 0.1, 1, 10], ["0.01", "0.1", "1", "10"])
        ax.set_title("factor |w σ′(w a + b)|")
        ax.axhline(1, color=INK, linewidth=1.2)
        self._curve = moving(ax, color=COOL, linewidth=2.5)
        self._stretch = strokes(ax, ACCENT, linewidths=9)
        self._now = moving(ax, "o", color=INK, markersize=10, zorder=5)

    def _prepare_width(self, ax, weights, widths):
        ax.set(xlim=(1, 100), ylim=(0, 0.55), xscale="log", xlabel="size of the weight |w|")
        ax.minorticks_off()
        ax.set_xticks([1, 2, 4, 10, 20, 50, 100], ["1", "2", "4", "10", "20", "50", "100"])
        ax.set_title("width of the stretch ≥ 1")
        ax.plot(weights, widths, color=INK, linewidth=1.2)
        self._here = moving(ax, "o", color=ACCENT, markersize=11, clip_on=False)

    def show(self, inputs, factors, stretch, now, weight, width):
        """Show the curve `factors` over `inputs`, the stretch (low, high) with a factor >= 1 or None, the point
        now = (a, factor), and (weight, width) on the right."""
        self._curve.set_data(inputs, factors)
        self._stretch.set_segments([[(stretch[0], 1), (stretch[1], 1)]] if stretch is not None else [])
        self._now.set_data([now[0]], [max(now[1], FACTOR_RANGE[0])])
        self._here.set_data([weight], [width])


@on_axes((0.11, 0.2, 0.56, 0.74), height=310)
def draw_balanced_shares(ax, shares, within):
    """A Figure: the share of random chains whose product is balanced, against the number of factors.

    shares: {scale of the weights: array of shape (factors,)}; a share of 0 ends its line.
    """
    longest = max(map(len, shares.values()))
    for (scale, share), colour in zip(shares.items(), layer_colours(len(shares)), strict=True):
        factors, there = np.arange(1, len(share) + 1)[share > 0], 100 * share[share > 0]
        ax.plot(factors, there, "-o", color=colour)
        note(ax, f"σ = {number(scale)}", (factors[-1], there[-1]), 9, -4, color=INK)
    ax.set(yscale="log", xlim=(0.7, longest + 1.2), xticks=range(1, longest + 1), xlabel="factors in the product")
    ax.set_ylabel("chains in balance, %")
    ax.yaxis.set_major_formatter(lambda value, _: number(value))
    ax.minorticks_off()
    said = (
        f"in balance:\nproduct between\n1/{within:g} and {within:g} in size\n\nweights w ~ N(0, σ²)\nbiases b ~ N(0, 1)"
    )
    words(ax, 1.04, 0.96, said, va="top", color=INK, linespacing=1.5)
