"""How fast each layer learns: as points over the layers, as one bar a neuron, as speedometers."""

import numpy as np
from matplotlib.collections import LineCollection

from .kit.style import ACCENT, BAND, INK, MUTED, layer_colours, sheet, styled
from .kit.words import number

SMALLEST = 1e-300  # what a log axis can still show
DECADES, MOST_TICKS = (1, 2, 5, 10, 20, 50, 100), 7  # powers of ten between two labels, and how many labels fit
FEW = 12  # up to so many layers there is room for large marks


class SpeedPicture:
    """Speed against layer on a log axis: one network as dots, a fan of networks as bars, published values as diamonds."""

    def __init__(self):
        with styled():
            self.figure = sheet()
            self.axes = ax = self.figure.add_axes((0.09, 0.16, 0.67, 0.74))
            ax.set(yscale="log", xlabel="hidden layer")
            self._title = ax.set_title(" ")
            ax.minorticks_off()  # a third of the time that drawing the axes takes
            self._band = ax.add_collection(LineCollection([], colors=BAND, capstyle="butt", zorder=2, animated=True))
            self._dots = ax.scatter([], [], zorder=4, animated=True)
            (self._published,) = ax.plot([], [], "D", markersize=11, markerfacecolor="none", markeredgecolor=INK,
                                         markeredgewidth=1.6, zorder=5, animated=True)  # fmt: skip
            (self._ring,) = ax.plot([], [], "o", markersize=17, markerfacecolor="none", markeredgecolor=ACCENT,
                                    markeredgewidth=2.2, zorder=6, animated=True)  # fmt: skip
            beside = {"transform": ax.transAxes, "va": "center", "animated": True}
            self._verdict = ax.text(1.02, 0.5, "", color=ACCENT, fontsize="large", fontweight="bold", **beside)
            self._key = [[ax.text(x, y, "", **beside) for x in (1.02, 1.07)] for y in (0.94, 0.84, 0.74)]

    def show(self, speeds, name, band=None, published=None, verdict=""):
        """Show one speed per hidden layer.

        name: of the metric, for the axis. band: (low, high) arrays from a fan. published: one value per layer.
        verdict: a few words beside the picture. Zero, infinite and NaN speeds leave a gap: the sentence names them.
        """
        layers = np.arange(1, len(speeds) + 1)
        self._fit_axes(speeds, name, band, published)
        shown = np.isfinite(speeds) & (speeds > SMALLEST)
        self._dots.set_offsets(np.column_stack([layers[shown], speeds[shown]]))
        self._dots.set_facecolors(layer_colours(len(speeds))[shown])
        self._dots.set_sizes([130 if len(speeds) <= FEW else 40])
        self._ring.set_data(layers[:1][shown[:1]], speeds[:1][shown[:1]])
        self._published.set_data((layers, published) if published is not None else ([], []))
        bars = [] if band is None else zip(layers, *band, strict=True)
        self._band.set_segments([[(l, low), (l, high)] for l, low, high in bars])
        self._band.set_linewidth(26 if len(speeds) <= FEW else 9)
        self._verdict.set_text(verdict)
        self._show_key(band is not None, published is not None)

    def _show_key(self, band, published):
        lines = [("●", INK, "this network")]
        lines += [("■", BAND, "90 % of seeds")] * band + [("◇", INK, "published")] * published
        for (mark, text), (shape, colour, line) in zip(self._key, [*lines, *[("", INK, "")] * 2], strict=False):
            mark.set(text=shape, color=colour)
            text.set_text(line)

    def _fit_axes(self, speeds, name, band, published):
        """Whole decades, and only a change where it is needed, so that the axes stay put under a moving slider."""
        ax, n = self.axes, len(speeds)
        values = np.concatenate([np.ravel(v) for v in (speeds, band, published) if v is not None])
        values = values[np.isfinite(values) & (values > SMALLEST)]
        exponents = np.log10(values) if values.size else np.array([-1.0, 0.0])
        unit = next((unit for unit in DECADES if np.ptp(exponents) < MOST_TICKS * unit), DECADES[-1])
        low, high = unit * np.floor(exponents.min() / unit - 0.15), unit * np.ceil(exponents.max() / unit + 0.1)
        if ax.get_ylim() != (10.0**low, 10.0**high):
            ax.set_ylim(10.0**low, 10.0**high)
            ax.set_yticks(10.0 ** np.arange(low, high + 1, unit))
        margin = 0.5 if n <= FEW else 0.03 * n  # the ring around layer 1 needs room
        if ax.get_xlim() != (1 - margin, n + margin):
            ax.set_xlim(1 - margin, n + margin)
            ax.set_xticks(np.arange(1, n + 1) if n <= FEW else [1, *range(5, n + 1, 5)])
        if self._title.get_text() != name:
            self._title.set_text(name)


