"""Every dare: not met where the lab begins, met at a setting that the test finds through the engine, marked for good."""

from itertools import product

import numpy as np
import pytest

from helpers.engine import (
    Network,
    Ravine,
    chi,
    descend,
    first_q,
    fixed_point,
    last_to_first,
    layer_speeds,
    load_sweep,
    predicted_speeds,
)
from helpers.engine.network.sizes import digit_sizes
from helpers.engine.studies.phase_study import MAP
from helpers.labs import LABS, flow
from helpers.labs.kit import digits, progress
from helpers.labs.kit.slices import finished
from helpers.labs.variance import factors, measure
from tests.labs.moves import button


def level_speeds():
    """A start, by its own speeds, at which the first of four layers keeps up with the last."""
    for initializer, scale in product(["he", "nielsen"], [1.0, 3.0, 10.0]):
        setting = {"activation": "relu", "initializer": initializer, "scale": scale}
        net = Network(digit_sizes(4, 30), rng=np.random.default_rng(0), **setting)
        if last_to_first(layer_speeds(net, *digits.first())["mean_delta"]) < 1:
            return setting
    raise AssertionError("none found")


def quick_walk():
    """A momentum and a learning rate with which the walk from the lab's own start arrives in 150 steps."""
    for beta, eta in product([0.5, 0.67, 0.8], [0.008, 0.012, 0.016]):
        if descend(Ravine(100.0), (-1.0, 1.0), eta=eta, steps=150, beta=beta).outcome == "arrived":
            return {"beta": beta, "eta": eta, "steps": 150}
    raise AssertionError("none found")


def level_prediction():
    """A mark of the slider at which ten layers of sigmoid are predicted to keep the gradient."""
    for sigma_w in 10 ** np.arange(0.5, 1.5, 0.01):
        q = first_q(digits.few()[0], sigma_w, 1.0)
        speeds = predicted_speeds("sigmoid", 10, sigma_w, 1.0, q=q, output=1.0)
        if 0.95 < speeds[-1] / speeds[0] < 1.05:
            return {"hidden_layers": 10, "sigma_w": sigma_w}
    raise AssertionError("none found")


def scale_of_balance(activation, sigma_b):
    """The weight scale at which chi is 1, by halving."""
    low, high = 0.5, 20.0
    for _ in range(40):
        middle = (low + high) / 2
        below = chi(activation, fixed_point(activation, middle, sigma_b), middle) < 1
        low, high = (middle, high) if below else (low, middle)
    return middle


def level_both_ways():
    """A network of 20 bent layers whose measured mean squares stay level on both ways."""
    for initializer, activation, seed in product(["lsuv", "orthogonal", "he"], ["relu", "tanh"], range(12)):
        setting = {"initializer": initializer, "activation": activation, "scale": 1.0, "hidden_layers": 20,
                   "first": 100, "last": 100, "seed": seed}  # fmt: skip
        try:
            change = factors(measure(**setting)) ** 19
        except ValueError:
            continue
        if ((change > 0.5) & (change < 2)).all():
            return setting
    raise AssertionError("none found")


def learned_at_thirty():
    """The place of the shipped map, between the ends of its axes, where 30 layers learn best."""
    best = max((r for r in load_sweep(MAP).records if r["depth"] == 30 and r["accuracy"]), key=lambda r: r["accuracy"])
    return {"sigma_w": best["sigma_w"], "sigma_b": best["sigma_b"], "seed": best["seed"], "depth": 30}


def level_through_time():
    """A radius at which orthogonal weights bring an error through a hundred steps of tanh, by the engine."""
    for radius in (1.0, 1.25, 1.5, 1.75):
        flows, _, _ = finished(flow.measured("rnn", "orthogonal", radius, 0.0, 50, 1.0))
        if 0.3 < np.median(flows[:, -1]) < 3:
            return {"recurrent": "orthogonal", "radius": radius, "steps": 100}
    raise AssertionError("none found")


WAYS = {
    "speed_lab": level_speeds,
    "ravine_lab": quick_walk,
    "theory_lab": level_prediction,
    "slope_lab": lambda: {"sigma_w": scale_of_balance("sigmoid", 1.0)},
    "variance_lab": level_both_ways,
    "stride_lab": lambda: {"optimizer": "rmsprop"},
    "cure_lab": lambda: {"cure": "batch_norm", "hidden_layers": 30, "measure": "delta"},
    "phase_lab": learned_at_thirty,
    "clinic_lab": lambda: {"case": "8", "cause": "equal", "fix": "start"},
    "flow_lab": level_through_time,
}


@pytest.mark.parametrize("name", WAYS)
def test_a_dare_is_met_on_the_way_and_not_before_and_stays_marked(name, own_progress):
    lab = LABS[name]()
    (dare,) = lab._dares.dares
    assert "Dare:" in lab._dares.value and "met" not in lab._dares.value
    setting = WAYS[name]()
    lab.set(**setting)
    if name == "phase_lab":
        assert not progress.recall_all("dares")  # standing there is not enough
        button(lab, "Train here").click()
    assert progress.recall_all("dares") == {dare.text: True}
    assert "Dare, met:" in lab._dares.value
    lab.reset()
    assert "Dare, met:" in lab._dares.value
    assert "Dare, met:" in LABS[name]()._dares.value  # on another day


@pytest.mark.parametrize(
    ("name", "setting"),
    [
        ("speed_lab", {"hidden_layers": 1}),
        ("speed_lab", {"metric": "all_parameters", "activation": "relu", "initializer": "he", "scale": 3.0}),
        ("ravine_lab", {"y": 0.0, "eta": 0.005, "steps": 150}),
        ("ravine_lab", {"kappa": 1.0, "eta": 0.5, "steps": 150}),
        ("theory_lab", {"hidden_layers": 1}),
        ("slope_lab", {"activation": "linear", "sigma_w": 1.0}),
        ("variance_lab", {"hidden_layers": 30, "first": 100, "last": 100}),
        ("stride_lab", {"hidden_layers": 1}),
        ("cure_lab", {"hidden_layers": 30, "activation": "relu", "measure": "delta"}),
        ("phase_lab", {"depth": 30}),
        ("clinic_lab", {"case": "8", "cause": "equal"}),
        ("clinic_lab", {"case": "8", "cause": "small", "fix": "start"}),
        ("clinic_lab", {"case": "8", "cause": "equal", "fix": "adam"}),
        ("flow_lab", {"steps": 1}),
        ("flow_lab", {"cell": "lstm", "forget_bias": 3.0, "steps": 100}),
    ],
)
def test_the_easy_ways_out_do_not_count(name, setting, own_progress):
    LABS[name]().set(**setting)
    assert not progress.recall_all("dares")
