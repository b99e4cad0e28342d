"""One thing at a time: the lock that everything holds that computes or draws for a lab, and every still picture.

matplotlib's fonts and settings are shared by all its figures and stand no two threads at once. JupyterLab hands the
messages of widgets to threads beside the one in which cells run, so a click, a slider and a cell may meet.
"""

import threading
from collections import deque


class TurnLock:
    """A re-entrant lock that threads get in the order in which they asked for it.

    Who gives it back for a moment between two slices of long work so lets everybody else have their turn first,
    which an ordinary lock does not promise.
    """

    def __init__(self):
        self._guard, self._queue = threading.Lock(), deque()
        self._owner, self._depth = None, 0

    def __enter__(self):
        me = threading.get_ident()
        if self._owner == me:  # nobody but this thread can make this true or false
            self._depth += 1
            return self
        with self._guard:
            if self._owner is None:
                self._owner, self._depth = me, 1
                return self
            turn = threading.Lock()
            turn.acquire()
            self._queue.append((me, turn))
        try:
            turn.acquire()  # until the one before hands over
        except BaseException:  # the kernel was interrupted: do not be handed what nobody would give back
            self._leave(me, turn)
            raise
        return self

    def __exit__(self, *_):
        if self._depth > 1:
            self._depth -= 1
            return
        with self._guard:
            self._hand_over()

    def _hand_over(self):
        self._owner, self._depth = None, 0
        if self._queue:
            self._owner, turn = self._queue.popleft()
            self._depth = 1
            turn.release()

    def _leave(self, me, turn):
        with self._guard:
            if (me, turn) in self._queue:
                self._queue.remove((me, turn))
            elif self._owner == me:
                self._hand_over()


LOCK = TurnLock()
