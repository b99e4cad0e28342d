"""A training that is watched closely: at images it does not learn from, too, and at how far each layer steps."""

from copy import deepcopy

import numpy as np

from .run import Run
from .update_ratios import relative_changes

STRIDE_EVERY = 5  # steps: measuring how far a layer moves takes as long as half a step


class WatchedRun(Run):
    """A Run that looks at some of its training images, and at new ones, in the place of all that it trains on.

    seen, new: pairs (x, y). After k * every steps entry k of `accuracy` and `seen_cost` was measured on the seen ones, of
    `new_accuracy` and `new_cost` on the new ones. Row j of `strides`, the output's last, is how far step (j + 1) * STRIDE_EVERY
    moved each layer: ||change of (W, b)|| / ||(W, b) before||. What was not measured holds NaN.
    batch_size: how many images a step reads.
    The other settings are those of Run, with ValueError in the same cases, and for seen or new images that do not fit.
    """

    def __init__(self, net, x, y, *, seen, new, **settings):
        super().__init__(net, x, y, **settings)
        self.batch_size = settings.get("batch_size") or len(x)
        self.looks = [(net.check_images(x), net.check_targets(y, len(x))) for x, y in (seen, new)]
        self.new_accuracy, self.seen_cost, self.new_cost = np.full((3, len(self.accuracy)), np.nan)
        self.strides = np.full((self.steps // STRIDE_EVERY, net.last), np.nan)
        self._before = deepcopy(net)

    def _look(self, k):
        (self.accuracy[k], self.seen_cost[k]), (self.new_accuracy[k], self.new_cost[k]) = (
            accuracy_and_cost(self.model, *images) for images in self.looks
        )

    def _step(self):
        is_looked_at = (self.taken + 1) % STRIDE_EVERY == 0
        if is_looked_at:
            self._before.flat[:] = self.model.flat
        super()._step()
        if is_looked_at and not self.state:
            self.strides[self.taken // STRIDE_EVERY - 1] = relative_changes(self.model, self._before)


def accuracy_and_cost(model, x, y):
    """The share of right answers and the cost, as in use, from one forward pass; both NaN where an output overflowed."""
    trace = model.forward(x)
    share = model.share_right(trace.a[-1], y)
    return share, model.cost_of(trace, y) if np.isfinite(share) else np.nan
