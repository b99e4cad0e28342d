"""A training that a lab shows at any of its steps, with its weights as they are there.

Going back begins it anew, and so does going on after it was stopped in the middle of a step (by the kernel's Interrupt).
"""

from .long_work import Progress

BUDGET = 20  # milliseconds of training between two looks at what else there is to do


class Session:
    """The Run that `start()` makes, the same each time it is called; `run` is where it stands now."""

    def __init__(self, start):
        self._start, self.run = start, start()

    def upto(self, steps):
        """In slices: the Run after exactly so many steps, or where it ended before that."""
        if self.run.broken or self.run.taken > steps:
            self.run = self._start()
        while self.run.advance(BUDGET, upto=steps):
            yield Progress(self.run.taken, steps)
        return self.run
