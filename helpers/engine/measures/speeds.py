"""How fast does each layer learn? Four honest meanings of the question, and the fan over many random networks.

All four speak of the gradient of training: with batch normalization, of that of one batch.
"""

from collections.abc import Callable
from dataclasses import dataclass
from numbers import Integral

import numpy as np

from ..checks import check_list, check_numbers, check_seeds, check_share, check_some, takes
from ..network.model import check_gradient, check_model, check_trace
from ..network.network import Network
from ..tables import Table
from ..threads import one_thread
from ..vectors import joint_length, length, lengths


@dataclass(frozen=True)
class SpeedMetric:
    """One meaning of "speed of a layer": `measure(delta, gradient, parameters)` is a number >= 0.

    delta: the layer's, one row per image. gradient: its own weights' and biases' derivatives, a list of arrays.
    parameters: those weights and biases themselves.
    """

    name: str
    label: str
    formula: str  # mathtext
    measure: Callable


def mean_delta(delta, gradient, parameters):
    """||mean over images of delta|| = ||dC/db||: the bars and curves of Nielsen 2015, chapter 5."""
    return length(np.add.reduce(delta, axis=0) / len(delta))


def delta_by_image(delta, gradient, parameters):
    """Mean over images of ||delta||: the images cannot cancel each other."""
    return float(lengths(delta).mean())


def all_parameters(delta, gradient, parameters):
    """||dC/d(W, b)||: every weight and bias of the layer."""
    return joint_length(gradient)


def relative(delta, gradient, parameters):
    """||dC/d(W, b)|| / ||(W, b)||: what a step with eta = 1 changes, as a share of what is there."""
    return joint_length(gradient) / joint_length(parameters)


SPEED_METRICS = Table(
    "speed metric",
    [
        SpeedMetric("mean_delta", "‖mean δ‖, the bias gradient", r"$\|\frac{1}{n}\sum_x\delta^l\|$", mean_delta),
        SpeedMetric("delta", "mean ‖δ‖, image by image", r"$\frac{1}{n}\sum_x\|\delta^l\|$", delta_by_image),
        SpeedMetric("all_parameters", "‖∂C/∂(W, b)‖, all parameters", r"$\|\partial C/\partial(W^l,b^l)\|$", all_parameters),
        SpeedMetric("relative", "‖update‖ / ‖weights‖ at η = 1", r"$\|\partial C/\partial(W^l,b^l)\|\,/\,\|(W^l,b^l)\|$", relative),
    ],
    aliases={"delta_mean": "mean_delta"},
)  # fmt: skip


class Speeds(dict):
    """{metric name: array}, which answers a wrong name as SPEED_METRICS does."""

    def __missing__(self, name):
        return self[SPEED_METRICS[name].name]


@takes(model=check_model)
def layer_speeds(model, x, y):
    """Speeds of the hidden layers, or steps, on images x and labels y, by every metric.

    Returns {metric name: array of shape (hidden layers,)}, entry 0 being hidden layer 1. ValueError for bad x, y.
    """
    trace = model.forward(x, training=True)
    return speeds_at(model, trace, model.backward(trace, y))


@takes(model=check_model, trace=check_trace, gradient=check_gradient)
def speeds_at(model, trace, gradient):
    """The same from passes that are already done; `train(..., observe=speeds_at)` records it at every step."""
    return Speeds({name: speed_by(name, model, gradient, model.hidden) for name in SPEED_METRICS})


@takes(model=check_model, gradient=check_gradient)
def speed_by(metric, model, gradient, stations):
    """By one metric, the speed of each of these stations, such as model.hidden: shape (stations,)."""
    measure, stations = SPEED_METRICS[metric].measure, check_stations(stations, model)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return np.array([measure(gradient.delta[s], gradient.own(s), model.own(s)) for s in stations])


def check_stations(stations, model):
    """Numbers of stations that the model has, in a list."""
    stations = check_list("stations", stations, "the numbers of stations, such as [1, 2]")
    if any(not isinstance(s, Integral) or s not in range(1, model.last + 1) for s in stations):
        raise ValueError(f"stations of {model!r} are numbered from 1 to {model.last}, got {stations!r:.60}")
    return stations


def speed_fan(sizes, x, y, seeds, **settings):
    """The same for one network per seed: {metric name: array of shape (seeds, hidden layers)}.

    `settings` go to Network (activation, initializer, scale, ...). ValueError for bad arguments.
    """
    with one_thread():
        fans = [
            layer_speeds(Network(sizes, rng=np.random.default_rng(seed), **settings), x, y)
            for seed in check_seeds(seeds)
        ]
    return Speeds({name: np.array([fan[name] for fan in fans]) for name in SPEED_METRICS})


@takes(speeds=check_numbers)
def last_to_first(speeds):
    """How many times faster the last hidden layer is than the first; speeds of shape (..., hidden layers).

    ValueError where there is no hidden layer.
    """
    speeds = np.asarray(speeds, float)
    if speeds.ndim == 0 or speeds.shape[-1] == 0:
        raise ValueError("there is no hidden layer, so there is no last and no first to compare")
    with np.errstate(divide="ignore", invalid="ignore"):
        return speeds[..., -1] / speeds[..., 0]


@takes(values=check_some)
def spread(values, share=0.9):
    """Median and the band that holds the middle `share` of the seeds: three arrays low, median, high (axis 0)."""
    if not 0 < (share := check_share("share", share)):
        raise ValueError("share must be above 0, or the band holds nothing")
    if not values.ndim:
        raise ValueError("values must hold one number, or one row of numbers, a seed")
    return np.quantile(values, [(1 - share) / 2, 0.5, (1 + share) / 2], axis=0)
