"""The replication wall: one line for each row, ours beside what was told, all on one relative scale. Drawn still."""

import textwrap

import numpy as np

from .kit.marks import words
from .kit.style import ACCENT, BAND, COOL, INK, MUTED, current_style, in_style, sheet
from .kit.words import number

ROW = {"reading": 48, "lecture": 38}  # CSS pixels; at a projector the whole wall is one screen
TOP, BOTTOM = 12, 66  # what stands above and below the rows
LEFT, RIGHT = 0.385, 0.735  # where the axis begins and ends, in shares of the sheet
TOLD, LEAD = "D", "d"  # what stands in a text or follows from one; what was measured once by hand
EDGE = 4.0  # so many times too large or too small is the end of the axis: what lies beyond stands at it
TICKS = {0.25: "¼", 0.5: "½", 1.0: "1", 2.0: "2", 4.0: "4"}
WHAT, SAID = 34, 24  # characters in a line of the two columns of words


@in_style
def draw_wall(standings):
    """A Figure: a line for each Standing of the wall, at most about a dozen.

    The diamond, narrow where it is a mere lead, is what was told. Beside it ours, divided by that: dots where they agree, crosses where they do not,
    each with the band of its seeds. To the right the verdict, in words.
    """
    row = ROW[current_style()]
    height = TOP + row * len(standings) + BOTTOM
    figure = sheet(height=height)
    ax = figure.add_axes((LEFT, BOTTOM / height, RIGHT - LEFT, row * len(standings) / height))
    ax.set(xscale="log", xlim=(1 / EDGE / 1.12, EDGE * 1.12), ylim=(len(standings) - 0.5, -0.5))
    ax.set_xticks(list(TICKS), list(TICKS.values()))
    ax.minorticks_off()
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.axvline(1, color=INK, linewidth=1.2, zorder=1)
    ax.set_xlabel("ours, divided by what was told (◇)")
    for place, standing in enumerate(standings):
        _draw_row(ax, place, standing)
    return figure


def _draw_row(ax, place, standing):
    row, wrong = standing.row, {id(value) for value, _ in standing.differing}
    beside = {"transform": ax.get_yaxis_transform(), "fontsize": "small", "linespacing": 1.15}
    words(ax, -0.03, place, _lines(row.what, WHAT), ha="right", **beside)
    text, colour = _verdict(standing)
    words(ax, 1.03, place, text, color=colour, **beside)
    ax.axhline(place + 0.5, color=BAND, linewidth=0.6, zorder=0)
    for value, band in zip(row.values, standing.relative, strict=False):
        if not np.isfinite(band).all():
            continue
        low, middle, high = np.clip(band, 1 / EDGE, EDGE)
        ax.plot([low, high], [place, place], color=BAND, linewidth=11, solid_capstyle="butt", zorder=2)
        beyond = middle != band[1]
        if id(value) in wrong:
            marker = (">" if band[1] > 1 else "<") if beyond else "X"
            ax.plot(middle, place, marker, color=ACCENT, markersize=11, markeredgecolor="white", zorder=6)
        else:
            ax.plot(middle, place, "o", color=COOL, markersize=6.5, markeredgewidth=0, alpha=0.75, zorder=5)
    ax.plot(
        1,
        place,
        LEAD if row.kind == "lead" else TOLD,
        markersize=13,
        markerfacecolor="none",
        markeredgecolor=INK,
        markeredgewidth=1.5,
        zorder=4,
    )


def _verdict(standing):
    """The words beside a row and their colour: a dot before what agrees; a cross, and the numbers, for what differs."""
    if standing.ours is None:
        return "… not run yet", MUTED
    if not standing.differing:
        return "●  agrees", COOL
    (value, ours), *others = standing.differing
    told = number(value.low) if value.low == value.high else f"{number(value.low)}–{number(value.high)}"
    also = f"; {len(others)} more" if others else ""
    which = f"{value.label}{also}".removeprefix("; ")
    return _lines(f"✕  differs: {number(ours)}, not {told}" + (f" ({which})" if which else ""), SAID), ACCENT


def _lines(text, longest):
    """The text in lines of so many characters at most, with the letters of formulas."""
    together = text.replace(" %", "\N{NO-BREAK SPACE}%").replace("% right", "%\N{NO-BREAK SPACE}right")
    lines = "\n".join(textwrap.wrap(together, longest))
    return lines.replace("σ_w", r"$\sigma_w$").replace("σ_b", r"$\sigma_b$")
