"""One row of the wall: what somebody told, how the course measures it again, and whether the two agree."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ...measures.speeds import spread

EXACT, DERIVED, PUBLISHED, LEAD = "exact", "derived", "published", "lead"
WITHIN = {EXACT: 0.002, DERIVED: 0.05, PUBLISHED: 0.1, LEAD: 0.1}  # the relative tolerance where a value names none
BY_HAND = {"kind": LEAD, "source": "measured by hand"}  # what most rows of a LEAD say
IN_05 = BY_HAND | {"notebook": "05"}  # and most of those about a random first layer
AGREES, DIFFERS, NOT_RUN = "agrees", "ours differs", "not run yet"


@dataclass(frozen=True)
class Told:
    """One number that was told: `low` to `high`, the two being equal where it is a single number.

    rel, points: how far the median of ours may lie outside and still agree, as a share of the number or in its own
    unit. draw: it is one unseeded draw, so the question is whether it lies inside the band that holds 90 % of ours.
    """

    label: str
    low: float
    high: float
    rel: float | None = None
    points: float = 0.0
    draw: bool = False

    def nearest(self, value):
        """The told number that is nearest to ours."""
        return float(np.clip(value, self.low, self.high))

    def holds(self, ours, kind):
        """Whether ours, one number a seed, agree. What is no number agrees with nothing."""
        if not np.isfinite(ours).all():
            return False
        low, middle, high = spread(np.asarray(ours, float))
        if self.draw:
            return bool(low <= self.high and self.low <= high)
        there = self.nearest(middle)
        rel = self.rel if self.rel is not None else 0.0 if self.points else WITHIN[kind]
        return bool(abs(middle - there) <= max(rel * abs(there), self.points) + 1e-12 * abs(there))


def told(value, label="", **tolerance):
    """A Told from a number, or from a pair (low, high)."""
    low, high = value if isinstance(value, tuple) else (value, value)
    return Told(label, low, high, **tolerance)


def several(values, labels, **tolerance):
    """A Told of each value, with its label; all with this tolerance."""
    return tuple(told(value, label, **tolerance) for value, label in zip(values, labels, strict=True))


def percents(values, labels, points=3.0):
    """Percentages, which agree within so many points."""
    return several(values, labels, points=points)


@dataclass(frozen=True)
class Row:
    """One row. `measure()` returns ours: for each of `values` a number, or one number a seed.

    name: the section and a word, "toy.steps". kind: EXACT follows from a formula; DERIVED from a theory with its
    assumption; PUBLISHED stands in the text named by `source`; LEAD was measured once by hand before the course was
    written, and is no authority. notebook: where it is taught. study: the script whose stored file `measure` reads,
    instead of training anew. note: why ours differ, or how it was measured.
    """

    name: str
    what: str
    kind: str
    source: str
    notebook: str
    measure: Callable
    values: tuple
    study: str = ""
    note: str = ""

    @property
    def section(self):
        """The part of the wall that it belongs to."""
        return self.name.partition(".")[0]

    @property
    def command(self):
        """What measures this row anew."""
        first = f"python {self.study} && " if self.study else ""
        return f'{first}make wall ARGS="{self.name}"'

    def checked(self, ours):
        """Ours as lists of floats, one list a value. ValueError where `measure` gave another number of them."""
        ours = [np.atleast_1d(np.asarray(each, float)).tolist() for each in ours]
        if len(ours) != len(self.values):
            raise ValueError(f"the row {self.name} has {len(self.values)} values, and {len(ours)} were measured")
        return ours


@dataclass(frozen=True)
class Standing:
    """A row and what was measured for it: `ours`, a list of numbers a value, or None; and the seconds that it took."""

    row: Row
    ours: list | None = None
    seconds: float | None = None

    @property
    def verdict(self):
        """AGREES, DIFFERS or NOT_RUN."""
        if self.ours is None:
            return NOT_RUN
        return DIFFERS if self.differing else AGREES

    @property
    def differing(self):
        """Those of the row's values with which ours do not agree, a list of (Told, our median)."""
        return [
            (value, float(np.median(ours)))
            for value, ours in zip(self.row.values, self.ours or (), strict=False)
            if not value.holds(ours, self.row.kind)
        ]

    @property
    def bands(self):
        """5 %, median and 95 % of ours for each value, shape (values, 3); no rows where nothing was measured."""
        return np.array([spread(np.array(ours)) for ours in self.ours or ()]).reshape(-1, 3)

    @property
    def relative(self):
        """The same divided by what was told; NaN where the two have no ratio (zero was told, or another sign).

        A told range counts as its number nearest to our median, so inside of it the median has the ratio 1.
        """
        found = []
        for value, band in zip(self.row.values, self.bands, strict=False):
            there = value.nearest(band[1])
            inside = value.low < value.high and there == band[1]
            ratio = np.ones(3) if inside and there == 0 else band / there if there else np.full(3, np.nan)
            found.append(np.where(ratio > 0, ratio, np.nan) if ratio[1] > 0 else np.full(3, np.nan))
        return np.array(found).reshape(-1, 3)

    @property
    def told_text(self):
        """What was told, in words: "rate 0.009901; factor 0.9802"."""
        return "; ".join(f"{value.label} {written_told(value)}".strip() for value in self.row.values)

    @property
    def ours_text(self):
        """Our medians in the same order, each with its band where there are several seeds: "0.594 (0.385 to 0.878)"."""
        bands = [(written(middle), written(low), written(high)) for low, middle, high in self.bands]
        return "; ".join(middle if low == high else f"{middle} ({low} to {high})" for middle, low, high in bands)

    def sentence(self):
        """The verdict in words: "ours differs: steps 691 instead of 690"."""
        if self.verdict != DIFFERS:
            return self.verdict
        parts = [
            f"{value.label} {written(ours)} instead of {written_told(value)}".strip() for value, ours in self.differing
        ]
        return f"{DIFFERS}: {'; '.join(parts)}"


def written(value):
    """A number with four digits at most, or a whole one as it is: 0.0118, 691, 12,760."""
    if not np.isfinite(value):
        return "no number"
    if value == round(value) and abs(value) < 1e4:
        return f"{value:.0f}"
    return f"{float(f'{value:.4g}'):,.10g}"


def written_told(value):
    """A Told in words: 690, or 113 to 129."""
    return written(value.low) if value.low == value.high else f"{written(value.low)} to {written(value.high)}"
