"""Lab: what one Gaussian integral predicts for every layer, over what random networks measure."""

import numpy as np

from helpers.engine import (
    ACTIVATIONS,
    SPEED_METRICS,
    Network,
    chi,
    first_q,
    fixed_point,
    predicted_speeds,
    speed_by,
    spread,
)
from helpers.engine.network.sizes import digit_sizes
from helpers.pictures.kit.words import number
from helpers.pictures.theory import TheoryPicture

from .kit import controls as c
from .kit import digits
from .kit.live import Lab
from .kit.memory import Memory

METRICS = ("mean_delta", "delta")


def theory_lab(hidden_layers=4, networks=0):
    """The main lab of notebook 04: weight scale, bias scale, activation, depth, width; a line over measured points."""
    picture = TheoryPicture()
    fan = Memory(most=4)(error_fan)

    def update(hidden_layers, neurons, activation, sigma_w, sigma_b, seed, metric, networks):
        setting = (hidden_layers, neurons, activation, sigma_w, sigma_b)
        errors = network_errors(*setting, seed)[metric]
        band = (yield from fan(*setting, networks))[metric] if networks else None
        middle = None if band is None else spread(band)
        start = errors[-1] if band is None else middle[1][-1]  # the only measured number in the prediction
        q = first_q(digits.few()[0], sigma_w, sigma_b)
        predicted = np.append(predicted_speeds(activation, hidden_layers, sigma_w, sigma_b, q=q, output=start), start)
        measured = errors if band is None else band
        picture.show(errors, predicted, SPEED_METRICS[metric].label, middle, verdict(predicted, measured))
        return f"{theory_sentence(activation, sigma_w, sigma_b)} {match_sentence(predicted, measured, metric)}"

    controls = {
        "sigma_w": c.log_number("weight scale σ_w", 1.0, -1, 1.5).main(),
        "sigma_b": c.number("bias scale σ_b", 1.0, 0.0, 3.0, 0.05).folded(),
        "activation": c.activation(),
        "hidden_layers": c.hidden_layers(hidden_layers, high=20),
        "neurons": c.neurons(high=300),
        "seed": c.seed().folded(),
        "metric": c.choice("gradient", [(SPEED_METRICS[name].label, name) for name in METRICS], "mean_delta").folded(),
        "networks": c.choice(
            "band over seeds", [("none", 0), ("20 networks", 20), ("100 networks", 100)], networks
        ).folded(),
    }
    return Lab("predicted and measured", picture.figure, controls, update)


def network_errors(hidden_layers, neurons, activation, sigma_w, sigma_b, seed):
    """Both meanings of the length of delta, {name: shape (hidden layers + 1,)}, the output's last."""
    sizes = digit_sizes(hidden_layers, neurons)
    net = Network(sizes, activation, scale=sigma_w, sigma_b=sigma_b, rng=np.random.default_rng(seed))
    x, y = digits.few()
    trace = net.forward(x)
    gradient = net.backward(trace, y)
    return {name: speed_by(name, net, gradient, range(1, net.last + 1)) for name in METRICS}


def error_fan(hidden_layers, neurons, activation, sigma_w, sigma_b, networks):
    """The same for that many networks, one a seed: {name: shape (networks, hidden layers + 1)}."""
    several = []
    for seed in range(networks):
        several.append(network_errors(hidden_layers, neurons, activation, sigma_w, sigma_b, seed))
        yield
    return {name: np.array([errors[name] for errors in several]) for name in METRICS}


def ratios(errors):
    """Last hidden layer over first, from arrays that end with the output; shape without the last axis."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return errors[..., -2] / errors[..., 0]


def verdict(predicted, measured):
    """The few words beside the picture; none where there is nothing to compare."""
    found, expected = np.median(ratios(measured)), ratios(predicted)
    if len(predicted) == 2 or not all(np.isfinite(r) and r > 0 for r in (found, expected)):
        return ""
    return f"last / first\npredicted\n{number(expected)}\nmeasured\n{number(found)}"


def theory_sentence(activation, sigma_w, sigma_b):
    """The fixed point and what it does to gradients, in words."""
    q = fixed_point(activation, sigma_w, sigma_b)
    factor = np.sqrt(chi(activation, q, sigma_w))
    if q == 0:
        signal = "the signal dies out with depth (q* = 0)"
    elif np.isinf(q):
        signal = "the signal grows without end (q* is infinite)"
    else:
        signal = f"q* = {number(q, 4)}"
    return f"For {ACTIVATIONS[activation].label} {signal}; there each layer back multiplies the gradient by √χ = {number(factor, 4)}."


def match_sentence(predicted, measured, metric):
    """The predicted ratio of the first to the last hidden layer beside the measured one."""
    if not np.isfinite(measured).all():
        return "Overflow: numbers of a network grew beyond what a float can hold, so there is nothing to compare."
    ratio, found, last = ratios(predicted), ratios(measured), len(predicted) - 1
    if last == 1:
        return "With one hidden layer there is no ratio to compare."
    if not (np.isfinite([ratio, *np.ravel(found)]).all() and ratio > 0 and (found > 0).all()):
        return "Somewhere a gradient is exactly zero or beyond a float, so there is no ratio to compare."
    said = f"Speed of layer {last} over speed of layer 1: predicted {number(ratio)}, measured"
    if measured.ndim == 1:
        return f"{said} {number(found)} (one network)."
    low, middle, high = spread(found)
    bands = f"{number(middle)} (median of {len(measured)} seeds; 90 % between {number(low)} and {number(high)})"
    if low <= ratio <= high:
        return f"{said} {bands}: the prediction lies inside."
    return f"{said} {bands}: the prediction lies outside. It is made for {assumptions(metric)}."


def assumptions(metric):
    """What the prediction takes for granted, for the cases in which it fails."""
    return "single images, not for their mean, and for wide layers" if metric == "mean_delta" else "wide layers"
