"""A sentence, what was measured about it, and what it claims: one picture for the whole myth board."""

import textwrap

import numpy as np
from matplotlib.ticker import MaxNLocator

from .kit.axes import decades
from .kit.marks import DASHED, Key, hollow, level, moving, strokes, words
from .kit.style import ACCENT, BAND, INK, MUTED, in_style, sheet
from .kit.words import number, percent

MOST_ROWS = 4
PITCH = (0, 1, 1.5, 1.25, 1)  # from one row to the next, by how many there are
LETTERS = 46  # of a line of the sentence: it fits a narrow page
MOST_TICKS = 6  # of a log axis
FEW = 30  # up to so many values each is a dot; of more there is the band alone
POWERS = (-3, 5)  # an axis between these powers of ten writes its numbers out


class EvidencePicture:
    """The sentence on top, a row of dots for each thing that was measured, and a diamond where the claim lies."""

    @in_style
    def __init__(self):
        self.figure = sheet(height=400)
        self._title = self.figure.text(0.02, 0.965, "", fontsize="large", va="top", linespacing=1.25, animated=True)
        self._prepare_rows()
        self._said, self._measured = (
            words(self.axes, 1.04, y, fontsize="large", linespacing=1.2) for y in (0.84, 0.53)
        )
        self._measured.set(color=ACCENT, fontweight="bold")
        self._key = Key(self.axes, 2, x=(1.04, 1.1), top=0.24, step=0.15, color=INK)

    def _prepare_rows(self):
        ax = self.axes = self.figure.add_axes((0.355, 0.17, 0.435, 0.555))
        ax.set(ylim=(MOST_ROWS - 0.5, -0.5), yticks=[], xticks=[])
        self._ends, beside = None, ax.get_yaxis_transform()
        look = {"transform": beside, "ha": "right", "va": "center", "linespacing": 1.15, "animated": True}
        self._names = [ax.text(-0.03, i, "", **look) for i in range(MOST_ROWS)]
        self._bands = strokes(ax, BAND, linewidths=17)
        above = ax.get_xaxis_transform()
        self._line = moving(ax, color=INK, linewidth=1.2, linestyle=DASHED)
        self._diamond = moving(ax, "D", **hollow(INK, 11, 1.8), transform=above, clip_on=False, zorder=6)
        self._claim = ax.text(0, 1.075, "", color=INK, va="center", transform=above, animated=True)
        self._dots = [moving(ax, "o", markersize=5, markeredgewidth=0, alpha=0.45) for _ in range(MOST_ROWS)]
        self._medians = [moving(ax, "o", markersize=12, markeredgecolor="white", zorder=5) for _ in range(MOST_ROWS)]

    def show(self, sentence, axis, evidence=None, unit="", log=False, said="", measured=""):
        """Show the sentence and what the axis counts; with evidence (see studies/myths) its rows and its claim as well.

        unit: "%" for shares from 0 to 1. said, measured: what the reader says, and what came out.
        """
        self._title.set_text(in_even_lines(f"“{sentence}”"))
        self.axes.set_xlabel(axis)
        self._said.set_text(f"you say:\n{said}" if said else "")
        self._measured.set_text(f"measured:\n{measured}" if measured else "")
        rows = evidence.rows if evidence else ()
        self._key.show(*[("●", MUTED, "median"), ("■", BAND, "90 %")][: 2 if evidence else 0])
        self._fit(evidence, unit, log)
        places = (MOST_ROWS - 1) / 2 + PITCH[len(rows)] * (np.arange(len(rows)) - (len(rows) - 1) / 2)
        self._show_rows(rows, places, evidence.claim.typical if evidence else None, unit)
        self._show_claim(evidence.claim if evidence else None, unit, log)

    def _show_rows(self, rows, places, typical, unit):
        bands = [np.quantile(row.values, [0.05, 0.95]) for row in rows]
        self._bands.set_segments([level(*band, [y])[0] for band, y in zip(bands, places, strict=True)])
        for i, (name, dots, median) in enumerate(zip(self._names, self._dots, self._medians, strict=True)):
            if i >= len(rows):
                name.set_text("")
                dots.set_data([], [])
                median.set_data([], [])
                continue
            row, y = rows[i], places[i]
            colour = ACCENT if row.decides else INK
            name.set(text=f"{row.name}\n{said_with(typical(row.values), unit)}", y=y, color=colour)
            name.set_fontweight("bold" if row.decides else "normal")
            values = row.values if len(row.values) <= FEW else []
            dots.set_data(values, np.full(len(values), y))
            median.set_data([np.median(row.values)], [y])
            for marks in (dots, median):
                marks.set_markerfacecolor(colour)

    def _show_claim(self, claim, unit, log):
        if claim is None:
            self._claim.set_text("")
            self._line.set_data([], [])
            self._diamond.set_data([], [])
            return
        low, high = self.axes.get_xlim()
        place = np.log(claim.value / low) / np.log(high / low) if log else (claim.value - low) / (high - low)
        right = place < 0.5
        text = "claimed: " + claim.words.format(said_with(claim.value, unit))
        self._claim.set(text=f"   {text}" if right else f"{text}   ", x=claim.value, ha="left" if right else "right")
        self._line.set_data([claim.value] * 2, self.axes.get_ylim())
        self._diamond.set_data([claim.value], [1.075])

    def _fit(self, evidence, unit, log):
        """Set the axis, if it has to change."""
        values = np.concatenate([[evidence.claim.value], *(row.values for row in evidence.rows)]) if evidence else []
        ends = ((0, 1, 0) if not evidence else decades(values) if log else even_ends(values, unit)), log, unit
        ends = (*ends, evidence is None)
        if ends == self._ends:
            return
        self._ends = ends
        (low, high, step), *_ = ends
        ax = self.axes
        if log and evidence:
            exponents = np.arange(low, high + 1, step)
            ends = 10.0 ** exponents[[0, -1]]
            exponents = exponents[:: -(-len(exponents) // MOST_TICKS)]
            ax.set_xscale("log")
            ax.set_xlim(*ends)
            written_out = min(exponents) >= POWERS[0] and max(exponents) <= POWERS[1]
            ax.set_xticks(10.0**exponents, [number(10.0**e) if written_out else f"$10^{{{e:.0f}}}$" for e in exponents])
        else:
            ax.set_xscale("linear")
            ax.set_xlim(low, high)
            ticks = MaxNLocator(5).tick_values(low, high) if evidence else []
            ticks = [tick for tick in ticks if low <= tick <= high]
            ax.set_xticks(ticks, [said_with(tick, unit) for tick in ticks])
        ax.minorticks_off()


def in_even_lines(text):
    """The text in as few lines as there must be, all about equally long."""
    fewest = len(textwrap.wrap(text, LETTERS))
    width = next(n for n in range(1, LETTERS + 1) if len(textwrap.wrap(text, n)) == fewest)
    return textwrap.fill(text, width)


def even_ends(values, unit):
    """(low, high, 0) of an even axis: all of a share, else some room around the values."""
    if unit == "%":
        return -0.03, 1.03, 0
    low, high = min(0.0, values.min()), values.max()
    room = 0.06 * (high - low)
    return low - room, high + room, 0


def said_with(value, unit):
    """A share in percent, any other number with two digits; what is counted, whole."""
    if unit == "%":
        return percent(value)
    return number(value, 3 if float(value).is_integer() else 2)
