"""Two optimizers in one ravine: their paths from above, and the distance that is left at each step."""

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.patheffects import withStroke

from .kit.decades import shown
from .kit.end_labels import apart
from .kit.style import ACCENT, INK, MUTED, sheet, styled
from .ravine import EDGE, STEP_AXES, contours, prepare_map

LEFT = (1e-9, 1e9)  # what the distance axis can show, as shares of the first distance
DECADES = 3  # it ends at powers of ten that are multiples of this


class OptimizerPicture:
    """The path of plain gradient descent (grey) and of another optimizer (accent), and how far each still has to go."""

    def __init__(self):
        with styled():
            self.figure = sheet(height=320)
            margins = {"left": 0.09, "right": 0.83, "bottom": 0.18, "top": 0.9, "wspace": 0.3}
            self.map, self.chart = self.figure.subplots(1, 2, width_ratios=(1, 1.4), gridspec_kw=margins)
            prepare_map(self.map)
            self.map.set_title("the paths, from above")
            self._contours = self.map.add_collection(LineCollection([], colors=MUTED, linewidths=0.7, animated=True))
            self._prepare_chart()
            self._lines = [self._prepare_line(*look) for look in ((MUTED, "", 2.0), (ACCENT, "o", 2.4))]
            (self._start,) = self.map.plot(
                [], [], "o", markersize=10, color="white", markeredgecolor=INK, animated=True
            )
            self._ends = [
                self.map.plot([], [], m, color=c, markersize=9, animated=True)[0]
                for c, m in ((MUTED, "s"), (ACCENT, "o"))
            ]

    def _prepare_chart(self):
        ax = self.chart
        ax.set(yscale="log", xlabel="step")
        ax.set_title("distance that is left, first = 1")
        ax.minorticks_off()
        (self._goal,) = ax.plot([], [], color=INK, linewidth=1.1, linestyle=(0, (5, 3)), animated=True)
        halo = [withStroke(linewidth=4, foreground="white")]
        self._goal_name = ax.annotate("a millionth", (0.02, 1), xycoords=("axes fraction", "data"), xytext=(0, 4), fontsize="small",
                                      textcoords="offset points", path_effects=halo, animated=True)  # fmt: skip

    def _prepare_line(self, colour, marker, width):
        (path,) = self.map.plot([], [], f"-{marker}", color=colour, linewidth=0.7 * width, markersize=3, animated=True)
        (left,) = self.chart.plot([], [], color=colour, linewidth=width, animated=True)
        beside = {"textcoords": "offset points", "xytext": (7, 0), "va": "center", "annotation_clip": False}
        return path, left, self.chart.annotate("", (0, 1), color=colour, fontweight="bold", animated=True, **beside)

    def show(self, kappa, plain, chosen, name, steps, goal):
        """Show two paths of shape (steps + 1, 2): plain gradient descent and `chosen`; name: of the latter.

        Where both are the same, only one of them is named.

        steps: how many were asked for (a walk that is lost ends earlier). goal: the share that counts as arrived.
        """
        self._contours.set_segments(contours(kappa))
        same = np.array_equal(plain, chosen)
        left = [np.linalg.norm(path, axis=1) / np.linalg.norm(path[0]) for path in (plain, chosen)]
        left = [np.where(shown(share), np.clip(share, *LEFT), LEFT[0]) for share in left]
        self._fit_axes(np.concatenate(left), steps)
        low, high = np.log10(self.chart.get_ylim())
        heights = apart([np.log10(share[-1]) for share in left], 0 if same else 0.17 * (high - low))
        for i, (path, share, words) in enumerate(zip((plain, chosen), left, ("gradient\ndescent", name), strict=True)):
            on_map, line, label = self._lines[i]
            on_map.set_data(*np.clip(path, -3 * EDGE, 3 * EDGE).T)
            line.set_data(np.arange(len(share)), share)
            label.set_text(words if i or not same else "")
            label.xy = len(share) - 1, 10 ** heights[i]
            self._ends[i].set_data(*path[-1:].T)
        self._start.set_data(*plain[:1].T)
        self._goal.set_data(self.chart.get_xlim(), (goal, goal))
        self._goal_name.xy = 0.02, goal
        self._goal_name.set_visible(self.chart.get_ylim()[0] < goal)

    def _fit_axes(self, left, steps):
        """Choose the axes from a few fixed ones, so that they stay put under a moving slider."""
        last = next((end for end in STEP_AXES if end >= steps), steps)
        exponents = np.log10(left) / DECADES
        low, high = 10.0 ** (DECADES * np.floor(exponents.min() - 0.05)), 10.0 ** (DECADES * np.ceil(exponents.max()))
        low = max(low, LEFT[0])
        high = max(high, 1e3 * low)
        if self.chart.get_xlim() != (0, last):
            self.chart.set_xlim(0, last)
        if self.chart.get_ylim() != (low, high):
            self.chart.set_ylim(low, high)
            self.chart.set_yticks(10.0 ** np.arange(np.log10(low), np.log10(high) + 1, DECADES))
            self.chart.minorticks_off()
