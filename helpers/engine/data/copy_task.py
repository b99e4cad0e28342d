"""The copy task: hear some symbols, wait, and at a signal say them again (Hochreiter & Schmidhuber 1997; Arjovsky et al. 2016)."""

from dataclasses import dataclass

import numpy as np

from ..checks import check_count, check_rng


@dataclass(frozen=True)
class CopyTask:
    """`length` of `symbols` different symbols, then `delay` blank steps, then a signal, after which they are asked for.

    A step holds one of symbols + 2 marks, one-hot: a symbol, a blank, or the signal. The answers are asked for at the
    last `length` steps, the first of them the one that shows the signal; the others are blank. So a model has
    [task.numbers, neurons, task.symbols] as its sizes, steps=task.steps and reads=task.length, and between the step that
    shows a symbol and the one that asks for it lie delay + length steps. Who guesses pays log(symbols).
    """

    delay: int
    length: int = 1
    symbols: int = 8

    def __post_init__(self):
        for name in ("delay", "length", "symbols"):
            check_count(name, getattr(self, name))
        if self.symbols < 2:
            raise ValueError("with a single symbol there is nothing to remember: symbols must be 2 or more")

    @property
    def numbers(self):
        """How many numbers a step has."""
        return self.symbols + 2

    @property
    def steps(self):
        """How many steps a sequence has."""
        return self.length + self.delay + self.length

    def draw(self, n, rng):
        """n sequences x, shape (n, steps * numbers), one after the other in a row, and their labels y.

        y has the shape (n, length), or (n,) where there is one symbol to remember.
        """
        return self._shown(check_rng(rng).integers(self.symbols, size=(check_count("n", n), self.length)))

    def all(self):
        """Every sequence there is, once, where there is one symbol to remember: x and y as from draw, in their order."""
        if self.length > 1:
            raise ValueError(f"all sequences of {self.length} symbols would be {self.symbols}^{self.length}: draw some")
        return self._shown(np.arange(self.symbols)[:, None])

    def _shown(self, y):
        """The sequences with the symbols y, shape (n, length), and their labels."""
        blank, signal = self.symbols, self.symbols + 1
        marks = np.full((len(y), self.steps), blank)
        marks[:, : self.length], marks[:, self.length + self.delay] = y, signal
        x = np.eye(self.numbers)[marks].reshape(len(y), -1)
        return x, y[:, 0] if self.length == 1 else y
