"""Training in slow motion: the speed of each layer against the step, over a strip with the accuracy."""

import numpy as np

from .kit.end_labels import apart
from .kit.style import ACCENT, INK, layer_colours, sheet, styled

SMALLEST = 1e-300  # what a log axis can still show
DASHED = (0, (5, 3))
BESIDE = {"textcoords": "offset points", "va": "center", "annotation_clip": False, "animated": True}


class TrainingPicture:
    """One line a hidden layer on a log axis, which grows as the training goes on; below it the accuracy so far."""

    def __init__(self, steps, most_layers):
        self.steps = steps
        with styled():
            self.figure = sheet()
            self.axes, self.strip = (
                self.figure.add_axes((0.075, bottom, 0.63, height)) for bottom, height in ((0.4, 0.5), (0.16, 0.16))
            )
            self._prepare_axes(most_layers)
            self._prepare_strip()
            column = {"x": 0.81, "s": "", "va": "top", "animated": True}
            self._verdict = self.figure.text(y=0.9, color=ACCENT, fontsize="large", fontweight="bold", **column)
            self._setting = self.figure.text(y=0.62, color=INK, linespacing=1.35, **column)
            self.figure.text(
                0.81,
                0.2,
                "orange: answers right\ndashed: one answer\nfor all images",
                va="center",
                color=INK,
                fontsize="small",
            )

    def _prepare_axes(self, most_layers):
        ax = self.axes
        ax.set(yscale="log", xlim=(0, self.steps))
        ax.tick_params(labelbottom=False)
        self._lines = [ax.plot([], [], linewidth=2.4, animated=True)[0] for _ in range(most_layers)]
        self._ends = [ax.plot([], [], "o", markersize=8, animated=True)[0] for _ in range(most_layers)]
        self._names = [ax.annotate(f"layer {l + 1}", (0, 1), xytext=(9, 0), **BESIDE) for l in range(most_layers)]

    def _prepare_strip(self):
        ax = self.strip
        ax.set(xlim=(0, self.steps), ylim=(0, 1), xlabel="steps taken", yticks=[0, 0.5, 1])
        ax.set_yticklabels(["0 %", "", "100 %"])
        (self._chance,) = ax.plot([], [], color=INK, linewidth=1.1, linestyle=DASHED, zorder=3, animated=True)
        (self._right,) = ax.plot([], [], color=ACCENT, linewidth=2.6, animated=True)
        self._share = ax.annotate("", (0, 0), xytext=(7, 9), color=ACCENT, **BESIDE)

    def show(self, speeds, at, accuracy, name, setting="", verdict="", same_answer=np.nan):
        """Show a training so far.

        speeds: shape (steps recorded, hidden layers), of which zeros, NaN and infinities leave gaps. at, accuracy: the
        steps at which the accuracy (0 to 1) was measured, and what it was. name: of the metric. setting: of the
        training and verdict: a few lines beside the picture. same_answer: the accuracy of one answer for all images.
        """
        self._fit_axes(speeds, name)
        self._show_lines(np.where(np.isfinite(speeds) & (speeds > SMALLEST), speeds, np.nan))
        self._setting.set_text(setting)
        self._verdict.set_text(verdict)
        self._right.set_data(at, accuracy)
        self._chance.set_data([0, self.steps], [same_answer, same_answer])
        self._share.xy = at[-1], accuracy[-1]
        self._share.set_text(f"{accuracy[-1]:.0%}".replace("%", " %") if np.isfinite(accuracy[-1]) else "")

    def _show_lines(self, speeds):
        steps, layers = np.arange(len(speeds)), speeds.shape[1]
        colours, heights = layer_colours(layers), self._name_heights(speeds[-1])
        for l, (line, end, name) in enumerate(zip(self._lines, self._ends, self._names, strict=True)):
            there = l < layers
            line.set_data((steps, speeds[:, l]) if there else ([], []))
            end.set_data((steps[-1:], speeds[-1:, l]) if there else ([], []))
            name.set_visible(there and np.isfinite(speeds[-1, l]))
            if there:
                line.set_color(colours[l])
                end.set_color(colours[l])
                name.xy = steps[-1], heights[l]

    def _name_heights(self, ends):
        """Heights for the names at the line ends, moved apart where two would lie upon each other."""
        low, high = np.log10(self.axes.get_ylim())
        return 10 ** apart(np.log10(ends), 0.085 * (high - low))

    def _fit_axes(self, speeds, name):
        """Whole decades around everything so far, in few sizes, so that the axes seldom move while training plays."""
        values = speeds[np.isfinite(speeds) & (speeds > SMALLEST)]
        exponents = np.log10(values) if values.size else np.array([-3.0, 0.0])
        unit = 2 if np.ptp(exponents) < 8 else 10
        low, high = (
            unit * round_(end / unit)
            for round_, end in ((np.floor, exponents.min() - 0.1), (np.ceil, exponents.max() + 0.1))
        )
        if self.axes.get_ylim() != (10.0**low, 10.0**high):
            self.axes.set_ylim(10.0**low, 10.0**high)
            self.axes.set_yticks(10.0 ** np.arange(low, high + 1, unit // 2))
            self.axes.minorticks_off()
        if self.axes.get_title(loc="left") != name:
            self.axes.set_title(name, loc="left")
