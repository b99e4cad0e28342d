"""The places where a slider can stand."""

import math
from bisect import bisect_left


class Marks:
    """Numbers in rising order. The slider counts them: place 0, 1, ...

    A browser's slider that was told a number between two marks, or a mark that its own arithmetic writes a little
    differently, answers with a number of its own; a whole number comes back as it went, so every answer is a hand's.
    scale: turns a number into its place along the slider (the logarithm, where powers of ten are evenly spaced).
    """

    def __init__(self, numbers, scale=float):
        self.numbers, self._scale = list(numbers), scale
        self._places = [scale(number) for number in self.numbers]

    def __len__(self):
        return len(self.numbers)

    def number_at(self, place):
        """The number of that mark."""
        return self.numbers[place]

    def nearest(self, number):
        """The mark closest to a number."""
        here = self._scale(number)
        above = min(bisect_left(self._places, here), len(self) - 1)
        below = max(above - 1, 0)
        return below if here - self._places[below] < self._places[above] - here else above


class WholeMarks:
    """Every whole number is a mark, and counts itself."""

    @staticmethod
    def number_at(place):
        """The number itself."""
        return place

    nearest = number_at


def even(low, high, step):
    """Marks every `step` from low to high, without float noise (0.9, not 0.8999999999999999)."""
    digits = max(0, -math.floor(math.log10(step)))
    return Marks([round(low + i * step, digits) for i in range(round((high - low) / step) + 1)])


def logarithmic(low, high, step, digits):
    """Marks from 10**low to 10**high, evenly spaced in the exponent, of so many significant digits."""
    exponents = [low + i * step for i in range(math.ceil(round((high - low) / step, 6)))]
    return Marks([float(f"{10.0**exponent:.{digits}g}") for exponent in (*exponents, high)], math.log10)
