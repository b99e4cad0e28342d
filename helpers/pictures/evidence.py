"""A sentence, what was measured about it, and what it claims: one picture for the whole myth board."""

import textwrap

import numpy as np
from matplotlib.ticker import MaxNLocator

from .kit.axes import decades
from .kit.marks import DASHED, HALO, Key, hollow, level, moving, strokes, words
from .kit.style import ACCENT, BAND, INK, MUTED, in_style, sheet
from .kit.words import number, percent

MOST_ROWS = 4
PITCH = (0, 1, 1.5, 1.25, 1)  # from one row to the next, by how many there are
NAME, DOTS = -0.27, 0.18  # where in a row its name stands, and its dots
LETTERS = 46  # of a line of the sentence: it fits a narrow page
FEW = 30  # up to so many values each is a dot; of more there is the band alone
MOST_TICKS = 6  # of a log axis
POWERS = (-3, 5)  # a log axis between these powers of ten writes its numbers out
ABOVE = 1.075  # where the claim stands, in heights of the axes
MARKS = ("●", MUTED, "median"), ("■", BAND, "90 %")


class EvidencePicture:
    """The sentence on top, a row of dots for each thing that was measured, and a diamond where the claim lies."""

    @in_style
    def __init__(self):
        self.figure = sheet(height=400)
        self._sentence = self.figure.text(0.02, 0.965, "", fontsize="large", va="top", linespacing=1.25, animated=True)
        ax = self.axes = self.figure.add_axes((0.045, 0.17, 0.745, 0.55))
        ax.set(ylim=(MOST_ROWS - 0.55, -0.6), yticks=[], xticks=[])
        self._shown = None  # the axis, as `_fit` left it
        self._bands = strokes(ax, BAND, linewidths=17)
        self._rows = [RowMarks(ax) for _ in range(MOST_ROWS)]
        self._claim = ClaimMarks(ax)
        look = {"fontsize": "large", "linespacing": 1.2}
        self._said, self._measured = words(ax, 1.03, 0.84, **look), words(ax, 1.03, 0.53, **look)
        self._measured.set(color=ACCENT, fontweight="bold")
        self._key = Key(ax, len(MARKS), x=(1.03, 1.065), top=0.24, step=0.15, color=INK)

    def show(self, myth, evidence=None, said="?", measured="?"):
        """Show what the myth says and what its axis counts; with evidence its rows and its claim as well.

        myth: has says, axis, unit and log, evidence: rows and a claim (see studies/myths). said, measured: what the reader
        says of it, and what came out.
        """
        self._sentence.set_text(in_even_lines(f"“{myth.says}”"))
        self.axes.set_xlabel(myth.axis)
        self._said.set_text(f"you say:\n{said}")
        self._measured.set_text(f"measured:\n{measured}")
        self._key.show(*(MARKS if evidence else ()))
        self._fit(myth, evidence)
        self._show_rows(evidence.rows if evidence else [], evidence and evidence.claim, myth.unit)
        self._claim.show(evidence and evidence.claim, myth.unit)

    def _show_rows(self, rows, claim, unit):
        places = (MOST_ROWS - 1) / 2 + PITCH[len(rows)] * (np.arange(len(rows)) - (len(rows) - 1) / 2)
        ends = [np.quantile(row.values, [0.05, 0.95]) for row in rows]
        self._bands.set_segments([level(*end, [y + DOTS])[0] for end, y in zip(ends, places, strict=True)])
        for i, marks in enumerate(self._rows):
            if i < len(rows):
                marks.show(rows[i], places[i], number_of(rows[i], claim, unit))
            else:
                marks.hide()

    def _fit(self, myth, evidence):
        """Set the axis, if it has to change."""
        if evidence is None:
            axis = ("linear", (0, 1), ())
        else:
            values = np.concatenate([[evidence.claim.value], *(row.values for row in evidence.rows)])
            axis = ("log", *powers(values)) if myth.log else ("linear", *even(values, myth.unit))
        if axis != self._shown:
            self._shown, (scale, ends, ticks) = axis, axis
            self.axes.set(xscale=scale, xlim=ends)
            self.axes.set_xticks([place for place, _ in ticks], [text for _, text in ticks])
            self.axes.minorticks_off()