class NeuronPicture:
    """One bar a neuron, one panel a layer, all on one ruler (or each on its own)."""

    MOST_LAYERS = 6

    def __init__(self):
        with styled():
            self.figure = sheet()
            self.axes = ax = self.figure.add_axes((0.02, 0.05, 0.96, 0.82))
            ax.set(xlim=(0, 1), ylim=(0, 1), xticks=[], yticks=[])
            ax.spines[:].set_visible(False)
            self._bars = ax.add_collection(LineCollection([], capstyle="butt", animated=True))
            self._zeros = ax.add_collection(LineCollection([], colors=MUTED, linewidths=1, animated=True))
            self._titles = [ax.text(0, 1.02, "", animated=True) for _ in range(self.MOST_LAYERS)]

    def show(self, speeds, one_ruler=True):
        """Show `speeds`: a list by hidden layer of arrays, one number >= 0 a neuron; at most MOST_LAYERS layers."""
        column = 1 / len(speeds)
        longest = [max(np.max(v) for v in speeds) if one_ruler else np.max(layer) for layer in speeds]
        segments, colours = [], []
        for i, (layer, colour) in enumerate(zip(speeds, layer_colours(len(speeds)), strict=True)):
            left = column * (i + 0.04)
            right = left + 0.86 * column * layer / (longest[i] or 1)
            heights = (np.arange(len(layer)) + 0.5) / len(layer)
            segments += [[(left, y), (end, y)] for y, end in zip(1 - heights, right, strict=True)]
            colours += [colour] * len(layer)
        self._bars.set_segments(segments)
        self._bars.set_color(colours)
        self._bars.set_linewidth(150 / max(len(layer) for layer in speeds))
        self._name_columns(column, [np.max(longest) / (each or 1) for each in longest])

    def _name_columns(self, column, stretches):
        """A title over each column, which says how much its ruler is stretched, and a line where its bars begin."""
        lefts = [column * (i + 0.04) for i in range(len(stretches))]
        self._zeros.set_segments([[(left, 0), (left, 1)] for left in lefts])
        for title in self._titles:
            title.set_visible(False)
        for i, (title, left, stretch) in enumerate(zip(self._titles, lefts, stretches, strict=False), 1):
            title.set(visible=True, position=(left, 1.02))
            name = f"hidden layer {i}" if len(stretches) <= 3 else f"layer {i}"
            title.set_text(name if stretch == 1 else f"{name}, × {number(stretch, 2)}")


class SpeedometerPicture:
    """One dial a layer; the needle of the fastest layer stands at 100 %."""

    def __init__(self, layers):
        with styled():
            self.figure = sheet(height=260)
            columns = self.figure.subplots(1, layers, squeeze=False)[0]
            self.figure.subplots_adjust(left=0.02, right=0.98, bottom=0.02, top=0.9, wspace=0.06)
            named = zip(columns, range(1, layers + 1), layer_colours(layers), strict=True)
            dials = [self._draw_dial(ax, layer, colour) for ax, layer, colour in named]
        self._needles, self._texts = zip(*dials, strict=True)

    def _draw_dial(self, ax, layer, colour):
        ax.set(xlim=(-1.25, 1.25), ylim=(-0.62, 1.25), aspect="equal")
        ax.axis("off")
        ax.set_title(f"hidden layer {layer}", loc="center")
        arc = np.linspace(0, np.pi, 101)
        ax.plot(np.cos(arc), np.sin(arc), color=colour, linewidth=9, solid_capstyle="butt")
        for share in np.linspace(0, 1, 6):
            tip = np.array([-np.cos(np.pi * share), np.sin(np.pi * share)])
            ax.plot(*np.outer(tip, (0.8, 0.9)), color=MUTED, linewidth=1.5)
            if share in (0, 1):
                ax.text(0.99 * tip[0], -0.16, f"{share:.0%}", ha="center", va="center", fontsize="small")
        (needle,) = ax.plot([], [], color=INK, linewidth=4, solid_capstyle="round", animated=True)
        ax.plot(0, 0, "o", color=INK, markersize=11)
        centre = {"ha": "center", "va": "center", "fontsize": "x-large", "fontweight": "bold"}
        return needle, ax.text(0, -0.42, "", animated=True, **centre)

    def show(self, shares):
        """Show one share of the fastest layer's speed, 0 to 1, per dial."""
        for needle, text, share in zip(self._needles, self._texts, shares, strict=True):
            needle.set_data([0, -0.78 * np.cos(np.pi * share)], [0, 0.78 * np.sin(np.pi * share)])
            text.set_text(f"{share:.2g}" if not np.isfinite(share) else f"{100 * share:.3g} %")
