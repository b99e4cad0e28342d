"""The chain with one neuron in each layer: its factors, and their product."""

import numpy as np

from .kit.axes import fit_decades, fit_layers, margins, shown
from .kit.marks import LayerDots, moving, strokes, upright
from .kit.style import INK, MUTED, in_style, layer_colours, sheet

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
        self.gradient.set(xlabel="layer", title="gradient ÷ the last layer's")
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
