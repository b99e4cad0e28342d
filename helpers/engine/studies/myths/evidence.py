"""What an experiment found, beside what a sentence claims; and the verdict, which follows from the two."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ...checks import check_numbers, check_some

VERDICTS = TRUE, FALSE, DEPENDS = "true", "false", "it depends"


@dataclass(frozen=True)
class Claim:
    """What a sentence claims of a row of values: that its `typical` number stands so to `value`.

    compare(number, value): whether it does. words: that in words, with "{}" for the value. how, told: what is said before
    the values that the number was made of, and with the number itself.
    """

    value: float
    words: str
    compare: Callable
    typical: Callable = np.median
    how: str = "median of "
    told: str = "{}"

    def holds(self, values):
        """Whether the claim is right about these values, shape (n,)."""
        return bool(self.compare(self.typical(values), self.value))


def below(value):
    """The median lies below it."""
    return Claim(value, "below {}", lambda number, value: number < value)


def above(value):
    """The median lies above it."""
    return Claim(value, "above {}", lambda number, value: number > value)


def about(value, within):
    """The median lies as near as that."""
    return Claim(value, "about {}", lambda number, value: abs(number - value) <= within)


def nearly_all_below(value):
    """Nineteen in twenty lie below it."""
    return Claim(value, "95 % below {}", lambda number, value: number < value, highest, how="", told="95 % below {}")


def highest(values):
    """What nineteen in twenty of the values lie below."""
    return float(np.quantile(values, 0.95))


@dataclass(frozen=True, eq=False)
class Row:
    """One thing that was measured: a short name, and a value for each seed.

    of: what there is a value for, where it is not a seed. decides: whether the verdict hangs on it; the others are there to compare with. stored: whether it was read from a
    study that ships with the course. ValueError for no values, and for values that are not finite.
    """

    name: str
    values: np.ndarray
    decides: bool = False
    stored: bool = False
    of: str = "seed"

    def __post_init__(self):
        values = check_some("values", check_numbers("values", np.atleast_1d(self.values))).astype(np.float64)
        if values.ndim != 1 or not np.isfinite(values).all():
            raise ValueError(f"the values of {self.name!r} must be a list of finite numbers, got {self.values!r:.60}")
        object.__setattr__(self, "values", values)


@dataclass(frozen=True, eq=False)
class Evidence:
    """The rows of one experiment and the claim that they are held against. ValueError where no row decides."""

    claim: Claim
    rows: tuple

    def __post_init__(self):
        if not any(row.decides for row in self.rows):
            raise ValueError("evidence needs a row that decides")

    @property
    def deciding(self):
        """The rows that the verdict hangs on."""
        return [row for row in self.rows if row.decides]

    @property
    def stored(self):
        """Whether any of it was read from a stored study."""
        return any(row.stored for row in self.rows)


def verdict_of(evidence):
    """One of VERDICTS: whether the claim holds for all rows that decide, for none of them, or for some."""
    held = {evidence.claim.holds(row.values) for row in evidence.deciding}
    return DEPENDS if len(held) > 1 else TRUE if held.pop() else FALSE
