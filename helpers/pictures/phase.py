"""The plane of weight scale and bias scale: what theory expects where, and what networks trained there have learned."""

import numpy as np
from matplotlib import rcParams
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patheffects import withStroke

from .kit.marks import DASHED, note, ring, words
from .kit.style import ACCENT, INK, in_style, sheet
from .kit.words import percent

EDGES = (10, 20, 30, 100)  # hidden layers; between two of them the ground has one tone
TONES = ("#ffffff", "#e9eff6", "#cfdcea", "#a9c1db", "#7a9fc7")  # the deeper a network may be, the darker
LEARNED = LinearSegmentedColormap.from_list("learned", ["#f2d8bd", "#f09a50", "#b34700", "#6b2600"])
GUESSING, BEST = 0.1, 0.85  # accuracies at the ends of that scale
NAME = 1.9  # times the size of the type: to the left and to the right of the line, kept for its name
NARROW_HALO = [withStroke(linewidth=3.5, foreground="white")]
MOST_DOTS = 25
FAST = 1e3  # a pace beyond which the tones no longer differ
ABOVE = 12  # points that a dot's name stands above it: above the ring around it, too
NAME_ROOM = 34, 15  # points that a name takes
SIDES_AT = 1.12  # and the names of the two sides that many times as high as the plane


class PhasePicture:
    """The plane in quiet tones with the line chi = 1, the place chosen, dots of trained networks, a measured map."""

    @in_style
    def __init__(self):
        self.figure = sheet()
        self.axes = ax = self.figure.add_axes((0.085, 0.18, 0.61, 0.78))
        self._plane, self._drawn = [], None
        look = {"marker": "s", "edgecolors": "white", "linewidths": 0.8, "alpha": 0.55, "zorder": 4, "animated": True}
        self._squares = ax.scatter([], [], **look)  # pale, for the reader's own dots lie on them
        self._dots = ax.scatter([], [], s=150, edgecolors=INK, linewidths=1.4, zorder=5, animated=True)
        self._here = ring(ax, 17, 2.5, zorder=7)
        look = {"fontsize": "small", "ha": "center", "va": "bottom", "path_effects": NARROW_HALO, "zorder": 6}
        look |= {"xytext": (0, ABOVE), "textcoords": "offset points", "animated": True, "annotation_clip": False}
        self._names = [ax.annotate("", (0, 0), **look) for _ in range(MOST_DOTS)]
        write_tones(ax)
        self._border = words(ax, 1.045, 0.44, va="top", fontsize="small")
        self._key = words(ax, 1.045, 0.315, va="top", fontsize="small")
        self._next = words(ax, 1.045, 0.15, va="top", color=ACCENT)

    def show(self, plane, depth, here, dots=(), measured=(), setting=""):
        """Show the plane (sigma_w, sigma_b, pace: shapes (m,), (n,), (n, m)) for networks of `depth` hidden layers.

        here: (sigma_w, sigma_b). dots, measured: rows (sigma_w, sigma_b, accuracy), NaN for a network that diverged;
        setting: a few lines on the next network.
        """
        if self._drawn is None or self._drawn[0] is not plane or self._drawn[1] != depth:
            self._draw_plane(plane, depth)
        self._here.set_data(*[[value] for value in here])
        show_accuracies(self._squares, measured, largest=140)
        show_accuracies(self._dots, dots)
        self._show_names(dots)
        self._next.set_text(setting)
        self._border.set_text(f"- - here it is {depth}\n●  new images right")
        self._key.set_text("■ measured: the larger,\n    the more it learned" if len(measured) else "")

    @in_style
    def _draw_plane(self, plane, depth):
        for artist in self._plane:
            artist.remove()
        self._plane = draw_plane(self.axes, plane, depth)
        self._drawn = plane, depth

    def _show_names(self, dots):
        clear = self._without_overprint(dots)
        for i, name in enumerate(self._names):
            if i < len(dots):
                sigma_w, sigma_b, accuracy = dots[i]
                name.xy = sigma_w, sigma_b
                name.set_text(percent(accuracy) if np.isfinite(accuracy) else "overflow")
            name.set_visible(i in clear)

    def _without_overprint(self, dots):
        """Which dots can be named so that no name lies on another or on a later dot: the latest come first."""
        points = self.figure.dpi / 72
        places = [self.axes.transData.transform(dot[:2]) / points for dot in dots]
        clear, (wide, high) = [], NAME_ROOM
        for i in reversed(range(len(dots))):
            away = [np.abs(places[i] - places[j]) for j in clear]
            if dots[i][0] < self.axes.get_xlim()[1] and all(x > wide or y > high for x, y in away):
                clear.append(i)
        return clear


