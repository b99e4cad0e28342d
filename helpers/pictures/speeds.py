"""How fast each layer learns: as points over the layers, as one bar a neuron, as speedometers."""

import numpy as np

from .kit.axes import FEW, fit_decades, fit_layers, log_axes
from .kit.marks import (
    BESIDE,
    DASHES,
    FOR_BOTH,
    Key,
    LayerDots,
    diamonds,
    level,
    moving,
    note,
    strokes,
    upright,
    verdict,
)
from .kit.style import ACCENT, BAND, INK, MUTED, in_style, layer_colours, sheet
from .kit.words import number, percent


class SpeedPicture:
    """Speed against layer on a log axis: one network as dots, a fan of networks as bars, published values as diamonds."""

    @in_style
    def __init__(self):
        self.figure = sheet()
        self.axes = ax = log_axes(self.figure, (0.09, 0.16, 0.67, 0.74), xlabel="hidden layer")
        self._title = ax.set_title(" ")
        self._band = strokes(ax, BAND, zorder=2)
        self._dots = LayerDots(ax, (130, 40), rings=(17, 17))
        self._published = diamonds(ax, size=11, beside=BESIDE)
        self._verdict = verdict(ax, 0.5, fontsize="large")
        self._key = Key(ax, 3)

    def show(self, speeds, name, band=None, published=None, verdict=""):
        """Show one speed per hidden layer.

        name: of the metric, for the axis. band: (low, high) arrays from a fan. published: one value per layer.
        verdict: a few words beside the picture. Zero, infinite and NaN speeds leave a gap: the sentence names them.
        """
        layers = np.arange(1, len(speeds) + 1)
        fit_layers(self.axes, len(speeds))
        fit_decades(self.axes, np.concatenate([np.ravel(v) for v in (speeds, band, published) if v is not None]))
        if self._title.get_text() != name:
            self._title.set_text(name)
        self._dots.show(speeds)
        self._published.set_data((layers, published) if published is not None else ([], []))
        self._band.set_segments(upright(layers, *band) if band is not None else [])
        few = 26 if published is None else FOR_BOTH
        self._band.set_linewidth(few if len(speeds) <= FEW else 9)
        self._verdict.set_text(verdict)
        seeds, diamonds = [("■", BAND, "90 % of seeds")], [("◇", INK, "published")]
        self._key.show(("●", INK, "this network"), *seeds * (band is not None), *diamonds * (published is not None))


class NeuronPicture:
    """One bar a neuron, one panel a layer, all on one ruler (or each on its own)."""

    MOST_LAYERS = 6

    @in_style
    def __init__(self):
        self.figure = sheet()
        self.figure.squeezes = True  # its columns are to be compared: they stay beside each other
        self.axes = ax = self.figure.add_axes((0.02, 0.05, 0.96, 0.82))
        ax.set(xlim=(0, 1), ylim=(0, 1), xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
        self._bars, self._zeros = strokes(ax), strokes(ax, MUTED, linewidths=1)
        self._medians = strokes(ax, ACCENT, linewidths=1.6, linestyles=[DASHES], zorder=3)
        ax.text(1, -0.03, "dashed: the median neuron", color=ACCENT, ha="right", va="center")
        self._titles = [ax.text(0, 1.02, "", animated=True) for _ in range(self.MOST_LAYERS)]

    def show(self, speeds, one_ruler=True):
        """Show `speeds`: a list by hidden layer of arrays, one number >= 0 a neuron; at most MOST_LAYERS layers."""
        column, neurons = 1 / len(speeds), [len(layer) for layer in speeds]
        lefts = column * (np.arange(len(speeds)) + 0.04)
        longest = np.array([np.max(layer) for layer in speeds])
        rulers = np.full(len(speeds), longest.max()) if one_ruler else longest
        rulers = np.where(rulers > 0, rulers, 1)
        segments = []
        for left, layer, ruler in zip(lefts, speeds, rulers, strict=True):
            heights = 1 - (np.arange(len(layer)) + 0.5) / len(layer)
            segments.append(level(left, left + 0.86 * column * layer / ruler, heights))
        self._bars.set_segments(np.concatenate(segments))
        self._bars.set_color(np.repeat(layer_colours(len(speeds)), neurons, axis=0))
        self._bars.set_linewidth(150 / max(neurons))
        self._zeros.set_segments(upright(lefts, 0, 1))
        middle = np.array([np.median(layer) for layer in speeds])
        self._medians.set_segments(upright(lefts + 0.86 * column * middle / rulers, 0, 1))
        self._name_columns(lefts, longest.max() / rulers)

    def _name_columns(self, lefts, stretches):
        """A title over each column, which says how much its ruler is stretched."""
        for title in self._titles:
            title.set_visible(False)
        for i, (title, left, stretch) in enumerate(zip(self._titles, lefts, stretches, strict=False), 1):
            name = f"hidden layer {i}" if len(lefts) <= 3 else f"layer {i}"
            name = name if stretch == 1 else f"{name}, × {number(stretch, 2)}"
            title.set(visible=True, position=(left, 1.02), text=name)


class SpeedometerPicture:
    """One dial a layer; the needle of the fastest layer stands at 100 %."""

    @in_style
    def __init__(self, layers):
        self.figure = sheet(height=260)
        self.figure.squeezes = True  # all dials are to be seen at one glance
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
            x, y = tip(share)
            ax.plot([0.8 * x, 0.9 * x], [0.8 * y, 0.9 * y], color=MUTED, linewidth=1.5)
            if share in (0, 1):
                ax.text(0.99 * x, -0.16, percent(share), ha="center", va="center", fontsize="small")
        needle = moving(ax, color=INK, linewidth=4, solid_capstyle="round")
        ax.plot(0, 0, "o", color=INK, markersize=11)
        centre = {"ha": "center", "va": "center", "fontsize": "x-large", "fontweight": "bold"}
        return needle, note(ax, "", (0, 0), 0, -34, animated=True, **centre)

    def show(self, shares):
        """Show one share of the fastest layer's speed, 0 to 1, per dial."""
        for needle, text, share in zip(self._needles, self._texts, shares, strict=True):
            x, y = tip(share)
            needle.set_data([0, 0.78 * x], [0, 0.78 * y])
            text.set_text(f"{number(100 * share)} %" if np.isfinite(share) else number(share))


def tip(share):
    """Where a needle of length 1 points: to the left for a share of 0, upwards, to the right for 1."""
    return -np.cos(np.pi * share), np.sin(np.pi * share)
