"""The finished study that ships with the course: how deep a network of width 30 can be and still learn.

Made by data/sweep_depths.py with `deepest`.
"""

import numpy as np

from ..data.mnist import SUBSET
from ..network.activations import ACTIVATIONS
from ..network.lsuv import STARTS
from ..sweeps.sweep import load_sweep
from .depth_search import LADDER, predicted_depth

DEEPEST = LADDER[-1]  # where the climb ended
FILE = SUBSET.with_name("depths.jsonl")


def depths_by_start():
    """Hidden layers that learned without a cure, shape (activations, STARTS, seeds), in the order of the tables."""
    found = _found()
    return np.array([[found[activation, start, "none"] for start in STARTS] for activation in ACTIVATIONS])


def predicted_by_start():
    """What theory expects there, shape (activations, STARTS): infinity on the line chi = 1, NaN without a theory."""
    expected = [[predicted_depth(activation, start) for start in STARTS] for activation in ACTIVATIONS]
    return np.array(expected, float)


def _found():
    """{(activation, start, cure): depths, one for each seed}."""
    depths = {}
    for run in load_sweep(FILE).records:
        depths.setdefault((run["activation"], run["initializer"], run["cure"]), []).append(run["hidden"])
    return depths
