"""How quietly the images reach each layer, and what training above a frozen layer makes of it."""

import numpy as np

from .kit.style import ACCENT, BAND, COOL, INK, MUTED, layer_colours, sheet, styled
from .kit.words import percent
from .ratios import label_powers, write_key

LAYERS = ("pixels", "1", "2", "3")


class WhisperPicture:
    """The spread of what each layer says, on a log axis, beside the accuracy epoch by epoch above the frozen layers."""

    def __init__(self, epochs):
        with styled():
            self.figure = sheet(height=320)
            self._prepare_spread()
            self._prepare_accuracy(epochs)

    def _prepare_spread(self):
        ax = self.figure.add_axes((0.085, 0.2, 0.33, 0.67))
        ax.set(yscale="log", xlim=(-0.5, 3.5), ylim=(8e-4, 2), xticks=range(len(LAYERS)))
        ax.set_xticklabels(LAYERS)
        ax.set_title("spread over images")
        ax.set_xlabel("layer")
        label_powers(ax)
        (self._predicted,) = ax.plot([], [], color=INK, linewidth=1.1, zorder=3, animated=True)
        ax.text(1.6, 0.035, "predicted", color=INK)
        self._spread = ax.scatter([], [], s=130, zorder=4, animated=True)
        (self._lift,) = ax.plot([], [], color=ACCENT, linewidth=2.5, animated=True)
        (self._loud,) = ax.plot([], [], "^", color=ACCENT, markersize=12, animated=True)

    def _prepare_accuracy(self, epochs):
        ax = self.figure.add_axes((0.5, 0.2, 0.27, 0.67))
        ax.set(xlim=(0, epochs + 0.6), ylim=(0, 100), xlabel="epoch")
        ax.set_title("accuracy, %")
        ax.axhline(10, color=MUTED, linewidth=1)
        ax.text(1.02, 0.1, "guessing", transform=ax.transAxes, va="center", color=INK)
        (self._probe,) = ax.plot([], [], color=COOL, linewidth=2, linestyle=(0, (4, 2)), animated=True)
        (self._training,) = ax.plot([], [], "-o", color=ACCENT, markersize=5, animated=True)
        beside = {"transform": ax.get_yaxis_transform(), "va": "center", "animated": True}
        self._probe_name = ax.text(1.02, 0, "", color=COOL, **beside)
        self._training_name = ax.text(1.02, 0, "", color=ACCENT, fontweight="bold", **beside)
        self._accuracy_axes = ax

    def show(self, spreads, predicted, frozen, amplified, accuracies, probe):
        """spreads: of the pixels and of each hidden layer. predicted: of the hidden layers. frozen: how many layers are.
        amplified: the spread of what is handed on above them. accuracies: after each epoch. probe: of the linear reader
        of the same frozen numbers.
        """
        places = np.arange(len(spreads))
        self._spread.set_offsets(np.column_stack([places, spreads]))
        self._spread.set_facecolors([(0.54, 0.56, 0.6, 1.0), *((*c, 1.0) for c in layer_colours(len(spreads) - 1))])
        self._predicted.set_data(places[1:], predicted)
        self._lift.set_data([frozen, frozen], [spreads[frozen], amplified])
        self._loud.set_data([frozen], [amplified])
        self._loud.set_visible(amplified > 1.05 * spreads[frozen])
        self._training.set_data(1 + np.arange(len(accuracies)), 100 * np.asarray(accuracies))
        self._probe.set_data(self._accuracy_axes.get_xlim(), [100 * probe] * 2)
        last = 100 * accuracies[-1]
        apart = max(0, 12 - abs(last - 100 * probe)) * (
            1 if last >= 100 * probe else -1
        )  # keeps the names from touching
        self._probe_name.set(y=100 * probe - apart / 2, text=f"linear probe: {percent(probe)}")
        self._training_name.set(y=np.clip(last + apart / 2, 18, 97), text=f"trained: {percent(accuracies[-1])}")


def draw_frozen(names, series):
    """A Figure: accuracy for several ways to train, one column for each kind of network.

    names: of the columns. series: {label: list with an array of accuracies, one a network, for each column, or None}.
    """
    looks = {"marker": ("o", "s", "^"), "color": (ACCENT, COOL, INK)}
    with styled():
        figure = sheet()
        ax = figure.add_axes((0.075, 0.24, 0.69, 0.73))
        for i, columns in enumerate(series.values()):
            for place, values in enumerate(columns):
                if values is not None:
                    x, values = place + 0.22 * (i - 1), 100 * np.asarray(values)
                    ax.vlines(x, values.min(), values.max(), color=BAND, linewidth=16)
                    ax.plot(x, np.median(values), looks["marker"][i], color=looks["color"][i], markersize=11)
        ax.axhline(10, color=MUTED, linewidth=1)
        ax.set(
            xlim=(-0.6, len(names) - 0.4),
            ylim=(0, 100),
            xticks=range(len(names)),
            ylabel="accuracy, %",
            xlabel="frozen",
        )
        ax.set_xticklabels(names)
        ax.grid(False, axis="x")
        lines = zip("●■▲", looks["color"], series, strict=False)
        write_key(ax, *lines, ("▮", BAND, "all seeds"), ("—", MUTED, "guessing: 10 %"))
    return figure
