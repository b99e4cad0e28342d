"""Long work says how far it is, and can be cancelled."""

import time
from math import ceil
from typing import NamedTuple

LONG = 1.0  # seconds of work after which a lab shows how far it is
BUSY = "<i>computing…</i>"


class Progress(NamedTuple):
    """What work in slices may yield: how many of its steps are done."""

    done: int
    of: int


class Cancelled(Exception):
    """Thrown into work in slices where it paused; who catches it returns what there is so far."""


def counted(work, of, done=0):
    """The same work, each of whose pauses counts as one step: `done` were done before it, `of` there are in all."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value
        done += 1
        yield Progress(min(done, of), of)


class Growing:
    """The answers of `one(i)` for i = 0, 1, 2 …, kept as far as they have come: who asks for more goes on from there."""

    def __init__(self, one):
        self._one, self._answers = one, []

    def upto(self, n):
        """In slices: the first n answers, or, where it is cancelled, those that are there."""
        try:
            while len(self._answers) < n:
                self._answers.append(self._one(len(self._answers)))
                yield Progress(len(self._answers), n)
        except Cancelled:
            pass
        return self._answers[:n]


class Clock:
    """How long one piece of work has taken, and how long it will still take at the same pace."""

    def __init__(self):
        self.began, self.progress, self._from = time.perf_counter(), None, None

    def note(self, said):
        """Keep what the work yields, if it is a Progress. A new beginning, or another number of steps, starts anew."""
        if not isinstance(said, Progress):
            return
        last, self.progress = self.progress, said
        if last is None or said.of != last.of or said.done < last.done:
            self._from = said.done, time.perf_counter()

    @property
    def seconds(self):
        """Since the work began."""
        return time.perf_counter() - self.began

    @property
    def is_long(self):
        """Whether the reader should be told."""
        return self.seconds >= LONG

    @property
    def left(self):
        """Seconds still to go, or None where that cannot be known yet."""
        if self.progress is None or self.progress.done == self._from[0]:
            return None
        done, since = self._from
        pace = (time.perf_counter() - since) / (self.progress.done - done)
        return pace * (self.progress.of - self.progress.done)


def busy_mark(clock):
    """HTML for the place of the busy mark: one word, and for long work a bar and the time that is left."""
    if not clock.is_long:
        return BUSY
    share = "" if clock.progress is None else f' value="{100 * clock.progress.done // clock.progress.of}" max="100"'
    bar = f'<progress{share} aria-label="progress" style="width: 8em; vertical-align: middle"></progress>'
    return f"{bar} <i>{in_words(clock.left)}</i>"


def in_words(seconds):
    """The time that is left, no more exact than it can be known."""
    if seconds is None:
        return "computing…"
    if seconds < 1:
        return "nearly done"
    if seconds < 10:
        return f"about {ceil(seconds)} s left"
    if seconds < 90:
        return f"about {5 * ceil(seconds / 5)} s left"
    return f"about {ceil(seconds / 60)} min left"
