"""Training in slow motion: the speed of each layer against the step, over a strip with the accuracy."""

import numpy as np

from .kit.axes import fit_decades, gaps
from .kit.marks import DASHED, apart, end_label, moving, note
from .kit.style import ACCENT, INK, in_style, layer_colours, sheet
from .kit.words import percent


class TrainingPicture:
    """One line a hidden layer on a log axis, which grows as the training goes on; below it the accuracy so far."""

    @in_style
    def __init__(self, steps, most_layers):
        self.steps, self.figure = steps, sheet()
        self._prepare_axes(most_layers)
        self._prepare_strip()
        column = {"x": 0.81, "s": "", "va": "top", "animated": True}
        self._verdict = self.figure.text(y=0.9, color=ACCENT, fontsize="large", fontweight="bold", **column)
        self._setting = self.figure.text(y=0.68, color=INK, linespacing=1.35, **column)
        key = "orange: right\ndashed: one answer\nfor all images"
        self.figure.text(0.81, 0.29, key, va="center", color=INK, fontsize="small")

    def _prepare_axes(self, most_layers):
        self.axes = ax = self.figure.add_axes((0.085, 0.52, 0.62, 0.39))
        ax.set(yscale="log", xlim=(0, self.steps))
        ax.tick_params(labelbottom=False)
        self._title = ax.set_title(" ")
        self._lines = [moving(ax, linewidth=2.4) for _ in range(most_layers)]
        self._ends = [moving(ax, "o", markersize=8) for _ in range(most_layers)]
        self._names = [end_label(ax, f"layer {l + 1}", (0, 1), animated=True) for l in range(most_layers)]

    def _prepare_strip(self):
        self.strip = ax = self.figure.add_axes((0.085, 0.145, 0.62, 0.285))
        ax.set(xlim=(0, self.steps), ylim=(0, 1), xlabel="steps taken")
        ax.set_yticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])
        ax.set_title("share of right answers", fontsize="medium")
        self._chance = moving(ax, color=INK, linewidth=1.1, linestyle=DASHED, zorder=3)
        self._right = moving(ax, color=ACCENT, linewidth=3.2)
        look = {"color": ACCENT, "va": "center", "annotation_clip": False, "animated": True}
        self._share = note(ax, "", (0, 0), 7, 9, **look)

    def show(self, speeds, at, accuracy, name, setting="", verdict="", same_answer=np.nan):
        """Show a training so far.

        speeds: shape (steps recorded, hidden layers), of which zeros, NaN and infinities leave gaps. at, accuracy: the
        steps at which the accuracy (0 to 1) was measured, and what it was. name: of the metric. setting: of the
        training and verdict: a few lines beside the picture. same_answer: the accuracy of one answer for all images.
        """
        fit_decades(self.axes, speeds, ends=2)  # so that the axes seldom move while training plays
        if self._title.get_text() != name:
            self._title.set_text(name)
        self._show_lines(gaps(speeds))
        self._setting.set_text(setting)
        self._verdict.set_text(verdict)
        self._right.set_data(at, accuracy)
        self._chance.set_data([0, self.steps], [same_answer, same_answer])
        self._share.xy = at[-1], accuracy[-1]
        self._share.set_text(percent(accuracy[-1]) if np.isfinite(accuracy[-1]) else "")

    def _show_lines(self, speeds):
        steps, layers = np.arange(len(speeds)), speeds.shape[1]
        low, high = np.log10(self.axes.get_ylim())
        colours, heights = layer_colours(layers), 10 ** apart(np.log10(speeds[-1]), 0.13 * (high - low))
        for l, (line, end, name) in enumerate(zip(self._lines, self._ends, self._names, strict=True)):
            there = l < layers
            line.set_data((steps, speeds[:, l]) if there else ([], []))
            end.set_data((steps[-1:], speeds[-1:, l]) if there else ([], []))
            name.set_visible(there and np.isfinite(speeds[-1, l]))
            if there:
                line.set_color(colours[l])
                end.set_color(colours[l])
                name.xy = steps[-1], heights[l]
