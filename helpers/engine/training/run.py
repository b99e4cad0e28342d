"""A training that is remembered: the speeds and the cost at every step, accuracy and distances every so often."""

from copy import deepcopy
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from ..checks import check_count
from ..measures.distance import learned, travelled
from ..measures.speeds import SPEED_METRICS, speeds_at
from ..threads import one_thread
from .training import train

EVERY = 10  # steps between two measurements of the accuracy and the distances


@dataclass(frozen=True)
class Snapshot:
    """What a run has seen in its first `taken` steps: arrays as in Run, but no longer than that, and never changed."""

    taken: int
    state: str
    cost: np.ndarray
    speeds: dict
    measured_at: np.ndarray  # after how many steps accuracy and distances were measured, shape (measurements,)
    accuracy: np.ndarray
    distance: np.ndarray
    by_gradient: np.ndarray


class Run:
    """A training of `net` on x, y with its settings and its history. It takes steps when it is told to, at most `steps`.

    Entry i of `cost`, shape (steps,), and of `speeds[metric]`, shape (steps, hidden layers), was recorded before
    step i + 1, that is after i steps. Entry k of `accuracy` (on all of x) and of `distance` and `by_gradient`
    (see measures/distance.py; one column for each layer with weights) was measured after k * every steps.
    Steps not taken hold NaN; `taken` says how many there were. A training that ends early names why in `state`
    ("diverged"; empty otherwise); the last step recorded is then the one that could not be taken. One that was stopped
    in the middle of a step (by the kernel's Interrupt, say) is `broken`: its network is in between, and it refuses to go on.
    settings: those of `train` (eta, batch_size, lmbda, rng, optimizer, ...). Raises ValueError for bad arguments.
    """

    def __init__(self, net, x, y, *, steps, every=EVERY, lmbda=0.0, **settings):
        self.steps, self.every, self.taken = check_count("steps", steps), check_count("every", every), 0
        self.model = self.net = net  # whoever trains a network calls it that
        self.state, self.broken = "", False
        self.x, self.y, self._start = x, y, deepcopy(net)
        self._training = train(net, x, y, steps=self.steps, lmbda=lmbda, observe=speeds_at, **settings)
        self._settings = {"lmbda": lmbda, **settings}
        self._shrink = 1 - settings["eta"] * lmbda / len(x)
        layers, measurements = net.last, self.steps // self.every + 1
        self.cost = np.full(self.steps, np.nan)
        self.speeds = {metric: np.full((self.steps, layers - 1), np.nan) for metric in SPEED_METRICS}
        self.accuracy = np.full(measurements, np.nan)
        self.distance, self.by_gradient = np.full((2, measurements, layers), np.nan)

    def advance(self, budget_ms, upto=None):
        """Take whole steps for about `budget_ms` milliseconds, at least one; returns whether there are more to take.

        upto: the step to stop at (all there is room for without it). ValueError for a run that is broken.
        """
        if self.broken:
            raise ValueError("this training was stopped in the middle of a step and cannot go on: begin it anew.")
        end, last = perf_counter() + budget_ms / 1000, self._last(upto)
        with one_thread():
            if self.taken == 0:
                self._measure()
            while self._has_steps_before(last):
                self.broken = True  # until the step is whole
                self._step()
                self.broken = False
                if perf_counter() >= end:
                    break
        return self._has_steps_before(last)

    def upto(self, steps):
        """Go on training until `steps` steps are taken (never more than there is room for); returns the run."""
        self.advance(np.inf, steps)
        return self

    def snapshot(self, upto=None):
        """The arrays so far, or of the first `upto` steps: copies, which the next step leaves alone."""
        steps = min(self._last(upto), self.taken)
        looks = steps // self.every + 1
        return Snapshot(
            steps,
            self.state if steps == self.taken else "",
            self.cost[:steps].copy(),
            {metric: speeds[:steps].copy() for metric, speeds in self.speeds.items()},
            self.every * np.arange(looks),
            *(values[:looks].copy() for values in (self.accuracy, self.distance, self.by_gradient)),
        )

    def settings_text(self):
        """The settings on one line of plain text, name=value: what it takes to ask for this training again.

        The network stands there with its sizes and its activation; how its weights and the batches were drawn does not,
        for a random generator cannot tell where it began.
        """
        told = {
            "sizes": "-".join(map(str, self.model.sizes)),
            "activation": self.model.activation.name,
            "steps": self.steps,
        }
        told |= {name: value for name, value in self._settings.items() if name != "rng" and value is not None}
        return " ".join(f"{name}={value:g}" if isinstance(value, float) else f"{name}={value}" for name, value in told.items())  # fmt: skip

    def _last(self, upto):
        return self.steps if upto is None else min(upto, self.steps)

    def _has_steps_before(self, last):
        return self.taken < last and not self.state

    def _step(self):
        step = next(self._training)
        self.state = step.state
        self.cost[self.taken] = step.cost
        for metric, speeds in step.seen.items():
            self.speeds[metric][self.taken] = speeds
        self.taken += 1
        if self.taken % self.every == 0:
            self._measure()

    def _measure(self):
        k = self.taken // self.every
        self._look(k)
        self.distance[k] = travelled(self.model, self._start)
        self.by_gradient[k] = learned(self.model, self._start, self._shrink**self.taken)

    def _look(self, k):
        self.accuracy[k] = self.model.accuracy(self.x, self.y)


def record(net, x, y, *, steps, **settings):
    """Train `net` in place for `steps` steps and return its Run; arguments as there."""
    return Run(net, x, y, steps=steps, **settings).upto(steps)