def draw_plane(ax, plane, depth):
    """Tones, the line chi = 1, dashes where theory draws the border for that depth, words; returns what it drew."""
    sigma_w, sigma_b, pace = plane
    steps = 6 / np.array(EDGES)  # the pace at which that depth is the limit; its sign tells the two sides apart
    levels, tones = [-FAST, *-steps, *steps[::-1], FAST], [*TONES, *TONES[-2::-1]]
    drawn = [ax.contourf(sigma_w, sigma_b, np.clip(pace, 1 - FAST, FAST - 1), levels, colors=tones)]
    for at, look, wide in ((-6 / depth, DASHED, 1.4), (0, "-", 2.8), (6 / depth, DASHED, 1.4)):
        if pace.min() < at < pace.max():
            drawn.append(ax.contour(sigma_w, sigma_b, pace, [at], colors=INK, linestyles=[look], linewidths=wide))
    ax.set(xlim=(0, sigma_w[-1]), ylim=(-0.06, SIDES_AT * sigma_b[-1] + 0.08))
    ax.set_yticks(np.arange(0, sigma_b[-1] + 0.1, 0.2))
    ax.set(xlabel=r"weight scale $\sigma_w$", ylabel=r"bias scale $\sigma_b$")
    ax.grid(False)
    return drawn + name_sides(ax, sigma_w, SIDES_AT * sigma_b[-1], pace[-1])


def name_sides(ax, sigma_w, height, pace):
    """What gradients do to the left and to the right of the line, written above it; pace: along the plane's upper edge."""
    explodes, look = pace > 0, {"va": "center", "color": INK, "linespacing": 1.0}
    if explodes.all() or not explodes.any():
        word = "explode" if explodes.all() else "vanish"
        return [ax.text(np.mean(sigma_w), height, f"gradients {word}", ha="center", **look)]
    room = NAME * rcParams["font.size"]
    sides = ("gradients\nvanish ◂", -room, "right"), ("χ = 1", 0, "center"), ("gradients\n▸ explode", room, "left")
    border, look = (sigma_w[explodes.argmax()], height), look | {"path_effects": NARROW_HALO}
    return [note(ax, said, border, dx, ha=side, **look) for said, dx, side in sides]


def show_accuracies(points, rows, largest=None):
    """Put a scatter's points at rows (sigma_w, sigma_b, accuracy); colour, and perhaps size, say the accuracy.

    largest: the area of the best one in square points; None leaves all sizes alone.
    """
    rows = np.asarray(rows, float).reshape(-1, 3)
    share = np.clip((np.nan_to_num(rows[:, 2]) - GUESSING) / (BEST - GUESSING), 0, 1)
    points.set_offsets(rows[:, :2])
    points.set_facecolors(LEARNED(share))
    if largest:
        points.set_sizes(largest * (0.1 + 0.9 * share))


def write_tones(ax):
    """What the tones of the ground mean, to the right of it."""
    words(ax, 1.04, 0.92, "predicted depth limit:", va="top", fontsize="small")
    lines = ["below 10", "10 to 20", "20 to 30", "30 to 100", "above 100"]
    for i, (line, tone) in enumerate(zip(lines, TONES, strict=True)):
        patch = {"facecolor": tone, "edgecolor": INK, "linewidth": 0.5, "pad": 1}
        words(ax, 1.045, 0.8 - 0.075 * i, "     ", bbox=patch, fontsize="small")
        words(ax, 1.1, 0.8 - 0.075 * i, line, fontsize="small")
