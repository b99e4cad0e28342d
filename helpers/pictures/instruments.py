"""The instruments of a training: cost and accuracy on seen and on new images, and one of four looks into its layers."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from .digit_images import SIDE
from .kit.axes import first_end, fit_decades, fit_layers, log_axes, set_ends
from .kit.marks import DASHED, LayerDots, apart, moving, words
from .kit.style import ACCENT, COOL, INK, MUTED, in_style, sheet
from .kit.words import number, percent

LEFT, RIGHT = (0.085, 0.285), (0.58, 0.405)  # (left end, width) of the curves and of the instrument
COLUMNS, ROWS = 8, 4  # of the first-layer weights that are shown
SIGNED = LinearSegmentedColormap.from_list("signed", [COOL, "white", ACCENT])  # below zero, zero, above zero
CROWD = LinearSegmentedColormap.from_list("crowd", ["white", INK])
GAP = 1  # pixels between two of them
STRONG = 0.6  # this share of the largest weight has the full colour
STEPS = (50, 100, 200, 500, 1000, 2000)  # where the axis of steps may end
COSTS = np.outer(10.0 ** np.arange(-1, 303), [1, 2, 5]).ravel()  # and that of the cost


class InstrumentPicture:
    """Left: cost over accuracy against steps, on seen and on new images. Right: `speeds` or `ratios` by layer, a `crowd`
    (what the activations meet, with flat and dead shares), or the first layer's `weights` as images."""

    @in_style
    def __init__(self):
        self.figure = sheet(height=320)
        self._prepare_curves()
        self._prepare_layers()
        self._prepare_crowd()
        self._prepare_weights()
        self._kind = None
        self._instruments = {
            kind: [part for ax in axes for part in (ax, *(a for a in ax.get_children() if a.get_animated()))]
            for kind, axes in {
                "layers": [self.layers],
                "crowd": [self.crowd, self.shares],
                "weights": [self.weights],
            }.items()
        }

    def _prepare_curves(self):
        self.cost = self.figure.add_axes((LEFT[0], 0.59, LEFT[1], 0.3))
        self.cost.set(xlim=(0, STEPS[0]), ylim=(0, 1))
        self.cost.tick_params(labelbottom=False)
        self.cost.set_title("cost", fontsize="small")
        self.accuracy = ax = self.figure.add_axes((LEFT[0], 0.19, LEFT[1], 0.28))
        ax.set(xlim=(0, STEPS[0]), ylim=(0, 1), xlabel="steps taken")
        ax.set_yticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])
        ax.set_title("right answers", fontsize="small")
        ax.plot([0, 1], [0.1, 0.1], color=MUTED, linewidth=1.1, linestyle=DASHED, transform=ax.get_yaxis_transform())
        looks = ("seen", COOL, 2.0), ("new", ACCENT, 3.2)
        self._note = words(self.cost, 1.0, 1.14, ha="right", color=ACCENT, fontsize="small")
        both = [(axes, look) for axes in (self.cost, self.accuracy) for look in looks]
        self._curves = [moving(axes, color=colour, linewidth=width) for axes, (_, colour, width) in both]
        self._names = [words(ax, 1.02, 0, color=colour) for _, colour, _ in looks]

    def _prepare_layers(self):
        self.layers = ax = log_axes(self.figure, (RIGHT[0], 0.19, RIGHT[1], 0.69), xlabel="hidden layer")
        self._dots = LayerDots(ax, (110, 36), rings=(17, 11))
        self._title = words(ax, 0, 1.05, va="baseline", fontsize="medium")

    def _prepare_crowd(self):
        self.crowd = ax = self.figure.add_axes((RIGHT[0], 0.53, RIGHT[1], 0.36))
        ax.set(ylim=(-1, 1), xlim=(0.5, 1.5), title="inputs of the activations")
        ax.tick_params(labelbottom=False)
        ax.grid(visible=False)
        self._crowd = ax.imshow(
            np.zeros((2, 2)), cmap=CROWD, vmin=0, vmax=1, aspect="auto", origin="lower", animated=True
        )
        self._flat = [moving(ax, color=ACCENT, linewidth=1.6, linestyle=DASHED) for _ in "lh"]
        self.shares = ax = self.figure.add_axes((RIGHT[0], 0.19, RIGHT[1], 0.22))
        ax.set(ylim=(-0.05, 1.05), xlim=(0.5, 1.5), xlabel="hidden layer")
        ax.set_yticks([0, 1], ["0 %", "100 %"])
        self._saturated = moving(ax, "o-", color=ACCENT, markersize=5, zorder=4)
        self._dead = moving(ax, "s-", color=INK, markersize=8, linewidth=1, markerfacecolor="none", zorder=3)
        self._key = [
            words(ax, x, 1.22, text, color=colour, fontsize="small", animated=True)
            for x, text, colour in ((0.0, "● flat slopes", ACCENT), (0.36, "□ dead neurons", INK))
        ]

    def _prepare_weights(self):
        self.weights = ax = self.figure.add_axes((RIGHT[0] - 0.045, 0.08, RIGHT[1] + 0.045, 0.81))
        ax.set_title("first-layer weights")
        ax.set_axis_off()
        blank = np.full((ROWS * (SIDE + GAP), COLUMNS * (SIDE + GAP)), np.nan)
        self._image = ax.imshow(blank, cmap=SIGNED, vmin=-STRONG, vmax=STRONG, animated=True)
        self._said = words(ax, 0, -0.06, color=INK, fontsize="small")

    def show_curves(self, at, seen_cost, new_cost, seen, new):
        """The four curves so far: costs and shares of right answers after the steps `at`; NaN leaves gaps."""
        costs = np.concatenate([seen_cost, new_cost])
        set_ends(self.cost, (0, first_end(STEPS, at[-1])), (0, first_end(COSTS, np.nanmax(costs, initial=0.1))))
        set_ends(self.accuracy, (0, first_end(STEPS, at[-1])))
        for curve, values in zip(self._curves, (seen_cost, new_cost, seen, new), strict=True):
            curve.set_data(at, values)
        ends = np.array([seen[-1], new[-1]])
        for label, word, end, y in zip(
            self._names, ("seen", "new"), ends, apart(np.maximum(ends, 0.1), 0.24), strict=True
        ):
            label.set_text(f"{word} {percent(end)}" if np.isfinite(end) else "")
            label.set_y(y if np.isfinite(y) else 0)

    def show_note(self, text):
        """A few words above the curves: what was done to this training."""
        self._note.set_text(text)

    def show_layers(self, values, title, output=False, station="layer"):
        """One number a layer on a log axis: its speed, or its step; output: whether the last is the output layer's.

        station: the word for what is counted along the axis, "layer" or "step".
        """
        self._switch("layers")
        self._name(self.layers, station)
        fit_layers(self.layers, len(values), {len(values): "output"} if output else None)
        fit_decades(self.layers, values)
        self._dots.show(values, (0, -1))
        self._title.set_text(title)

    def show_crowd(self, shares, reach, flat, saturated, dead, station="layer"):
        """How the numbers that the activations meet lie, shares of shape (bins, layers) from -reach to reach.

        flat: (low, high), beyond which slopes are flat, infinite where they never are. saturated, dead: a share a layer.
        """
        self._switch("crowd")
        self._name(self.shares, station)
        layers = shares.shape[1]
        for ax in (self.crowd, self.shares):
            fit_layers(ax, layers)
        if set_ends(self.crowd, ylim=(-reach, reach)) or len(self.crowd.get_yticks()) != 3:
            self.crowd.set_yticks([-reach, 0, reach], [number(end) for end in (-reach, 0, reach)])
        top = np.nanmax(shares, axis=0, initial=1e-9) if np.isfinite(shares).any() else 1.0
        self._crowd.set_data(np.sqrt(shares / top))
        self._crowd.set_extent((0.5, layers + 0.5, -reach, reach))
        for line, end in zip(self._flat, flat, strict=True):
            line.set_data(([0.5, layers + 0.5], [end, end]) if abs(end) < reach else ([], []))
        self._saturated.set_data(np.arange(1, layers + 1), saturated)
        self._dead.set_data(np.arange(1, layers + 1), dead)

    def show_weights(self, weights):
        """The weights of the first neurons, one row of 784 numbers each; None where they do not read whole images."""
        self._switch("weights")
        sheet_of = np.full((ROWS * (SIDE + GAP), COLUMNS * (SIDE + GAP)), np.nan)
        if weights is not None and np.isfinite(weights).all():
            largest = np.abs(weights[: ROWS * COLUMNS]).max() or 1.0
            for i, w in enumerate(weights[: ROWS * COLUMNS]):
                top, left = (SIDE + GAP) * (i // COLUMNS), (SIDE + GAP) * (i % COLUMNS)
                sheet_of[top : top + SIDE, left : left + SIDE] = w.reshape(SIDE, SIDE) / largest
            said = f"blue < 0 < orange; largest {number(largest)}"
        else:
            said = "not finite numbers" if weights is not None else "this network reads an image line by line"
        self._image.set_data(sheet_of)
        self._said.set_text(said)

    def _name(self, ax, station):
        """Name the axis of the layers, if it has to change."""
        if ax.get_xlabel() != (name := "hidden layer" if station == "layer" else station):
            ax.set_xlabel(name)

    def _switch(self, kind):
        """Show the axes and the artists of one instrument, and hide those of the others."""
        if kind == self._kind:
            return
        self._kind = kind
        for name, artists in self._instruments.items():
            for artist in artists:
                artist.set_visible(name == kind)
