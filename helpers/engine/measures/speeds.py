"""How fast does each layer learn? Four honest meanings of the question, and the fan over many random networks."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from ..checks import check_positive
from ..network.network import Network
from ..tables import Table


@dataclass(frozen=True)
class SpeedMetric:
    """One meaning of "speed of layer l"; `measure(net, trace, gradient, l)` is a number >= 0."""

    name: str
    label: str
    formula: str  # mathtext
    measure: Callable


def length(v):
    """The Euclidean length of all numbers in v; the largest is taken out, so that no square over- or underflows."""
    largest = np.max(np.abs(v)).astype(np.float64)
    if largest == 0 or not np.isfinite(largest):
        return float(largest)
    return float(largest * np.linalg.norm(np.ravel(v) / largest))


@np.errstate(over="ignore")  # beside an infinite entry, an overflowing square changes nothing
def lengths(rows):
    """The Euclidean length of each row, shape (n,), with the same care."""
    largest = np.abs(rows).max(axis=1, keepdims=True).astype(np.float64)
    safe = np.where((largest > 0) & np.isfinite(largest), largest, 1)
    return safe[:, 0] * np.linalg.norm(rows / safe, axis=1)


def mean_delta(net, trace, gradient, l):
    """||mean over images of delta|| = ||dC/db||: the bars and curves of Nielsen 2015, chapter 5."""
    return length(gradient.db[l])


def delta(net, trace, gradient, l):
    """Mean over images of ||delta||: the images cannot cancel each other."""
    return float(lengths(gradient.delta[l]).mean())


def all_parameters(net, trace, gradient, l):
    """||dC/d(W, b)||: every weight and bias of the layer."""
    return length([length(gradient.dW[l]), length(gradient.db[l])])


def relative(net, trace, gradient, l):
    """||dC/d(W, b)|| / ||(W, b)||: what a step with eta = 1 changes, as a share of what is there."""
    return all_parameters(net, trace, gradient, l) / length([length(net.W[l]), length(net.b[l])])


SPEED_METRICS = Table(
    "speed metric",
    [
        SpeedMetric("mean_delta", "‖mean δ‖, the bias gradient", r"$\|\frac{1}{n}\sum_x\delta^l\|$", mean_delta),
        SpeedMetric("delta", "mean ‖δ‖, image by image", r"$\frac{1}{n}\sum_x\|\delta^l\|$", delta),
        SpeedMetric("all_parameters", "‖∂C/∂(W, b)‖, all parameters", r"$\|\partial C/\partial(W^l,b^l)\|$", all_parameters),
        SpeedMetric("relative", "‖update‖ / ‖weights‖ at η = 1", r"$\|\partial C/\partial(W^l,b^l)\|\,/\,\|(W^l,b^l)\|$", relative),
    ],
)  # fmt: skip


def layer_speeds(net, x, y):
    """Speeds of the hidden layers on images x and labels y, by every metric.

    Returns {metric name: array of shape (hidden layers,)}, entry 0 being hidden layer 1. ValueError for bad x, y.
    """
    trace = net.forward(x)
    return speeds_at(net, trace, net.backward(trace, y))


def speeds_at(net, trace, gradient):
    """The same from passes that are already done; `train(..., observe=speeds_at)` records it at every step."""
    hidden = range(1, len(net.sizes) - 1)
    return {
        metric.name: np.array([metric.measure(net, trace, gradient, l) for l in hidden])
        for metric in SPEED_METRICS.values()
    }


def speed_fan(sizes, x, y, seeds, **settings):
    """The same for one network per seed: {metric name: array of shape (seeds, hidden layers)}.

    `settings` go to Network (activation, initializer, scale, ...). ValueError for bad arguments.
    """
    with threadpool_limits(1, "blas"):  # the matrices are small: one thread computes them sooner than two
        fans = [layer_speeds(Network(sizes, rng=np.random.default_rng(seed), **settings), x, y) for seed in seeds]
    if not fans:
        raise ValueError("seeds is empty: a fan needs at least one network")
    return {name: np.array([fan[name] for fan in fans]) for name in SPEED_METRICS}


def last_to_first(speeds):
    """How many times faster the last hidden layer is than the first; speeds of shape (..., hidden layers)."""
    speeds = np.asarray(speeds)
    with np.errstate(divide="ignore", invalid="ignore"):
        return speeds[..., -1] / speeds[..., 0]


def spread(values, share=0.9):
    """Median and the band that holds the middle `share` of the seeds: three arrays low, median, high (axis 0)."""
    if check_positive("share", share) > 1:
        raise ValueError(f"share must be at most 1, which is all of them, got {share}")
    return np.quantile(values, [(1 - share) / 2, 0.5, (1 + share) / 2], axis=0)
