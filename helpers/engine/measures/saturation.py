"""Where has an activation gone flat? The share of saturated slopes, and of neurons that no image moves."""

from functools import cache

import numpy as np

from ..checks import takes
from ..network.activations import ACTIVATIONS
from ..network.model import check_model, check_trace

FLAT = 0.01  # a slope below this share of the activation's largest counts as saturated
REACH, NODES = 20.0, 40_001  # where the slopes are looked at: beyond, none of the course's activations changes


@cache
def steepest(activation):
    """The largest |dphi(z)| over all z; activation: a name from ACTIVATIONS. ValueError for other names."""
    return float(np.abs(ACTIVATIONS[activation].dphi(_grid())).max())


@cache
def flat_ends(activation):
    """(low, high): below z = low and above z = high every slope is saturated; minus infinity or infinity where none is."""
    z, step = _grid(), 2 * REACH / (NODES - 1)
    steep = np.flatnonzero(np.abs(ACTIVATIONS[activation].dphi(z)) >= FLAT * steepest(activation))
    low, high = steep[0], steep[-1]
    low = -np.inf if low == 0 else round(float(z[low] - step / 2), 2) + 0.0
    return low, (np.inf if high == NODES - 1 else round(float(z[high] + step / 2), 2))


@takes(model=check_model, trace=check_trace)
def saturated_share(model, trace):
    """The share of slopes, over images and neurons, with |dphi(u)| < FLAT times the largest; shape (hidden layers,).

    u is what the activation meets: z, or z normalized. Entry 0 is hidden layer 1. A layer whose u are not all finite
    has no share: NaN.
    """
    limit = FLAT * steepest(model.activation.name)
    return _by_layer(model, trace, lambda slope: (np.abs(slope) < limit).mean())


@takes(model=check_model, trace=check_trace)
def dead_share(model, trace):
    """The share of neurons whose slope is exactly 0 for every image of the trace; shape (hidden layers,), NaN as above.

    Such a neuron passes no error back, so nothing changes its own weights while these images are all there is.
    """
    return _by_layer(model, trace, lambda slope: (slope == 0).all(axis=0).mean())


def _by_layer(model, trace, measure):
    met = [trace.u[s] for s in model.hidden]
    return np.array([measure(model.activation.dphi(u)) if np.isfinite(u).all() else np.nan for u in met])


def _grid():
    return np.linspace(-REACH, REACH, NODES)