class RowMarks:
    """The marks of one row: its name with its number, and below them a dot a value, and the median."""

    def __init__(self, ax):
        look = {"va": "center", "path_effects": HALO, "zorder": 7, "animated": True}
        self._name = ax.text(0.012, 0, "", transform=ax.get_yaxis_transform(), **look)
        self._dots = moving(ax, "o", markersize=5, markeredgewidth=0, alpha=0.45)
        self._median = moving(ax, "o", markersize=12, markeredgecolor="white", zorder=5)

    def show(self, row, y, told):
        """Show a Row at height y; told: its number in words. A row that decides has the accent."""
        colour, weight = (ACCENT, "bold") if row.decides else (INK, "normal")
        self._name.set(text=f"{row.name}: {told}", y=y + NAME, color=colour, fontweight=weight)
        values = row.values if len(row.values) <= FEW else []
        self._dots.set_data(values, np.full(len(values), y + DOTS))
        self._median.set_data([np.median(row.values)], [y + DOTS])
        for marks in (self._dots, self._median):
            marks.set_markerfacecolor(colour)

    def hide(self):
        """Show nothing."""
        self._name.set_text("")
        self._dots.set_data([], [])
        self._median.set_data([], [])


class ClaimMarks:
    """A diamond above the axes, with its words, and a dashed line from there through all rows."""

    def __init__(self, ax):
        self._ax, above = ax, ax.get_xaxis_transform()
        self._line = moving(ax, color=INK, linewidth=1.2, linestyle=DASHED)
        self._diamond = moving(ax, "D", **hollow(INK, 11, 1.8), transform=above, clip_on=False, zorder=6)
        self._words = ax.text(0, ABOVE, "", color=INK, va="center", transform=above, animated=True)

    def show(self, claim, unit):
        """Show a Claim, or nothing for None; its words stand where there is more room."""
        at = [] if claim is None else [claim.value]
        self._line.set_data(at * 2, self._ax.get_ylim() if at else [])
        self._diamond.set_data(at, [ABOVE] * len(at))
        self._words.set_text("")
        if at:
            text = "claimed: " + claim.words.format(said_with(claim.value, unit))
            place, _ = self._ax.transAxes.inverted().transform(self._ax.transData.transform((claim.value, 0)))
            side = {"text": f"   {text}", "ha": "left"} if place < 0.5 else {"text": f"{text}   ", "ha": "right"}
            self._words.set(x=claim.value, **side)


def in_even_lines(text):
    """The text in as few lines as there must be, all about equally long."""
    fewest = len(textwrap.wrap(text, LETTERS))
    width = next(n for n in range(1, LETTERS + 1) if len(textwrap.wrap(text, n)) == fewest)
    return textwrap.fill(text, width)


def powers(values):
    """Whole powers of ten around the values: the ends of a log axis, and its ticks as (place, text)."""
    low, high, step = decades(values)
    exponents = np.arange(low, high + 1, step)
    exponents = exponents[:: -(-len(exponents) // MOST_TICKS)]
    short = POWERS[0] <= exponents[0] and exponents[-1] <= POWERS[1]
    ticks = tuple((10.0**e, number(10.0**e) if short else f"$10^{{{e:.0f}}}$") for e in exponents)
    return (10.0**low, 10.0**high), ticks


def even(values, unit):
    """The ends of an even axis, all of a share, else some room around the values and 0; and its ticks as (place, text)."""
    low, high = (0, 1) if unit == "%" else (min(0.0, values.min()), values.max())
    room = 0.06 * (high - low)
    ticks = MaxNLocator(5, steps=[1, 2, 5, 10]).tick_values(low, high)
    return (low - room, high + room), tuple((tick, said_with(tick, unit)) for tick in ticks if low <= tick <= high)


def number_of(row, claim, unit):
    """The number of a Row that the Claim is about, in words."""
    return claim.told.format(said_with(claim.typical(row.values), unit))


def said_with(value, unit):
    """A share in percent, a whole number with three digits, any other with two."""
    if unit == "%":
        return percent(value)
    return number(value, 3 if float(value).is_integer() else 2)
