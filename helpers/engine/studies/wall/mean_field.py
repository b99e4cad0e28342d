"""Section 3: the integrals of wide random networks (Poole et al. 2016, Schoenholz et al. 2017)."""

import numpy as np

from ...measures.speeds import last_to_first, speed_fan
from ...network.sizes import digit_sizes
from ...theory.mean_field import chi, fixed_point, gaussian_mean, predicted_ratio
from ...theory.phase import critical_sigma_w
from .common import first
from .row import EXACT, LEAD, Row, told


def q_and_chi(activation, sigma_w, sigma_b):
    q = fixed_point(activation, sigma_w, sigma_b)
    return q, chi(activation, q, sigma_w)


def nielsens_start():
    q, factor = q_and_chi("sigmoid", 1, 1)
    return [q, factor, np.sqrt(factor)]


def chis(scales, sigma_b):
    return [q_and_chi("sigmoid", sigma_w, sigma_b)[1] for sigma_w in scales]


def tanh_points():
    found = [q_and_chi("tanh", sigma_w, 0.3) for sigma_w in (1.3, 2.5, 4.0)]
    return [number for pair in found for number in pair]


def tanh_critical():
    sigma_w = critical_sigma_w("tanh", np.sqrt(0.05))
    return [sigma_w**2, fixed_point("tanh", sigma_w, np.sqrt(0.05))]


def glorot_tanh():
    """The mean square of a tanh layer's activations, layer after layer, from unit inputs."""
    q = [1.0]
    for _ in range(100):
        q.append(gaussian_mean(lambda z: np.tanh(z) ** 2, q[-1]))
    return [q[layer] for layer in (2, 5, 10, 100)]


def gain_4():
    """The ratio that theory gives, and that of mean ||delta|| in networks: plain, and without biases around 0."""
    plain = {"initializer": "lecun", "scale": 4.0, "sigma_b": 1.0}
    centred = {"activation": "centred_sigmoid", "initializer": "lecun", "scale": 4.0}
    ours = [last_to_first(speed_fan(digit_sizes(4), *first(), range(20), **how)["delta"]) for how in (plain, centred)]
    return [predicted_ratio("sigmoid", 4, 4, 1), *ours]


THEORY = {"kind": EXACT, "source": "Schoenholz et al. 2017"}
ROWS = [
    Row(
        "mean_field.nielsen",
        "sigmoid, σ_w = σ_b = 1: q*, χ, √χ",
        notebook="04",
        measure=nielsens_start,
        values=(told(1.302, "q*"), told(0.04196, "χ"), told(0.2048, "√χ")),
        **THEORY,
    ),
    Row(
        "mean_field.sigmoid",
        "sigmoid, χ at σ_w = 1, 2, 4, 10, biases N(0, 1)",
        notebook="07",
        measure=lambda: chis((1, 2, 4, 10), 1),
        values=tuple(told(v, f"σ_w = {s}") for s, v in ((1, 0.0420), (2, 0.1416), (4, 0.3705), (10, 0.9745))),
        **THEORY,
    ),
    Row(
        "mean_field.no_bias",
        "the same without biases, σ_w = 1, 4, 10",
        notebook="07",
        measure=lambda: chis((1, 4, 10), 0),
        values=tuple(told(v, f"σ_w = {s}") for s, v in ((1, 0.0557), (4, 0.3989), (10, 0.9858))),
        **THEORY,
    ),
    Row(
        "mean_field.centred",
        "sigmoid minus ½: critical σ_w",
        notebook="07",
        measure=lambda: [critical_sigma_w("centred_sigmoid", 0)],
        values=(told(4.0, "σ_w"),),
        **THEORY,
    ),
    Row(
        "mean_field.tanh",
        "tanh, σ_b = 0.3, σ_w = 1.3, 2.5, 4: q*, χ",
        notebook="08b",
        measure=tanh_points,
        values=tuple(
            told(v, label)
            for label, v in (
                ("q* at 1.3", 0.6070),
                ("χ at 1.3", 0.9398),
                ("q* at 2.5", 4.0791),
                ("χ at 2.5", 1.5852),
                ("q* at 4", 12.604),
                ("χ at 4", 2.3673),
            )
        ),
        **THEORY,
    ),
    Row(
        "mean_field.critical",
        "tanh, σ_b² = 0.05: critical σ_w², q*",
        notebook="08b",
        measure=tanh_critical,
        values=(told(1.7610, "σ_w²"), told(0.570, "q*")),
        **THEORY,
    ),
    Row(
        "mean_field.glorot",
        "tanh, Glorot: variance at layers 2, 5, 10, 100",
        notebook="08",
        measure=glorot_tanh,
        values=tuple(told(v, f"layer {l}", rel=0.01) for l, v in ((2, 0.237), (5, 0.103), (10, 0.052), (100, 0.0051))),
        **THEORY | {"source": "one integral a layer"},
    ),
    Row(
        "mean_field.gain_4",
        "gain 4, last/first: theory, measured, centred",
        kind=LEAD,
        source="theory; measured by hand",
        notebook="07",
        measure=gain_4,
        values=(told(4.43, "theory", rel=0.002), told(4.18, "measured"), told(1.84, "centred")),
    ),
]
