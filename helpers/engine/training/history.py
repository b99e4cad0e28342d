"""A training that is remembered: the speeds and the cost at every step, accuracy and distances every so often."""

from copy import deepcopy

import numpy as np

from ..checks import check_count
from ..measures.distance import learned, travelled
from ..measures.speeds import SPEED_METRICS, speeds_at
from ..threads import one_thread
from .training import train

EVERY = 10  # steps between two measurements of the accuracy and the distances


class History:
    """Trains `net` on x, y as far as it is asked to, at most `steps` steps, and keeps what it saw.

    Entry i of `cost`, shape (steps,), and of `speeds[metric]`, shape (steps, hidden layers), was recorded before
    step i + 1, that is after i steps. Entry k of `accuracy` (on all of x) and of `distance` and `by_gradient`
    (see travel.py; one column for each layer with weights) was measured after k * every steps.
    Steps not yet taken hold NaN; `taken` says how many there were.
    settings: those of `train` (eta, batch_size, lmbda, rng). Raises ValueError for bad arguments.
    """

    def __init__(self, net, x, y, *, steps, every=EVERY, lmbda=0.0, **settings):
        self.steps, self.every, self.taken, self.state = check_count("steps", steps), check_count("every", every), 0, ""
        self.net, self._x, self._y, self._start = net, x, y, deepcopy(net)
        self._training = train(net, x, y, steps=self.steps, lmbda=lmbda, observe=speeds_at, **settings)
        self._shrink = 1 - settings["eta"] * lmbda / len(x)
        layers, measurements = net.last, self.steps // self.every + 1
        self.cost = np.full(self.steps, np.nan)
        self.speeds = {metric: np.full((self.steps, layers - 1), np.nan) for metric in SPEED_METRICS}
        self.accuracy = np.full(measurements, np.nan)
        self.distance, self.by_gradient = np.full((2, measurements, layers), np.nan)

    def upto(self, steps):
        """Go on training until `steps` steps are taken (never more than there is room for); returns the history."""
        with one_thread():
            if self.taken == 0:
                self._measure()
            while self.taken < min(steps, self.steps) and not self.state:
                self._step(next(self._training))
        return self

    def _step(self, step):
        self.state, self.cost[self.taken] = step.state, step.cost
        for metric, speeds in step.seen.items():
            self.speeds[metric][self.taken] = speeds
        self.taken += 1
        if self.taken % self.every == 0:
            self._measure()

    def _measure(self):
        k = self.taken // self.every
        self.accuracy[k] = self.net.accuracy(self._x, self._y)
        self.distance[k] = travelled(self.net, self._start)
        self.by_gradient[k] = learned(self.net, self._start, self._shrink**self.taken)


def record(net, x, y, *, steps, **settings):
    """Train `net` in place for `steps` steps and return its History; arguments as there."""
    return History(net, x, y, steps=steps, **settings).upto(steps)
