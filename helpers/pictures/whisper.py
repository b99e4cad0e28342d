"""How quietly the images reach each layer, and what training above a frozen layer makes of it."""

import numpy as np
from matplotlib.colors import to_rgb

from .kit.axes import label_powers
from .kit.marks import DASHES, apart, bands, moving, words, write_key
from .kit.style import ACCENT, BAND, COOL, INK, MUTED, in_style, layer_colours, on_axes, sheet
from .kit.words import percent

LAYERS = ("pixels", "1", "2", "3")
LOOKS = (("o", ACCENT), ("s", COOL), ("^", INK))  # of the ways to train


class WhisperPicture:
    """The spread of what each layer says, on a log axis, beside the accuracy epoch by epoch above the frozen layers."""

    @in_style
    def __init__(self, epochs):
        self.figure = sheet(height=320)
        self._prepare_spread(self.figure.add_axes((0.085, 0.2, 0.33, 0.67)))
        self._prepare_accuracy(self.figure.add_axes((0.5, 0.2, 0.27, 0.67)), epochs)

    def _prepare_spread(self, ax):
        ax.set(yscale="log", xlim=(-0.5, 3.5), ylim=(8e-4, 2), xlabel="layer", title="spread over images")
        ax.set_xticks(range(len(LAYERS)), LAYERS)
        label_powers(ax)
        self._predicted = moving(ax, color=INK, linewidth=1.1, zorder=3)
        ax.text(1.6, 0.035, "predicted", color=INK)
        self._spread = ax.scatter([], [], s=130, zorder=4, animated=True)
        self._lift = moving(ax, color=ACCENT, linewidth=2.5)
        self._loud = moving(ax, "^", color=ACCENT, markersize=12)

    def _prepare_accuracy(self, ax, epochs):
        self._epochs = 0, epochs + 0.6
        ax.set(xlim=self._epochs, ylim=(0, 100), xlabel="epoch", title="accuracy, %")
        ax.axhline(10, color=MUTED, linewidth=1)
        words(ax, 1.02, 0.1, "guessing", color=INK)
        self._probe = moving(ax, color=COOL, linewidth=2, linestyle=DASHES)
        self._training = moving(ax, "-o", color=ACCENT, markersize=5)
        self._probe_name = words(ax, 1.02, 0, color=COOL, transform=ax.get_yaxis_transform())
        look = {"color": ACCENT, "fontweight": "bold", "transform": ax.get_yaxis_transform()}
        self._training_name = words(ax, 1.02, 0, **look)

    def show(self, spreads, predicted, frozen, amplified, accuracies, probe):
        """spreads: of the pixels and of each hidden layer. predicted: of the hidden layers. frozen: how many layers are.
        amplified: the spread of what is handed on above them. accuracies: after each epoch. probe: of the linear reader
        of the same frozen numbers.
        """
        places = np.arange(len(spreads))
        self._spread.set_offsets(np.column_stack([places, spreads]))
        self._spread.set_facecolors([to_rgb(MUTED), *layer_colours(len(spreads) - 1)])
        self._predicted.set_data(places[1:], predicted)
        self._lift.set_data([frozen, frozen], [spreads[frozen], amplified])
        self._loud.set_data([frozen], [amplified])
        self._loud.set_visible(amplified > 1.05 * spreads[frozen])
        self._training.set_data(1 + np.arange(len(accuracies)), 100 * np.asarray(accuracies))
        self._probe.set_data(self._epochs, [100 * probe] * 2)
        below, above = apart([100 * probe, 100 * accuracies[-1]], 12)
        self._probe_name.set(y=below, text=f"linear probe: {percent(probe)}")
        self._training_name.set(y=np.clip(above, 18, 97), text=f"trained: {percent(accuracies[-1])}")


@on_axes((0.075, 0.24, 0.69, 0.73))
def draw_frozen(ax, names, series):
    """A Figure: accuracy for several ways to train, one column for each kind of network.

    names: of the columns. series: {label: list with an array of accuracies, one a network, for each column, or None}.
    """
    for i, columns in enumerate(series.values()):
        marker, colour = LOOKS[i]
        for place, values in enumerate(columns):
            if values is not None:
                x, values = place + 0.22 * (i - 1), 100 * np.asarray(values)
                bands(ax, x, values.min(), values.max(), 16)
                ax.plot(x, np.median(values), marker, color=colour, markersize=11)
    ax.axhline(10, color=MUTED, linewidth=1)
    ax.set(xlim=(-0.6, len(names) - 0.4), ylim=(0, 100), ylabel="accuracy, %", xlabel="frozen")
    ax.set_xticks(range(len(names)), names)
    ax.grid(False, axis="x")
    lines = [(mark, colour, label) for mark, (_, colour), label in zip("●■▲", LOOKS, series, strict=False)]
    write_key(ax, *lines, ("▮", BAND, "all seeds"), ("—", MUTED, "guessing: 10 %"))
