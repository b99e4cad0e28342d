"""Clicks and drags on a lab's picture, in the units of the data below them."""

from time import perf_counter

import numpy as np
from ipyevents import Event

from helpers.pictures.kit.lock import LOCK

from .answering import answering

AT_ONCE = 0.005  # seconds; a move that comes so soon after the last one was answered has waited in a queue
GATHER = 0.02  # seconds in which the rest of such a queue comes in


class Pointer(Event):
    """Calls `on_point` with (axes, x, y) where the picture is clicked, or the pointer is dragged across it.

    While the kernel is busy, moves wait in a queue. Those are thinned to the newest: the picture goes where the pointer
    is, and not after it through every place it has been.
    """

    def __init__(self, picture, live, on_point, loop):
        self._live, self._on_point, self._loop = live, on_point, loop
        self._newest, self._answered = None, 0.0
        # The browser would carry the picture away: "dragstart" is watched so that its default action is prevented.
        super().__init__(source=picture, watched_events=["click", "mousemove", "dragstart"], wait=40,
                         throttle_or_debounce="throttle", prevent_default_action=True)  # fmt: skip
        self.on_dom_event(self._hear)

    def _hear(self, event):
        if event["type"] == "dragstart" or (event["type"] == "mousemove" and not event["buttons"]):
            return
        first, self._newest = self._newest is None, event
        waited = perf_counter() - self._answered < AT_ONCE
        if not waited or self._loop is None or self._loop.is_closed():
            self._answer()
        elif first:
            self._loop.call_soon_threadsafe(self._loop.call_later, GATHER, self._answer)

    def _answer(self):
        with answering():
            event, self._newest = self._newest, None
            if event is not None and self._live is not None:
                self._point(event)
        self._answered = perf_counter()

    def _point(self, event):
        with LOCK:  # where is it in the data? (the axes must not move meanwhile)
            # What ipyevents calls dataX and dataY is wrong where the lab is enlarged: it counts from its size before that.
            larger = self._live.pixels_wide / event["boundingRectWidth"]
            across, down = self._live.place(larger * event["relativeX"], larger * event["relativeY"])
            pixel = np.array([across, self._live.figure.bbox.height - down])
            under = [axes for axes in self._live.figure.axes if axes.bbox.contains(*pixel)]
            points = [(axes, *axes.transData.inverted().transform(pixel)) for axes in under]
        for point in points:
            self._on_point(*point)

    def close(self):
        """Listen no more."""
        self._live = self._on_point = self._loop = self._newest = None
        super().close()
