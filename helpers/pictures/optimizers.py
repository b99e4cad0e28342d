"""Two optimizers in one ravine: their paths from above, and the distance that is left at each step."""

import numpy as np

from .kit.axes import decades, first_end, margins, set_decades, set_ends, shown
from .kit.marks import DASHED, HALO, apart, end_label, moving, note, start_look, strokes
from .kit.style import ACCENT, INK, MUTED, in_style, sheet
from .ravine import EDGE, STEP_AXES, contours, prepare_map

LEFT = (1e-9, 1e9)  # what the distance axis can show, as shares of the first distance
DECADES = 3  # it ends at powers of ten that are multiples of this


class OptimizerPicture:
    """The path of plain gradient descent (grey) and of another optimizer (accent), and how far each still has to go."""

    @in_style
    def __init__(self):
        self.figure = sheet(height=320)
        grid = margins(0.09, 0.83, 0.18, 0.9, 0.3)
        self.map, self.chart = self.figure.subplots(1, 2, width_ratios=(1, 1.4), gridspec_kw=grid)
        prepare_map(self.map)
        self.map.set_title("the paths, from above")
        self._contours = strokes(self.map, MUTED, linewidths=0.7)
        self._prepare_chart(self.chart)
        self._lines = [self._prepare_line(*look) for look in ((MUTED, "-", 2.0), (ACCENT, "-o", 2.4))]
        self._start = moving(self.map, "o", **start_look(10))
        self._ends = [moving(self.map, mark, color=c, markersize=9) for c, mark in ((MUTED, "s"), (ACCENT, "o"))]

    def _prepare_chart(self, ax):
        ax.set(yscale="log", xlabel="step", title="distance that is left, first = 1")
        ax.minorticks_off()
        self._goal = moving(ax, color=INK, linewidth=1.1, linestyle=DASHED)
        look = {"fontsize": "small", "path_effects": HALO, "animated": True}
        self._goal_name = note(ax, "a millionth", (0.02, 1), 0, 4, xycoords=("axes fraction", "data"), **look)

    def _prepare_line(self, colour, look, width):
        path = moving(self.map, look, color=colour, linewidth=0.7 * width, markersize=3)
        left = moving(self.chart, color=colour, linewidth=width)
        return path, left, end_label(self.chart, "", (0, 1), 7, color=colour, fontweight="bold", animated=True)

    def show(self, kappa, plain, chosen, name, steps, goal):
        """Show two paths of shape (steps + 1, 2): plain gradient descent and `chosen`; name: of the latter.

        Where both are the same, only one of them is named.

        steps: how many were asked for (a walk that is lost ends earlier). goal: the share that counts as arrived.
        """
        self._contours.set_segments(contours(kappa))
        same = np.array_equal(plain, chosen)
        left = [np.linalg.norm(path, axis=1) / np.linalg.norm(path[0]) for path in (plain, chosen)]
        left = [np.where(shown(share), np.clip(share, *LEFT), LEFT[0]) for share in left]
        low, high = self._fit_axes(np.concatenate(left), steps)
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
        self._goal_name.set_visible(10.0**low < goal)

    def _fit_axes(self, left, steps):
        """Choose the axes from a few fixed ones, so that they stay put under a moving slider; returns their exponents."""
        set_ends(self.chart, xlim=(0, first_end(STEP_AXES, steps)))
        low, high, _ = decades(left, (0.05, 0), unit=DECADES)
        low, high = max(low, np.log10(LEFT[0])), max(high, low + DECADES)
        set_decades(self.chart, low, high, DECADES)
        return low, high
